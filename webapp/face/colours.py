"""The publisher's colour in each theme: legible whatever colour was given.

A theme has three grounds, and an accent must be seen on all of them. The rule:

1. A grey, black or white has no hue to keep: the accent is the theme's ink.
2. A colour that reaches a contrast of 4.5 (WCAG 2.2, 1.4.3) on all grounds is taken as it is.
3. Else hue and chroma stay, and lightness moves in small steps until it does; chroma is reduced
   only as far as sRGB demands.
4. What stands on the accent is white or near black, the better of the two.

Step 3 always arrives, and step 4 always reaches 4.5: at the end of the way lies black or white.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coloraide import Color

from webapp.face import Accent

CONTRAST_LEAST = 4.5

GREY = 0.03
"""Below this chroma in OKLCH a colour is a grey to the eye."""

DARK_CHROMA_MOST = 0.15
"""More of it glows on a dark ground."""

LIGHTNESS_STEP = 0.01

CHROMA_STEP = 0.002

UPON = ("#FFFFFF", "#10131A")


@dataclass(frozen=True, slots=True)
class Theme:
    """The grounds and the ink of a theme, as static/css/tokens.css has them."""

    page: str
    raised: str
    well: str
    text: str
    is_dark: bool

    @property
    def grounds(self) -> tuple[str, str, str]:
        """What an accent may stand on."""
        return self.page, self.raised, self.well


THEMES: Mapping[str, Theme] = {
    "light": Theme("#FCFBF8", "#FFFFFF", "#F3F1EB", "#1B1A17", is_dark=False),
    "sepia": Theme("#F5ECD9", "#FBF5E8", "#ECE1CB", "#33271B", is_dark=False),
    "dark": Theme("#17181A", "#212326", "#222428", "#D9D7D1", is_dark=True),
    "black": Theme("#000000", "#121315", "#16171A", "#C9C7C1", is_dark=True),
}


def accents_of(colour: str) -> dict[str, Accent]:
    """Return what a colour (`#RRGGBB`) becomes in each theme, by the theme's name."""
    return {name: _accent(colour, theme) for name, theme in THEMES.items()}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    return Color(one).contrast(Color(other), method="wcag21")


def _accent(colour: str, theme: Theme) -> Accent:
    if Color(colour).convert("oklch")["chroma"] < GREY:
        return Accent(theme.text, theme.page, _least_contrast(theme.text, theme))
    accent = next(
        candidate
        for candidate in _candidates(colour, theme)
        if _least_contrast(candidate, theme) >= CONTRAST_LEAST
    )
    upon = max(UPON, key=lambda ink: contrast(ink, accent))
    return Accent(accent, upon, _least_contrast(accent, theme))


def _least_contrast(colour: str, theme: Theme) -> float:
    return min(contrast(colour, ground) for ground in theme.grounds)


def _candidates(colour: str, theme: Theme) -> Iterator[str]:
    """Yield the colour itself, then lighter or darker ones of its hue, to white or black."""
    yield colour
    lightness, chroma, hue = Color(colour).convert("oklch").coords()
    if theme.is_dark:
        chroma = min(chroma, DARK_CHROMA_MOST)
    way = 1 if theme.is_dark else -1
    for step in range(round(1 / LIGHTNESS_STEP) + 1):
        moved = min(max(lightness + way * step * LIGHTNESS_STEP, 0.0), 1.0)
        yield _within_srgb(moved, chroma, hue)


def _within_srgb(lightness: float, chroma: float, hue: float) -> str:
    while True:
        colour = Color("oklch", [lightness, chroma, hue])
        if colour.in_gamut("srgb", tolerance=0) or chroma <= 0:
            # At no chroma at all the sum of roundings may lie outside by less than a step of a bit.
            return colour.convert("srgb").clip().to_string(hex=True).upper()
        chroma = max(chroma - CHROMA_STEP, 0.0)
