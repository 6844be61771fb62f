"""Draws `static/podcast.png`, the cover of a podcast for which none was set: the site's mark on its ground.

Directories ask for a square of 1400 to 3000 pixels, without transparency.
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIDE = 1500
LARGE = 2  # drawn so many times larger, and made smaller, for smooth edges
UNIT = SIDE * LARGE / 44  # the mark (static/favicon.svg) is 32 units wide, with a margin around it
GROUND, PAPER, SIGNAL = "#1b2230", "#f6f2ea", "#d24a26"


def place(x: float, y: float) -> tuple[float, float]:
    return (x + 4.85) * UNIT, (y + 6) * UNIT


def make_cover() -> Image.Image:
    cover = Image.new("RGB", (SIDE * LARGE, SIDE * LARGE), GROUND)
    draw = ImageDraw.Draw(cover)
    radius = 1.2 * UNIT
    for y, right in ((9, 24), (16, 17), (23, 20)):
        left, end = place(8, y), place(right, y)
        draw.rounded_rectangle((left[0] - radius, left[1] - radius, end[0] + radius, end[1] + radius), radius, PAPER)
    draw.polygon([place(21.5, 12.2), place(21.5, 19.8), place(27.5, 16)], SIGNAL)
    return cover.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    make_cover().save(Path(__file__).parents[2] / "static" / "podcast.png", optimize=True)
