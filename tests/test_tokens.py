"""The colours of the themes: every pair that meets can be read (WCAG 2.2, 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from coloraide import Color

CSS = (Path(__file__).parents[1] / "static/css/tokens.css").read_text(encoding="utf-8")

THEMES = {
    "light": ':root,\n  [data-theme="light"]',
    "sepia": '[data-theme="sepia"]',
    "dark": '[data-theme="dark"]',
    "black": '[data-theme="black"]',
    "the system's dark": ":root:not([data-theme])",
}

GROUNDS = ("page", "raised", "well")

LEAST = {
    "text": 10.6,
    "text-2": 7,
    "text-3": 4.5,
    "link": 7,
    "visited": 7,
    "danger": 6.5,
    "warn": 6.5,
    "ok": 6.4,
    "accent": 4.5,
    "edge": 3,
}
"""The least contrast on the worst of the grounds; `edge` bounds controls, the rest is text."""

ON_A_COLOUR = [("text", "selection", 7), ("text", "hit", 6.9), ("on-accent", "accent", 4.5)]


def tokens_of(theme: str) -> dict[str, str]:
    """The colours of a theme, by name; those that a theme leaves out are the light one's."""
    found = re.search(rf"^\s*{re.escape(THEMES[theme])} \{{\n(.*?)\n\s*\}}", CSS, re.M | re.S)
    assert found, f"tokens.css has no theme {theme}"
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", found[1]))


def contrast(one: str, other: str) -> float:
    return float(Color(one).contrast(other, method="wcag21"))


@pytest.mark.parametrize("theme", THEMES)
def test_each_colour_can_be_read_on_each_ground(theme: str) -> None:
    tokens = tokens_of(theme)
    poor = {
        (name, ground): contrast(tokens[name], tokens[ground])
        for (name, least), ground in product(LEAST.items(), GROUNDS)
        if contrast(tokens[name], tokens[ground]) < least
    }
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "ground", "least"), ON_A_COLOUR)
def test_what_stands_on_a_colour_can_be_read(
    theme: str, name: str, ground: str, least: float
) -> None:
    tokens = tokens_of(theme)
    assert contrast(tokens[name], tokens[ground]) >= least


def test_the_systems_dark_is_the_dark_theme() -> None:
    """A page without JavaScript has no attribute that names a theme."""
    assert tokens_of("the system's dark") == tokens_of("dark")


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_names_every_colour(theme: str) -> None:
    assert set(tokens_of("light")) - set(tokens_of(theme)) == set()
