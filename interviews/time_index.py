"""The time index of an interview: how long its entries are, and which of them have the words a reader looks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import unescape

from django.utils.html import strip_tags

from interviews.characters import unaccented
from interviews.models import Segment

#: Entries from which on one looks for words rather than reads; with fewer, a filter is only in the way.
FEWEST_TO_FILTER = 6
#: Characters of what is looked for; nobody types more.
LONGEST_WORDS = 200


def measure(segments: Sequence[Segment], whole: timedelta | None) -> None:
    """Sets `length` on each: until its end, the next one's start at the latest; the last one's until `whole`, if known.

    None where there is no time, nothing to end it, or nothing between its start and its end; headings have none.
    """
    starts = sorted({segment.start for segment in segments if segment.start is not None})
    following = dict(zip(starts, [*starts[1:], whole], strict=True)) if starts else {}
    for segment in segments:
        segment.length = None
        if segment.start is not None and segment.kind != Segment.Kind.SECTION:
            ends = [end for end in (segment.end, following[segment.start]) if end is not None]
            length = min(ends, default=segment.start) - segment.start
            segment.length = length if length > timedelta(0) else None


def with_words(segments: Iterable[Segment], asked: str) -> list[Segment]:
    """Those that have all the words, or beginnings and parts of words, in what the page shows of them.

    Their tags must have been gathered (`Interview.gather_tags`). Case, accents and the shape of apostrophes count for
    nothing; static/js/entry-filter.js reads the page by the same rule.
    """
    words = folded(asked[:LONGEST_WORDS]).split()
    return [segment for segment in segments if _has_all(words, segment)]


def folded(text: str) -> str:
    """As words are compared: without accents, in small letters, apostrophes straight."""
    return unaccented(text).casefold().replace("’", "'")


def _has_all(words: Sequence[str], segment: Segment) -> bool:
    shown = folded("\n".join(_shown(segment)))
    return all(word in shown for word in words)


def _shown(segment: Segment) -> Iterable[str]:
    yield segment.label
    yield _text(segment.question_html)
    yield _text(segment.answer_html)
    yield segment.synopsis
    yield from (link.get("text") or link["url"] for link in segment.links)
    yield from segment.subjects
    yield from (place.get("name", "") for place in segment.places)
    yield from (tag.name for tag in segment.own_topics)


def _text(markup: str) -> str:
    return unescape(strip_tags(markup))
