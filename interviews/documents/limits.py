"""How much one interview may hold. More is a slip or an attack, and would be slow to store and to show."""

from __future__ import annotations

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding

#: By the field that holds them. The longest interviews of the archives have some hundreds of entries; a machine's
#: transcript of ten hours, a cue for each word, has 90,000.
MOST = {
    "appearances": 500,
    "recordings": 500,
    "segments": 10_000,
    "cues": 100_000,
    "words": 500_000,  # of a transcript that gives each its time
    "comments": 50_000,
    "tags": 1_000,
    "subjects": 1_000,
    "links": 1_000,
    "places": 1_000,
}
#: Findings of one interview that are told one by one.
MOST_FINDINGS = 1_000

_CALLED = {"appearances": "people", "segments": "entries"}


def require_few(field: str, count: int, *, line: int | None = None) -> None:
    """Raises DocumentError where `count` is more than the `field` of an interview, or of an entry, may hold."""
    if count > MOST[field]:
        raise DocumentError(
            f"one interview has more than {MOST[field]:,} {_CALLED.get(field, field)}; divide it into several, or "
            "check that it is the right file",
            line=line,
            code="too_large",
        )


def require_bounded(document: InterviewDocument) -> None:
    """Raises DocumentError where any of its lists is too long."""
    for field in ("appearances", "recordings", "segments", "comments", "tags"):
        require_few(field, len(getattr(document, field)))
    if document.transcript is not None:
        require_few("cues", len(document.transcript.cues))
    for segment in document.segments:
        for field in ("tags", "subjects", "links", "places"):
            require_few(field, len(getattr(segment, field)))


def told(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings; of very many the first, and how many more there are."""
    if len(findings) <= MOST_FINDINGS:
        return tuple(findings)
    more = len(findings) - MOST_FINDINGS
    message = f"{more:,} more findings are not told; mend the first ones and read the file again"
    return (*findings[:MOST_FINDINGS], Finding(None, "findings_left_out", message))
