"""The time index of a Markdown text: headings with a moment, quotations as answers, facts in lists below them.

Entries may also be the items of a list, the rows of a table, or lines that begin with a moment in bold; and names in
bold may say who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from interviews.documents.chapters import LONGEST_LABEL
from interviews.documents.document import SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.limits import require_few
from interviews.documents.markdown_text import Piece, lines_in, plain
from interviews.documents.readers.marked.blocks import MarkdownBlock, MarkdownPage
from interviews.documents.readers.marked.entry import Entry, fact_in
from interviews.documents.readers.marked.people import ASKING, Labels, only_answering
from interviews.documents.readers.marked.stamps import Stamp, label_in_bold, leading, stamped
from interviews.documents.readers.page.drafts import oddities
from interviews.documents.readers.page.entry_lines import EDITORS_NOTE
from interviews.documents.readers.page.quotations import QUOTED

_UID = re.compile(r"\{#(?P<uid>[\w.:-]{1,40})\}\s*$")


class Entries:
    """Blocks on their way to segments."""

    def __init__(self, page: MarkdownPage, labels: Labels) -> None:
        self.page = page
        self.labels = labels
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []

    def segments(self) -> tuple[SegmentEntry, ...]:
        only = only_answering(self.labels.appearances)
        return tuple(entry.segment(only) for entry in self.entries)

    def all_findings(self) -> Iterator[Finding]:
        yield from self.findings
        yield from oddities([entry.draft() for entry in self.entries if entry.kind != "note"])

    def take(self, block: MarkdownBlock) -> None:
        """The next block below the heading of the index, or a heading in it."""
        require_few("segments", len(self.entries), line=block.line)
        pieces = self.page.pieces(block.source) if block.kind != "html" else []
        if block.kind == "html" or any(piece.kind == "html" for piece in pieces):
            self.findings.append(html_left_out(block))
        if any(piece.kind == "image" for piece in pieces):
            message = f"a picture was left out: “{block.source[:60]}”; an entry has none, put it in the biography"
            self.findings.append(Finding(block.line, "pictures_left_out", message))
        pieces = [piece for piece in pieces if piece.kind not in ("html", "image")]
        if block.kind == "heading" and not block.quoted:
            self._heading(block, pieces)
        elif block.kind == "row":
            self._row(block)
        elif block.quoted and block.kind in ("item", "paragraph", "heading"):
            self._quoted(block, pieces)
        elif block.kind == "item":
            self._item(block, pieces)
        elif block.kind == "paragraph":
            self._paragraph(block, pieces)

    def _heading(self, block: MarkdownBlock, pieces: list[Piece]) -> None:
        uid = _UID.search(pieces[-1].text) if pieces and pieces[-1].kind == "text" else None
        if uid is not None:
            last = pieces.pop()
            pieces.append(Piece(last.text[: uid.start()], strong=last.strong, url=last.url))
        entry = self._begin(block.line, pieces, bare=True)
        entry.uid = uid["uid"] if uid else ""
        if block.level <= 2 and not entry.stamp and entry.start is None and (entry.asked or entry.label):
            entry.kind = "section"

    def _begin(self, line: int, pieces: Sequence[Piece], *, bare: bool) -> Entry:
        """A new entry that a line begins: a stamp, a label in bold, the question."""
        entry = Entry(line)
        found = stamped(pieces, line, bare=bare)
        rest = list(pieces)
        if found is not None:
            stamp, rest = found
            self._stamp(entry, stamp)
        if rest and rest[0].strong:
            label, behind = leading(rest)
            if len(label) <= LONGEST_LABEL:
                entry.label, rest = label, behind
        entry.asked = [text] if (text := plain(rest)) else []
        self.findings += entry.take_links(rest, line)
        self.entries.append(entry)
        return entry

    def _stamp(self, entry: Entry, stamp: Stamp) -> None:
        entry.start, entry.end, entry.stamp = stamp.start, stamp.end, stamp.raw
        if stamp.problem is not None:
            self.findings.append(stamp.problem)

    def _row(self, block: MarkdownBlock) -> None:
        cells = [self.page.pieces(cell) for cell in block.cells]
        for place, cell in enumerate(cells[:2]):
            if stamped(cell, block.line, bare=True) is not None:
                entry = self._begin(block.line, cell, bare=True)
                others = [other for other in cells[place + 1 :] if plain(other)]
                if others and not entry.asked and not entry.label:
                    entry.asked = [plain(others[0])]
                    self.findings += entry.take_links(others.pop(0), block.line)
                for other in others:
                    self._answer(entry, other, block.line)
                return
        text = " – ".join(filter(None, map(plain, cells)))
        if text and not block.head:
            self._plain(block, [Piece(text)])

    def _quoted(self, block: MarkdownBlock, pieces: list[Piece]) -> None:
        entry = self._current(block)
        labelled = label_in_bold(pieces)
        if labelled is not None:
            name = self.labels.entry(labelled[0], block.line, asks=False).name
            entry, pieces = self._answering(name, block), labelled[1]
        self._answer(entry, [Piece(f"{block.mark} "), *pieces] if block.mark else pieces, block.line)

    def _answering(self, name: str, block: MarkdownBlock) -> Entry:
        """The entry that an answer of this person belongs to: another one where somebody else answers already."""
        entry = self._current(block)
        if entry.answer and entry.answered_by not in (None, name):
            entry = Entry(block.line, kind="statement")
            self.entries.append(entry)
        entry.answered_by, entry.asking = name, False
        return entry

    def _current(self, block: MarkdownBlock) -> Entry:
        """The latest entry that is no note; the note stood between a question and its answer."""
        entry = next((entry for entry in reversed(self.entries[-2:]) if entry.kind != "note"), None)
        if entry is None:
            entry = Entry(block.line, kind="statement")
            self.entries.append(entry)
        return entry

    def _answer(self, entry: Entry, pieces: Sequence[Piece], line: int) -> None:
        text = plain(list(pieces))
        if not text:
            return
        self.findings += entry.take_links(pieces, line)
        if not entry.answer:
            # A mark behind a backslash is of the words, and no mark of an excerpt.
            entry.marked = pieces[0].kind == "text" and text.startswith(QUOTED)
        entry.answer.append(text)

    def _item(self, block: MarkdownBlock, pieces: list[Piece]) -> None:
        fact = fact_in(pieces)
        if fact is not None and self.entries:
            self._fact(*fact, block.line)
        elif stamped(pieces, block.line, bare=True) is not None:
            self._begin(block.line, pieces, bare=True)
        elif label_in_bold(pieces) is not None:
            self._plain(block, pieces)
        else:
            self._plain(block, [Piece(f"{block.mark} "), *pieces])

    def _fact(self, name: str, pieces: Sequence[Piece], line: int) -> None:
        finding = self.entries[-1].take_fact(name, pieces, line)
        if finding is not None:
            self.findings.append(finding)

    def _paragraph(self, block: MarkdownBlock, pieces: list[Piece]) -> None:
        """A paragraph; where lines of it begin with a stamp or state a fact, they are of their own."""
        waiting: list[Piece] = []
        for number, (parted, line) in enumerate(lines_in(pieces)):
            at = block.line + number
            fact = fact_in(line) if self.entries else None
            begins = stamped(line, at, bare=False) is not None
            quoted = (
                parted is not None
                and parted.kind == "soft"
                and plain(line).startswith(QUOTED)
                and self._asks_above(waiting)
            )
            if waiting and (begins or fact is not None or quoted):
                self._plain(block, waiting)
                waiting = []
            if begins:
                self._begin(at, line, bare=False)
            elif fact is not None:
                self._fact(*fact, at)
            else:
                waiting += [parted, *line] if waiting and parted else line
        if waiting:
            self._plain(block, waiting)

    def _asks_above(self, waiting: list[Piece]) -> bool:
        return bool(waiting) and bool(self.entries) and self.entries[-1].awaits_question

    def _plain(self, block: MarkdownBlock, pieces: list[Piece]) -> None:
        """Words without a stamp: a question, an answer, or more of one; a name in bold says whose."""
        labelled = label_in_bold(pieces)
        text = plain(pieces)
        note = EDITORS_NOTE.match(text)
        if labelled is not None:
            self._said(labelled[0], labelled[1], block)
        elif not text:
            return
        elif note is not None:
            self.entries.append(Entry(block.line, kind="note", asked=[note["text"]]))
        elif not self.entries:
            message = f"text before the first entry was left out: “{text[:60]}”; add it to the introduction"
            self.findings.append(Finding(block.line, "text_before_index", message))
        elif self.entries[-1].awaits_question and not text.startswith(QUOTED):
            self.entries[-1].asked = [text]
            self.findings += self.entries[-1].take_links(pieces, block.line)
        elif self.entries[-1].asking and not self.entries[-1].answer:
            self.entries[-1].asked.append(text)
            self.findings += self.entries[-1].take_links(pieces, block.line)
        else:
            self._answer(self._current(block), pieces, block.line)

    def _said(self, label: str, pieces: list[Piece], block: MarkdownBlock) -> None:
        """``**Jo:** Why?``: a question begins an entry, unless the one above waits for it."""
        text = plain(pieces)
        mark = label.casefold()
        if mark in ("q", "question", "a", "answer", "réponse"):
            asks, name = mark[0] == "q", ""
        else:
            person = self.labels.entry(label, block.line, asks=text.endswith("?"))
            asks, name = person.role in ASKING, person.name
        if asks:
            waits = bool(self.entries) and not self.entries[-1].asked and not self.entries[-1].answer
            entry = self.entries[-1] if waits and self.entries[-1].kind != "note" else Entry(block.line)
            if entry is not (self.entries[-1] if self.entries else None):
                self.entries.append(entry)
            entry.asked, entry.asking = [text] if text else [], True
            self.findings += entry.take_links(pieces, block.line)
            return
        entry = self._answering(name, block) if name else self._current(block)
        entry.asking = False
        self._answer(entry, pieces, block.line)


def html_left_out(block: MarkdownBlock) -> Finding:
    message = f"HTML was left out: “{' '.join(block.source.split())[:60]}”; write it in Markdown, or as text"
    return Finding(block.line, "html_left_out", message)
