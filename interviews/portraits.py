"""A portrait as pages show it: copies just large enough for screens of each density, without what the camera noted.

A page shows a portrait as a square of at most 187 CSS pixels, which the browser cuts out of the picture; so a copy is
as large as that square needs it to be, and keeps the picture's proportions.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # most processes make no pictures: Pillow, of 7 MB, is loaded by those that do
    from PIL import Image

#: The formats that every browser shows; a picture stays as it came beside its copies.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif"}
# What browsers send beside these, and was stored as it was called.
_FORMER_SUFFIXES = {".jfif", ".jpe", ".apng"}
#: What a camera of 50 megapixels makes. A file of few bytes may promise far more, and fill the memory.
MOST_PIXELS = 50_000_000
#: The shorter side of the copies, in pixels, by the density of the screen for which they are.
SIDES = {"1x": 192, "2x": 384, "3x": 576}
_LARGEST = max(SIDES.values())
# Nobody sees a copy that is by less than this larger than the one before it.
_ALMOST = 1.1
# Of the encoder's efforts, 0 to 6, the one after which time doubles for each further two hundredths of the size.
_WEBP = {"quality": 80, "method": 2}

_ORIENTATION = 0x0112
#: What brings a picture upright, by the orientation that its EXIF data tell (EXIF 2.32, 4.6.5).
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
#: The modes in which Pillow holds the colours of a profile's space.
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


class UnfitPicture(ValueError):
    """A file of which no portrait can be made. `code` says why: unknown_format, too_many_pixels, or broken."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


@dataclass(frozen=True, slots=True)
class Rendition:
    """A copy of a picture, as WebP in sRGB."""

    density: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """The size of a picture in pixels, standing upright, and its copies, the smallest first."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]


_remembered: ContextVar[Mapping[bytes, Rendered]] = ContextVar("remembered")


@contextmanager
def remembered(made: Mapping[bytes, Rendered]) -> Iterator[None]:
    """While this lasts, what `made` holds (by `digest_of`) is not made again: it was made before a transaction began,
    or by another process."""
    before = _remembered.set(made)
    try:
        yield
    finally:
        _remembered.reset(before)


def digest_of(file: BinaryIO) -> bytes:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(256 * 1024):
        digest.update(block)
    return digest.digest()


def check(file: BinaryIO) -> None:
    """Raises UnfitPicture where no portrait can be made of the file, without keeping what it decodes."""
    if _made_before(file) is None:
        _decoded(file, least=1)


def render(file: BinaryIO) -> Rendered:
    """The copies of a picture: upright, in sRGB, of the first frame where it moves; none is larger than the picture.

    Raises UnfitPicture.
    """
    if made := _made_before(file):
        return made
    from PIL import Image

    picture, size, orientation = _decoded(file, least=2 * _LARGEST)
    profile = picture.info.get("icc_profile")
    width, height = size[::-1] if orientation in (5, 6, 7, 8) else size
    copies = []
    try:
        picture = _in_srgb(_shrunk(_in_plain_colours(picture), _LARGEST), profile)
        if orientation in _UPRIGHT:
            picture = picture.transpose(Image.Transpose[_UPRIGHT[orientation]])
        for density, side in SIDES.items():
            shown = _shrunk(picture, side)
            copies.append(Rendition(density, *shown.size, _webp(shown)))
            if side * _ALMOST >= min(width, height):  # the next would show nothing more
                break
    except Exception as error:  # a ribbon longer than WebP can be, a palette that lacks a colour
        raise UnfitPicture("broken", str(error)) from error
    return Rendered(width, height, tuple(copies))


def rendition_name(name: str, density: str) -> str:
    """What the copy is called: ``portraits/ola-2x.webp`` for ``portraits/ola.jpg``."""
    return f"{PurePosixPath(name).with_suffix('')}-{density}.webp"


def rendition_names(name: str) -> list[str]:
    """What the copies of a stored file may be called; none where it is no picture."""
    is_picture = PurePosixPath(name).suffix.lower() in _SUFFIXES
    return [rendition_name(name, density) for density in SIDES] if is_picture else []


def stored_suffix(name: str) -> str:
    """The suffix with which a picture of that name is stored: one that says that it is a picture, whatever was sent."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in _SUFFIXES else ".jpg"


def originals_of(name: str) -> list[str]:
    """What the picture may be called of which this file is a copy; of a file that is none, its own name."""
    stems = [name.removesuffix(end) for end in (f"-{density}.webp" for density in SIDES) if name.endswith(end)]
    return [name, *(f"{stem}{suffix}" for stem in stems for suffix in sorted(_SUFFIXES | _FORMER_SUFFIXES))]


def _made_before(file: BinaryIO) -> Rendered | None:
    made = _remembered.get({})
    return made.get(digest_of(file)) if made else None


def _decoded(file: BinaryIO, *, least: int) -> tuple[Image.Image, tuple[int, int], int]:
    """The picture, scaled down while it is decoded where its format can do that, but not below `least` pixels; its
    size as stored; and its orientation."""
    from PIL import Image, UnidentifiedImageError

    try:
        file.seek(0)
        picture = Image.open(file, formats=FORMATS)
        size = picture.size
        if size[0] * size[1] > MOST_PIXELS:
            raise UnfitPicture("too_many_pixels", f"{size[0]} × {size[1]} pixels")
        orientation = _orientation(picture)
        picture.draft(picture.mode, (least, least))
        picture.load()
    except UnidentifiedImageError as error:
        raise UnfitPicture("unknown_format", "no picture in a format that every browser shows") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPicture("too_many_pixels", str(error)) from error
    except UnfitPicture:
        raise
    except Exception as error:  # Pillow's readers have no error of their own: a damaged file ends them anyhow
        raise UnfitPicture("broken", str(error)) from error
    return picture, size, orientation


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # what a camera noted may be garbled while its picture is not
        return 1


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """With eight bits a channel, and without a palette: scaling makes shades between its colours."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    if profile:
        picture = _translated(picture, profile)
    picture = picture.convert("RGB")
    if alpha is not None:
        picture.putalpha(alpha)
    return picture


def _translated(picture: Image.Image, profile: bytes) -> Image.Image:
    """The colours by the picture's own profile; as they are where nobody can make sense of that."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _MODES[own.profile.xcolor_space.strip()]
        given = picture if picture.mode == mode else picture.convert("RGB").convert(mode)
        translated = ImageCms.profileToProfile(
            given,
            own,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, KeyError, OSError, ValueError):
        return picture
    return translated or picture


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    """With a shorter side of so many pixels, or as it is where that is shorter already."""
    from PIL import Image

    shorter = min(picture.size)
    if shorter <= side:
        return picture
    width, height = (max(1, round(length * side / shorter)) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _webp(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", icc_profile=b"", exif=b"", xmp=b"", **_WEBP)
    return written.getvalue()
