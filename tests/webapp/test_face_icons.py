"""The icons of the app from a publisher's logo, whatever it is."""

from __future__ import annotations

import io
import math
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from webapp.face.icons import GROUNDS, LogoError, icons_of, read_logo

RED = (200, 20, 60, 255)
BLUE = (20, 40, 160, 255)
LIGHT, DARK = (tuple(bytes.fromhex(ground[1:])) for ground in GROUNDS)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """Where a logo is put."""
    return tmp_path / "logo"


def icons(path: Path) -> dict[str, Image.Image]:
    return {name: Image.open(io.BytesIO(data)) for name, data in icons_of(read_logo(path)).items()}


def save(image: Image.Image, path: Path, kind: str = "PNG", **how: object) -> None:
    image.save(path, kind, **how)


def disc(colour: tuple[int, ...] = RED) -> Image.Image:
    """A logo without a ground of its own, with air around it."""
    image = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    image.paste(colour, (200, 100, 600, 500))
    return image


def test_they_have_the_sizes_that_their_names_say(logo: Path) -> None:
    save(disc(), logo)
    made = icons(logo)
    assert set(made) == {"any-192", "any-512", "maskable-512", "touch-180", "favicon-32"}
    for name, icon in made.items():
        side = int(name.split("-")[1])
        assert (icon.size, icon.format) == ((side, side), "PNG")


def test_a_logo_without_a_ground_keeps_none_but_where_phones_want_one(logo: Path) -> None:
    save(Image.new("RGBA", (600, 300), (*RED[:3], 128)), logo)
    made = icons(logo)
    assert made["any-512"].getpixel((256, 5)) == (0, 0, 0, 0)
    for name in ("maskable-512", "touch-180"):
        assert made[name].mode == "RGB"
        assert made[name].getpixel((0, 0)) == LIGHT


def test_a_white_logo_is_put_on_a_dark_ground(logo: Path) -> None:
    save(disc((255, 255, 255, 255)), logo)
    assert icons(logo)["touch-180"].getpixel((0, 0)) == DARK


def test_an_opaque_logo_goes_on_in_the_colour_of_its_edge(logo: Path) -> None:
    image = Image.new("RGB", (900, 600), BLUE[:3])
    image.paste(RED[:3], (300, 200, 600, 400))
    save(image, logo, "JPEG", quality=100, subsampling=0)
    for icon in icons(logo).values():
        corner = icon.convert("RGB").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert all(abs(a - b) < 4 for a, b in zip(corner, BLUE, strict=False))


def test_a_maskable_icon_has_the_whole_logo_in_the_circle_that_phones_keep(logo: Path) -> None:
    save(disc(), logo)
    icon = icons(logo)["maskable-512"]
    outside = [
        icon.getpixel((x, y))
        for x in range(512)
        for y in range(0, 512, 3)
        if math.hypot(x - 255.5, y - 255.5) > 0.4 * 512
    ]
    assert set(outside) == {LIGHT}
    assert icon.getpixel((256, 256)) == RED[:3]


def test_a_photograph_that_was_taken_sideways_stands_upright(logo: Path) -> None:
    image = Image.new("RGB", (600, 600), BLUE[:3])
    image.paste(RED[:3], (0, 0, 600, 300))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned right: what is stored above is on the right
    save(image, logo, "JPEG", exif=exif)
    right, left = (icons(logo)["any-512"].getpixel((x, 256)) for x in (500, 12))
    assert isinstance(right, tuple)
    assert isinstance(left, tuple)
    assert right[0] > 150 > left[0]


@pytest.mark.parametrize(
    ("mode", "colour", "kind"),
    [
        ("1", 1, "PNG"),
        ("L", 255, "PNG"),
        ("LA", (255, 255), "PNG"),
        ("I;16", 65535, "PNG"),
        ("P", 1, "PNG"),
        ("RGB", (255, 255, 255), "WEBP"),
        ("CMYK", (0, 0, 0, 0), "JPEG"),
    ],
)
def test_every_mode_of_a_picture_is_understood(
    logo: Path, mode: str, colour: int | tuple[int, ...], kind: str
) -> None:
    image = Image.new(mode, (512, 512), colour)
    if mode == "P":
        image.putpalette([0, 0, 0, 255, 255, 255])
    save(image, logo, kind)
    assert icons(logo)["touch-180"].getpixel((90, 90)) == (255, 255, 255)


def test_sixteen_bits_are_more_than_black_and_white(logo: Path) -> None:
    save(Image.new("I;16", (512, 512), 0x8000), logo)
    assert icons(logo)["touch-180"].getpixel((90, 90)) == (128, 128, 128)


def test_a_transparent_colour_of_a_palette_is_transparent(logo: Path) -> None:
    image = Image.new("P", (512, 512), 0)
    image.putpalette([0, 0, 0, *RED[:3]])
    image.paste(1, (100, 100, 400, 300))
    save(image, logo, transparency=0)
    assert icons(logo)["any-512"].getpixel((256, 5)) == (0, 0, 0, 0)


def test_the_same_logo_gives_the_same_bytes(logo: Path) -> None:
    save(disc(), logo)
    assert icons_of(read_logo(logo)) == icons_of(read_logo(logo))


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "another kind"),
        (b"<svg/>", "another kind"),
        (b"GIF89a" + bytes(20), "another kind"),
        (bomb(), "too many pixels"),
        (png(Image.new("1", (8000, 7000))), "too many pixels"),
        (png(Image.new("1", (9000, 11000))), "too many pixels"),
        (png(Image.effect_noise((600, 600), 50))[:5000], "cannot be read"),
        (png(Image.new("RGB", (600, 191))), "600 × 191 pixels"),
        (png(Image.new("RGBA", (600, 600))), "nothing is seen"),
    ],
    ids=["empty", "svg", "gif", "bomb", "large", "warned of", "cut off", "small", "invisible"],
)
def test_a_file_that_cannot_be_a_logo_is_refused_in_words(
    logo: Path, data: bytes, words: str
) -> None:
    logo.write_bytes(data)
    with pytest.raises(LogoError, match=words):
        read_logo(logo)


def test_a_logo_of_192_pixels_is_taken(logo: Path) -> None:
    save(Image.new("RGB", (192, 300)), logo)
    assert read_logo(logo).side == 192
