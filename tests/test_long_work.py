"""Commands that may last tell how far they are, where somebody looks on; what they report stays clean of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from interviews import progress
from interviews.editorial.links import round as rounds
from interviews.editorial.links.asking import Answer
from interviews.editorial.management.commands import check_links
from interviews.models import ImportBatch
from tests.factories import make_bio, make_interview, make_recording, make_speaker
from tests.importing.pages import write_page
from tests.test_progress import Terminal

pytestmark = pytest.mark.django_db


def import_a_page(folder: Path) -> str:
    (folder / "pages").mkdir()
    return str(write_page(folder / "pages").parent)


def something_imported(folder: Path) -> None:
    call_command("import_interview", import_a_page(folder), verbosity=0)


def importing(folder: Path) -> list[str]:
    return ["import_interview", import_a_page(folder)]


def rereading(folder: Path) -> list[str]:
    something_imported(folder)
    return ["reimport", "--all"]


def exporting(folder: Path) -> list[str]:
    make_interview(slug="ola-berg")
    return ["export_interview", "--all", "--format", "txt", "--output", str(folder / "out")]


def exporting_the_site(folder: Path) -> list[str]:
    make_interview(slug="ola-berg")
    return ["export_interview", "--all", "--output", str(folder / "site.zip")]


def rebuilding(_folder: Path) -> list[str]:
    make_interview()
    return ["rebuild_search_index"]


def checking(_folder: Path) -> list[str]:
    make_interview(guest="Ola Berg", slug="ola-berg")
    return ["check_interviews", "--blocking"]


def checking_links(_folder: Path) -> list[str]:
    make_recording(make_interview(), "https://audio.example/ola-berg.mp3")
    return ["check_links"]


def making_renditions(_folder: Path) -> list[str]:
    make_bio(make_speaker("Ola Berg"), portrait=(900, 900))
    return ["make_renditions", "--all"]


def undoing(folder: Path) -> list[str]:
    something_imported(folder)
    return ["undo_import", str(ImportBatch.objects.get().pk)]


LONG = [
    importing,
    rereading,
    exporting,
    exporting_the_site,
    rebuilding,
    checking,
    checking_links,
    making_renditions,
    undoing,
]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """One that shows each step."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=terminal))
    monkeypatch.setattr(check_links, "ask", lambda url, agent, sound: Answer(status=404, problem="gone"))
    monkeypatch.setattr(rounds, "DELAY", 0)
    return terminal


@pytest.mark.parametrize("work", LONG)
def test_long_work_tells_a_terminal_how_far_it_is(
    work: Callable[[Path], list[str]], terminal: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    name, *arguments = work(tmp_path)
    call_command(name, *arguments)
    assert "\r\033[K1 of 1" in terminal.getvalue()
    assert terminal.line == ""
    report = capsys.readouterr().out
    assert report
    assert "\r" not in report and "\033" not in report


@pytest.mark.parametrize("work", LONG)
def test_it_is_silent_where_nothing_is_to_be_told(
    work: Callable[[Path], list[str]], terminal: Terminal, tmp_path: Path
) -> None:
    name, *arguments = work(tmp_path)
    call_command(name, *arguments, verbosity=0)
    assert terminal.getvalue() == ""


def test_more_interviews_in_a_file_than_one_are_no_part_of_a_whole(terminal: Terminal, tmp_path: Path) -> None:
    sample = Path(__file__).parent / "samples/podcast-rss"
    feed = next(path for path in sorted(sample.glob("*.xml")) if path.read_text().count("<item>") > 1)
    call_command("import_interview", str(feed))
    assert "\r\033[K1 of 1: " in terminal.getvalue()
    assert "\r\033[K2: " in terminal.getvalue()
