"""A document without what rows cannot hold, and the pages must not."""

from __future__ import annotations

from dataclasses import replace

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.documents.identity import once_each


def as_it_can_be_kept(document: InterviewDocument) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    """Without a person a second time, and without a link that is no address of the web."""
    document, findings = _each_person_once(document)
    unsafe = [link.url for segment in document.segments for link in segment.links if not link.is_safe]
    if not unsafe:
        return document, findings
    message = f"no address of the web, so no link of an entry: {', '.join(unsafe)[:120]}; write it into the answer"
    segments = (
        replace(segment, links=tuple(link for link in segment.links if link.is_safe)) for segment in document.segments
    )
    return replace(document, segments=tuple(segments)), (*findings, Finding(None, "link_left_out", message))


def _each_person_once(document: InterviewDocument) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    """A person named twice in one role takes part once."""
    once = once_each(document.appearances)
    kept = set(map(id, once))
    twice = [entry.name for entry in document.appearances if id(entry) not in kept]
    findings = tuple(Finding(None, "person_twice", f"{name} is named twice and was taken once") for name in twice)
    return replace(document, appearances=once), findings
