"""One segment of an earlier state put back into what an interview says now."""

from __future__ import annotations

from dataclasses import replace

from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.errors import DocumentError
from interviews.documents.identity import answerer, who_is_meant


def with_segment_of(earlier: InterviewDocument, now: InterviewDocument, uid: str) -> InterviewDocument:
    """`now` with the segment as it was earlier: in its place, or behind the one that it stood behind then.

    Who answers is left open where that person takes no part any more. Raises DocumentError where there was no such
    segment.
    """
    was = next((segment for segment in earlier.segments if segment.uid == uid), None)
    if was is None:
        raise DocumentError(f"there was no segment “{uid}” in that state", code="no_such_segment")
    if was.answered_by and not {answerer(was), (was.answered_by, "", "")} & set(who_is_meant(now.appearances)):
        was = replace(was, answered_by="", answered_by_speaker="", answered_by_role="")
    if any(segment.uid == uid for segment in now.segments):
        segments = tuple(was if segment.uid == uid else segment for segment in now.segments)
    else:
        place = _place(earlier.segments, now.segments, uid)
        segments = (*now.segments[:place], was, *now.segments[place:])
    return replace(now, segments=segments)


def _place(earlier: tuple[SegmentEntry, ...], now: tuple[SegmentEntry, ...], uid: str) -> int:
    """Behind the nearest of those before it that is still there."""
    here = {segment.uid: number for number, segment in enumerate(now, start=1)}
    before = [segment.uid for segment in earlier]
    return next((here[one] for one in reversed(before[: before.index(uid)]) if one in here), 0)
