"""The HTML of a post, a feed's description or a comment as lines: each as plain text and in our Markdown.

A line of either stands at the same place, so what a reader of plain text finds can be cut from the Markdown as well.
Paragraphs have a blank line between them. What is no text (pictures, sound, players) is listed beside it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from interviews.documents.readers.feeds.markdown_runs import Run, folded, written
from interviews.documents.readers.feeds.rich_lines import Picture, RichLine, RichText
from interviews.documents.readers.feeds.values import is_sound, web_address
from interviews.documents.readers.html.source import line_of, washed

_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 "
        "h2 h3 h4 h5 h6 header hr main nav ol p section summary table tr ul x-pre",
    )
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_STRONG = _HEADINGS | {"x-b", "x-strong", "th"}
_EMPHASIS = frozenset(
    re.findall(
        r"\S+",
        "cite dfn x-em x-i",
    )
)
_UNSEEN = frozenset(
    re.findall(
        r"\S+",
        "button canvas head input map object select template",
    )
)
#: Elements that make blocks of their own: in a text that has one, line ends mean nothing.
_HAS_BLOCKS = re.compile(r"<(?:p|br|div|ul|ol|li|h[1-6]|blockquote|table|pre)\b", re.IGNORECASE)
_FRAME = re.compile(r"<(?:iframe|embed)\b([^<>]*)>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_LONGEST_EMOJI = 8
_DEEPEST = 8  # lists or quotations in each other that are written as such


def has_blocks(text: str) -> bool:
    """Whether paragraphs are marked, so that line ends are white space."""
    return bool(_HAS_BLOCKS.search(text))


def rich_text(text: str, *, breaks: bool, base: str = "", line: int = 1) -> RichText:
    """What a piece of HTML says that begins on that `line`; `base` is the page's own address, for links within a site.

    With `breaks` an end of line is one, and a blank line divides paragraphs. Raises DocumentError for what is too
    large or nested too deep.
    """
    if not text:
        return RichText()
    source = washed(text)
    builder = _Builder(breaks, base, line)
    root = LexborHTMLParser(source.markup).body
    if root is not None:
        for begins, node in _walk(root):
            (builder.begin if begins else builder.end)(node, node.tag or "")
        builder.break_block()
    found = builder.found
    found.frames = [html.unescape(name[1]) for frame in _FRAME.finditer(text) if (name := _SOURCE.search(frame[1]))]
    while found.lines and not found.lines[-1]:
        found.lines.pop()
    return found


def _walk(root: LexborNode) -> Iterator[tuple[bool, LexborNode]]:
    """Each node when it begins (True) and when it ends; not by recursion, for posts can be deep."""
    last = root.mem_id
    node = root
    while True:
        yield True, node
        below = None if node.tag in _UNSEEN else node.first_child
        if below is not None:
            node = below
            continue
        yield False, node
        while node.mem_id != last and node.next is None:
            parent = node.parent
            if parent is None:
                return
            node = parent
            yield False, node
        if node.mem_id == last or node.next is None:
            return
        node = node.next


class _Builder:
    """Lines while their pieces come in."""

    def __init__(self, breaks: bool, base: str, line: int) -> None:
        self.found = RichText()
        self._breaks = breaks
        self._base = base
        self._runs: list[Run] = []
        self._first = self._number = line
        self._begun = 0
        self._strong = self._emphasis = self._code = self._preformatted = 0
        self._addresses: list[str] = []
        self._lists: list[int | None] = []  # the number of the latest item; None where there are only bullets
        self._indents: list[str] = []  # of the items that are open
        self._mark = ""
        self._quotes: list[int] = []
        self._quoted_before: tuple[int, ...] = ()
        self._blank = False

    def begin(self, node: LexborNode, tag: str) -> None:
        if node.is_text_node:
            self._text(node.text_content or "")
            return
        if (line := self._first - 1 + line_of(node)) > self._number:
            self._number = line
        if tag in _BLOCKS and not (self._mark and not self._runs):
            self.break_line() if tag in ("ol", "ul") and self._lists else self.break_block()
        self._style(tag, 1)
        if tag == "br":
            self.break_line() if self._runs else self.break_block()
        elif tag == "x-a":
            self._begin_link(node.attributes)
        elif tag == "blockquote":
            self._quotes.append(node.mem_id)
        elif tag in ("ol", "ul"):
            self._lists.append(_start(node.attributes) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag in ("td", "th"):
            self._runs.append(Run(" "))
        elif tag == "img":
            self._picture(node.attributes)
        elif tag in ("audio", "video", "source"):
            self._sound(node.attributes, self.found.sounds, bare=tag != "source")

    def end(self, node: LexborNode, tag: str) -> None:
        if tag in ("ol", "ul") and len(self._lists) > 1:
            self.break_line()
        elif tag in _BLOCKS:
            self.break_block()
        self._style(tag, -1)
        if tag == "x-a" and self._addresses:
            self._addresses.pop()
        elif tag == "blockquote" and self._quotes:
            self._quotes.pop()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self.break_line()
            self._mark = ""
            if self._indents:
                self._indents.pop()

    def break_line(self) -> None:
        """Ends the line, if it has words."""
        runs, self._runs = folded(self._runs), []
        if not runs:
            return
        quotes = tuple(self._quotes[:_DEEPEST])
        if self._blank and self.found.lines:
            common = sum(one == other for one, other in zip(quotes, self._quoted_before, strict=False))
            self.found.lines.append(RichLine(self._begun, "", (">" * common)))
        self._blank, self._quoted_before = False, quotes
        indent = "".join(self._indents[:_DEEPEST])
        if self._mark:
            indent = indent[: -len(self._mark)] + self._mark
            self._mark = ""
        plain = "".join(run.text for run in runs)
        self.found.lines.append(RichLine(self._begun, plain, "> " * len(quotes) + indent + written(runs)))

    def break_block(self) -> None:
        """Ends the line, and leaves a blank one below it."""
        self.break_line()
        self._blank = True

    def _style(self, tag: str, change: int) -> None:
        self._strong += change * (tag in _STRONG)
        self._emphasis += change * (tag in _EMPHASIS)
        self._code += change * (tag == "x-code")
        self._preformatted += change * (tag == "x-pre")

    def _text(self, text: str) -> None:
        if not (self._breaks or self._preformatted):
            self._piece(text)
            self._number += text.count("\n")
            return
        blank = False
        for number, part in enumerate(text.split("\n")):
            if number:
                self.break_line()
                self._number += 1
                if blank and number > 1:
                    self.break_block()
            blank = not part.strip()
            if not blank or self._runs:
                self._piece(part)

    def _piece(self, text: str) -> None:
        filled = text.lstrip()
        if filled and not any(run.text.strip() for run in self._runs):
            self._begun = self._number + text.count("\n", 0, len(text) - len(filled))
        address = self._addresses[-1] if self._addresses else ""
        self._runs.append(Run(text, self._strong > 0, self._emphasis > 0, self._code > 0, address))

    def _begin_link(self, attributes: dict[str, str | None]) -> None:
        given = (attributes.get("href") or "").strip()
        mail = given if given.lower().startswith("mailto:") and not any(map(str.isspace, given)) else ""
        address = mail or (web_address(given, self._base) if not given.startswith("#") else "")
        self._addresses.append(address)
        if address and is_sound(address, attributes.get("type") or ""):
            self.found.linked_sounds.setdefault(address, attributes.get("type") or "")

    def _begin_item(self) -> None:
        self.break_line()
        if not self._lists:
            self._lists.append(None)
        number = self._lists[-1]
        if number is not None:
            self._lists[-1] = number + 1
        self._mark = "- " if number is None else f"{number + 1}. "
        self._indents.append(" " * len(self._mark))

    def _picture(self, attributes: dict[str, str | None]) -> None:
        alt = " ".join((attributes.get("alt") or "").split())
        if alt and len(alt) <= _LONGEST_EMOJI and not any(map(str.isalnum, alt)):
            self._piece(alt)  # WordPress shows emoji as pictures
        else:
            self.found.pictures.append(Picture(web_address(attributes.get("src") or "", self._base), alt))

    def _sound(self, attributes: dict[str, str | None], sounds: dict[str, str], *, bare: bool) -> None:
        address = web_address(attributes.get("src") or "", self._base)
        kind = attributes.get("type") or ""
        if address and (bare or is_sound(address, kind)):
            sounds.setdefault(address, kind)


def _start(attributes: dict[str, str | None]) -> int:
    given = (attributes.get("start") or "1").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
