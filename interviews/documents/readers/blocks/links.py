"""Links of blocks in a document: written into what is rich text, beside the entry where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviews.documents.document import LinkEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Block, Link
from interviews.documents.readers.page.entry_lines import STAMP
from interviews.documents.readers.page.pointers import announces_discussion
from interviews.documents.reading import Reading

_LOOKED_AHEAD = 60  # entries among which a link's is looked for
_ENDS = " \"“”„'.…"


def with_links(reading: Reading, blocks: Sequence[Block]) -> Reading:
    """The reading with the links of the blocks it was made of: in the introduction and the biographies as Markdown, at
    the entries as links, at the discussion as its address. What finds no place is a finding."""
    linked = [block for block in blocks if block.links]
    if not linked:
        return reading
    document = reading.document
    placed: set[int] = set()
    discussion = document.discussion
    for block in linked:
        if discussion is not None and announces_discussion(block.text):
            discussion = discussion if discussion.url else replace(discussion, url=block.links[-1].address)
            placed.add(id(block))
    rich = _Rich(linked, placed)
    introduction = rich.of(document.introduction)
    appearances = tuple(replace(entry, bio=rich.of(entry.bio)) for entry in document.appearances)
    beside = [block for block in linked if id(block) not in placed]
    segments = _with_segment_links(document.segments, beside, placed)
    document = replace(
        document, discussion=discussion, introduction=introduction, appearances=appearances, segments=segments
    )
    lost = [block for block in linked if id(block) not in placed]
    findings = [*reading.findings, *_mail_left_out(beside, placed)]
    if not lost:
        return replace(reading, document=document, findings=tuple(findings))
    count = sum(len(block.links) for block in lost)
    link = lost[0].links[0]
    message = (
        f"{count} link{'s' if count > 1 else ''} found no place, first {link.address[:200]} (“{link.text[:60]}”); "
        "add what belongs to the interview in the admin"
    )
    finding = Finding(lost[0].line, "link_left_out", message)
    return replace(reading, document=document, findings=(*findings, finding))


class _Rich:
    """Paragraphs with the links of the lines that they were made of, in Markdown. Lines and paragraphs follow in the
    same order; `placed` gathers which lines were found."""

    def __init__(self, linked: Sequence[Block], placed: set[int]) -> None:
        self._linked = linked
        self._placed = placed
        self._current = 0

    def of(self, text: str) -> str:
        return "\n\n".join(self._paragraph(paragraph) for paragraph in text.split("\n\n"))

    def _paragraph(self, paragraph: str) -> str:
        ahead = range(self._current, min(self._current + _LOOKED_AHEAD, len(self._linked)))
        written, after = [], 0
        for place in ahead:
            block = self._linked[place]
            begin = paragraph.find(block.text, after) if id(block) not in self._placed else -1
            if begin >= 0:
                written += [paragraph[after:begin], _markdown(block)]
                after = begin + len(block.text)
                self._placed.add(id(block))
                self._current = place + 1
        return "".join([*written, paragraph[after:]])


def _markdown(block: Block) -> str:
    written, after = [], 0
    for link in block.links:
        begin = block.text.find(link.text, after)
        if begin >= 0:
            written += [block.text[after:begin], _written(link)]
            after = begin + len(link.text)
    return "".join([*written, block.text[after:]])


def _written(link: Link) -> str:
    if link.text.rstrip("/") == link.address.rstrip("/"):
        return link.text  # an address that is shown leads there by itself
    words = link.text.replace("[", "\\[").replace("]", "\\]")
    address = link.address.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    return f"[{words}]({address})"


def _with_segment_links(
    segments: Sequence[SegmentEntry], linked: Sequence[Block], placed: set[int]
) -> tuple[SegmentEntry, ...]:
    """The entries with the links of the lines they were made of, which follow in the same order."""
    entries = list(segments)
    current = 0
    for block in linked:
        words = _core(block.text)
        for place in range(current, min(current + _LOOKED_AHEAD, len(entries))):
            entry = entries[place]
            if words and (words in entry.question or words in entry.answer):
                known = {link.url for link in entry.links}
                added = (link for link in _entries(block.links) if link.url not in known and link.is_safe)
                entries[place] = replace(entry, links=(*entry.links, *added))
                placed.add(id(block))
                current = place
                break
    return tuple(entries)


def _entries(links: Sequence[Link]) -> Iterator[LinkEntry]:
    for link in links:
        yield LinkEntry(url=link.address, text="" if link.text == link.address else link.text)


def _mail_left_out(beside: Sequence[Block], placed: set[int]) -> Iterator[Finding]:
    """A finding for each line of an entry with addresses of mail, which are no links of an entry."""
    for block in beside:
        mail = [link.address for link in block.links if not LinkEntry(url=link.address).is_safe]
        if mail and id(block) in placed:
            message = (
                f"{', '.join(mail)[:200]} is no web address and was left out; write it into the answer if it matters"
            )
            yield Finding(block.line, "link_left_out", message)


def _core(text: str) -> str:
    """What of a line stands in an entry as it is: without a time or a label before it, and marks around it."""
    stamped = STAMP.fullmatch(text)
    if stamped is not None:
        text = stamped["text"]
    label, colon, said = text.partition(":")
    return (said if colon and said[:1] == " " and len(label) <= 40 else text).strip(_ENDS)
