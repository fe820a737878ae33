"""The app's icons from the publisher's logo: whatever its form, its mode and its edge."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from webapp.face.colours import THEMES, contrast

FORMATS = ("PNG", "JPEG", "WEBP")

SIDE_LEAST = 192
"""The smallest icon that browsers ask for; a smaller logo has nothing to show in it."""

SIDE_WISHED = 512

PIXELS_MOST = 50_000_000
"""More than phones' cameras make; each takes four bytes of memory, several times."""

BYTES_MOST = 50_000_000

SAFE = 0.8
"""Of a maskable icon, the circle that every phone shows (W3C Web Application Manifest)."""

GROUNDS = (THEMES["light"].page, THEMES["dark"].page)
"""What a logo without a ground of its own is put on: the second where it is lost on the first."""

SEEN = 1.5
"""The contrast below which a logo is lost, as a white one is on a light page."""

Colour = tuple[int, int, int, int]


class LogoError(ValueError):
    """The logo cannot be used. `seen` and `expected` are sentences for the publisher."""

    def __init__(self, seen: str, expected: str) -> None:
        super().__init__(seen)
        self.seen = seen
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo in RGBA, upright and cut to what is seen of it; `side` is its short side as given.

    `edge` is the colour of its edge where it is opaque, so that its ground can go on beyond it.
    """

    image: Image.Image
    side: int
    edge: Colour | None


def read_logo(path: Path) -> Logo:
    """Return the logo in a file. Raises LogoError when it is none that can be used."""
    image = _decode(path)
    side = min(image.size)
    if side < SIDE_LEAST:
        raise LogoError(
            f"A picture of {image.width} × {image.height} pixels.",
            f"At least {SIDE_LEAST} pixels on the short side, better {SIDE_WISHED}.",
        )
    seen = image.getchannel("A").getbbox()
    if seen is None:
        raise LogoError("A picture of which nothing is seen.", "A picture that is not empty.")
    is_opaque = image.getchannel("A").getextrema() == (255, 255)
    return Logo(image.crop(seen), side, _edge(image) if is_opaque else None)


def icons_of(logo: Logo) -> dict[str, bytes]:
    """Return the icons that browsers ask for, as PNG by their names."""
    clear = logo.edge or (0, 0, 0, 0)
    ground = logo.edge or _ground_for(logo.image)
    # What phones cut to a circle must hold the logo with its corners; a margin looks better too
    # where a logo without a ground of its own is put on one.
    in_circle = 512 * SAFE / math.hypot(*logo.image.size) * max(logo.image.size)
    icons = {
        "any-192": _icon(logo, 192, 192, clear),
        "any-512": _icon(logo, 512, 512, clear),
        "maskable-512": _icon(logo, 512, math.floor(in_circle), ground),
        "touch-180": _icon(logo, 180, 180 if logo.edge else round(180 * SAFE), ground),
        "favicon-32": _icon(logo, 32, 32, clear),
    }
    return {name: _png(icon) for name, icon in icons.items()}


def _decode(path: Path) -> Image.Image:
    expected = "A picture as PNG, JPEG or WebP."
    try:
        if path.stat().st_size > BYTES_MOST:
            raise LogoError("A file of more than 50 MB.", f"{expected[:-1]}, of less than 50 MB.")
        with warnings.catch_warnings():
            # Pillow warns of pictures beyond its limit, and refuses them from twice of it on; ours
            # is below both.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > PIXELS_MOST:
                    raise Image.DecompressionBombError
                upright = ImageOps.exif_transpose(image)
        return _eight_bits(upright).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise LogoError(
            "A picture of too many pixels.",
            f"At most {PIXELS_MOST // 1_000_000} million pixels; {SIDE_WISHED} × {SIDE_WISHED}"
            " are enough.",
        ) from error
    except UnidentifiedImageError as error:
        raise LogoError("A file of another kind.", expected) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError(f"A file that cannot be read as a picture ({error}).", expected) from error


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture with eight bits a channel: Pillow clips sixteen to white."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image


def _edge(image: Image.Image) -> Colour:
    """Return the commonest colour of the picture's four edges."""
    width, height = image.size
    lines = ((0, 0, width, 1), (0, height - 1, width, height))
    sides = ((0, 0, 1, height), (width - 1, 0, width, height))
    colours: Counter[Colour] = Counter()
    for line in (*lines, *sides):
        part = image.crop(line)
        for count, colour in part.getcolors(max(image.size)) or ():
            colours[colour] += count  # type: ignore[index]  # of an RGBA picture they are tuples
    # Among equals the darkest, so that the icon hangs on nothing but the picture.
    return max(colours, key=lambda colour: (colours[colour], *(-part for part in colour)))


def _ground_for(image: Image.Image) -> Colour:
    mean = image.resize((1, 1), Image.Resampling.BOX).tobytes()[:3]
    light, dark = GROUNDS
    return _rgba(light if contrast(f"#{mean.hex()}", light) >= SEEN else dark)


def _icon(logo: Logo, side: int, most: int, ground: Colour) -> Image.Image:
    """Return the logo in the middle of a square of `side`, its long side being `most`."""
    scale = most / max(logo.image.size)
    size = [max(1, round(length * scale)) for length in logo.image.size]
    scaled = logo.image.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    icon = Image.new("RGBA", (side, side), ground)
    icon.alpha_composite(scaled, ((side - size[0]) // 2, (side - size[1]) // 2))
    return icon if ground[3] < 255 else icon.convert("RGB")


def _rgba(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue, 255


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
