"""The text of a cue: tags, entities, voices and line ends, of WebVTT (W3C, section 4.2) and of SRT."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from interviews.characters import composed

#: Letters in a line that no screen shows as one: whoever ended such a line ended a paragraph, and wrapped nothing.
_WIDEST = 80

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z]{1,10})(?P<classes>\.[^\s<>]*)?(?:\s(?P<annotation>[^<>]*))?>"
    r"|<\d[\d:.,]*>"  # where a karaoke line lights up
    r"|\{\\[^{}\n]*\}",  # SRT has styles of another program: {\an8}
    re.ASCII,
)
#: Tags that say how a cue looks. Of others (<laughs>) a typist meant the words.
_KNOWN = frozenset(
    ["v", "c", "i", "b", "u", "s", "lang", "ruby", "rt", "rp", "font", "span", "strong", "em", "br", "p"]
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_FOOTNOTE_MARK = re.compile(r"\s*[\[(]?\d{1,4}[\])]?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice says in a cue; `speaker` is empty where the cue names none. A blank line ends a paragraph."""

    speaker: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as running text: those that were wrapped for a screen are joined, paragraphs stay."""
        paragraphs: list[list[str]] = [[]]
        for line in self.lines:
            paragraphs[-1].append(line)
            if not line or len(line) > _WIDEST:
                paragraphs.append([])
        return "\n\n".join(text for lines in paragraphs if (text := " ".join(filter(None, lines))))


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a cue, one for each voice in turn, and the marks of footnotes that were taken out."""

    parts: tuple[Part, ...]
    footnotes: tuple[str, ...] = ()


def said_in(payload: Iterable[str]) -> Said:
    """What the lines of a cue say, without tags. Two voices (``<v Ola>``, ``<v Mia>``) are two parts.

    ``<c.1>1</c>`` is OHMS's mark of a footnote: a number in a class that is a number.
    """
    return _Parser("\n".join(payload)).said()


def unescaped(text: str) -> str:
    """Entities as the characters they stand for. Only those that end with a semicolon: ``AT&T`` has none."""
    return composed(_ENTITY.sub(lambda match: html.unescape(match[0]), text)) if "&" in text else text


def escaped(text: str) -> str:
    """Text as a WebVTT cue may hold it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Parser:
    def __init__(self, text: str) -> None:
        self.source = text
        self.speaker = ""
        self.pieces: list[str] = []
        self.parts: list[tuple[str, list[str]]] = []
        self.footnotes: list[str] = []
        self.footnote = -1  # the place among the pieces where a footnote's mark begins

    def said(self) -> Said:
        place = 0
        for match in _TAG.finditer(self.source) if "<" in self.source or "{" in self.source else ():
            if match["name"] and match["name"].lower() not in _KNOWN:
                continue
            self.pieces.append(unescaped(self.source[place : match.start()]))
            place = match.end()
            self.take(match)
        self.pieces.append(unescaped(self.source[place:]))
        self.turn_to("")
        return Said(tuple(Part(speaker, tuple(lines)) for speaker, lines in self.parts), tuple(self.footnotes))

    def take(self, tag: re.Match[str]) -> None:
        name = (tag["name"] or "").lower()
        if name == "v":
            self.turn_to("" if tag["close"] else " ".join(unescaped(tag["annotation"] or "").split()))
        elif name in ("br", "p"):
            self.pieces.append("\n")
        elif name == "c" and tag["close"]:
            self.end_footnote()
        elif name == "c" and (tag["classes"] or "")[1:].isdecimal():
            self.footnote = len(self.pieces)

    def end_footnote(self) -> None:
        mark = "".join(self.pieces[self.footnote :]) if self.footnote >= 0 else ""
        if _FOOTNOTE_MARK.fullmatch(mark):
            del self.pieces[self.footnote :]
            self.footnotes.append(mark.strip(" []()"))
        self.footnote = -1

    def turn_to(self, speaker: str) -> None:
        """Closes the part of whoever spoke; blank lines at its ends are left out."""
        lines = [" ".join(line.split()) for line in "".join(self.pieces).split("\n")]
        filled = [place for place, line in enumerate(lines) if line]
        if filled:
            if not self.parts or self.parts[-1][0] != self.speaker:
                self.parts.append((self.speaker, []))
            self.parts[-1][1].extend(lines[filled[0] : filled[-1] + 1])
        self.pieces, self.footnote, self.speaker = [], -1, speaker
