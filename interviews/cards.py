"""The picture of an interview, or of one of its moments, that other sites show beside a link to it.

Drawn with the colours of static/css/tokens.css. The same card is the same bytes on one machine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviews.lettering import SANS, SERIF, cut, font_for, lines_of, plain

if TYPE_CHECKING:  # most processes never draw: Pillow, of 7 MB, is loaded by those that do
    from PIL import Image

    from interviews.lettering import Font

#: What the sites that show cards ask for: 1.91 to 1.
SIZE = (1200, 630)
#: Changes with the way in which cards are drawn, so that no copy of an older one is taken for it.
DRAWING = 1

#: Characters of a text that are looked at: more than a card can hold.
LONGEST = 400
MARGIN = 84
FACE = 232
GAP = 56

PAPER, INK, SOFT = (252, 250, 246), (26, 32, 41), (87, 94, 105)
LINE, SIGNAL = (224, 222, 216), (211, 62, 33)

BAR = 474  # where the recording's parts lie, as below the player
BAR_HEIGHT = 8
FOOT = 540  # the middle of the last line
#: Sizes that are tried, the largest first, until the words fit above the bar.
HERO = (72, 64, 58, 52, 46, 41)
LEADING = 1.24
NAME = 88


@dataclass(frozen=True, slots=True)
class Card:
    """`question` and `moment` are those of an entry; without them it is the card of the whole, where `moment` may be
    its length. `parts` are where entries start, from 0 to 1 of the recording; `part` is the one that is meant."""

    site: str
    name: str = ""
    title: str = ""
    question: str = ""
    moment: str = ""
    parts: tuple[float, ...] = ()
    part: int | None = None


def draw(card: Card, *, portrait: bytes = b"", fonts: Sequence[str] = ()) -> bytes:
    """A PNG. `portrait` is a picture of the person; `fonts` are files that come before those of the system.

    What no font can write is left out.
    """
    from PIL import Image

    picture = Image.new("RGB", SIZE, PAPER)
    pen = _Pen(picture, fonts)
    width = SIZE[0] - 2 * MARGIN
    if face := _face(portrait):
        picture.paste(face, (SIZE[0] - MARGIN - FACE, MARGIN), _rounded(FACE))
        width -= FACE + GAP
    question, name, title, site = (plain(text[:LONGEST]) for text in (card.question, card.name, card.title, card.site))
    if pen.can_write(question):
        _words(pen, question, name, width, HERO)
    elif pen.can_write(name):
        _words(pen, name, title, width, (NAME, *HERO))
    else:
        _words(pen, site, "", width, (NAME, *HERO))
        site = ""
    _bar(pen, card)
    _foot(pen, card, site)
    written = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE if face else Image.Quantize.MEDIANCUT).save(written, "PNG")
    return written.getvalue()


class _Pen:
    def __init__(self, picture: Image.Image, fonts: Sequence[str]) -> None:
        from PIL import ImageDraw

        self.on = ImageDraw.Draw(picture)
        self.fonts = fonts

    def can_write(self, text: str) -> bool:
        return bool(text) and self.font(text, SERIF, HERO[0]) is not None

    def font(self, text: str, names: Sequence[str], size: int) -> Font | None:
        return font_for(f"{text}.", names, size, self.fonts)

    def lines(self, top: float, lines: Sequence[str], font: Font, colour: tuple[int, int, int]) -> float:
        """Writes from `top` down; returns where it ends."""
        for line in lines:
            self.on.text((MARGIN, top + font.size), line, colour, font, anchor="ls")
            top += font.size * LEADING
        return top


def _words(pen: _Pen, large: str, small: str, width: int, sizes: Sequence[int]) -> None:
    """The large ones in the size in which they fit, the small ones below."""
    below = pen.font(small, SERIF, 33)
    small_lines = cut(lines_of(small, below, width), 2, below, width) if small and below else []
    room = BAR - 44 - MARGIN - (20 + len(small_lines) * 33 * LEADING if small_lines else 0)
    top: float = MARGIN - 14
    for size in sizes:
        if not large or (font := pen.font(large, SERIF, size)) is None:
            break
        lines = lines_of(large, font, width)
        if len(lines) * size * LEADING <= room or size == HERO[-1]:
            top = pen.lines(top, cut(lines, int(room / (size * LEADING)), font, width), font, INK) + 20
            break
    if below:
        pen.lines(top, small_lines, below, SOFT)


def _bar(pen: _Pen, card: Card) -> None:
    """The recording with its parts; a plain line where nothing is known of them."""
    left, right = MARGIN, SIZE[0] - MARGIN
    edges = [left + round(start * (right - left)) for start in card.parts] or [left]
    if edges[0] > left:  # what comes before the first entry
        edges.insert(0, left)
    marked = None if card.part is None else card.part + len(edges) - len(card.parts)
    for number, (start, end) in enumerate(zip(edges, [*edges[1:], right + 4], strict=True)):
        if end - 4 > start or number == marked:
            box = (start, BAR, max(end - 5, start + 5), BAR + BAR_HEIGHT - 1)
            pen.on.rounded_rectangle(box, 3, SIGNAL if number == marked else LINE)


def _foot(pen: _Pen, card: Card, site: str) -> None:
    left, room = MARGIN, SIZE[0] - 2 * MARGIN
    if card.moment and (font := pen.font(card.moment, SANS, 34)):
        meant = card.part is not None
        if meant:
            pen.on.polygon([(left, FOOT - 14), (left + 25, FOOT), (left, FOOT + 14)], SIGNAL)
            left += 42
        pen.on.text((left, FOOT), card.moment, SIGNAL if meant else SOFT, font, anchor="lm")
        room -= int(font.getlength(card.moment)) + 100
    if site and (font := pen.font(site, SERIF, 30)):
        line = cut(lines_of(site, font, room), 1, font, room)[0]
        pen.on.text((SIZE[0] - MARGIN, FOOT), line, SOFT, font, anchor="rm")


def _face(portrait: bytes) -> Image.Image | None:
    """The square of a portrait that pages show; None where it is no picture."""
    from PIL import Image

    if not portrait:
        return None
    try:
        with Image.open(io.BytesIO(portrait)) as opened:
            face = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    side, (width, height) = min(face.size), face.size
    left, top = (width - side) // 2, (height - side) // 4
    square = face.crop((left, top, left + side, top + side))
    return square.resize((FACE, FACE), Image.Resampling.LANCZOS)


def _rounded(side: int) -> Image.Image:
    from PIL import Image, ImageDraw

    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * 4 - 1, side * 4 - 1), 44, 255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)
