"""A disk that was mounted read only, as the kernel does after errors of it: a real mount, in a namespace of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from interviews.comments.models import SitePolicy
from interviews.models import Interview, Recording
from interviews.search.index import refresh
from portal.watching import readiness
from tests.factories import make_editor, make_interview, make_segment
from tests.faults.deeds import PAGE
from tests.machines.nodes import ROOT

WORDS = "Words that took an hour to find."
MOUNT = (
    'mount --bind "$DATA_DIR" "$DATA_DIR" && mount -o remount,ro,bind "$DATA_DIR" && ! touch "$DATA_DIR/x" 2>/dev/null'
)


def within(folder: Path, command: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of the shell where that folder is mounted read only; for nobody else is it."""
    namespace = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    line = ["sh", "-c", f"{MOUNT} && {command}", "sh", *arguments]
    return subprocess.run([*namespace, *line], cwd=ROOT, env=known, capture_output=True, text=True, timeout=300)


@pytest.fixture
def mounts(tmp_path: Path) -> None:
    probe = tmp_path / "probe"
    probe.mkdir()
    try:
        works = within(probe, "true").returncode == 0
    except FileNotFoundError:
        works = False
    if not works:
        pytest.skip("nothing can be mounted here: no unshare, or not allowed")


def files_in(folder: Path) -> dict[str, bytes]:
    """But for the index of the log, in which readers note how far they have read."""
    return {
        str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite3-shm"
    }


@pytest.mark.slow
def test_a_site_is_read_on_and_nothing_is_called_saved(mounts: None, site: Path, tmp_path: Path) -> None:
    SitePolicy(mode="open").save()
    row = make_interview(guest="Ola Berg", slug="lights")
    make_segment(row, 18, question="Which lamp?")
    Recording.objects.create(
        interview=row, file=default_storage.save("recordings/a/talk.mp3", ContentFile(b"0123456789"))
    )
    refresh([row])
    desk = Client()
    desk.force_login(make_editor())
    source = tmp_path / "new.txt"
    source.write_text(PAGE.format(name="Zoe New"))
    connection.ensure_connection()  # while somebody has it, its log and the index of that are there
    before = files_in(site)

    session = desk.cookies[site_settings.SESSION_COOKIE_NAME].value
    given = [row.slug, str(row.pk), "recordings/a/talk.mp3", session, str(source), WORDS]
    command = f'exec {sys.executable} -m tests.faults.on_a_read_only_disk "$@"'
    ran = within(site, command, *given, SECRET_KEY=site_settings.SECRET_KEY)
    assert ran.returncode == 0, ran.stderr[-4000:]
    told: dict[str, tuple[int, str]] = {name: (status, text) for name, (status, text) in json.loads(ran.stdout).items()}
    ready = told.pop("/readyz")
    assert ready[0] == 503 and "disk: is to be read only" in ready[1] and "media: is to be read only" in ready[1]
    for name in ("/", "/interviews/lights/", "/search/?q=lamp", "/feeds/interviews.atom"):
        assert told.pop(name)[0] == 200, name
    assert told.pop("recording") == (206, "234")
    for name in ("comment", "save", "upload"):
        status, page = told.pop(name)
        assert (status, WORDS in page) == (503, True), (name, status)
    status, page = told.pop("import")
    assert status in (200, 503) and WORDS in page
    assert told.pop("sign in")[0] == 503
    status, page = told.pop("command")
    assert status == 1 and "the database takes nothing just now" in page
    assert told == {}

    assert files_in(site) == before
    assert Interview.objects.get().introduction != WORDS


def test_a_disk_that_is_read_only_is_told(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    class Mounted:
        f_flag = os.ST_RDONLY | os.ST_NOSUID

    monkeypatch.setattr(os, "statvfs", lambda _path: Mounted)
    monkeypatch.setattr(readiness, "free_at", lambda _place: 10**12)
    assert {part.wrong for part in readiness.disk()} == {"is to be read only"}
    settings.READY_DISK_MB = 0
    assert {part.wrong for part in readiness.disk()} == {""}
