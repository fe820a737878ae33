"""Nothing moves by itself, and nothing is wider than a phone, however large the text is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.screens import told, walk
from tests.browser.varied_library import SLUGS, VariedLibrary, library_of_each_direction
from tests.browser.waiting import expect_ready, open_kept

NARROW: ViewportSize = {"width": 320, "height": 640}

DOUBLE = "html { font-size: 200% !important }"
"""WCAG 2.2, 1.4.4."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
"""WCAG 2.2, 1.4.12."""

STYLES = {"as it is": "", "double text": DOUBLE, "text spacing": SPACED, "both": DOUBLE + SPACED}

PUT_ON = """(style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = style ? [sheet] : [];
}"""

FAULTS = """() => {
    const nameOf = (element) => element.outerHTML.slice(0, 120);
    const isClamped = (style) => style.webkitLineClamp !== 'none' ||
        style.textOverflow === 'ellipsis';
    const faults = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide`);
    for (const element of document.body.querySelectorAll('*')) {
        const style = getComputedStyle(element);
        if (style.overflowX === 'visible' || element.clientWidth <= 1) continue;
        if (element.closest('.unseen, article-body .scroll, status-line, input, svg')) continue;
        if (isClamped(style)) continue;
        if (element.scrollWidth > element.clientWidth + 1) faults.push(`wide: ${nameOf(element)}`);
        if (!['hidden', 'clip'].includes(style.overflowY)) continue;
        if (element.scrollHeight > element.clientHeight + 1) faults.push(`cut: ${nameOf(element)}`);
    }
    for (const control of document.querySelectorAll('a, button, input, summary')) {
        const { left, right } = control.getBoundingClientRect();
        if (!control.checkVisibility() || control.closest('article-body .scroll')) continue;
        if (left < -1 || right > innerWidth + 1) faults.push(`outside: ${nameOf(control)}`);
    }
    return faults;
}"""
"""What a reader would have to scroll sideways for, or cannot see or reach. Tables and code scroll
inside, and titles in lists end after some lines on purpose."""

WATCH = """
    globalThis.shifts = [];
    const note = (entries) => {
        for (const { value, hadRecentInput, sources } of entries) {
            const moved = sources.map(({ node, previousRect, currentRect }) =>
                `${previousRect.y} to ${currentRect.y} px: ${node?.outerHTML?.slice(0, 60)}`);
            if (!hadRecentInput) shifts.push([value, ...moved]);
        }
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    globalThis.allShifts = () => {
        note(observer.takeRecords());
        return shifts;
    };
"""
"""Notes each layout shift (https://wicg.github.io/layout-instability/) and what moved."""

SHIFTS = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return allShifts();
}"""

ADDRESSES = {
    "library": "/",
    "section": "/?section=Islands",
    "article": "/articles/ferry",
    "long article": f"/articles/{SLUGS.long}",
    "Arabic article": f"/articles/{quote(SLUGS.arabic)}",
    "search": "/search",
    "results": "/search?q=island",
    "saved": "/saved",
    "settings": "/settings",
}

OF_THE_SERVER = ("library", "section", "article", "long article", "Arabic article")
"""Those whose page has content before the app comes; the others are empty until it fills them."""


library = library_of_each_direction


@pytest.fixture
def open_watched(
    running_chromium: playwright_api.Browser, library: VariedLibrary
) -> Iterator[Callable[[], Page]]:
    """Makes pages, each of a phone of its own, on which every shift is noted."""
    made: list[BrowserContext] = []

    def make() -> Page:
        made.append(running_chromium.new_context(viewport={"width": 360, "height": 740}))
        page = made[-1].new_page()
        page.add_init_script(WATCH)
        return page

    yield make
    for context in made:
        context.close()


def test_no_screen_of_320_px_moves_sideways_or_is_cut_with_double_text_and_text_spacing(
    running_chromium: playwright_api.Browser, library: VariedLibrary
) -> None:
    """WCAG 2.2: 1.4.4 (double text), 1.4.10 (reflow), 1.4.12 (text spacing)."""
    faults: dict[str, list[str]] = {}
    for screen, visit in walk(running_chromium, library, NARROW):
        for name, style in STYLES.items():
            visit.page.evaluate(PUT_ON, style)
            faults[f"{screen.name}, {name}"] = visit.page.evaluate(FAULTS)
        visit.page.evaluate(PUT_ON, "")
    assert not any(faults.values()), told(faults)


def shifts_of(page: Page) -> list[Any]:
    """What has moved by itself since the page began."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_ready(page)
    shifts: list[Any] = page.evaluate(SHIFTS)
    return shifts


def test_nothing_moves_when_the_kept_app_starts(
    open_watched: Callable[[], Page], library: VariedLibrary
) -> None:
    page = open_kept(open_watched(), library.server.url)
    moved: dict[str, list[Any]] = {}
    for name, address in ADDRESSES.items():
        page.goto(f"{library.server.url}{address}")
        moved[name] = shifts_of(page)
    assert not any(moved.values()), told(moved)


def test_nothing_moves_when_the_app_takes_over_the_page_of_the_server(
    open_watched: Callable[[], Page], library: VariedLibrary
) -> None:
    moved: dict[str, list[Any]] = {}
    for name in OF_THE_SERVER:
        page = open_watched()
        page.goto(f"{library.server.url}{ADDRESSES[name]}")
        moved[name] = shifts_of(page)
    assert not any(moved.values()), told(moved)
