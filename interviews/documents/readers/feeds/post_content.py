"""The text of a post or of a feed's item: an interview page, show notes with a list of times, or plain prose.

A page is read as `page_text` reads one. What is neither index nor questions stays prose, in our Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interviews.documents.document import (
    AppearanceEntry,
    DiscussionEntry,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.feeds.rich_html import rich_text
from interviews.documents.readers.feeds.rich_lines import Picture, RichText, markdown_of
from interviews.documents.readers.feeds.times_in_text import TimeList, time_list_in
from interviews.documents.readers.page.dialogue import voices_of
from interviews.documents.readers.page.entry_lines import Voices, divided, is_heading, says_who_answers
from interviews.documents.readers.page.wrapping import begins_small
from interviews.documents.readers.page_text import read_page
from interviews.documents.reading import Line, Reading, lines_of

_FEWEST = 2  # one question in a text makes no interview
_SHORTENED = re.compile(r"\s?\[(?:…|\.\.\.)\]$")  # what WordPress puts behind the beginning of a text
_LINE_IN_MESSAGE = re.compile(r"(?<=first on line )\d+")
#: What the page reader says of lines above the index, which stay whole here, as the introduction.
_OF_THE_HEADER = frozenset(
    re.findall(
        r"\S+",
        "heading_left_out biography_not_divided portrait_text_cut second_discussion_left_out title_missing no_segments",
    )
)


@dataclass
class PostContent:
    """What the text says. `sounds` are addresses of recordings with their types; `linked_sounds`, those of links.

    `title` is a heading of the text, where the post has no title itself.
    """

    title: str = ""
    introduction: str = ""
    appearances: tuple[AppearanceEntry, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()
    recordings: tuple[RecordingEntry, ...] = ()
    discussion: DiscussionEntry | None = None
    recorded: PartialDate | None = None
    published: PartialDate | None = None
    tags: tuple[str, ...] = ()
    sounds: dict[str, str] = field(default_factory=dict)
    linked_sounds: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_page: bool = False  # laid out as an interview, or introduced as one
    plain: str = ""

    def beside(self, other: PostContent) -> PostContent:
        """This text, with what stands in another that has no words: players, pictures."""
        self.sounds = other.sounds | self.sounds
        self.pictures = other.pictures + self.pictures
        self.findings = other.findings + self.findings
        return self


def post_content(text: str, *, title: str, line: int | None, breaks: bool, base: str = "") -> PostContent:
    """What a piece of HTML says that begins on that `line` of the file; `breaks` and `base` as in `rich_text`.

    Never raises: a text that is too large, or nested too deep, is left out with a finding.
    """
    try:
        rich = rich_text(text, breaks=breaks, base=base, line=line or 1)
    except DocumentError as error:
        return PostContent(findings=[Finding(line, "text_left_out", f"the text was left out: {error.problem}")])
    times = time_list_in(rich.lines)
    content = (_page(rich, title, line or 1) if times is None else None) or _notes(rich, times)
    content.sounds, content.linked_sounds, content.pictures = rich.sounds, rich.linked_sounds, rich.pictures
    content.plain = "\n".join(one.plain for one in rich.lines)
    if rich.frames:
        message = f"{_counted(len(rich.frames), 'player')} of other sites left out, the first is {rich.frames[0][:120]}"
        content.findings.append(Finding(line, "player_left_out", message))
    return content


def _notes(rich: RichText, times: TimeList | None) -> PostContent:
    if times is None:
        return PostContent(introduction=rich.markdown)
    parts = markdown_of(rich.lines[: times.begin]), markdown_of(rich.lines[times.end :])
    return PostContent(
        introduction="\n\n".join(part for part in parts if part),
        segments=times.segments,
        findings=list(times.findings),
    )


def _page(rich: RichText, title: str, first: int) -> PostContent | None:
    """The text as an interview page; None where it is laid out as none, and does not say who is interviewed."""
    if not rich.lines:
        return None
    # The title stands above, for it may name the guest.
    shown = [line.plain for line in rich.lines]
    shown[-1] = _SHORTENED.sub("", shown[-1])
    text = "\n".join([title, "", *shown])
    try:
        page = read_page(text, title)
    except DocumentError:
        return None
    document = page.document
    introduced = bool(document.introduction)
    if not introduced and sum(map(_is_entry, document.segments)) < _FEWEST:
        return None
    content = PostContent(
        appearances=document.appearances,
        segments=document.segments,
        recordings=document.recordings,
        discussion=document.discussion,
        recorded=document.recorded,
        published=document.published,
        tags=document.tags,
        is_page=True,
    )
    places = [first, first, *(line.number for line in rich.lines)]
    begin = max(_body_begins(lines_of(text)) - 2, 0)
    if introduced and document.segments:
        _introduce(content, page, rich, title)
        content.findings += _placed([one for one in page.findings if one.code != "title_missing"], places)
    else:
        content.introduction = markdown_of([line for line in rich.lines[:begin] if not is_heading(line.plain)])
        content.appearances = tuple(replace(entry, bio="", portrait_alt="") for entry in document.appearances)
        content.findings += _placed([one for one in page.findings if one.code not in _OF_THE_HEADER], places)
    linked = [line for line in rich.lines[begin:] if "](http" in line.markdown]
    if linked and document.segments:
        lines = _counted(len(linked), "line")
        message = f"links in {lines} of the time index left out, the first in “{linked[0].plain[:60]}”"
        content.findings.append(Finding(linked[0].number, "link_left_out", message))
    return content


def _is_entry(segment: SegmentEntry) -> bool:
    """A time at the begin of a line of prose (“10:30 we met”) makes none."""
    return segment.kind == "question" or (segment.start is not None and not begins_small(segment.question))


def _introduce(content: PostContent, page: Reading, rich: RichText, title: str) -> None:
    """The sentence that introduces the guests, and above it the lines that a page of text has for headings."""
    document = page.document
    marked = {line.plain: line.markdown for line in rich.lines}
    if not title:  # what the page has for one may be the names of the guests
        title = document.title
        content.title = title if title in marked else ""
    paragraphs = [document.organisation, document.series, document.title, document.introduction]
    paragraphs = [text for text in paragraphs if text not in ("", title)]
    content.introduction = _marked(paragraphs, marked)
    content.appearances = tuple(
        replace(entry, bio=_marked(entry.bio.split("\n\n"), marked)) for entry in document.appearances
    )


def _marked(paragraphs: Sequence[str], marked: dict[str, str]) -> str:
    """With the emphasis and the links of the lines that are whole paragraphs."""
    return "\n\n".join(marked.get(text, text) for text in paragraphs)


def _body_begins(lines: list[Line]) -> int:
    voices = Voices() if says_who_answers(lines) else voices_of(lines)
    _above, body, _findings = divided(lines, voices)
    return len(lines) - len(body)


def _placed(findings: Sequence[Finding], places: Sequence[int]) -> list[Finding]:
    """The findings with the lines of the file instead of those of the text."""

    def there(number: int) -> int:
        return places[min(max(number, 1), len(places)) - 1]

    return [
        replace(
            finding,
            line=there(finding.line) if finding.line else None,
            message=_LINE_IN_MESSAGE.sub(lambda match: str(there(int(match[0]))), finding.message),
        )
        for finding in findings
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
