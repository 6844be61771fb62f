"""The page that `writers.page_text` writes: heading, introduction, biographies and the time index, a block each."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from interviews import timecode
from interviews.documents.document import AppearanceEntry, DiscussionEntry, InterviewDocument, SegmentEntry
from interviews.documents.readers.page.biography import unglued
from interviews.documents.readers.page.dialogue import FEWEST
from interviews.documents.readers.page.header import Header
from interviews.documents.readers.page.page_header import read_header
from interviews.documents.readers.page.wrapping import ends_sentence
from interviews.documents.reading import Line
from interviews.documents.writers.place import Place
from interviews.richtext import plain_words

_MONTHS = list(calendar.month_name)  # English: nothing here sets another locale


def written(document: InterviewDocument, place: Place) -> str:
    document = _without_marks(document)
    blocks = [
        *_heading(document),
        *_introduction(document),
        "\n".join(_facts(document)),
        *(_biography(entry) for entry in document.people("guest")),
        *_recordings(document),
        _discussion(document.discussion) if document.discussion else "",
    ]
    labels = _labels(document)
    if document.segments:
        blocks.append("Discussion:" if labels else "Interview Time Index (MM:SS) and Topic")
        blocks += [_entry(segment, labels) for segment in document.segments]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _without_marks(document: InterviewDocument) -> InterviewDocument:
    appearances = tuple(replace(entry, bio=plain_words(entry.bio)) for entry in document.appearances)
    return replace(document, introduction=plain_words(document.introduction), appearances=appearances)


def _heading(document: InterviewDocument) -> Iterator[str]:
    yield "\n".join(filter(None, map(_one_line, (document.organisation, document.series))))
    guests, hosts = [*document.people("guest")], [*document.people("interviewer")]
    if hosts and (not guests or _introducing(document).host_post_nominals != hosts[0].post_nominals):
        yield f"Interviews by {_credited(hosts[0])}"
    names = " and ".join(entry.name for entry in guests)
    if len(guests) > 1 and document.title == names and all(entry.title for entry in guests):
        yield "\n".join(f"{_one_line(entry.name)} {_one_line(entry.title)}" for entry in guests)
    else:
        yield _one_line(document.title)


def _introduction(document: InterviewDocument) -> Iterator[str]:
    """The introduction; where no sentence of it says who speaks with whom, one that does stands before it."""
    guests, hosts = [*document.people("guest")], [*document.people("interviewer")]
    header = _introducing(document)
    told = header.guests == tuple(entry.name for entry in guests) and header.host == (hosts[0].name if hosts else "")
    if guests and hosts and not (header.introduction and told):
        yield f"{_credited(hosts[0])} has an interview with {_named(guests)}."
    yield from map(_one_line, document.introduction.split("\n\n"))


def _introducing(document: InterviewDocument) -> Header:
    """What a reader makes of the introduction, below the title: among roles only that tells who else is a guest."""
    return read_header([Line(1, _one_line(document.title)), Line(2, ""), Line(3, _one_line(document.introduction))])


def _named(guests: list[AppearanceEntry]) -> str:
    if len(guests) == 1:
        return ", ".join(filter(None, [_credited(guests[0]), _one_line(guests[0].title)]))
    *first, last = (_one_line(entry.name) for entry in guests)
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} and {last}"


def _credited(entry: AppearanceEntry) -> str:
    return ", ".join(filter(None, map(_one_line, (entry.name, entry.post_nominals))))


def _facts(document: InterviewDocument) -> Iterator[str]:
    if document.recorded is not None:
        yield f"Recorded: {document.recorded}"
    if document.published is not None:
        yield f"Published: {document.published}"
    if document.part is not None:
        yield f"Part: {document.part}" + (f" of {document.part_total}" if document.part_total is not None else "")
    if document.tags:
        yield f"Keywords: {', '.join(map(_one_line, document.tags))}"


def _biography(entry: AppearanceEntry) -> str:
    """The paragraphs; above them the portrait's alternative text, where it can be told from them as a page has it."""
    alt, paragraphs = entry.portrait_alt, [*filter(None, map(_one_line, entry.bio.split("\n\n")))]
    if alt and unglued(alt, entry.name) == (alt, ""):
        paragraphs.insert(0, alt)
    elif alt and paragraphs and unglued(alt + paragraphs[0], entry.name) == (alt, paragraphs[0]):
        paragraphs[0] = alt + paragraphs[0]
    return "\n\n".join(paragraphs)


def _recordings(document: InterviewDocument) -> Iterator[str]:
    for recording in document.recordings:
        address = recording.url or recording.file
        yield "To listen to the interview, click on this MP3 file link" + (f": {address}" if address else "")


def _discussion(discussion: DiscussionEntry) -> str:
    days = ""
    starts_on, ends_on = discussion.starts_on, discussion.ends_on
    if starts_on is not None:
        month = _MONTHS[starts_on.month]
        same_month = ends_on is not None and (ends_on.year, ends_on.month) == (starts_on.year, starts_on.month)
        if ends_on is not None and same_month and ends_on != starts_on:
            days = f" the week of {month} {starts_on.day} to {ends_on.day}, {starts_on.year}"
        else:
            days = f" {month} {starts_on.day}, {starts_on.year}"
    sentence = f"The latest blog on the interview can be found{days} in the {_one_line(discussion.name)} where you can"
    return "\n".join(filter(None, [f"{sentence} provide your comments.", discussion.url]))


def _labels(document: InterviewDocument) -> str:
    """The interviewer's name, where names stand before what is said: in a conversation of several, without times."""
    guests, hosts = [*document.people("guest")], [*document.people("interviewer")]
    if len(guests) < 2 or not hosts or any(segment.start or segment.raw_stamp for segment in document.segments):
        return ""
    names = {entry.name for entry in guests}
    spoken = [segment for segment in document.segments if segment.answer or segment.kind != "note"]
    told = all(segment.answered_by in names for segment in spoken if segment.answer)
    count = sum(bool(segment.question) + bool(segment.answer) for segment in spoken)
    return _one_line(hosts[0].name) if told and count >= FEWEST else ""


def _entry(segment: SegmentEntry, host: str) -> str:
    question = _one_line(segment.question) or _one_line(segment.label)
    if segment.kind == "note":
        return f"[Ed. Note: {question}]"
    answer = _quoted(segment.answer)
    keywords = f"Keywords: {', '.join(map(_one_line, segment.tags))}" if segment.tags else ""
    stamp = _stamp(segment)
    if stamp:
        head = f"{stamp}: {question}".strip()
    elif segment.kind == "section":
        head = question if question.isupper() else f"Discussion: {question}"
    else:
        head = f"{host or 'Q'}: {question}".strip() if question else ""
        answer = f"{segment.answered_by if host else 'A'}: {answer}" if answer else ""
    return "\n".join(filter(None, [head, answer, keywords]))


def _stamp(segment: SegmentEntry) -> str:
    """The time as the source wrote it, where it still says that; else with an empty hour. And the end, if any."""
    if segment.start is None:
        return segment.raw_stamp
    start = segment.raw_stamp if _says(segment.raw_stamp, segment.start) else _written(segment)
    return f"{start} - {timecode.written(segment.end)}" if segment.end is not None else start


def _says(stamp: str, moment: timedelta) -> bool:
    try:
        return timecode.parse(stamp.strip("[]()")) == moment
    except timecode.TimecodeError:
        return False


def _written(segment: SegmentEntry) -> str:
    assert segment.start is not None  # noqa: S101 (for the type checker)
    text = timecode.written(segment.start)
    return f":{text.zfill(5)}" if text.count(":") == 1 else text


def _quoted(answer: str) -> str:
    """An excerpt between marks. Dots before the second say that a sentence breaks off, so they are the answer's own;
    behind a whole sentence they say nothing, and stand apart."""
    paragraphs = [*filter(None, map(_one_line, answer.split("\n\n")))]
    if not paragraphs:
        return ""
    before = " " if paragraphs[0].startswith((".", "…")) else ""
    text = "\n\n".join(paragraphs)
    breaks_off = text.endswith(("...", "…")) and not ends_sentence(text.rstrip(".…").rstrip())
    if breaks_off or not ends_sentence(text):
        return f'"....{before}{text}"'
    after = " " if text.endswith((".", "…")) else ""
    return f'"....{before}{text}{after}...."'


def _one_line(text: str) -> str:
    return " ".join(text.split())
