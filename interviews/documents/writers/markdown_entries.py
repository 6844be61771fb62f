"""An entry of the time index, and a cue of the transcript, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from interviews import timecode
from interviews.documents.document import CueEntry, InterviewDocument, PlaceEntry, SegmentEntry
from interviews.documents.markdown_text import escaped, link
from interviews.documents.readers.marked.entry import NOBODY, kind_of, may_be_answered
from interviews.documents.readers.marked.people import only_answering
from interviews.documents.readers.marked.sections import kind_of_heading
from interviews.documents.readers.marked.stamps import AS_WRITTEN
from interviews.documents.writers.place import Place

_UID = re.compile(r"[\w.:-]{1,40}")
_SEPARATOR = re.compile(r"^(?P<entity>&#\d+;)|[,;]")


def entry(segment: SegmentEntry, document: InterviewDocument, place: Place) -> str:
    """The heading with the moment, the answer as a quotation, and the rest as a list of facts below."""
    one_line = _is_one_line(segment)
    words = [
        _moment(segment.start, segment.end, segment.raw_stamp, place),
        f"**{escaped(_one_line(segment.label))}**" if segment.label else "",
        escaped(segment.question) if one_line else "",
        f"{{#{segment.uid}}}" if _UID.fullmatch(segment.uid) else "",
    ]
    is_part = segment.kind == "section" and not kind_of_heading(_one_line(segment.question))[0]
    heading = " ".join(["##" if is_part else "###", *filter(None, words)])
    question = "" if one_line else f"**Q:** {escaped(segment.question)}"
    facts = "\n".join(f"- {fact}" for fact in _facts(segment, document, is_part=is_part))
    return "\n\n".join(filter(None, [heading, question, _answer(segment, document), facts]))


def _is_one_line(segment: SegmentEntry) -> bool:
    """Whether the question fits a heading, which has but one line."""
    return "\n" not in segment.question.strip()


def _answer(segment: SegmentEntry, document: InterviewDocument) -> str:
    paragraphs = [escaped(paragraph) for paragraph in segment.answer.split("\n\n") if paragraph.strip()]
    if paragraphs and segment.answered_by and segment.answered_by != _by_default(segment, document):
        paragraphs[0] = f"**{escaped(segment.answered_by)}:** {paragraphs[0]}"
    return "\n>\n".join("\n".join(f"> {line}" for line in paragraph.split("\n")) for paragraph in paragraphs)


def _by_default(segment: SegmentEntry, document: InterviewDocument) -> str:
    return only_answering(document.appearances) if may_be_answered(segment.kind) else ""


def _facts(segment: SegmentEntry, document: InterviewDocument, *, is_part: bool) -> Iterator[str]:
    """What the heading and the answer do not say already."""
    timed = segment.start is not None
    words = bool((segment.question.strip() and _is_one_line(segment)) or segment.label.strip())
    said = "section" if is_part and words and not timed else kind_of(segment.label, segment.question)
    if segment.kind != said:
        yield f"Kind: {segment.kind}"
    if not timed and segment.raw_stamp:
        yield f"Time as written: {escaped(segment.raw_stamp)}"
    if not timed and segment.end is not None:
        yield f"Until: {timecode.written(segment.end)}"
    if segment.answer and not segment.answered_by and _by_default(segment, document):
        yield f"Answered by: {NOBODY}"
    if segment.answered_by and not segment.answer:
        yield f"Answered by: {escaped(segment.answered_by)}"
    if segment.synopsis:
        yield f"Synopsis: {escaped(segment.synopsis, indent='  ')}"
    if segment.tags:
        yield f"Keywords: {_listed(segment.tags)}"
    if segment.subjects:
        yield f"Subjects: {_listed(segment.subjects)}"
    if segment.links:
        yield f"Links: {', '.join(link(escaped(one.text), one.url) for one in segment.links)}"
    if segment.places:
        yield f"Places: {', '.join(map(_place, segment.places))}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(_word(word) for word in words)


def _word(word: str) -> str:
    """A comma or semicolon in it is escaped; not the one that ends an entity at its beginning, which is our own."""
    return _SEPARATOR.sub(lambda match: match["entity"] or f"\\{match[0]}", escaped(_one_line(word)))


def _place(place: PlaceEntry) -> str:
    if place.latitude is None or place.longitude is None:
        return _word(place.name)
    zoom = f"?z={place.zoom}" if place.zoom is not None else ""
    return link(escaped(place.name), f"geo:{_degrees(place.latitude)},{_degrees(place.longitude)}{zoom}")


def _degrees(value: float) -> str:
    return format(Decimal(repr(value)), "f")


def cue(cue: CueEntry, place: Place) -> str:
    """A paragraph: the moment, who speaks in bold, what is said."""
    speaker = f"**{escaped(_one_line(cue.speaker))}:**" if cue.speaker else ""
    return " ".join(filter(None, [_moment(cue.start, cue.end, "", place), speaker, escaped(cue.text)]))


def _moment(start: timedelta | None, end: timedelta | None, raw: str, place: Place) -> str:
    """A link to the moment (W3C Media Fragments 1.0, section 4.2.1): ``[2:05 – 4:00](?t=125,240)``."""
    if start is None:
        return ""
    text = timecode.written(start)
    fragment = f"?t={_seconds(start)}"
    if end is not None:
        text = f"{text} – {timecode.written(end)}"
        fragment = f"{fragment},{_seconds(end)}"
    return link(text, f"{place.url}{fragment}", AS_WRITTEN + raw if raw else "")


def _seconds(moment: timedelta) -> str:
    return f"{round(moment.total_seconds(), 3):.3f}".rstrip("0").rstrip(".")


def _one_line(text: str) -> str:
    return " ".join(text.split())
