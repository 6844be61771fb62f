"""Print the five invented guests, and who asked them, as small linocuts: python make_portraits.py [folder].

Every layer is a mask in one flat colour, cut at four times the final size. Its edge is roughened a
little and its surface speckled, as hand-printed ink is. Coordinates are those of the 640 by 640 picture.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE, SCALE = 640, 4
FULL = SIZE * SCALE
PAPER, SAND, OCHRE, RUST = "#f3e9d6", "#dfc396", "#c2975c", "#b24a2a"
INK, BLUE, MIST = "#1c2d45", "#48708c", "#b4c8cc"

GREY = "#d9d3c6"

Point = tuple[float, float]
Mask = Image.Image


def points(text: str) -> list[Point]:
    """ "0 1  2 3" is (0, 1), (2, 3)."""
    numbers = [float(word) for word in text.split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def mirrored(text: str) -> list[Point]:
    """The outline whose right half, from top to bottom, is given."""
    right = points(text)
    return [*right, *((-x, y) for x, y in reversed(right) if x)]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 16) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    line: list[Point] = []
    for i in range(count if closed else count - 1):
        around = [points[(i + k) % count if closed else min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2)]
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(w * p[axis] for w, p in zip(weights, around, strict=True)) / 2 for axis in (0, 1))
            line.append((x, y))
    return line if closed else [*line, points[-1]]


def box(left: float, top: float, width: float, height: float) -> list[Point]:
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Print:
    """A sheet of paper and the inks laid on it, in order."""

    def __init__(self, ground: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.sheet = Image.new("RGB", (FULL, FULL), ground)
        self.wobble = self.noise(SIZE // 2, 1.2)
        self.speckle = self.noise(SIZE, 0.7).point(lambda v: 185 if v < 70 else 255)

    def noise(self, size: int, blur: float) -> Mask:
        """Seeded noise around 128, enlarged to the full sheet."""
        grey = Image.frombytes("L", (size, size), self.random.randbytes(size * size))
        return grey.filter(ImageFilter.GaussianBlur(blur)).resize((FULL, FULL), Image.Resampling.BICUBIC)

    def ink(self, mask: Mask, colour: str, clip: Mask | None = None) -> Mask:
        """Lay one colour through a mask; the mask as printed is returned, to clip later layers by."""
        if clip:
            mask = ImageChops.multiply(mask, clip)
        soft = mask.filter(ImageFilter.GaussianBlur(5))
        rough = ImageChops.add(soft, self.wobble, scale=1, offset=-128)
        edge = Image.composite(rough, mask, soft.point(lambda v: 255 if 4 < v < 251 else 0))
        cut = edge.point(lambda v: max(0, min(255, (v - 104) * 5)))
        self.sheet.paste(colour, mask=ImageChops.multiply(cut, self.speckle))
        return cut

    def shape(self, points: Iterable[Point], colour: str, clip: Mask | None = None) -> Mask:
        return self.ink(polygon(points), colour, clip)

    def curve(self, points: Sequence[Point], colour: str, clip: Mask | None = None) -> Mask:
        return self.ink(polygon(smooth(points)), colour, clip)

    def disc(self, x: float, y: float, radius: float, colour: str, clip: Mask | None = None) -> Mask:
        turn = (math.tau * k / 90 for k in range(90))
        return self.shape([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn], colour, clip)

    def cuts(self, lines: Iterable[tuple[Sequence[Point], float]], colour: str, clip: Mask | None = None) -> None:
        """Gouge strokes: each swells to its width in the middle and tapers at both ends."""
        mask = blank()
        for points, width in lines:
            stroke(mask, smooth(points, closed=False), width)
        self.ink(mask, colour, clip)

    def finished(self) -> Image.Image:
        small = self.sheet.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        grain = Image.frombytes("L", (SIZE, SIZE), self.random.randbytes(SIZE * SIZE))
        grain = grain.filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: 128 + (v - 128) // 11)
        return ImageChops.overlay(small, Image.merge("RGB", [grain] * 3))


def blank() -> Mask:
    return Image.new("L", (FULL, FULL), 0)


def polygon(points: Iterable[Point]) -> Mask:
    mask = blank()
    ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=255)
    return mask


def stroke(mask: Mask, line: Sequence[Point], width: float) -> None:
    draw = ImageDraw.Draw(mask)
    for i in range(len(line) - 1):
        (x0, y0), (x1, y1) = line[i], line[i + 1]
        for part in range(6):
            x, y = x0 + (x1 - x0) * part / 6, y0 + (y1 - y0) * part / 6
            r = width / 2 * (0.3 + 0.7 * math.sin(math.pi * (i + part / 6) / len(line)))
            draw.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=255)


def sea(sheet: Print, top: float, colour: str, crest: str, clip: Mask | None = None) -> None:
    """Water from `top` down, with rows of carved crests that widen towards the viewer."""
    edge = [(x, top + 3 * math.sin(x / 31)) for x in range(-10, 660, 10)]
    water = sheet.shape([*edge, (660, 660), (-20, 660)], colour, clip)
    rows = []
    for row in range(9):
        y, reach = top + 16 + row * (13 + row * 3), 30 + row * 7
        x = -40 + sheet.random.uniform(0, reach)
        while x < SIZE:
            rise = 4 + row
            rows.append(([(x, y), (x + reach / 2, y - rise), (x + reach, y)], 2.5 + row * 0.55))
            x += reach * sheet.random.uniform(1.25, 1.9)
    sheet.cuts(rows, crest, water)


class Head:
    """A face seen from the front and lit from the left, measured in half widths and half heights."""

    def __init__(self, sheet: Print, x: float, y: float, width: float, jaw: float, skin: str, shade: str) -> None:
        self.sheet, self.x, self.y, self.w, self.h = sheet, x, y, width, width * 1.36
        self.jaw, self.skin, self.shade = jaw, skin, shade

    def at(self, measures: str | Iterable[Point]) -> list[Point]:
        """From face measures to the sheet."""
        pairs = points(measures) if isinstance(measures, str) else measures
        return [(self.x + self.w * x, self.y + self.h * y) for x, y in pairs]

    def patch(self, measures: str | Iterable[Point], colour: str, clip: Mask | None = None) -> Mask:
        return self.sheet.curve(self.at(measures), colour, clip)

    def lines(self, *drawn: tuple[str, float], colour: str = INK, clip: Mask | None = None) -> None:
        self.sheet.cuts([(self.at(line), width) for line, width in drawn], colour, clip)

    def face(self) -> None:
        neck = self.patch("-.5 .5  .5 .5  .56 1.5  0 1.75  -.56 1.5", self.skin)
        self.patch("-.6 .72  0 1.12  .7 .6  .8 1.8  .12 1.7  -.06 1.3", self.shade, neck)
        self.patch("-.9 -.12  -1.12 -.14  -1.1 .2  -.92 .3", self.skin)
        self.patch(".9 -.12  1.12 -.14  1.1 .2  .92 .3", self.shade)
        chin = f"{0.9 * self.jaw + 0.12} .5  {0.66 * self.jaw} .86  .2 1"
        face = self.patch(mirrored(f"0 -1  .62 -.87  .93 -.45  .96 .05  {chin}"), self.skin)
        nose_side = ".5 -1.1  .42 -.5  .2 -.2  .12 -.02  .22 .1  .3 .36  .1 .4"
        shadow = f"{nose_side}  .34 .52  .42 .7  .2 1.1  1.2 1.1  1.2 -1.1"
        self.patch(shadow, self.shade, face)

    def features(self, brow: str = INK, brow_width: float = 7, lip: str = RUST, smile: float = 0.03) -> None:
        for eye in (-0.42, 0.42):
            upper = f"{eye - 0.2} .02  {eye} -.055  {eye + 0.2} .02"
            lower = f"{eye - 0.13} .085  {eye} .1  {eye + 0.13} .085"
            self.lines((upper, 5.5), (lower, 2.2))
            self.sheet.disc(*self.at([(eye + 0.01, 0.022)])[0], self.w * 0.062, INK)
        self.lines((".1 -.12  .13 .12  .2 .3  .1 .37  -.02 .36", 4.5), ("-.14 .3  -.17 .35  -.1 .37", 3))
        self.patch("-.2 .62  .03 .64  .26 .62  .14 .71  -.08 .71", lip)
        corner = 0.6 - smile
        self.lines((f"-.3 {corner}  -.12 .605  .03 .615  .18 .605  .35 {corner}", 5))
        left, right = "-.16 -.13  -.4 -.22  -.68 -.12", ".16 -.13  .4 -.22  .68 -.12"
        self.lines((left, brow_width), (right, brow_width), colour=brow)


def shoulders(sheet: Print, x: float, top: float, colour: str, spread: float = 215) -> Mask:
    half = [(52, 0), (88, 20), (150, 46), (spread - 22, 84), (spread, 150), (spread + 22, 290)]
    outline = [(x - px, top + py) for px, py in reversed(half)] + [(x + px, top + py) for px, py in half]
    return sheet.shape(smooth(outline, closed=False), colour)


def knit(sheet: Print, x: float, top: float, colour: str, clip: Mask) -> None:
    """The ribs of a heavy jersey, falling away from the collar."""
    ribs = []
    for k in range(-13, 14):
        ribs.append(([(x + k * 9, top + 20), (x + k * 17, top + 110), (x + k * 21, top + 300)], 3.4))
    sheet.cuts(ribs, colour, clip)


def alasdair_rook() -> Image.Image:
    sheet = Print(BLUE, 11)
    sheet.shape(points("512 168  -128 90  -128 232"), SAND)
    sheet.shape(points("512 168  1152 51  1152 194"), SAND)
    stars = "60 60  150 96  226 40  330 66  404 36  590 60  110 250  44 290  600 270"
    for x, y in points(stars):
        sheet.disc(x, y, 2.2, PAPER)
    sea(sheet, 430, INK, MIST)
    sheet.curve(points("420 455  452 402  500 380  556 384  604 420  660 470  540 480"), INK)
    tower = sheet.shape(points("488 200  536 200  552 396  472 396"), PAPER)
    sheet.shape(points("470 250  556 250  556 300  470 300"), RUST, tower)
    sheet.shape(points("520 190  580 190  580 400  530 400"), INK, tower)
    sheet.shape(points("480 190  544 190  544 202  480 202"), INK)
    sheet.shape(points("494 148  530 148  530 190  494 190"), SAND)
    sheet.shape(points("488 150  512 124  536 150"), RUST)
    sheet.shape(points("510 150  514 150  514 190  510 190"), INK)

    body = shoulders(sheet, 268, 452, BLUE, 208)
    knit(sheet, 268, 452, INK, body)
    head = Head(sheet, 268, 300, 88, 0.86, "#e3b58a", OCHRE)
    head.face()
    collar = head.patch(".72 1.12  .86 1.5  0 1.86  -.86 1.5  -.72 1.12  0 1.42", BLUE)
    ribs = range(-8, 9)
    head.lines(*((f"{k * 0.11} 1.1  {k * 0.125} 1.5  {k * 0.14} 1.9", 3.4) for k in ribs), clip=collar)
    head.features(brow=GREY, brow_width=9, lip=OCHRE, smile=0.02)
    beard = polygon(smooth(head.at(mirrored(".03 .49  .2 .46  .52 .47  .86 .34  1 .02  1 .56  .66 1.02  .1 1.22"))))
    mouth = polygon(smooth(head.at("-.28 .6  .03 .57  .34 .6  .2 .72  -.12 .72")))
    hair = sheet.ink(ImageChops.subtract(beard, mouth), GREY)
    locks = ((f"{k * 0.16} {0.78 - 0.025 * abs(k)}  {k * 0.15} .9  {k * 0.11} 1.14", 3) for k in range(-5, 6))
    head.lines(*locks, colour=BLUE, clip=hair)
    crown = head.patch(mirrored("0 -1.5  .6 -1.36  1.04 -.86  1.08 -.36  .5 -.52  0 -.56"), RUST)
    head.lines(*((f"{k * 0.2} -.5  {k * 0.19} -1  {k * 0.1} -1.5", 3.2) for k in range(-5, 6)), clip=crown)
    brim = head.patch(mirrored("0 -.84  .55 -.8  1.12 -.66  1.14 -.3  .55 -.45  0 -.49"), RUST)
    head.lines(*((f"{k * 0.15} -.86  {k * 0.155} -.6  {k * 0.15} -.3", 3.4) for k in ribs), clip=brim)
    return sheet.finished()


def helene_kervean() -> Image.Image:
    sheet = Print(MIST, 23)
    sheet.disc(176, 118, 56, PAPER)
    runs = []
    for k in range(17):  # the fifty-one runs of the estuary, as many as the eye can tell apart
        spread = (k - 8) * 9 + sheet.random.uniform(-3, 3)
        late = [(430, 250 + spread * 0.5), (540, 222 + spread * 1.15), (700, 190 + spread * 2.1)]
        runs.append(([(-20, 306), (150, 298 + spread * 0.05), *late], 3))
    sheet.cuts(runs, BLUE)
    staff = sheet.shape(points("82 176  114 176  114 480  82 480"), PAPER)
    for k in range(9):
        mark = box(82, 190 + k * 32, 17 if k % 2 else 32, 15)
        sheet.shape(mark, RUST if k == 2 else INK, staff)
    sea(sheet, 440, BLUE, MIST)
    sheet.cuts([(points("48 452  98 445  150 452"), 6)], MIST)

    head = Head(sheet, 338, 288, 82, 0.72, "#ecc8a2", "#cf9d70")
    head.patch(mirrored("0 -1.3  .7 -1.2  1.22 -.7  1.34 .1  1.3 .78  .7 .98"), INK)
    shoulders(sheet, 338, 448, INK, 196)
    head.face()
    head.features(brow_width=5.5, smile=0.06)
    for eye in (-0.42, 0.43):
        x, y = head.at([(eye, 0.02)])[0]
        turn = [(x + 29 * math.cos(k / 8), y + 27 * math.sin(k / 8)) for k in range(51)]
        sheet.cuts([(turn, 4), (turn[25:] + turn[:25], 4)], RUST)
    head.lines(("-.08 -.02  0 -.05  .09 -.02", 4), (".77 -.02  .9 -.05  1.04 -.06", 4), colour=RUST)
    fringe = head.patch(
        "-.3 -1.3  .5 -1.26  1.1 -.86  1.3 -.1  1.28 .7  1 .82  1 .1  .86 -.36  .3 -.5  -.1 -.86  -.4 -.5"
        "  -.88 -.3  -1 .2  -.98 .84  -1.28 .74  -1.32 .1  -1.16 -.76  -.8 -1.14",
        INK,
    )
    streaks = ("-.14 -.96  .5 -.86  .96 -.4  1.14 .3", "-.12 -1.06  .6 -1.02  1.1 -.5  1.22 .2")
    shine = ("-.24 -.94  -.66 -.7  -1.04 -.3  -1.14 .3", "-.28 -1.06  -.84 -.84  -1.16 -.3  -1.22 .1")
    head.lines(*((line, 5) for line in streaks), colour=GREY, clip=fringe)
    head.lines(*((line, 3) for line in shine), colour=BLUE, clip=fringe)
    scarf = head.patch(".62 1.0  .98 1.28  .9 1.62  .3 1.86  -.4 1.84  -.96 1.58  -.98 1.26  -.6 1.02  0 1.32", RUST)
    folds = ("-.86 1.2  0 1.56  .9 1.24", "-.9 1.36  0 1.7  .92 1.4", "-.6 1.12  0 1.44  .6 1.14")
    head.lines(*((line, 4) for line in folds), clip=scarf)
    tail = head.patch(".12 1.6  .6 1.56  .72 2.5  .66 3.2  .2 3.2  .22 2.4", RUST)
    head.lines((".3 1.8  .42 2.4  .4 3", 4), (".5 1.8  .58 2.4  .54 3", 4), clip=tail)
    head.lines(("-.7 1.9  -.5 2.4  -.46 3", 4), ("-1.5 2.3  -1.44 2.6  -1.46 3", 4), colour=BLUE)
    return sheet.finished()


def rafael_montalvo() -> Image.Image:
    sheet = Print(MIST, 37)
    sheet.disc(286, 250, 190, SAND)
    rays = []
    for k in range(44):
        a = math.tau * k / 44
        rays.append(([(286 + r * math.cos(a), 250 + r * math.sin(a)) for r in (214, 260, 330 + 60 * (k % 2))], 5))
    sheet.cuts(rays, PAPER)
    sheet.shape(points("500 150  516 150  524 440  492 440"), INK)
    sheet.shape(points("446 167  640 140  640 152  446 178"), INK)
    sheet.cuts([(points("508 96  480 132  452 168"), 4), (points("508 96  570 120  640 142"), 4)], INK)
    sheet.shape(points("500 96  516 96  518 160  498 160"), INK)
    sheet.shape(points("586 148  590 148  590 262  586 262"), INK)
    sheet.shape(points("552 262  624 262  624 298  552 298"), RUST)
    sheet.cuts([([(x, 266), (x, 280), (x, 294)], 2.5) for x in range(562, 622, 10)], INK)
    sheet.shape(points("-10 396  190 396  166 470  -10 470"), INK)
    for k, colour in enumerate((BLUE, RUST, OCHRE, BLUE, MIST, RUST)):
        sheet.shape(box((k % 3) * 46 - 8, 366 - (k // 3) * 30, 43, 28), colour)
    sheet.shape(points("138 316  172 316  172 396  138 396"), PAPER)
    sheet.cuts([([(144, 330), (155, 330), (168, 330)], 5)], INK)
    sea(sheet, 436, BLUE, PAPER)

    body = shoulders(sheet, 306, 452, RUST, 214)
    head = Head(sheet, 306, 292, 88, 0.9, "#bd8355", "#8e5835")
    head.face()
    head.features(brow=GREY, brow_width=9, lip="#8e5835", smile=0.04)
    head.lines(
        ("-.8 .1  -.92 .06  -.98 -.02", 2.5),
        ("-.5 .34  -.62 .5  -.6 .66", 3.2),
        (".56 .36  .68 .5  .66 .66", 3.2),
    )
    head.patch("-.98 -.4  -1.02 .16  -.88 .06  -.84 -.4", GREY)
    head.patch(".98 -.4  1.02 .16  .88 .06  .84 -.4", GREY)
    brush = head.patch(mirrored("0 .44  .3 .42  .56 .58  .66 .72  .4 .66  .16 .58  0 .57"), GREY)
    hairs = ((f"{k * 0.1} .42  {k * 0.13} .52  {k * 0.15} .66", 2) for k in range(-4, 5))
    head.lines(*hairs, colour=INK, clip=brush)
    head.patch(mirrored("0 -1.42  .7 -1.36  1.34 -1.12  1.42 -.94  1 -.62  0 -.7"), PAPER)
    head.lines(("-.9 -1.2  -1.1 -1.08  -1.2 -.96", 3), (".4 -1.3  .8 -1.2  1.14 -1.02", 4), colour=SAND)
    head.patch(mirrored("0 -.9  .6 -.88  1 -.8  1.02 -.46  .5 -.52  0 -.54"), INK)
    head.patch(mirrored("0 -.58  .6 -.56  1.04 -.46  .98 -.36  .5 -.38  0 -.36"), INK)
    head.lines(("-.8 -.46  0 -.48  .5 -.46", 3), colour=BLUE)
    head.patch("0 -.98  .13 -.86  .12 -.68  0 -.6  -.12 -.68  -.13 -.86", OCHRE)
    head.lines(("0 -.92  0 -.8  0 -.66", 4), ("-.08 -.76  0 -.7  .08 -.76", 3))
    head.patch("-.4 1.3  0 1.46  .4 1.3  .5 1.9  0 2.1  -.5 1.9", MIST)
    head.patch("-.6 1.06  -.2 1.6  0 2.1  -.5 1.9  -.98 1.5", INK)
    head.patch(".6 1.06  .2 1.6  0 2.1  .5 1.9  .98 1.5", INK)
    sheet.shape(points("302 540  310 540  310 650  302 650"), INK, body)
    for x in (178, 394):
        sheet.shape(box(x, 440, 38, 220), PAPER, body)
    sheet.shape(points("60 590  560 590  560 618  60 618"), PAPER, body)
    return sheet.finished()


def nandini_rao() -> Image.Image:
    sheet = Print(PAPER, 41)
    sheet.disc(520, 120, 62, SAND)
    sheer = smooth(points("-30 196  150 222  330 232  480 214  612 162"), closed=False)
    stem = smooth(points("612 162  600 290  570 410  528 510"), closed=False)
    hull = sheet.shape([*sheer, *stem, (-30, 510)], RUST)
    strakes = []
    for k in range(1, 7):  # the runs of plating, gathered towards the stem
        t = k / 7
        end = (612 - 84 * t**1.4, 162 + 348 * t)
        middle = [(-30, 196 + 314 * t), (150, 222 + 288 * t), (330, 232 + 278 * t), (480, 214 + 296 * t)]
        strakes.append(([*middle, end], 4))
    sheet.cuts(strakes, INK, hull)
    seams = (([(x, 150), (x + 8, 330), (x + 14, 520)], 3) for x in (20, 118, 216, 458, 540))
    sheet.cuts(seams, SAND, hull)
    sheet.shape(points("556 440  566 434  612 510  598 510"), INK)
    sheet.shape(points("-30 450  640 450  640 520  -30 520"), INK, hull)
    sheet.shape(points("52 40  64 40  68 226  48 226"), INK)
    sheet.shape(points("40 60  300 36  300 44  40 72"), INK)
    sheet.shape(points("256 40  259 40  259 128  256 128"), INK)
    sheet.cuts([(points("257 128  264 138  254 146"), 4)], INK)
    ground = sheet.shape(points("-10 500  650 500  650 650  -10 650"), OCHRE)
    sheet.cuts((([(x, 505), (x - 30, 570), (x - 70, 650)], 4) for x in range(0, 740, 44)), INK, ground)

    head = Head(sheet, 330, 296, 82, 0.74, "#b0744a", "#80492c")
    bun = sheet.disc(*head.at([(0.05, -1.42)])[0], 44, INK)
    head.lines(("-.3 -1.4  .05 -1.66  .4 -1.4", 4), ("-.24 -1.26  .05 -1.46  .34 -1.26", 4), colour=BLUE, clip=bun)
    head.patch(mirrored("0 -1.18  .66 -1.08  1.08 -.6  1.08 .1  .8 .3"), INK)
    body = shoulders(sheet, 330, 456, BLUE, 192)
    head.face()
    head.features(brow_width=7, smile=0.07)
    hair = head.patch(
        "-.02 -1.18  .66 -1.1  1.08 -.6  1.06 .02  .92 -.1  .84 -.46  .4 -.74  -.06 -.92"
        "  -.5 -.7  -.86 -.4  -.92 -.1  -1.06 .02  -1.08 -.6  -.66 -1.1",
        INK,
    )
    combed = (".02 -1.02  .5 -.88  .92 -.4", ".06 -1.1  .62 -1  1 -.54", "-.1 -1.02  -.54 -.86  -.92 -.4")
    head.lines(*((line, 3) for line in (*combed, "-.14 -1.1  -.64 -1  -1 -.54")), colour=BLUE, clip=hair)
    for side in (-1, 1):
        x, y = head.at([(side * 1.03, 0.3)])[0]
        sheet.disc(x, y, 6, OCHRE)
    for lens in (
        "-.84 -.86  -.1 -.98  -.1 -.72  -.5 -.58  -.86 -.6",
        ".84 -.86  .1 -.98  .1 -.72  .5 -.58  .86 -.6",
    ):
        glass = head.patch(lens, MIST)
        head.lines(("-.7 -.66  -.5 -.78  -.4 -.9", 4), (".3 -.66  .5 -.78  .6 -.9", 4), colour=PAPER, clip=glass)
    head.lines(
        ("-.14 -.88  0 -.92  .14 -.88", 6),
        ("-.8 -.8  -1 -.74  -1.1 -.62", 6),
        (".8 -.8  1 -.74  1.1 -.62", 6),
    )
    head.patch("-.56 1.08  0 1.5  .56 1.08  .8 1.4  .3 1.9  0 2.2  -.3 1.9  -.8 1.4", SAND)
    head.lines(("-.5 1.2  -.16 1.6  0 1.96", 4), (".5 1.2  .16 1.6  0 1.96", 4), colour=RUST)
    head.patch("-.72 1.04  -.3 1.64  -.02 2.3  -.7 2  -1.06 1.44", INK)
    head.patch(".72 1.04  .3 1.64  .02 2.3  .7 2  1.06 1.44", INK)
    sheet.shape(points("392 540  462 534  464 606  394 610"), INK, body)
    sheet.shape(points("398 552  457 547  458 600  400 603"), BLUE, body)
    sheet.shape(points("410 516  417 515  419 570  412 570"), OCHRE)
    sheet.shape(points("426 508  434 508  434 566  427 567"), RUST)
    sheet.cuts([(points("330 510  330 580  330 650"), 5), (points("206 560  216 600  214 650"), 4)], INK, body)
    return sheet.finished()


def mara_lindqvist() -> Image.Image:
    sheet = Print(INK, 53)
    contours = []
    for k in range(15):
        grow = 60 + k * 34
        ring = [
            (
                470 + grow * math.cos(a) * 1.25,
                150 + grow * math.sin(a) * (0.8 + 0.12 * math.sin(3 * a + k / 3)),
            )
            for a in (math.tau * step / 24 for step in range(25))
        ]
        contours += [(ring, 2.6), ([*ring[12:], *ring[1:13]], 2.6)]
    sheet.cuts(contours, BLUE)
    sheet.curve(points("430 140  458 112  496 118  522 150  500 178  456 176"), OCHRE)
    post = sheet.shape(points("96 150  128 150  128 660  96 660"), SAND)
    for k in range(14):
        sheet.shape(box(96, 166 + k * 36, 16 if k % 2 else 32, 6), INK, post)
    sheet.shape(points("88 142  136 142  136 156  88 156"), RUST)
    sea(sheet, 470, BLUE, MIST)

    head = Head(sheet, 326, 290, 82, 0.74, "#efcda8", "#d3a274")
    head.patch(mirrored("0 -1.26  .66 -1.14  1.12 -.6  1.2 .2  1.1 1  .6 1.3"), OCHRE)
    body = shoulders(sheet, 326, 452, RUST, 200)
    head.face()
    head.features(brow=OCHRE, brow_width=6, smile=0.055)
    for x, y in points("-.62 .24  -.5 .3  -.38 .25  -.56 .36"):
        sheet.disc(*head.at([(x, y)])[0], 1.7, OCHRE)
    collar = head.patch(".62 1.04  .82 1.5  0 1.84  -.82 1.5  -.62 1.04  0 1.34", RUST)
    head.lines(
        *((f"{k * 0.1} 1.1  {k * 0.115} 1.45  {k * 0.13} 1.9", 3) for k in range(-7, 8)),
        colour=INK,
        clip=collar,
    )
    yoke: list[tuple[list[Point], float]] = []
    for row, (top, step) in enumerate(((504, 22), (538, 26), (570, 30))):
        for k in range(-9, 10):
            across, down = 326 + k * step, top + 0.0009 * (k * step) ** 2
            if row == 1:
                yoke.append(([(across, down - 9), (across, down), (across, down + 9)], 6))
            else:
                half = step / 2
                yoke.append(([(across - half, down + 8), (across, down - 6), (across + half, down + 8)], 5))
    sheet.cuts(yoke, PAPER, body)
    hair = head.patch(
        "-.34 -1.24  .4 -1.24  .98 -.86  1.2 -.1  1.16 .7  1 .5  .94 -.1  .7 -.5  .2 -.72  -.22 -.98"
        "  -.5 -.66  -.86 -.36  -.98 .1  -1 .6  -1.16 .7  -1.2 -.1  -.98 -.86",
        SAND,
    )
    strands = (
        "-.2 -1.04  .4 -.84  .9 -.4  1.06 .3",
        "-.16 -1.12  .5 -1  1.02 -.5  1.14 .2",
        "-.3 -1.04  -.7 -.74  -1.02 -.2  -1.08 .4",
        "-.3 -1.14  -.8 -.86  -1.1 -.3  -1.16 .2",
    )
    head.lines(*((line, 3) for line in strands), colour=OCHRE, clip=hair)
    for k in range(6):
        x, y, reach = 1.02 - 0.03 * k, 0.72 + k * 0.27, 0.25 - k * 0.012
        left, right, inside = x - reach, x + reach, reach * 0.7
        upper = f"{left} {y - 0.1}  {x} {y - 0.16}  {right} {y - 0.1}"
        plait = head.patch(f"{upper}  {x + inside} {y + 0.16}  {x} {y + 0.24}  {x - inside} {y + 0.16}", SAND)
        head.lines(
            (f"{left} {y - 0.06}  {x - 0.06} {y + 0.06}  {x} {y + 0.22}", 3.4),
            (f"{right} {y - 0.06}  {x + 0.06} {y + 0.06}  {x} {y + 0.22}", 3.4),
            colour=OCHRE,
            clip=plait,
        )
    head.patch(".74 2.24  1.0 2.24  .98 2.34  .76 2.34", INK)
    head.patch(".76 2.34  .98 2.34  1.04 2.66  .88 2.6  .72 2.68", SAND)
    return sheet.finished()


def theo_brannock() -> Image.Image:
    """The interviewer, smaller on the page and so on paper."""
    sheet = Print(SAND, 67)
    waves = []
    for k in range(13):  # a recording, as a carver would see one
        x, reach = 40 + k * 47, 46 + 70 * abs(math.sin(k * 1.7))
        waves.append(([(x, 150 - reach), (x + 2, 150), (x, 150 + reach)], 15))
    sheet.cuts(waves, OCHRE)
    body = shoulders(sheet, 304, 462, INK, 206)
    knit(sheet, 304, 462, BLUE, body)
    head = Head(sheet, 304, 298, 86, 0.8, "#d9a982", "#b98256")
    head.patch(mirrored("0 -1.34  .62 -1.22  1.06 -.7  1.04 -.1  .9 .1"), RUST)
    head.face()
    collar = head.patch(".68 1.14  .84 1.5  0 1.8  -.84 1.5  -.68 1.14  0 1.4", BLUE)
    head.lines(*((f"{k * 0.11} 1.14  {k * 0.125} 1.5  {k * 0.14} 1.86", 3.2) for k in range(-8, 9)), clip=collar)
    head.features(brow=RUST, brow_width=9, lip="#a8583a", smile=0.07)
    fringe = head.patch(
        "-1 -.3  -.9 -.9  -.3 -1.24  .5 -1.2  1 -.7  1.02 -.3  .7 -.66  .2 -.6  -.3 -.74  -.74 -.6", RUST
    )
    head.lines(
        *((f"{k * 0.2} -.6  {k * 0.18 + 0.08} -.9  {k * 0.12 + 0.1} -1.24", 3) for k in range(-4, 5)), clip=fringe
    )
    chin = head.patch(mirrored("0 .84  .24 .82  .5 .72  .66 .5  .62 .9  .2 1.08  0 1.1"), RUST)
    head.lines(*((f"{k * 0.13} .8  {k * 0.11} 1.08", 2.6) for k in range(-4, 5)), colour=SAND, clip=chin)
    band = [(1.16 * math.sin(k / 20), 0.02 - 1.44 * math.cos(k / 20)) for k in range(-31, 32)]
    inside = [(1.02 * math.sin(k / 20), 0.02 - 1.3 * math.cos(k / 20)) for k in range(31, -32, -1)]
    sheet.shape(head.at([*band, *inside]), INK)
    for side in (-1, 1):
        cup = head.patch([(side * x, y) for x, y in points("1 -.36  1.3 -.34  1.4 .08  1.3 .46  1 .48  .96 .06")], INK)
        head.lines((f"{side * 1.14} -.24  {side * 1.2} .06  {side * 1.14} .36", 6), colour=OCHRE, clip=cup)
    stand = sheet.shape(points("500 470  516 470  524 660  508 660"), INK)
    sheet.cuts([(points("506 480  512 560  514 650"), 3)], MIST, stand)
    grille = sheet.curve(points("470 372  508 352  546 372  550 440  508 476  466 440"), INK)
    sheet.cuts([(points(f"470 {y}  508 {y + 8}  548 {y}"), 5) for y in range(376, 450, 16)], MIST, grille)
    return sheet.finished().resize((400, 400), Image.Resampling.LANCZOS)


PORTRAITS: dict[str, Callable[[], Image.Image]] = {
    "alasdair-rook": alasdair_rook,
    "helene-kervean": helene_kervean,
    "mara-lindqvist": mara_lindqvist,
    "nandini-rao": nandini_rao,
    "rafael-montalvo": rafael_montalvo,
    "theo-brannock": theo_brannock,
}


def main(folder: Path) -> None:
    for stem, draw in PORTRAITS.items():
        draw().save(folder / f"{stem}.jpg", quality=77, optimize=True, progressive=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
