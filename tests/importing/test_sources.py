"""What a PATH may be: a file, a folder, an archive, a pattern, standard input; and what hostile ones cost."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.importing import archives
from interviews.models import Interview, Source
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db


def load(tmp_path: Path, *arguments: object) -> list[dict]:
    """The report, whatever the exit status."""
    report = tmp_path / "report.out"
    try:
        call_command("import_interview", *map(str, arguments), "--report", str(report), verbosity=0)
    except CommandError as error:
        assert error.returncode == 1
    return json.loads(report.read_text("utf-8"))


def codes(lines: list[dict]) -> list[str]:
    return [line["findings"][0]["code"] for line in lines if line["outcome"] == "failed"]


def packed(tmp_path: Path, **files: bytes | str) -> Path:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_an_archive_is_read_as_a_folder_with_the_files_beside(tmp_path: Path) -> None:
    archive = packed(tmp_path, **{"pages__ola-berg.txt": PAGE, "pages__ola-berg.mp3": b"ID3", "notes.pdf": b"%PDF"})
    (line,) = load(tmp_path, archive)
    assert (line["outcome"], line["source"]) == ("created", f"{archive}/pages/ola-berg.txt")
    assert Interview.objects.get().recordings.get().file.name.endswith("ola-berg.mp3")
    assert Source.objects.get().key == f"file://{archive.resolve()}!/pages/ola-berg.txt"
    assert load(tmp_path, archive)[0]["outcome"] == "unchanged"


def test_a_pattern_takes_the_files_that_fit_and_says_where_none_does(tmp_path: Path) -> None:
    (tmp_path / "2015").mkdir()
    write_page(tmp_path / "2015")
    write_page(tmp_path / "2015", "mia-ek.text", PAGE.replace("Ola Berg", "Mia Ek"))
    lines = load(tmp_path, tmp_path / "*" / "*.txt")
    assert [line["outcome"] for line in lines] == ["created"]
    assert codes(load(tmp_path, tmp_path / "*.docx")) == ["not_found"]


def test_a_document_comes_through_standard_input_and_is_known_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for outcome in ("created", "unchanged"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
        assert load(tmp_path, "-")[0]["outcome"] == outcome


def test_a_source_named_twice_is_taken_once_and_said(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    lines = load(tmp_path, page, tmp_path)
    assert [line["outcome"] for line in lines] == ["created", "failed"]
    assert codes(lines) == ["same_identity"]
    assert Interview.objects.count() == 1


def test_a_copy_in_another_folder_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    write_page(tmp_path)
    write_page(tmp_path / "copy")
    lines = load(tmp_path, tmp_path)
    assert [line["outcome"] for line in lines] == ["created", "unchanged"]
    assert lines[1]["findings"][-1]["code"] == "copy_of_a_source"


def test_what_lies_in_an_archive_is_not_taken_away_from_it_by_a_copy_outside(tmp_path: Path) -> None:
    archive = packed(tmp_path, **{"ola-berg.txt": PAGE})
    load(tmp_path, archive)
    (line,) = load(tmp_path, write_page(tmp_path))
    assert line["findings"][-1]["code"] == "copy_of_a_source"
    assert Source.objects.get().key == f"file://{archive.resolve()}!/ola-berg.txt"


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt", "..\\outside.txt"])
def test_a_name_that_leads_out_of_an_archive_is_refused_and_the_rest_goes_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), PAGE)
        archive.writestr("fine.txt", PAGE)
    lines = load(tmp_path, path)
    assert codes(lines) == ["archive_name"]
    assert [line["outcome"] for line in lines] == ["created", "failed"]
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert codes(load(tmp_path, path)) == ["archive_name"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path, **{"bomb.txt": b"0" * 50_000_000, "fine.txt": PAGE})
    lines = load(tmp_path, bomb)
    assert codes(lines) == ["archive_bomb"]
    assert lines[0]["outcome"] == "created"


def test_more_than_was_promised_does_not_come_out(tmp_path: Path) -> None:
    path = packed(tmp_path, **{"liar.txt": PAGE * 100})
    data = bytearray(path.read_bytes())
    size = len(PAGE.encode()) * 100
    data = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(data)
    lines = load(tmp_path, path)
    assert [line["outcome"] for line in lines] == ["failed"]


def test_too_many_files_and_a_damaged_archive_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 2)
    assert codes(load(tmp_path, packed(tmp_path, a=PAGE, b=PAGE, c=PAGE))) == ["archive_too_large"]
    monkeypatch.setattr(archives, "MOST_ENTRIES", 10)
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    assert codes(load(tmp_path, packed(tmp_path, a=PAGE))) == ["archive_too_large"]
    (tmp_path / "archive.zip").write_bytes(b"PK\x03\x04 and nothing more")
    assert codes(load(tmp_path, tmp_path / "archive.zip")) == ["bad_archive"]


def test_two_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert codes(load(tmp_path, tmp_path / "huge.txt")) == ["too_large"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_opened_is_a_failed_source(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    write_page(tmp_path)
    assert codes(load(tmp_path, tmp_path)) == ["not_readable"]


def test_json_that_is_something_else_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    write_page(tmp_path)
    (tmp_path / "package.json").write_text('{"name": "something else"}')
    assert len(load(tmp_path, tmp_path)) == 1
    assert codes(load(tmp_path, tmp_path / "package.json")) != []
