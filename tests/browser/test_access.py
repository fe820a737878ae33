"""axe finds nothing to mend on any screen, in any theme and either direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.screens import told, walk
from tests.browser.varied_library import (
    LANGUAGES,
    SLUGS,
    VariedLibrary,
    library_of_each_direction,
)

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

UNSEEN = """() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.cssText = 'color: Canvas; forced-color-adjust: none';
    const ground = getComputedStyle(probe).color;
    probe.remove();
    const lightOf = (colour) => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrastOf = (colour) => {
        const [dark, bright] = [lightOf(colour), lightOf(ground)].sort((one, other) => one - other);
        return (bright + 0.05) / (dark + 0.05);
    };
    const isShown = (element) => element.checkVisibility() && !element.closest('.unseen');
    const hasEdge = (element) => {
        const style = getComputedStyle(element);
        return ['Top', 'Right', 'Bottom', 'Left'].some((side) =>
            parseFloat(style[`border${side}Width`]) > 0 &&
            contrastOf(style[`border${side}Color`]) >= 3);
    };
    const nameOf = (element) => element.outerHTML.slice(0, 120);
    const faults = [];
    for (const control of document.querySelectorAll('button, .button, input')) {
        const drawn = [control, ...control.children, control.closest('label, li, .search-box')];
        if (!isShown(control) || drawn.some((part) => part && hasEdge(part))) continue;
        faults.push(`no edge: ${nameOf(control)}`);
    }
    for (const icon of document.querySelectorAll('.icon')) {
        if (isShown(icon) && contrastOf(getComputedStyle(icon).stroke) < 3) {
            faults.push(`no icon: ${nameOf(icon.parentElement)}`);
        }
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        const { color, forcedColorAdjust } = getComputedStyle(element);
        if (!texts.currentNode.data.trim() || !isShown(element)) continue;
        if (forcedColorAdjust !== 'none' && contrastOf(color) < 4.5) {
            faults.push(`on its plate: ${nameOf(element)}`);
        }
    }
    return faults;
}"""
"""What forced colours leave without an edge, or in the colour of the page. A browser lays a plate
of that colour under all words that it recolours, whatever ground they stand on."""

PHONE: ViewportSize = {"width": 360, "height": 740}
WHOLE_PHONE: ViewportSize = {"width": 360, "height": 6000}
WHOLE_DESK: ViewportSize = {"width": 1280, "height": 6000}
"""So high that no bar lies over a target that could be scrolled from under it."""


def faults_of(page: Page, *only: str) -> list[tuple[str, str]]:
    """What axe finds, by all its rules or by these: the rule, and the first element breaking it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [(rule, element) for rule, element in page.evaluate(RUN, list(only))]


def faults_with_forced_colours(page: Page) -> list[object]:
    """The same of colours, and what has no edge, or no colour of its own, once grounds are gone."""
    page.emulate_media(forced_colors="active")
    faults: list[object] = [*faults_of(page, *COLOURS), *page.evaluate(UNSEEN)]
    page.emulate_media(forced_colors="none")
    return faults


library = library_of_each_direction


def test_axe_finds_no_fault_on_any_screen_in_any_theme(
    running_chromium: playwright_api.Browser, library: VariedLibrary
) -> None:
    """A theme is the same from right to left, and a wide window has the colours of a phone.

    With forced colours the system takes all grounds away, and with them what only a ground has
    told: every control has an edge, and every word and icon is seen.
    """
    faults: dict[str, Sequence[object]] = {}
    for screen, visit in walk(running_chromium, library, PHONE):
        visit.page.set_viewport_size(WHOLE_PHONE)
        faults[screen.name] = faults_of(visit.page)
        visit.page.set_viewport_size(PHONE)
        if library.lang != LANGUAGES["ltr"]:
            continue
        for theme in screen.themes:
            visit.wear(theme)
            faults[f"{screen.name}, {theme}"] = faults_of(visit.page, *COLOURS)
        faults[f"{screen.name}, forced colours"] = faults_with_forced_colours(visit.page)
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
