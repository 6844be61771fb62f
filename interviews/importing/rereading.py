"""Sources read again from what was kept of them, when the reader has become better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from interviews.documents.data import from_data
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError
from interviews.documents.identity import person_key
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.importing.loading import report_line
from interviews.importing.reading import readings_of
from interviews.importing.report import ReportLine, failed
from interviews.intake import Original, Terms
from interviews.models import Source
from interviews.store import store


def reread(sources: Iterable[Source], terms: Terms) -> Iterator[ReportLine]:
    """Reads each source again and merges what came of it; what editors changed stays. `terms.again` is implied."""
    terms = replace(terms, again=True)
    for source in sources:
        try:
            reading = _read(source)
            original = Original(
                key=source.key,
                digest=source.digest,
                text=source.text,
                data=source.data,
                format_name=source.format,
                name=source.name,
                path=Path(source.key.removeprefix("file://")) if source.key.startswith("file://") else None,
                companions=tuple(source.companions),
                findings=reading.findings,
                publication=reading.publication,
            )
            document = _with_kept_files(reading.document, from_data(source.document))
            stored = store(document, original, terms)
        except DocumentError as error:
            yield failed(source.key, error)
            continue
        findings = (*reading.findings, *stored.findings)
        yield report_line(source.key, stored.outcome, stored.interview, findings)


def _read(source: Source) -> Reading:
    data = bytes(source.data) if source.data is not None else source.text.encode()
    readings = list(readings_of(SourceFile(data, source.name), source.format))
    if len(readings) != 1:
        problem = f"what was kept of it now reads as {len(readings)} interviews; import the file again"
        raise DocumentError(problem, code="not_one_interview")
    return readings[0]


def _with_kept_files(document: InterviewDocument, before: InterviewDocument) -> InterviewDocument:
    """The files that lay beside the source are not there to be found again: what they were to it last time stays."""
    recordings = document.recordings
    if not any(entry.url or entry.file for entry in recordings):
        recordings = before.recordings
    pictured = {person_key(entry): entry for entry in before.appearances}
    people = tuple(
        replace(entry, portrait=pictured[key].portrait, portrait_alt=entry.portrait_alt or pictured[key].portrait_alt)
        if not entry.portrait and (key := person_key(entry)) in pictured
        else entry
        for entry in document.appearances
    )
    return replace(document, recordings=recordings, appearances=people)
