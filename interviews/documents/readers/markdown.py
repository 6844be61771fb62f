"""Markdown with front matter: what `writers.markdown` writes, and what people write in its likeness.

The front matter (YAML) has the facts, the head the introduction, parts of their own the biographies, the time index
and the transcript. A text with none of these is read as a page of text, by what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from interviews.documents.document import AppearanceEntry, InterviewDocument, TranscriptEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.markdown_text import plain
from interviews.documents.readers.marked.blocks import MarkdownPage, page_of
from interviews.documents.readers.marked.entries import Entries
from interviews.documents.readers.marked.facts import Facts, facts_of, with_facts
from interviews.documents.readers.marked.front_matter import front_matter_of
from interviews.documents.readers.marked.page import read_as_page, with_pictures
from interviews.documents.readers.marked.people import Labels, with_bio
from interviews.documents.readers.marked.sections import Prose, Section, sections_of
from interviews.documents.readers.marked.transcript import cues_of
from interviews.documents.readers.page.guests import is_name
from interviews.documents.readers.page.page_header import read_header
from interviews.documents.reading import Line, Reading
from interviews.documents.source_file import SourceFile

SUFFIXES = (".md", ".markdown")

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:.*\n)*?(?:title|guests?|interviewers?|hosts?|people|recordings?|audio|organi[sz]ation|series)\s?:",
)
_HEADING = re.compile(r"^#{1,3} \S", re.MULTILINE)
_TIMED = re.compile(
    r"^(?:#{2,6} \[?:?\d{1,3}:\d\d|#{2,6} \*\*\[?:?\d{1,3}:\d\d|[-*] \*{0,2}\[?:?\d{1,3}:\d\d|\| ?:?\d{1,3}:\d\d"
    r"|\*\*\[?:?\d{1,3}:\d\d|\[:?\d{1,3}:\d\d[^\]\n]{0,40}\]\()",
    re.MULTILINE,
)


def recognises(file: SourceFile) -> bool:
    """Front matter with a name of ours, or headings with “#” and moments as Markdown has them."""
    head = file.head.replace("\r\n", "\n").replace("\r", "\n")
    if head.startswith("---"):
        inside = head.partition("\n---")[0] + "\n"
        return bool(_FRONT_MATTER.match(inside))
    return bool(_HEADING.search(head) and _TIMED.search(head))


def read(file: SourceFile) -> Iterator[Reading]:
    yield read_markdown(file.text, file.stem)


def read_markdown(text: str, name: str) -> Reading:
    """What a text says; `name` stands in for a missing title. Raises DocumentError for what is no interview."""
    front = front_matter_of(text)
    facts = facts_of(front.values) if front else Facts()
    length = front.length if front else 0
    page = page_of("\n" * length + "\n".join(text.split("\n")[length:]))
    title, sections = sections_of(page)
    is_ours = any(section.kind not in ("head", "other") for section in sections)
    has_text = any(block is not title for block in page.blocks)
    if not is_ours and (has_text or front is None):
        reading = read_as_page(page, name, facts, has_front_matter=front is not None)
        if reading is not None:
            return reading
    said = "" if title is None else plain(page.pieces(title.source))
    reading = _Interview(page, facts, said).read(sections, name)
    if title is not None and said and said != reading.document.title:
        message = f"not used: “{said[:60]}”; the front matter has another title"
        reading = replace(reading, findings=(*reading.findings, Finding(title.line, "heading_left_out", message)))
    return reading


class _Interview:
    """The parts of a text on their way to a document; `title` is the heading's."""

    def __init__(self, page: MarkdownPage, facts: Facts, title: str) -> None:
        self.page = page
        self.facts = facts
        self.title = title
        self.prose = Prose(page)
        self.findings: list[Finding] = []
        self.appearances: list[AppearanceEntry] = []

    def read(self, sections: list[Section], name: str) -> Reading:
        facts = self.facts
        prose = [self.prose.of(part.blocks) for part in sections if part.kind in ("head", "introduction")]
        written = "\n\n".join(filter(None, prose))
        self._name_people(written or facts["introduction"])
        for part in sections:
            if part.kind == "biography" and not self._add_biography(part):
                part.kind = "other"
        labels = Labels(self.appearances)
        entries = Entries(self.page, labels)
        for part in sections:
            for block in part.blocks if part.kind == "entries" else ():
                entries.take(block)
        blocks = [block for part in sections if part.kind == "transcript" for block in part.blocks]
        cues = tuple(cues_of(self.page, blocks, self.findings))
        segments = entries.segments()
        if not (segments or cues or written or labels.appearances or facts["title"]):
            raise DocumentError(
                "this is no interview: it has neither a front matter with a title, nor a time index "
                "(“### [2:05](?t=125) Why lighthouses?”)",
                code="not_an_interview",
            )
        transcript = facts.transcript or TranscriptEntry() if cues else facts.transcript
        self.findings += [*labels.findings, *entries.all_findings(), *self._left_out(sections)]
        if not segments and not cues:
            self.findings.append(Finding(None, "no_segments", "no time index and no questions were found"))
        guests = [entry.name for entry in labels.appearances if entry.role == "guest"]
        title = facts["title"] or self.title or " and ".join(guests)
        if not title:
            title = name or "Interview"
            message = f"the text has no title; “{title}” is the file’s name"
            self.findings.append(Finding(None, "title_missing", message))
        document = InterviewDocument(
            title=title,
            introduction=written,
            recorded=self.prose.recorded,
            published=self.prose.published,
            appearances=tuple(labels.appearances),
            recordings=self.prose.recordings() if facts.recordings is None else (),
            segments=segments,
            transcript=replace(transcript, cues=cues) if transcript else None,
            discussion=self.prose.discussion,
            tags=tuple(self.prose.tags),
        )
        document = with_facts(document, facts)
        reading = Reading(document, (*facts.findings, *self.findings, *self.prose.findings))
        return with_pictures(reading, self.prose.pictures)

    def _name_people(self, introduction: str) -> None:
        """The people of the front matter; where it names none, those of the sentence that introduces, or the title."""
        if self.facts.people is not None:
            self.appearances = self.facts.people.entries
            return
        lines = [self.facts["title"] or self.title, "", *introduction.split("\n")]
        header = read_header([Line(number, text) for number, text in enumerate(lines, start=1)])
        self.findings += [
            replace(finding, line=None) for finding in header.findings if finding.code.startswith("guest_")
        ]
        self.appearances = [
            AppearanceEntry(name=guest, title=header.guest_titles.get(guest, "")) for guest in header.guests
        ]
        if header.host:
            host = AppearanceEntry(name=header.host, role="interviewer", post_nominals=header.host_post_nominals)
            self.appearances.append(host)

    def _add_biography(self, part: Section) -> bool:
        """A biography goes to the one it is about, or the only guest; false where that cannot be told."""
        names = [entry.name for entry in self.appearances]
        guests = [number for number, entry in enumerate(self.appearances) if entry.role == "guest"]
        place = names.index(part.name) if part.name in names else None
        if place is None and not part.name and guests:
            place = guests[0]
            if len(guests) > 1:
                line = part.heading.line if part.heading else None
                message = "whose biography this is cannot be told; it stands with the first guest: write “About NAME”"
                self.findings.append(Finding(line, "biography_not_divided", message))
        if place is None and is_name(part.name):
            self.appearances.append(AppearanceEntry(name=part.name))
            place = len(self.appearances) - 1
        if place is None:
            return False
        entry = with_bio(self.appearances[place], self.prose.of(part.blocks))
        shown = next((one for one in self.prose.pictures if one.line in {block.line for block in part.blocks}), None)
        if shown is not None and not entry.portrait:
            entry = replace(entry, portrait=shown.address, portrait_alt=shown.alt or entry.portrait_alt or entry.name)
            self.prose.pictures.remove(shown)
        self.appearances[place] = entry
        return True

    def _left_out(self, sections: list[Section]) -> Iterator[Finding]:
        for part in sections:
            if part.kind == "other" and part.heading is not None:
                message = (
                    f"“{part.name[:60] or 'Biography'}” and what stands below it was left out; an interview has no "
                    "such part: put what belongs to it in the introduction or a biography"
                )
                yield Finding(part.heading.line, "heading_left_out", message)
