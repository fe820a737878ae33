"""axe finds nothing to mend on any screen, in any theme and either direction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.screens import LANGUAGES, told, walk
from tests.browser.varied_library import SLUGS, VariedLibrary

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"

RUN = """async (only) => {
    const rules = { 'target-size': { enabled: true } };
    const runOnly = only.length ? { runOnly: only } : { rules };
    const { violations } = await axe.run({ ...runOnly, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => [id, nodes[0].html]);
}"""
"""Runs axe's rules, or these alone. One that it leaves off by itself is WCAG 2.2, 2.5.8 (AA)."""

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that ask for colours: nothing else differs between themes."""

PHONE: ViewportSize = {"width": 360, "height": 740}
WHOLE_PHONE: ViewportSize = {"width": 360, "height": 6000}
WHOLE_DESK: ViewportSize = {"width": 1280, "height": 6000}
"""So high that no bar lies over a target that could be scrolled from under it."""


def faults_of(page: Page, *only: str) -> list[tuple[str, str]]:
    """What axe finds, by all its rules or by these: the rule, and the first element breaking it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [(rule, element) for rule, element in page.evaluate(RUN, list(only))]


@pytest.fixture(scope="module", params=LANGUAGES)
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VariedLibrary]:
    """A library that reads from left to right, and one from right to left."""
    library = VariedLibrary(tmp_path_factory.mktemp("library"), LANGUAGES[request.param])
    yield library
    library.server.stop()


def test_axe_finds_no_fault_on_any_screen_in_any_theme(
    running_chromium: playwright_api.Browser, library: VariedLibrary
) -> None:
    """A theme is the same from right to left, and a wide window has the colours of a phone."""
    faults: dict[str, list[tuple[str, str]]] = {}
    for screen, visit in walk(running_chromium, library, PHONE):
        visit.page.set_viewport_size(WHOLE_PHONE)
        faults[screen.name] = faults_of(visit.page)
        visit.page.set_viewport_size(PHONE)
        if library.lang != LANGUAGES["ltr"]:
            continue
        for theme in screen.themes:
            visit.wear(theme)
            faults[f"{screen.name}, {theme}"] = faults_of(visit.page, *COLOURS)
        visit.page.set_viewport_size(WHOLE_DESK)
        faults[f"{screen.name}, in a wide window"] = faults_of(visit.page, "target-size")
        visit.page.set_viewport_size(PHONE)
    assert not any(faults.values()), told(faults)


@pytest.fixture
def plain_page(running_chromium: playwright_api.Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = running_chromium.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_every_screen_of_the_server_is_whole_without_scripts(
    plain_page: Page, library: VariedLibrary
) -> None:
    library.publish_second_edition()
    screens = {
        "/": "The long road to the lighthouse",
        "/articles/ferry": "It leaves at noon, not at one.",
        "/articles/everything": "not_on_the_day_of_the_regatta",
        f"/articles/{SLUGS.arabic}": "كتب الحارس",
        f"/articles/{SLUGS.withdrawn}": "The reef is there after all.",
    }
    for path, words in screens.items():
        plain_page.goto(f"{library.server.url}{path}")
        expect(plain_page.get_by_role("main").get_by_text(words).first).to_be_visible()


def test_links_lead_from_screen_to_screen_without_scripts(
    plain_page: Page, library: VariedLibrary
) -> None:
    library.publish_second_edition()
    plain_page.goto(library.server.url)
    title = plain_page.get_by_role("heading", level=1).inner_text()
    plain_page.get_by_role("link", name="Ferry", exact=True).click()
    expect(plain_page.get_by_text("It leaves at noon, not at one.")).to_be_visible()
    plain_page.get_by_role("navigation").get_by_role("link").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text(title)
