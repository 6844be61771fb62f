"""Several imports at the same moment, where the database lets several write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from interviews.importing.report import ReportLine
from interviews.intake import Terms
from interviews.models import Interview, Series, Source, Speaker, Tag
from tests.importing.pages import PAGE, import_file, write_page

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite lets one write at a time, and a test's is in memory"
    ),
]


def import_in_a_thread(path: Path) -> ReportLine:
    try:
        return import_file(path, Terms(publish_at=timezone.now()))
    finally:
        connection.close()


def test_eight_imports_that_meet_the_same_new_names_all_go_in_and_share_them(tmp_path: Path) -> None:
    paths = []
    for number in range(8):
        text = PAGE.replace("\n\nOla Berg, Keeper", "\nCIVIC LAMPS\nOla Berg, Keeper")
        text = text.replace("What broke first?", f"What broke first in {number}?").replace(
            "Interview Time", "Keywords: fog\n\nInterview Time"
        )
        paths.append(write_page(tmp_path, f"page-{number}.txt", text))
    with ThreadPoolExecutor(8) as pool:
        lines = list(pool.map(import_in_a_thread, paths))
    assert [(line.outcome, line.findings[-1:]) for line in lines if line.outcome != "created"] == []
    assert (Interview.objects.count(), Source.objects.count()) == (8, 8)
    assert sorted(Speaker.objects.values_list("name", flat=True)) == ["Jo Doe", "Ola Berg"]
    assert (Series.objects.count(), Tag.objects.count()) == (1, 1)


def test_one_page_imported_twice_at_once_is_one_interview(tmp_path: Path) -> None:
    page = write_page(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(line.outcome for line in pool.map(import_in_a_thread, [page] * 4))
    assert outcomes == ["created", "unchanged", "unchanged", "unchanged"]
    assert Interview.objects.count() == 1
