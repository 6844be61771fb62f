"""What readers wrote below a page: lists of comments, as weblogs mark them.

Marks are those of WordPress (``<ol class="commentlist">``, ``<cite class="fn">``), Blogger and hCard; an element that
is marked as comments and in which none is recognised is left out all the same: it is no part of an answer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from interviews.documents.data import instant
from interviews.documents.errors import Finding
from interviews.documents.readers.blocks.block import Block
from interviews.documents.readers.html.blocks import page_of
from interviews.documents.readers.html.pieces import folded
from interviews.documents.readers.html.source import line_of
from interviews.documents.readers.html.walk import walked
from interviews.documents.readers.page.entry_lines import STAMP, label_of
from interviews.documents.readers.page.remarks import (
    Remark,
    finding_of,
    instant_in,
    is_remarks_heading,
    remarks_in,
    says,
)
from interviews.documents.reading import Line

#: Answers to answers: one that stands deeper is part of the comment around it.
DEEPEST = 20
_LISTS = frozenset(
    re.findall(
        r"[\w-]+",
        "comments commentlist comment-list comments-list comments-area comments-block comment-thread comment-section "
        "disqus_thread dsq-comments reader-comments respond",
    )
)
_ONE = re.compile(r"(?:(?:li|div|dsq)-)?comment-?(?P<number>\d{1,20})", re.ASCII)
_NAMES = frozenset(("fn", "comment-author", "comment_author", "commenter", "author"))
_TIMES = frozenset(
    ("comment-date", "comment-time", "commentmetadata", "comment-meta", "comment-metadata", "date", "timestamp")
)
_BESIDE = frozenset(("reply", "comment-reply", "comment-reply-link", "edit-link", "says", "avatar", "comment-actions"))
_VERB = r"(?:says|said|wrote|writes|a dit)"
_SAYS = re.compile(rf"\s*{_VERB}?\s?(?::|\.\.\.|…)?", re.IGNORECASE)
_SAYS_BEHIND = re.compile(rf"\s{_VERB}\b[\s:.…]*$", re.IGNORECASE)


@dataclass
class Remarks:
    """The remarks of a page, the elements that hold them (by `mem_id`), and what an editor should look at."""

    found: list[Remark] = field(default_factory=list)
    elements: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _One:
    """A comment while its elements come in; `without` are those of them that are not its words."""

    node: LexborNode
    number: str = ""
    parent: str = ""
    name: str = ""
    moment: dt.datetime | None = None
    without: set[int] = field(default_factory=set)

    def take(self, node: LexborNode) -> None:
        """An element inside it: who wrote, when, a button."""
        tokens = _tokens(node)
        if not self.name and (node.tag == "cite" or tokens & _NAMES):
            self.name = folded(node.text())
        elif node.tag == "time" or tokens & _TIMES:
            self.moment = self.moment or _instant(node.attributes.get("datetime") or folded(node.text()))
        elif not tokens & _BESIDE:
            return
        self.without.add(node.mem_id)

    def remark(self) -> Remark | None:
        lines = [block for block in page_of(self.node, self.without).blocks if block]
        texts = [block.text for block in lines]
        if texts and _SAYS.fullmatch(texts[0]):
            texts = texts[1:]
        said = says(texts[0]) if texts and not self.name else None
        name = said["name"] if said else _SAYS_BEHIND.sub("", self.name)
        moment = self.moment or (instant_in(said["date"] or "") if said else None)
        texts = texts[1:] if said else texts
        if not texts:
            return None
        line = line_of(self.node) or None
        key = f"comment-{self.number}" if self.number else ""
        return Remark(name.strip(" :"), moment, texts, line, key, self.parent)


def remarks_of(root: LexborNode) -> Remarks:
    """What readers wrote in the elements below `root` that are marked as comments."""
    remarks = Remarks()
    inside: set[int] = set()
    for node in root.css("[class], [id]"):
        if _tokens(node) & _LISTS and node.mem_id not in inside:
            remarks.elements.add(node.mem_id)
            inside |= {below.mem_id for below in node.css("[class], [id]")}
            _read_list(remarks, node)
    return remarks


def without_unsigned(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """The blocks above a heading that says “Comments”, where below it nothing is an entry and nobody is named."""
    last = max((place for place, block in enumerate(blocks) if block.heading), default=len(blocks))
    if last == len(blocks) or not is_remarks_heading(blocks[last].text):
        return [*blocks], []
    below = [block for block in blocks[last + 1 :] if block]
    if not below or any(says(block.text) or STAMP.fullmatch(block.text) or label_of(block.text) for block in below):
        return [*blocks], []
    return [*blocks[:last]], [_left_out(below[0].text, blocks[last].line)]


def _read_list(remarks: Remarks, node: LexborNode) -> None:
    line = line_of(node) or None
    found = [remark for one in _ones_in(node) if (remark := one.remark()) is not None]
    blocks = [] if found else page_of(node).blocks
    found = found or [*remarks_in([Line(block.line or 0, block.text) for block in blocks])]
    if found:
        remarks.found += found
        remarks.findings.append(finding_of(found, line))
    elif words := next((block.text for block in blocks if block and not is_remarks_heading(block.text)), ""):
        remarks.findings.append(_left_out(words, line))


def _left_out(words: str, line: int | None) -> Finding:
    message = f"left out: “{words[:60]}”, and what follows among the comments of the page; nobody is named there"
    return Finding(line, "comments_left_out", message)


def _ones_in(root: LexborNode) -> Iterator[_One]:
    """The comments of a list in their order, those that answer one with its key."""
    found: list[_One] = []
    opened: list[_One] = []
    for begins, node in walked(root, everything=True):
        if not node.is_element_node or node.mem_id == root.mem_id:
            continue
        if not begins:
            if opened and opened[-1].node.mem_id == node.mem_id:
                opened.pop()
            continue
        number = _ONE.fullmatch(node.attributes.get("id") or "")
        is_one = bool(number) or "comment" in _tokens(node)
        said = number["number"] if number else ""
        if is_one and opened and (not opened[-1].number or said in ("", opened[-1].number)) and not opened[-1].name:
            opened[-1].number = opened[-1].number or said  # the same comment, in the next of its elements
        elif is_one and len(opened) < DEEPEST:
            parent = f"comment-{opened[-1].number}" if opened and opened[-1].number else ""
            if opened:
                opened[-1].without.add(node.mem_id)
            opened.append(_One(node, said, parent))
            found.append(opened[-1])
        elif opened:
            opened[-1].take(node)
    yield from found


def _instant(text: str) -> dt.datetime | None:
    with suppress(ValueError):
        return instant(text)
    return instant_in(text)


def _tokens(node: LexborNode) -> set[str]:
    attributes = node.attributes
    return {*f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()}
