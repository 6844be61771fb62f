"""Files without a row, and rows without a file: told, and removed where that is said."""

from __future__ import annotations

import os
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from interviews.models import Bio, Revision
from interviews.store.history import Revising
from tests.factories import make_bio, make_interview, make_recording, make_speaker

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def run(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("orphans", *options, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def aged(days: float = 2) -> None:
    """All that is stored was stored so long ago."""
    then = time.time() - days * DAY
    for path in Path(default_storage.location).rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def test_a_site_whose_files_have_rows_has_none() -> None:
    make_bio(make_speaker(), portrait=(300, 300))
    make_recording(make_interview(), url="", file=default_storage.save("recordings/a/talk.mp3", ContentFile(b"x")))
    aged()
    assert run() == (0, "0 files that nothing uses (0 bytes), 0 files missing\n")


def test_a_file_that_nothing_names_is_told_and_removed_where_that_is_said() -> None:
    default_storage.save("recordings/a/talk.mp3", ContentFile(b"sound"))
    default_storage.save("recordings/a/.partial-of-a-kill", ContentFile(b"so"))
    aged()
    status, told = run()
    assert status == 1
    assert "unused: recordings/a/talk.mp3 (5 bytes)" in told
    assert "unused: recordings/a/.partial-of-a-kill (2 bytes)" in told
    assert run("--days", "3") == (0, "0 files that nothing uses (0 bytes), 0 files missing\n")
    assert run("--remove")[0] == 0
    assert not default_storage.exists("recordings/a/talk.mp3")
    assert run() == (0, "0 files that nothing uses (0 bytes), 0 files missing\n")


def test_one_whose_row_may_be_on_its_way_is_left_alone() -> None:
    default_storage.save("recordings/a/talk.mp3", ContentFile(b"sound"))
    assert run("--remove")[0] == 0
    assert default_storage.exists("recordings/a/talk.mp3")
    with pytest.raises(CommandError, match="at least 1"):
        call_command("orphans", "--days", "0")


def test_one_that_the_history_names_is_left_alone() -> None:
    row = make_interview()
    recording = make_recording(row, url="", file=default_storage.save("recordings/a/talk.mp3", ContentFile(b"x")))
    with_it = Revising(row, Revision.Reason.EDITED)
    with_it.before()
    recording.delete()
    with_it.after()
    aged()
    assert run("--remove")[0] == 0
    assert default_storage.exists("recordings/a/talk.mp3")


def test_a_row_whose_file_is_gone_is_told() -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    default_storage.delete(bio.portrait.name)
    status, told = run("--remove", "--verbosity", "0")
    assert (status, told) == (1, f"missing: {bio.portrait.name}, named by interviews.bio {bio.pk}\n")
    assert Bio.objects.get().portrait.name == bio.portrait.name


@pytest.mark.slow
def test_the_same_of_a_bucket(bucket: Any) -> None:
    bio = make_bio(make_speaker(), portrait=(300, 300))
    default_storage.save("recordings/a/talk.mp3", ContentFile(b"sound"))
    assert run()[0] == 0  # of today
    default_storage.delete(bio.portrait.name)
    assert f"missing: {bio.portrait.name}" in run()[1]
