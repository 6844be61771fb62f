"""What a line of Markdown begins with: a moment (``[2:05](?t=125)``, ``**2:05**``, ``[2:05]``), or a label in bold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviews import timecode
from interviews.documents.errors import Finding
from interviews.documents.markdown_text import Piece, plain
from interviews.documents.readers.page.entry_lines import STAMP, is_bare, is_bare_time

#: What stands before a stamp as the source had it, in the title of its link.
AS_WRITTEN = "as written: "

_SEPARATOR = re.compile(r"\s*(?::(?=\s|$))?\s*(?:[-–—](?=\s))?\s*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment, and the end if one is said; `raw` is the spelling, where it is not ours."""

    start: dt.timedelta | None
    end: dt.timedelta | None
    raw: str
    problem: Finding | None = None


def leading(pieces: Sequence[Piece], *, linked: bool = False) -> tuple[str, list[Piece]]:
    """The text of the first link (or the first words in bold), and the pieces behind it."""
    count = next(
        (place for place, piece in enumerate(pieces) if not _goes_on(piece, pieces[0], linked=linked)), len(pieces)
    )
    return plain(list(pieces[:count])), list(pieces[count:])


def _goes_on(piece: Piece, first: Piece, *, linked: bool) -> bool:
    same = piece.url is not None and piece.url == first.url if linked else piece.strong
    return same and piece.kind in ("text", "escaped")


def stamped(pieces: Sequence[Piece], line: int, *, bare: bool) -> tuple[Stamp, list[Piece]] | None:
    """The stamp at the beginning and the pieces behind it; None where there is none.

    `bare` says whether a time without any mark is one: in prose it is not.
    """
    pieces = list(pieces)
    while pieces and pieces[0].kind == "text" and not pieces[0].text.strip():
        pieces.pop(0)
    if not pieces or pieces[0].kind != "text":
        return None
    first = pieces[0]
    marked = first.url is not None or first.strong
    if marked:
        text, rest = leading(pieces, linked=first.url is not None)
        match = STAMP.fullmatch(text.strip())
        if match is None or match["text"]:
            return None
        stamp = _stamp(match, line, first)
    else:
        match = STAMP.fullmatch(first.text.lstrip())
        if match is None or (not bare and (is_bare(match) or (len(pieces) > 1 and is_bare_time(match)))):
            return None
        stamp, rest = _stamp(match, line, first), [replace(first, text=match["text"]), *pieces[1:]]
    return stamp, _without_separator(rest)


def _stamp(match: re.Match[str], line: int, piece: Piece) -> Stamp:
    raw = match["stamp"]
    try:
        start = timecode.parse(raw)
    except timecode.TimecodeError as error:
        message = f"{error}; the entry is kept without it: correct the document or set it in the admin"
        return Stamp(None, None, raw, Finding(line, "impossible_timecode", message))
    if piece.url is not None and raw == timecode.written(start):
        title = piece.title
        raw = title.removeprefix(AS_WRITTEN)[:40] if title.startswith(AS_WRITTEN) else ""
    end, problem = None, None
    if match["end"]:
        try:
            end = timecode.parse(match["end"])
        except timecode.TimecodeError as error:
            message = f"{error}; the entry is kept without its end: correct it"
            problem = Finding(line, "impossible_timecode", message)
    if end is not None and end < start:
        message = f"“{match['end']}” ends before the entry begins; the entry is kept without its end: correct it"
        end, problem = None, Finding(line, "impossible_timecode", message)
    return Stamp(start, end, raw, problem)


def _without_separator(pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[0].kind == "text" and pieces[0].url is None and not pieces[0].strong:
        text = _SEPARATOR.sub("", pieces[0].text, count=1)
        if text:
            return [replace(pieces[0], text=text), *pieces[1:]]
        pieces = pieces[1:]
    return pieces


def label_in_bold(pieces: Sequence[Piece]) -> tuple[str, list[Piece]] | None:
    """Words in bold that a colon ends, as before what somebody says, and the pieces behind it."""
    if not pieces or not pieces[0].strong or pieces[0].kind not in ("text", "escaped"):
        return None
    text, rest = leading(pieces)
    if text.endswith(":"):
        return text[:-1].strip(), rest
    if rest and rest[0].kind == "text" and rest[0].text.startswith(":"):
        return text, [replace(rest[0], text=rest[0].text[1:]), *rest[1:]]
    return None
