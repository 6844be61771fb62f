"""Fonts for drawn pictures: those that the machine has, asked which letters they can draw.

Pillow brings one font that knows little more than ASCII; a letter that a font does not know is drawn as a box. So every
text is set in the first font that knows all its letters, and where there is none it is not set at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL import ImageFont

    Font: TypeAlias = ImageFont.FreeTypeFont

#: File names by which FreeType's systems are asked, the finest first: the faces of static/css/tokens.css, then those
#: that nearly every system has, then those with many scripts.
SERIF = ("P052-Roman.otf", "Palatino.ttc", "pala.ttf", "georgia.ttf", "NotoSerif-Regular.ttf", "DejaVuSerif.ttf")
SANS = ("NotoSans-Regular.ttf", "segoeui.ttf", "Helvetica.ttc", "arial.ttf", "LiberationSans-Regular.ttf")
ANY_SCRIPT = ("DejaVuSans.ttf", "NotoSansCJK-Regular.ttc", "unifont.otf", "Arial Unicode.ttf", "msyh.ttc")

#: No font has a glyph for the last code point: what is drawn for it is drawn for all that the font does not know.
_UNKNOWN = "\U0010ffff"
_PROBED_AT = 24
#: Signs that adorn and say nothing that is missed: emoji, what chooses between their forms, private characters.
_ORNAMENTS = {"So", "Cf", "Cs", "Co", "Cn", "Cc"}


def plain(text: str) -> str:
    """On one line, composed, without what no font of letters has."""
    kept = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    letters = "".join(sign for sign in kept if unicodedata.category(sign) not in _ORNAMENTS and not _chooses(sign))
    return " ".join(letters.split())


def font_for(text: str, names: Sequence[str], size: int, own: Sequence[str] = ()) -> Font | None:
    """The first that draws all of `text`; `own` are files that the site chose, and come before all others."""
    from PIL import features

    if _must_be_shaped(text) and not features.check("raqm"):
        return None
    for name in (*own, *names, *ANY_SCRIPT, ""):
        if _has(name) and all(_knows(name, sign) for sign in set(text)):
            return _opened(name, size)
    return None


def lines_of(text: str, font: Font, width: int) -> list[str]:
    """Broken into lines of that many pixels at most: at spaces, and within what is longer than a line."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, font, width):
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
        else:
            lines += [line] if line else []
            line = word
    return [*lines, line] if line else lines


def cut(lines: Sequence[str], most: int, font: Font, width: int) -> list[str]:
    """The first lines, with three dots where there were more."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1].rstrip(" ,;:.–—-")
    while last and font.getlength(f"{last}...") > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}..."]


def _pieces(text: str, font: Font, width: int) -> Iterator[str]:
    for word in text.split():
        while len(word) > 1 and font.getlength(word) > width:
            room = max(1, int(len(word) * width / font.getlength(word)))
            while room > 1 and font.getlength(word[:room]) > width:
                room -= 1
            yield word[:room]
            word = word[room:]
        yield word


@lru_cache(maxsize=64)
def _opened(name: str, size: int) -> Font:
    """Raises OSError. An empty name is Pillow's own."""
    from PIL import ImageFont

    font = ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("this Pillow was made without FreeType")
    return font


@lru_cache(maxsize=64)
def _has(name: str) -> bool:
    try:
        _opened(name, _PROBED_AT)
    except OSError:
        return False
    return True


@lru_cache(maxsize=8192)
def _knows(name: str, sign: str) -> bool:
    if sign.isspace() or unicodedata.combining(sign):
        return True
    font = _opened(name, _PROBED_AT)
    return bytes(font.getmask(sign)) != bytes(font.getmask(_UNKNOWN))


def _must_be_shaped(text: str) -> bool:
    """Written from the right, or with letters that change beside others."""
    return any(
        unicodedata.bidirectional(sign) in ("R", "AL") or unicodedata.category(sign) in ("Mn", "Mc") for sign in text
    )


def _chooses(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f"
