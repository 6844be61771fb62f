"""Blocks read as a page of text; then the lines of the findings, and the headings, are what they were in the blocks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviews.documents.document import AppearanceEntry, SegmentEntry
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.blocks.headings import (
    located,
    paragraphs_among_headings,
    with_main_heading,
    with_sections,
)
from interviews.documents.readers.blocks.labels import GUESSES, with_marked_labels, with_marked_questions
from interviews.documents.readers.blocks.links import with_links
from interviews.documents.readers.blocks.page_facts import PageFacts, completed
from interviews.documents.readers.page_text import read_page
from interviews.documents.reading import Reading
from interviews.names import bare_name

#: What programs call a page or a document that nobody gave a title.
_NO_TITLES = frozenset(
    ("untitled", "untitled document", "document", "document1", "home", "index", "new page 1", "page")
)


def read_blocks(blocks: Sequence[Block], name: str, facts: PageFacts) -> Reading:
    """What the blocks say, as `read_page` would, completed with `facts`; `name` stands in for a missing title.

    Raises DocumentError for what is no interview.
    """
    attempt = _read(blocks, name, facts)
    for part in ("introduction", "title"):
        if (above := _missing(part, attempt, facts)) is not None:
            again = attempt.below(above, name)
            attempt = again if getattr(again.reading.document, part) == above.text else attempt
    attempt = _without_false_headings(attempt, name)
    reading = located(with_main_heading(attempt.reading, attempt.blocks), attempt.blocks)
    document = with_sections(reading.document, {block.text for block in blocks if block.heading})
    document = replace(document, appearances=_with_people(document.appearances, attempt.people))
    if len(guests := [*document.people("guest")]) == 1:
        document = replace(document, segments=tuple(_answered(document.segments, guests[0].name)))
    return completed(with_links(replace(reading, document=document), blocks), facts)


@dataclass(frozen=True)
class _Attempt:
    """Blocks, what was read of them, and whom that guessed; `borrowed` says that the entries are the metadata's."""

    blocks: list[Block]
    reading: Reading
    people: tuple[AppearanceEntry, ...] = ()
    borrowed: bool = False

    def below(self, block: Block, name: str) -> _Attempt:
        """The same with another block above."""
        return self._again([block, Block(line=block.line), *self.blocks], name, moved=2)

    def without(self, places: Container[int], name: str) -> _Attempt:
        """The same with these blocks left blank."""
        blocks = [Block(line=one.line) if place in places else one for place, one in enumerate(self.blocks, start=1)]
        return self._again(blocks, name)

    def _again(self, blocks: list[Block], name: str, moved: int = 0) -> _Attempt:
        """Other blocks read in the same way, what was guessed stays guessed; itself where they are no interview."""
        guessed = [
            replace(finding, line=finding.line + moved if finding.line else None)
            for finding in self.reading.findings
            if finding.code in GUESSES
        ]
        try:
            return replace(self, blocks=blocks, reading=_read_so(blocks, name, guessed, borrowed=self.borrowed))
        except DocumentError:
            return self


def _read_so(
    blocks: Sequence[Block], name: str, guessed: Sequence[Finding], *, borrowed: bool = False, guess: bool = True
) -> Reading:
    reading = read_page("\n".join(block.text for block in blocks), name, guess=guess)
    document = replace(reading.document, segments=()) if borrowed else reading.document
    said = {finding.code for finding in reading.findings}
    more = (finding for finding in guessed if finding.code not in said)
    return replace(reading, document=document, findings=(*reading.findings, *more))


def _read(blocks: Sequence[Block], name: str, facts: PageFacts) -> _Attempt:
    """The first way of reading that finds entries: as text, by bold labels, by headings, from the metadata."""
    refusal: DocumentError | None = None
    plain: _Attempt | None = None
    try:
        plain = _Attempt([*blocks], _read_so(blocks, name, (), guess=False))
        if plain.reading.document.segments:
            return plain
    except DocumentError as error:
        refusal = error
    for marked in (with_marked_labels(blocks), with_marked_questions(blocks)):
        if marked is not None:
            reading = _read_so(marked.blocks, name, [marked.finding])
            if reading.document.segments:
                return _Attempt(marked.blocks, reading, marked.people)
    if (guessed := _guessed(blocks, name)) is not None:
        return guessed
    if plain is not None:
        return plain
    if facts.segments:
        # With an entry below them the blocks are a header, even one that says little.
        whole = [*blocks, Block(), Block("0:00: Entries")]
        return _Attempt(whole, _read_so(whole, name, (), borrowed=True), borrowed=True)
    assert refusal is not None  # noqa: S101 (for the type checker)
    line = blocks[refusal.line - 1].line if refusal.line else None
    raise DocumentError(refusal.problem, line=line, code=refusal.code) from refusal


def _guessed(blocks: Sequence[Block], name: str) -> _Attempt | None:
    """The blocks read as text that may guess who speaks; None where that finds no entries."""
    try:
        guessed = _Attempt([*blocks], _read_so(blocks, name, ()))
    except DocumentError:
        return None
    return guessed if guessed.reading.document.segments else None


def _missing(part: str, attempt: _Attempt, facts: PageFacts) -> Block | None:
    """The sentence that introduces, or the title, which the metadata have and the text has not."""
    document = attempt.reading.document
    written = {block.text for block in attempt.blocks}
    if part == "introduction":
        missing = facts.description and not document.introduction and facts.description not in written
        return Block(facts.description) if missing else None
    untitled = any(finding.code == "title_missing" for finding in attempt.reading.findings)
    names = [entry.name for entry in document.people("guest")]
    names_more = document.title == " and ".join(names) and any(bare_name(name) in facts.title for name in names)
    missing = untitled or (names_more and document.title not in written)
    says = facts.title and facts.title.casefold() not in _NO_TITLES
    return Block(facts.title, facts.title_line) if missing and says else None


def _without_false_headings(attempt: _Attempt, name: str) -> _Attempt:
    """The same, with paragraphs that were taken for headings as the introduction."""
    places = paragraphs_among_headings(attempt.reading, attempt.blocks)
    if not places:
        return attempt
    texts = [attempt.blocks[place - 1].text for place in places]
    again = attempt.without(frozenset(places), name)
    if again is attempt:
        return attempt
    document = replace(again.reading.document, introduction="\n\n".join(dict.fromkeys(texts)))
    return replace(again, reading=replace(again.reading, document=document))


def _with_people(known: tuple[AppearanceEntry, ...], people: Iterable[AppearanceEntry]) -> tuple[AppearanceEntry, ...]:
    """Those who are known, and of the others each whose role nobody has."""
    roles = {entry.role for entry in known}
    return (*known, *(entry for entry in people if entry.role not in roles))


def _answered(segments: Iterable[SegmentEntry], name: str) -> Iterator[SegmentEntry]:
    """The entries; whose answer it is, where there is but one who can have given it."""
    for segment in segments:
        yield replace(segment, answered_by=name) if segment.answer and not segment.answered_by else segment
