"""The publisher's colour: in each theme one that can be read, as near to it as can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.face.colours import CONTRAST_LEAST, THEMES, accents_of, contrast

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"


@pytest.mark.parametrize(
    ("colour", "light", "sepia", "dark", "black"),
    [
        ("#FFD400", "#816A01", "#776200", "#FFD400", "#FFD400"),
        ("#D0021B", "#D0021B", "#CB021A", "#DF6960", "#D15C54"),
        ("#00BCD4", "#067989", "#026D7B", "#00BCD4", "#00BCD4"),
    ],
)
def test_a_colour_becomes_the_nearest_legible_one(
    colour: str, light: str, sepia: str, dark: str, black: str
) -> None:
    """Worked examples of the design language."""
    accents = [accent.accent for accent in accents_of(colour).values()]
    assert accents == [light, sepia, dark, black]


@pytest.mark.parametrize("colour", ["#9E9E9E", "#000000", "#FFFFFF", "#70757A"])
def test_a_grey_becomes_the_themes_ink(colour: str) -> None:
    for name, accent in accents_of(colour).items():
        theme = THEMES[name]
        assert (accent.accent, accent.on_accent) == (theme.text, theme.page)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_every_colour_is_legible_in_every_theme(number: int) -> None:
    colour = f"#{number:06X}"
    for name, accent in accents_of(colour).items():
        grounds = THEMES[name].grounds
        assert accent.contrast >= CONTRAST_LEAST
        assert accent.contrast == min(contrast(accent.accent, ground) for ground in grounds)
        assert contrast(accent.accent, accent.on_accent) >= CONTRAST_LEAST


def test_a_vivid_colour_does_not_glow_where_it_is_moved_on_a_dark_ground() -> None:
    for name in ("dark", "black"):
        moved = Color(accents_of("#2000FF")[name].accent).convert("oklch")
        assert moved["chroma"] <= 0.152  # 0.15, and what eight bits round away


@pytest.mark.parametrize("name", THEMES)
def test_the_grounds_are_those_of_the_pages_style(name: str) -> None:
    rule = re.compile(rf'\[data-theme="{name}"\] \{{([^}}]*)\}}')
    (body, *_) = rule.findall(TOKENS.read_text(encoding="utf-8"))
    tokens = {key: _long(value) for key, value in re.findall(r"--([\w-]+): (#\w+);", body)}
    theme = THEMES[name]
    assert (tokens["page"], tokens["raised"], tokens["well"], tokens["text"]) == (
        *theme.grounds,
        theme.text,
    )
    assert f"color-scheme: {'dark' if theme.is_dark else 'light'}" in body


def _long(colour: str) -> str:
    return Color(colour).to_string(hex=True).upper()
