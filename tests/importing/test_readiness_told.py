"""What stands against publishing is told of what is imported, kept with nothing, and in nobody's way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from interviews.models import Interview, Source
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db
CHAPTERS = "0:00 Intro\n0:45 Why lighthouses?\n2:10 Fog\n10:00 Mist\n"


def run(folder: Path, *options: str) -> list[dict[str, Any]]:
    report = folder.parent / "report.json"
    call_command("import_interview", str(folder), "--report", str(report), *options)
    return json.loads(report.read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    return tmp_path / "sources"


def test_the_report_tells_of_each_rule_once(folder: Path) -> None:
    write_page(folder, text=PAGE.replace(":02:05:", ":00:05:"))
    (line,) = run(folder)
    told = {one["code"]: one for one in line["readiness"]}
    assert set(told) == {"rights_missing", "recording_missing", "times_backward"}
    assert (told["times_backward"]["blocking"], told["times_backward"]["count"]) == (False, 1)
    assert told["times_backward"]["message"].startswith("0:05: 0:05 comes after 0:18. Correct")


def test_publishing_goes_on_and_says_what_it_went_past(folder: Path, capsys: Any) -> None:
    (folder / "chapters.txt").write_text(CHAPTERS)
    run(folder, "--publish")
    told = capsys.readouterr()
    assert Interview.objects.published().exists()
    assert "chapters.txt: public, although: Nobody is named as guest or panellist." in told.err
    assert "Of 1, findings stand against publishing: manage.py check_interviews tells them." in told.out


def test_of_a_draft_and_of_what_nothing_stands_against_nothing_is_said(folder: Path, capsys: Any) -> None:
    (folder / "chapters.txt").write_text(CHAPTERS)
    run(folder)
    assert "although" not in capsys.readouterr().err
    (folder / "chapters.txt").unlink()
    write_page(folder)
    run(folder, "--publish")
    told = capsys.readouterr()
    assert "although" not in told.err
    assert "check_interviews" not in told.out


def test_it_is_kept_with_nothing_and_a_second_run_changes_nothing(folder: Path) -> None:
    (folder / "chapters.txt").write_text(CHAPTERS)
    (first,) = run(folder)
    kept = Source.objects.get()
    (second,) = run(folder)
    assert first["readiness"]
    assert [one["code"] for one in kept.findings] == [one["code"] for one in first["findings"]]
    assert (second["outcome"], second["readiness"], second["findings"]) == ("unchanged", [], first["findings"])
    again = Source.objects.get()
    assert (again.findings, again.document) == (kept.findings, kept.document)
