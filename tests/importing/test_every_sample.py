"""What can be read can be stored, and comes out as it went in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interviews.documents.data import from_data
from interviews.documents.merge import same_but_for_files
from interviews.importing.loading import Request, load
from interviews.importing.sources import found_in
from interviews.models import Interview, Source
from interviews.remarks import remarks_on
from interviews.retrieve import document_of

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(path for path in SAMPLES.glob("*/*") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_is_stored_whole_and_the_second_time_unchanged(path: Path) -> None:
    for outcome in ("created", "unchanged"):
        with found_in(str(path)) as files:
            lines = list(load(files, Request()))
        assert {line.outcome for line in lines} == {outcome}, lines
    for source in Source.objects.select_related("interview"):
        came = from_data(source.document)
        assert same_but_for_files(replace(document_of(source.interview), recordings=()), replace(came, recordings=()))
    assert Interview.objects.count() == len(lines)
    assert all(remark.key for interview in Interview.objects.all() for remark in remarks_on(interview))
