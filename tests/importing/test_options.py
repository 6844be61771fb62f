"""The options of the loader, and what a batch leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.importing import loading
from interviews.models import ImportBatch, Interview, Segment
from interviews.rows.traces import Traces
from tests.importing.pages import PAGE, write_page

pytestmark = pytest.mark.django_db


def run(*arguments: object, **options: object) -> None:
    call_command("import_interview", *map(str, arguments), **{"verbosity": 0, **options})


def test_tags_and_series_are_added_and_stay_when_the_source_changes(tmp_path: Path) -> None:
    run(write_page(tmp_path), "--tag", "lamps", "--tag", "Fog", "--series", "Skerries")
    interview = Interview.objects.get()
    assert (sorted(interview.tags.names()), interview.series.title) == (["Fog", "lamps"], "Skerries")
    run(write_page(tmp_path, text=PAGE.replace("(GLK)", "(GLK), Malmo")))
    interview = Interview.objects.get()
    assert (sorted(interview.tags.names()), interview.series.title) == (["Fog", "lamps"], "Skerries")


def test_tags_come_to_a_source_that_is_here_unchanged_and_only_once(tmp_path: Path) -> None:
    page, report = write_page(tmp_path), tmp_path / "report"
    run(page)
    for outcome in ("updated", "unchanged"):
        run(page, "--tag", "fog", "--report", report)
        assert json.loads(report.read_text())[0]["outcome"] == outcome
    assert list(Interview.objects.get().tags.names()) == ["fog"]


def test_the_editors_word_stays_and_with_overwrite_the_sources_comes(tmp_path: Path) -> None:
    report = tmp_path / "report"
    run(write_page(tmp_path))
    Segment.objects.filter(question="What broke first?").update(question="What gave way?")
    run(write_page(tmp_path, text=PAGE.replace("What broke first?", "What broke first of all?")), "--report", report)
    assert Segment.objects.get(position=2).question == "What gave way?"
    (told,) = [one for one in json.loads(report.read_text())[0]["findings"] if one["code"] == "both_changed"]
    assert "What broke first of all?" in told["message"]
    page = write_page(tmp_path, text=PAGE.replace("What broke first?", "What broke then?"))
    run(page, "--overwrite", "--report", report)
    assert Segment.objects.get(position=2).question == "What broke then?"
    (told,) = [one for one in json.loads(report.read_text())[0]["findings"] if one["code"] == "both_changed"]
    assert "What gave way?" in told["message"]


def test_a_conflict_can_be_resolved_later_with_overwrite_though_the_source_is_unchanged(tmp_path: Path) -> None:
    report = tmp_path / "report"
    run(write_page(tmp_path))
    Segment.objects.filter(question="What broke first?").update(question="What gave way?")
    Segment.objects.filter(question="Why lighthouses?").update(answer="Because.")  # the source never changes this
    page = write_page(tmp_path, text=PAGE.replace("What broke first?", "What broke then?"))
    run(page)
    assert Segment.objects.get(position=2).question == "What gave way?"
    run(page, "--tag", "fog")
    run(page, "--overwrite", "--report", report)
    assert json.loads(report.read_text())[0]["outcome"] == "updated"
    assert Segment.objects.get(position=2).question == "What broke then?"
    assert Segment.objects.get(position=1).answer == "Because."
    run(page, "--overwrite", "--report", report)
    assert json.loads(report.read_text())[0]["outcome"] == "unchanged"


def test_the_first_failure_stops_where_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write_page(tmp_path, "a.txt")
    write_page(tmp_path, "b.txt", "Boil water.\n")
    write_page(tmp_path, "c.txt", PAGE.replace("Ola Berg", "Mia Ek"))
    with pytest.raises(CommandError) as stopped:
        run(tmp_path, "--fail-fast")
    assert (stopped.value.returncode, Interview.objects.count()) == (1, 1)
    assert "Stopped before the end" in capsys.readouterr().err


def test_a_key_press_stops_between_two_sources_and_the_next_run_does_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    for name in ("Ola Berg", "Mia Ek", "Per Lund"):
        write_page(tmp_path, f"{name}.txt", PAGE.replace("Ola Berg", name))
    monkeypatch.setattr("interviews.management.commands.import_interview.AT_ONCE", 1)
    whole = loading.store_many

    def interrupted(*arguments: object) -> object:
        if Interview.objects.count() == 2:
            raise KeyboardInterrupt
        return whole(*arguments)

    monkeypatch.setattr(loading, "store_many", interrupted)
    with pytest.raises(CommandError) as stopped:
        run(tmp_path, verbosity=1)
    assert stopped.value.returncode == 130
    assert "2 created" in capsys.readouterr().out
    monkeypatch.setattr(loading, "store_many", whole)
    run(tmp_path, verbosity=1)
    assert "1 created, 0 updated, 2 unchanged" in capsys.readouterr().out


def test_a_run_that_changes_nothing_leaves_no_batch(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    run(page, "--dry-run")
    assert not ImportBatch.objects.exists()
    run(page)
    run(page)
    assert ImportBatch.objects.count() == 1


def test_a_value_that_does_not_fit_harms_no_other_source_of_the_portion(tmp_path: Path) -> None:
    for number in range(6):
        text = PAGE.replace("Ola Berg", f"Ola Berg the {number}th")
        write_page(tmp_path, f"{number}.txt", text.replace("(GLK)", "x" * 300) if number == 3 else text)
    with pytest.raises(CommandError, match="1 of 6"):
        run(tmp_path)
    assert Interview.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_harms_no_other_source_of_the_portion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DataError

    from interviews.store import taking

    for number in range(4):
        write_page(tmp_path, f"{number}.txt", PAGE.replace("Ola Berg", f"Ola Berg the {number}th"))
    whole = taking.write_new

    def refusing(batch: list, traces: Traces) -> None:
        if any("2th" in new.document.title for new in batch):
            raise DataError("no")
        whole(batch, traces)

    monkeypatch.setattr(taking, "write_new", refusing)
    with pytest.raises(CommandError, match="1 of 4"):
        run(tmp_path)
    assert Interview.objects.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_several_processes_read_what_one_reads_in_the_same_order(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(120):
        write_page(pages, f"{number:03}.txt", PAGE.replace("Ola Berg", f"Ola Berg the {number}th"))
    (pages / "050.txt").write_text("Boil water.")
    reports = []
    for jobs in ("1", "3"):
        report = tmp_path / f"report-{jobs}"
        with pytest.raises(CommandError, match="1 of 120"):
            run(pages, "--jobs", jobs, "--report", report)
        reports.append(json.loads(report.read_text()))
        segments = list(Segment.objects.order_by("pk").values_list("question_html", "answer_html"))
        assert len(segments) == 119 * 3
        Interview.objects.all().delete()
    assert reports[0] == reports[1]
