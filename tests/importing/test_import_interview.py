from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.models import Interview
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db


def run(*arguments: object, **options: object) -> None:
    call_command("import_interview", *map(str, arguments), **options)


def test_a_folder_goes_in_and_the_report_says_what_became_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pages = tmp_path / "pages"
    (pages / "older").mkdir(parents=True)
    write_page(pages)
    write_page(pages / "older", "mia-ek.txt", PAGE.replace("Ola Berg", "Mia Ek"))
    (pages / "notes.md").write_text("no document")
    (pages / ".hidden.txt").write_text(PAGE)
    report = tmp_path / "report.json"
    run(pages, "--publish", "--report", report)
    lines = json.loads(report.read_text("utf-8"))
    assert [(Path(line["source"]).name, line["outcome"], line["slug"], line["url"]) for line in lines] == [
        ("ola-berg.txt", "created", "ola-berg", "/interviews/ola-berg/"),
        ("mia-ek.txt", "created", "mia-ek", "/interviews/mia-ek/"),
    ]
    assert {"line": 9, "code": "recording_address_unknown"}.items() <= lines[0]["findings"][1].items()
    assert all(set(finding) == {"line", "code", "message"} for line in lines for finding in line["findings"])
    assert "2 created, 0 updated, 0 unchanged, 0 failed" in capsys.readouterr().out
    assert Interview.objects.published().count() == 2


def test_one_bad_file_does_not_keep_the_others_out(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write_page(tmp_path, "a-good.txt")
    write_page(tmp_path, "b-recipe.txt", "Boil water.\n")
    (tmp_path / "c-empty.txt").write_bytes(b"")
    (tmp_path / "d-binary.txt").write_bytes(b"MZ\x00\x01")
    write_page(tmp_path, "e-good.txt", PAGE.replace("Ola Berg", "Mia Ek"))
    report = tmp_path / "report.json"
    with pytest.raises(CommandError, match="3 of 5 sources failed") as stopped:
        run(tmp_path, "--report", report)
    assert stopped.value.returncode == 1
    lines = json.loads(report.read_text("utf-8"))
    assert [line["outcome"] for line in lines] == ["created", "failed", "failed", "failed", "created"]
    assert [line["findings"][0]["code"] for line in lines[1:4]] == ["not_an_interview", "empty", "binary"]
    assert lines[1]["slug"] is None
    errors = capsys.readouterr().err
    assert f"{tmp_path / 'd-binary.txt'}: line 1: the file is not text" in errors


def test_an_impossible_timecode_is_told_with_file_line_and_cure(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    page = write_page(tmp_path, text=PAGE.replace(":02:05:", "1:75:00:"))
    run(page)
    assert f"{page}: line 16: “1:75:00” is not a timecode (seconds and minutes run to 59)" in capsys.readouterr().err
    assert Interview.objects.get().segments.get(position=2).start is None


def test_a_path_that_does_not_exist_is_a_failed_source(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        run(tmp_path / "missing.txt", write_page(tmp_path))
    assert stopped.value.returncode == 1
    assert Interview.objects.count() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failed_source(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    page.chmod(0)
    with pytest.raises(CommandError, match="1 of 1"):
        run(page)


def test_wrong_usage_is_status_two(tmp_path: Path) -> None:
    for arguments in ([tmp_path], [write_page(tmp_path), "--report", tmp_path / "no" / "report.json"]):
        (tmp_path / "ola-berg.txt").unlink(missing_ok=True)
        with pytest.raises(CommandError) as stopped:
            run(*arguments)
        assert stopped.value.returncode == 2


def test_a_quiet_run_tells_only_of_failures(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write_page(tmp_path)
    run(tmp_path, verbosity=0)
    assert capsys.readouterr() == ("", "")
    write_page(tmp_path, "recipe.txt", "Boil water.\n")
    with pytest.raises(CommandError):
        run(tmp_path, verbosity=0)
    assert "recipe.txt" in capsys.readouterr().out


def test_a_dry_run_says_so_and_keeps_nothing(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    run(write_page(tmp_path), "--dry-run")
    assert "dry run: nothing was kept" in capsys.readouterr().out
    assert not Interview.objects.exists()


def test_a_link_to_a_folder_above_is_not_followed_round_and_round(tmp_path: Path) -> None:
    write_page(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path)
    run(tmp_path)
    assert Interview.objects.count() == 1


def test_the_way_to_publish_is_told_where_drafts_are_left_and_it_was_not_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    page, hint = write_page(tmp_path), "import them with --publish"
    run(page)
    assert hint in capsys.readouterr().out
    run(page, "--publish")
    assert hint not in capsys.readouterr().out
    run(page)
    assert hint not in capsys.readouterr().out
    Interview.objects.get().withdraw()
    run(page)
    told = capsys.readouterr().out
    assert hint not in told
    assert "(not public)" in told
