"""What a file says of an interview beside its text, and a reading completed with it where the text is silent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.errors import Finding
from interviews.documents.reading import Reading


@dataclass
class PageFacts:
    """Metadata of a page or a document. `basis` says in a few words where they stand: “the page’s metadata”."""

    basis: str
    title: str = ""
    title_line: int | None = None
    organisation: str = ""
    series: str = ""
    description: str = ""
    author: str = ""
    published: PartialDate | None = None
    language: str = ""
    rights: str = ""
    provenance: str = ""
    tags: tuple[str, ...] = ()
    recordings: tuple[RecordingEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def completed(reading: Reading, facts: PageFacts) -> Reading:
    """The reading with the facts that its text does not say."""
    document, findings = reading.document, [*reading.findings, *facts.findings]
    document = replace(
        document,
        organisation=document.organisation or facts.organisation,
        series=document.series or facts.series,
        introduction=document.introduction or facts.description,
        language=facts.language or document.language,
        rights=document.rights or facts.rights,
        provenance=document.provenance or facts.provenance,
        tags=document.tags or facts.tags,
    )
    if document.published is None and facts.published is not None:
        document = replace(document, published=facts.published, published_basis=facts.basis)
    if not document.segments and facts.segments:
        document = replace(document, segments=facts.segments)
        findings = [finding for finding in findings if finding.code != "no_segments"]
    document, named = _with_author(document, facts)
    findings += named
    return replace(reading, document=document, findings=tuple(findings))


def _with_author(document: InterviewDocument, facts: PageFacts) -> tuple[InterviewDocument, list[Finding]]:
    """Who wrote a page is likely who asked; never the one who answered."""
    author = facts.author
    if not author or any(document.people("interviewer")) or any(entry.name == author for entry in document.appearances):
        return document, []
    message = (
        f"no interviewer is named; “{author}” wrote it, according to {facts.basis}, and is taken for the interviewer: "
        "correct it in the admin if it is another"
    )
    host = AppearanceEntry(name=author, role="interviewer")
    finding = Finding(None, "interviewer_from_metadata", message)
    return replace(document, appearances=(*document.appearances, host)), [finding]
