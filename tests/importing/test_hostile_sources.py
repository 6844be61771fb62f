"""One bad source is one line of the report: the batch goes on, whatever it holds."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interviews.importing.undoing import undo
from interviews.intake import Terms
from interviews.models import ImportBatch, Interview, Segment, Source
from tests.importing.pages import PAGE, import_file, write_page
from tests.importing.test_sources import load

pytestmark = pytest.mark.django_db

TALK: dict[str, Any] = {"title": "T", "segments": [{"question": "Why is it so?", "answer": "B"}]}


def write_document(path: Path, publication: dict[str, str] | None = None, **given: Any) -> Path:
    data = {"format": "interview-document", "version": 1, "interview": {**TALK, **given}}
    path.write_text(json.dumps({**data, **({"publication": publication} if publication else {})}))
    return path


@pytest.mark.parametrize(
    "given",
    [
        {"publication": {"slug": "p1", "status": "published", "published_at": "0001-01-01T00:00:00+14:00"}},
        {"comments": [{"key": "a", "name": "N", "body": "b", "written_at": "9999-12-31T23:59:59-14:00"}]},
        {"tags": ["x" * 150]},
        {"series": "x" * 300},
        {"transcript": {"language": "x" * 100, "cues": [{"text": "a"}]}},
        {"segments": [{"question": "Q", "start": "1:00", "end": "0:30"}]},
        {"discussion": {"name": "D", "starts_on": "2006-03-06", "ends_on": "2006-03-02"}},
        {"recorded": "\ud800"},
        {"\ud800x": 1},
        {"appearances": [{"name": "Ola Berg", "website": "https://x.example/" + "y" * 3000}]},
    ],
)
def test_what_does_not_fit_fails_alone_and_is_told(tmp_path: Path, given: dict[str, Any]) -> None:
    write_document(tmp_path / "bad.json", **given)
    write_page(tmp_path)
    lines = load(tmp_path, tmp_path, "--publish")
    assert [line["outcome"] for line in lines] == ["failed", "created"]
    assert Interview.objects.count() == 1


@pytest.mark.parametrize("name", ["—", ":::"])
def test_a_guest_of_marks_only_ends_no_batch(tmp_path: Path, name: str) -> None:
    write_page(tmp_path, "a.txt", PAGE.replace("Ola Berg", name))
    write_page(tmp_path, "b.txt")
    assert "created" in [line["outcome"] for line in load(tmp_path, tmp_path)]


def test_a_picture_that_is_another_format_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "ola-berg.jpg").write_bytes(b"DDS " + (124).to_bytes(4, "little") + bytes(120))
    line = import_file(write_page(tmp_path))
    assert (line.outcome, line.findings[-1].code) == ("created", "portrait_unreadable")


def test_a_page_whose_name_is_not_utf8_goes_in_without_the_sound_beside_it(tmp_path: Path) -> None:
    try:
        page = Path(os.fsdecode(os.fsencode(tmp_path) + b"/ol\xff.txt"))
        page.write_text(PAGE)
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/ol\xff.mp3")).write_bytes(b"ID3")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert load(tmp_path, tmp_path)[0]["outcome"] == "created"
    assert not Interview.objects.get().recordings.get().file


def test_what_became_private_changes_nothing_that_is_public_here(tmp_path: Path) -> None:
    page = write_document(tmp_path / "a.json", {"slug": "t", "status": "published"})
    load(tmp_path, page, "--publish")
    write_document(page, {"slug": "t", "status": "draft"}, title="Secret")
    (line,) = load(tmp_path, page, "--publish")
    assert (line["outcome"], line["findings"][0]["code"]) == ("failed", "public_here_only")
    assert Interview.objects.get().title == "T"


def test_who_may_only_import_changes_nothing_and_approves_nothing(tmp_path: Path) -> None:
    said = [{"key": "c", "name": "Fake", "body": "x", "status": "approved"}]
    page = write_document(tmp_path / "a.json", comments=said)
    weak = Terms(may_change=False, may_approve=False)
    assert import_file(page, weak).outcome == "created"
    assert Interview.objects.get().comments.get().status == "pending"
    write_document(page, title="Another")
    line = import_file(page, weak)
    assert (line.outcome, line.findings[0].code) == ("failed", "may_not_change")
    assert Interview.objects.get().title == "T"


def test_an_undo_keeps_the_recording_and_what_is_read_again_is_the_old(tmp_path: Path) -> None:
    (tmp_path / "r1.mp3").write_bytes(b"ID3")
    page = write_document(tmp_path / "a.json", recordings=[{"file": "r1.mp3"}])
    load(tmp_path, page)
    file = Interview.objects.get().recordings.get().file.name
    write_document(page, recordings=[{"url": "https://x.example/a.mp3"}], title="Another")
    load(tmp_path, page)
    undo(ImportBatch.objects.first())
    assert Interview.objects.get().recordings.get().file.name == file
    call_command("reimport", "--all", verbosity=0)
    assert Interview.objects.get().title == "T"
    assert '"T"' in Source.objects.get().text


def test_one_uid_given_twice_loses_no_entry(tmp_path: Path) -> None:
    page = write_document(tmp_path / "a.json", segments=[{"uid": "u1", "question": "Why is it so?"}])
    load(tmp_path, page)
    write_document(page, segments=[{"uid": "u1", "question": "Why is it so?"}, {"uid": "u1", "question": "And then?"}])
    load(tmp_path, page)
    assert sorted(Segment.objects.values_list("question", flat=True)) == ["And then?", "Why is it so?"]


@pytest.mark.parametrize("options", [["--tag", ""], ["--tag", "x" * 150], ["--series", " "], [""]])
def test_empty_and_endless_words_are_wrong_usage(tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_interview", str(write_page(tmp_path)), *options)
    assert not Interview.objects.exists()


def test_a_name_in_an_archive_does_not_speak_to_the_terminal(tmp_path: Path) -> None:
    from tests.importing.test_sources import packed

    (line,) = load(tmp_path, packed(tmp_path, **{"a\x1b[31m\ncreated.txt": PAGE}))
    assert "\\x1b[31m\\x0acreated.txt" in line["source"]


@pytest.mark.parametrize(
    "broken",
    [{"bios": 5}, {"bios": [{"text": "x", "as_of": "garbage"}]}, {"bios": [{"as_of": []}]}, {"name": "A\ud800"}],
)
def test_a_sites_data_that_is_damaged_fails_in_words(tmp_path: Path, broken: dict[str, Any]) -> None:
    speaker = {"name": "Ola Berg", "slug": "ola-berg", **broken}
    (tmp_path / "site.json").write_text(json.dumps({"format": "interview-site", "version": 1, "speakers": [speaker]}))
    write_page(tmp_path)
    assert [line["outcome"] for line in load(tmp_path, tmp_path)] == ["failed", "created"]


@pytest.mark.django_db
def test_a_page_is_read_apart_and_one_that_takes_too_much_is_refused_in_words(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READ_APART = True
    page = tmp_path / "ola-berg.html"
    page.write_text("<h1>Ola Berg</h1><p>:00:10: Why lighthouses?<br>....They were bright....</p>")
    assert import_file(page).outcome == "created"
    monkeypatch.setattr("interviews.documents.apart.MEMORY", 1024**2)
    page.write_text("<h1>Ola Berg</h1>" + "<p>:00:10: Why lamps?<br>....They were bright....</p>" * 1_000)
    line = import_file(page)
    assert (line.outcome, [finding.code for finding in line.findings]) == ("failed", ["reader_killed"])
