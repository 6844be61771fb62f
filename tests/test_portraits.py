"""What becomes of a picture before a page shows it."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image, ImageCms

from interviews import portraits

RED, BLUE = (200, 30, 30), (20, 40, 190)


def picture(size: tuple[int, int] = (800, 800), kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """One whose upper half is red, and whose lower half is blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0], size[1] // 2))
    written = io.BytesIO()
    image.convert(mode).save(written, kind, **how)
    return written.getvalue()


def rendered(content: bytes) -> portraits.Rendered:
    return portraits.render(io.BytesIO(content))


def opened(rendition: portraits.Rendition) -> Image.Image:
    image = Image.open(io.BytesIO(rendition.content), formats=["WEBP"])
    image.load()
    return image


def is_near(pixel: Sequence[int], colour: Sequence[int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=False))


def sizes_of(content: bytes) -> list[tuple[str, int, int]]:
    return [(copy.density, copy.width, copy.height) for copy in rendered(content).renditions]


@pytest.mark.parametrize(
    ("size", "copies"),
    [
        ((800, 800), [("1x", 192, 192), ("2x", 384, 384), ("3x", 576, 576)]),
        ((900, 1200), [("1x", 192, 256), ("2x", 384, 512), ("3x", 576, 768)]),
        ((1200, 900), [("1x", 256, 192), ("2x", 512, 384), ("3x", 768, 576)]),
        ((576, 700), [("1x", 192, 233), ("2x", 384, 467), ("3x", 576, 700)]),
        ((500, 600), [("1x", 192, 230), ("2x", 384, 461), ("3x", 500, 600)]),
        ((400, 500), [("1x", 192, 240), ("2x", 384, 480)]),
        ((384, 384), [("1x", 192, 192), ("2x", 384, 384)]),
        ((150, 90), [("1x", 150, 90)]),
        ((1, 1), [("1x", 1, 1)]),
        ((1, 3000), [("1x", 1, 3000)]),
    ],
)
def test_copies_fill_the_square_at_each_density_and_are_never_larger_than_the_picture(
    size: tuple[int, int], copies: list[tuple[str, int, int]]
) -> None:
    content = picture(size, "PNG")
    assert sizes_of(content) == copies
    assert (rendered(content).width, rendered(content).height) == size
    for copy in rendered(content).renditions:
        assert opened(copy).size == (copy.width, copy.height)


def test_a_large_photograph_is_sharp_though_it_is_scaled_while_it_is_decoded() -> None:
    for copy in rendered(picture((4000, 3000))).renditions:
        image = opened(copy)
        middle = copy.width // 2
        assert is_near(image.getpixel((middle, copy.height // 2 - 4)), RED)
        assert is_near(image.getpixel((middle, copy.height // 2 + 3)), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_a_camera_lays_down_stands_up(orientation: int) -> None:
    """The file is what a camera of that orientation would store of an upright picture, red above."""
    upright = Image.open(io.BytesIO(picture((600, 900), "PNG")))
    upright.paste((250, 250, 250), (0, 0, 200, 200))  # a mark in the upper left
    laid = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    laid.save(written, "JPEG", exif=exif)

    made = rendered(written.getvalue())

    assert (made.width, made.height) == (600, 900)
    copy = opened(made.renditions[-1])
    assert copy.size == (576, 864)
    assert is_near(copy.getpixel((50, 50)), (250, 250, 250))
    assert is_near(copy.getpixel((500, 50)), RED)
    assert is_near(copy.getpixel((300, 800)), BLUE)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_means_nothing_is_none(orientation: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert sizes_of(picture((300, 150), exif=exif)) == [("1x", 300, 150)]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize(
    "garbled", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40]
)
def test_garbled_notes_of_a_camera_do_not_take_its_picture_away(garbled: bytes) -> None:
    assert sizes_of(picture((192, 192), exif=garbled)) == [("1x", 192, 192)]


def test_nothing_of_what_the_camera_noted_is_in_a_copy() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Canary Camera"
    exif.get_ifd(0x8825)[1] = "N"  # where the picture was taken
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>canary</x:xmpmeta>"
    for kind in ("JPEG", "WEBP"):
        content = picture(kind=kind, exif=exif, icc_profile=profile, xmp=xmp)
        assert b"canary" in content.lower()
        for copy in rendered(content).renditions:
            for chunk in (b"EXIF", b"XMP ", b"ICCP", b"anary"):
                assert chunk not in copy.content, chunk


# A profile whose red and green channels are changed places: what it calls red shows as green.
def swapped_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for number in range(count):
        at = 132 + 12 * number
        name = bytes(profile[at : at + 4])
        if name in (b"rXYZ", b"gXYZ"):
            profile[at : at + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colours_are_those_that_the_pictures_own_profile_means(kind: str) -> None:
    made = rendered(picture(kind=kind, icc_profile=swapped_profile()))
    for copy in made.renditions:
        assert is_near(opened(copy).getpixel((copy.width // 2, 20)), (30, 200, 30), by=20)


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 200])
def test_colours_stay_where_the_profile_makes_no_sense(profile: bytes) -> None:
    copy = rendered(picture(icc_profile=profile)).renditions[0]
    assert is_near(opened(copy).getpixel((96, 20)), RED)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("P", "GIF"), ("I;16", "PNG")],
)
def test_every_kind_of_colour_becomes_plain(mode: str, kind: str) -> None:
    if mode == "I;16":
        written = io.BytesIO()
        grey = Image.new("I;16", (400, 400), 7710)
        grey.paste(51400, (0, 0, 400, 200))
        grey.save(written, kind)
        content, above, below = written.getvalue(), (200, 200, 200), (30, 30, 30)
    else:
        content = picture((400, 400), kind, mode)
        plain = Image.open(io.BytesIO(content)).convert("RGB")
        above, below = plain.getpixel((200, 3)), plain.getpixel((200, 397))
    copy = opened(rendered(content).renditions[-1])
    assert copy.mode in ("RGB", "RGBA")
    if mode != "1":  # a raster of black and white blurs into grey
        assert is_near(copy.getpixel((200, 3)), above, by=30)
        assert is_near(copy.getpixel((200, copy.height - 4)), below, by=30)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("GIF", "RGBA"), ("PNG", "P")]
)
def test_what_can_be_seen_through_stays_so(kind: str, mode: str) -> None:
    written = io.BytesIO()
    image = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    image.paste((90, 90, 90, 255), (0, 0, 250, 500))
    (image.quantize(8) if (kind, mode) == ("PNG", "P") else image.convert(mode)).save(written, kind)
    for copy in rendered(written.getvalue()).renditions:
        shown = opened(copy).convert("RGBA")
        assert shown.getpixel((10, 50))[3] == 255
        assert is_near(shown.getpixel((10, 50)), (90, 90, 90))
        assert shown.getpixel((copy.width - 10, 50))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_shown(kind: str) -> None:
    written = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in (RED, BLUE)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    for copy in rendered(written.getvalue()).renditions:
        assert not getattr(opened(copy), "is_animated", False)
        assert is_near(opened(copy).getpixel((90, 90)), RED)


def test_a_photograph_with_a_second_one_inside_is_a_photograph() -> None:
    written = io.BytesIO()
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, BLUE)]
    frames[0].save(written, "MPO", save_all=True, append_images=frames[1:])
    assert is_near(opened(rendered(written.getvalue()).renditions[0]).getpixel((90, 90)), RED)


def why(content: bytes, take: Any = portraits.check) -> str:
    with pytest.raises(portraits.UnfitPicture) as refused:
        take(io.BytesIO(content))
    return refused.value.code


def claiming(width: int, height: int) -> bytes:
    """A PNG of sixty bytes that promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10)), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize("size", [(10_000, 5_001), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
@pytest.mark.parametrize("take", [portraits.check, portraits.render])
def test_a_file_that_promises_too_many_pixels_is_refused_before_they_are_made(size: tuple[int, int], take: Any) -> None:
    assert why(claiming(*size), take) == "too_many_pixels"


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "JPEG2000"])
def test_a_format_that_not_every_browser_shows_is_refused(kind: str) -> None:
    assert why(picture((64, 64), kind)) == "unknown_format"


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert why(content) in ("unknown_format", "broken")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("take", [portraits.check, portraits.render])
def test_a_picture_that_is_cut_off_is_refused(kind: str, take: Any) -> None:
    noise = Image.frombytes("RGB", (300, 300), random.Random(4).randbytes(270_000))  # noqa: S311
    written = io.BytesIO()
    noise.save(written, kind)
    assert why(written.getvalue()[: len(written.getvalue()) // 2], take) == "broken"


@pytest.mark.filterwarnings("ignore::UserWarning")  # of notes that were hit
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damage_anywhere_ends_in_copies_or_in_a_refusal(kind: str) -> None:
    whole = bytearray(
        picture((64, 48), kind, exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0")
    )
    chance = random.Random(7)  # noqa: S311
    for _number in range(300):
        damaged = bytearray(whole)
        for _hit in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            made = rendered(bytes(damaged))
        except portraits.UnfitPicture:
            continue
        assert made.renditions


def test_a_copy_is_called_after_its_picture() -> None:
    assert portraits.rendition_name("portraits/ola-x7.JPEG", "2x") == "portraits/ola-x7-2x.webp"
    assert portraits.rendition_names("a/b.png") == ["a/b-1x.webp", "a/b-2x.webp", "a/b-3x.webp"]


@pytest.mark.parametrize("name", ["recordings/x/talk.mp3", "", "portraits/noname"])
def test_what_is_no_picture_has_no_copies(name: str) -> None:
    assert portraits.rendition_names(name) == []


def test_what_was_made_before_is_not_made_again() -> None:
    content = picture((64, 64))
    made = {portraits.digest_of(io.BytesIO(content)): portraits.Rendered(1, 1, ())}
    with portraits.remembered(made):
        assert rendered(content) == portraits.Rendered(1, 1, ())
        assert rendered(picture((32, 32))).width == 32
    assert rendered(content).width == 64
