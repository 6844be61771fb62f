"""Portraits that come with documents have their copies when an import ends, and none is left of what is taken back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from PIL import Image

from interviews import portraits
from interviews.importing.undoing import undo
from interviews.intake import Terms
from interviews.models import Bio, ImportBatch, Interview
from tests.exporting.test_whole_site import empty_the_database, export, tree
from tests.factories import make_bio, make_picture, make_speaker
from tests.importing.pages import import_file, write_page
from tests.importing.test_undo import load_document, undo_with_files
from tests.test_portraits import claiming

pytestmark = pytest.mark.django_db

OLA = {"name": "Ola Berg", "bio": "A keeper.", "portrait": "ola.jpg"}


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    (tmp_path / "ola.jpg").write_bytes(make_picture((500, 500)).read())
    (tmp_path / "ola-berg.jpg").write_bytes(make_picture((500, 500)).read())
    return tmp_path


def files() -> list[str]:
    return sorted(default_storage.listdir("portraits")[1]) if default_storage.exists("portraits") else []


def copies() -> list[str]:
    return [copy["name"] for bio in Bio.objects.all() for copy in bio.portrait_as_shown.get("renditions", [])]


def test_a_portrait_beside_a_page_comes_with_its_copies(beside: Path) -> None:
    assert import_file(write_page(beside)).outcome == "created"
    assert len(copies()) == 3
    assert len(files()) == 4
    assert all(map(default_storage.exists, copies()))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_transaction_waits_for_a_picture(beside: Path, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    """It is decoded once, by who reads the files, before anything is stored."""
    within: list[int] = []
    decode = portraits._decoded

    def watched(*given: Any, **named: Any) -> Any:
        within.append(len(connection.savepoint_ids))
        return decode(*given, **named)

    monkeypatch.setattr("interviews.portraits._decoded", watched)
    write_page(beside)
    call_command("import_interview", str(beside), "--jobs", jobs, verbosity=0)
    assert within == ([0] if jobs == "1" else [])  # other processes are not watched
    assert len(copies()) == 3


def test_a_dry_run_leaves_no_file(beside: Path) -> None:
    assert import_file(write_page(beside), Terms(dry_run=True)).outcome == "created"
    assert files() == []


def test_a_document_that_the_database_refuses_leaves_no_file(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: Any) -> None:
        raise RuntimeError("after the biographies")

    monkeypatch.setattr("interviews.rows.new._write_transcripts", refuse)
    with pytest.raises(RuntimeError):
        import_file(write_page(beside))
    assert files() == []
    assert not Bio.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (make_picture().read()[:-900], "is cut off or damaged"),
        (claiming(20_000, 20_000), "has more than 50 million pixels"),
        (make_picture(kind="TIFF").read(), "is not a picture that can be shown"),
    ],
)
def test_a_picture_that_no_page_could_show_is_left_out_and_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "ola-berg.jpg").write_bytes(content)
    line = import_file(write_page(tmp_path))
    assert line.outcome == "created"
    assert line.findings[-1].code == "portrait_unreadable"
    assert said in line.findings[-1].message
    assert files() == []


def test_the_same_picture_in_new_words_has_the_same_copies(beside: Path) -> None:
    """Two interviews introduce Ola with one biography; then one of them has new words for her."""
    load_document(beside, appearances=[OLA])
    bio = Bio.objects.get()
    other = Interview.objects.create(title="On tides")
    other.appearances.create(speaker=bio.speaker, bio=bio)
    before = files()

    load_document(beside, appearances=[{**OLA, "bio": "A keeper of lamps."}])

    assert Bio.objects.count() == 2
    assert files() == before
    assert len(copies()) == 6
    assert set(copies()) < {f"portraits/{name}" for name in before}


def test_an_import_that_is_taken_back_takes_the_copies_with_it(beside: Path) -> None:
    batch = load_document(beside, appearances=[OLA])
    assert len(files()) == 4
    undo_with_files(batch)
    assert files() == []


def test_a_portrait_that_an_update_brought_goes_with_its_copies(beside: Path) -> None:
    load_document(beside, appearances=[{**OLA, "portrait": ""}])
    batch = load_document(beside, appearances=[OLA])
    assert len(files()) == 4
    undo_with_files(batch)
    assert files() == []
    assert Bio.objects.get().portrait_renditions == {}


def test_copies_stay_where_another_row_names_their_picture(beside: Path) -> None:
    batch = load_document(beside, appearances=[OLA])
    kept = Bio.objects.get()
    Bio.objects.create(speaker=make_speaker(), text="Kept.", portrait=kept.portrait.name)
    undo_with_files(batch)
    assert len(files()) == 4
    assert len(copies()) == 3


def test_copies_that_were_made_later_are_no_edit_that_an_undo_would_respect(beside: Path) -> None:
    batch = load_document(beside, appearances=[OLA])
    Bio.objects.update(portrait_renditions={})
    call_command("make_renditions", verbosity=0)
    assert undo(batch).deleted == ["ola-berg"]
    assert not Bio.objects.exists()


def test_a_batch_of_an_earlier_version_is_taken_back_as_before(beside: Path) -> None:
    """What was kept of its rows knows nothing of copies."""
    batch = load_document(beside, appearances=[OLA])
    for change in ImportBatch.objects.get(pk=batch.pk).changes.all():
        assert "portrait_renditions" not in json.dumps([change.before, change.after])


def test_copies_are_not_exported_and_come_again_when_a_site_is_loaded(beside: Path, settings: Any) -> None:
    page = write_page(beside)
    import_file(page)
    make_bio(make_speaker("Mia Ek"), portrait=(300, 300), text="Heard nowhere.")
    shape = [[copy["width"] for copy in bio.portrait_as_shown["renditions"]] for bio in Bio.objects.order_by("text")]
    export(beside / "one")
    written = tree(beside / "one")
    assert not [name for name in written if name.endswith(".webp")]
    assert b"renditions" not in b"".join(content for name, content in written.items() if name.endswith(".json"))

    empty_the_database()
    settings.MEDIA_ROOT = beside / "other-media"
    call_command("import_interview", str(beside / "one"), verbosity=0)

    again = [bio.portrait_as_shown["renditions"] for bio in Bio.objects.order_by("text")]
    assert [[copy["width"] for copy in one] for one in again] == shape == [[192, 300], [192, 384, 500]]
    for one in again:
        for copy in one:
            with default_storage.open(copy["name"]) as file, Image.open(io.BytesIO(file.read())) as image:
                assert image.width == copy["width"]
