"""Every screen of the app and every state that it is seen in: what it is called, how to get there.

One list for all who look at all of it: the pictures, axe, the measuring of the layout. The screens
of one journey share a page and come in this order, as a reader meets them: each begins where the
one before it ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE, SAVES_DATA
from tests.browser.conftest import PATIENCE_MS
from tests.browser.storage import DROP_SHELL, WITHOUT
from tests.browser.varied_library import SLUGS, VariedLibrary
from tests.browser.waiting import expect_app_kept, expect_ready
from webapp.words import Words

THEMES = ("light", "sepia", "dark", "black")
SYSTEM_THEMES = ("light", "dark")
"""What the pages follow that no script of the app reaches: the system's own two."""

Journey = Literal["reader", "unable", "without scripts"]

WEAR = """({ theme, more }) => {
    const looks = { ...more, theme };
    localStorage.setItem('octavo-looks', JSON.stringify(looks));
    dispatchEvent(new CustomEvent('octavo-looks', { detail: looks }));
}"""
"""Puts looks on as the reading settings do."""

MARK = """async (marked) => {
    const { Marks } = await import(`/a/${document.documentElement.dataset.build}/shelf/marks.js`);
    const marks = new Marks();
    await marks.start();
    const { articles } = await (await fetch('/api/v1/articles')).json();
    for (const { id, slug } of articles) {
        if (marked[slug]) await marks.set(id, marked[slug]);
    }
    marks.close();
}"""
"""Sets the reader's marks, by slug, as another tab does."""

NOTHING_MARKED = {"read": False, "saved": False, "place": None}
BEGUN = {"block": "0" * 16, "offset": 0, "share": 0.4}

SPOIL_PACKS = """async () => {
    await caches.delete('octavo-snapshots');
    const cache = await caches.open('octavo-corpus');
    for (const request of await cache.keys()) {
        const response = await cache.match(request);
        const bytes = new Uint8Array(await response.arrayBuffer()).fill(0xff, 64, 256);
        await cache.put(request, new Response(bytes, { headers: response.headers }));
    }
}"""

DROP_PACKS = "() => caches.delete('octavo-corpus')"


class Visit:
    """A page on its way through the screens of a library."""

    def __init__(self, page: Page, library: VariedLibrary) -> None:
        self.page = page
        self.library = library
        self.server = library.server
        self._words = Words.for_language(library.lang)
        self._theme = THEMES[0]
        self._looks: dict[str, str] = {}

    def open(self, address: str, **looks: str) -> None:
        """Go to an address, with these looks beside the theme, and wait for its title."""
        if looks != self._looks:
            self._looks = looks
            self.wear(self._theme)
        self.page.goto(f"{self.server.url}{address}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.locator("main")).not_to_have_attribute("aria-busy", "true")

    def wear(self, theme: str) -> None:
        """Put a theme on, without loading anything."""
        self._theme = theme
        dark = theme in ("dark", "black")
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.evaluate(WEAR, {"theme": theme, "more": self._looks})

    def named(self, role: Any, words: str) -> Locator:
        """What the catalogue calls so; whatever fills the gaps of the sentence."""
        gaps = re.split(r"\{\w+\}", self._words.sentence(words))
        pattern = ".+".join(r"\s".join(map(re.escape, gap.split(" "))) for gap in gaps)
        return self.page.get_by_role(role, name=re.compile(pattern.replace("\u00a0", r"\s")))

    def press(self, words: str) -> None:
        """Press the first button with this name."""
        self.named("button", words).first.click()

    def open_article(self, slug: str, **looks: str) -> None:
        """Open an article, at its start, with its bar."""
        self.open(f"/articles/{quote(slug)}", **looks)
        expect(self.named("toolbar", "ar.bar")).to_be_visible()

    def expect_sheet(self, words: str) -> None:
        """Wait for a sheet by its name."""
        expect(self.named("dialog", words)).to_be_visible()

    def mark(self, marked: Mapping[str, object]) -> None:
        """Set the reader's marks by slug."""
        self.page.evaluate(MARK, marked)


class Screen(NamedTuple):
    """One entry of the list."""

    name: str
    go: Callable[[Visit], None]
    journey: Journey
    themes: tuple[str, ...]


SCREENS: list[Screen] = []


def _screen(
    name: str, journey: Journey = "reader", themes: tuple[str, ...] = THEMES
) -> Callable[[Callable[[Visit], None]], Callable[[Visit], None]]:
    def enter(go: Callable[[Visit], None]) -> Callable[[Visit], None]:
        SCREENS.append(Screen(name, go, journey, themes))
        return go

    return enter


@contextmanager
def visiting(
    browser: Browser,
    library: VariedLibrary,
    journey: Journey,
    viewport: ViewportSize,
    **more: Any,
) -> Iterator[Visit]:
    """A reader's page before the first screen of a journey; the server is whole again after it."""
    context = browser.new_context(
        viewport=viewport,
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.add_init_script(SAVES_DATA)
    if journey == "unable":
        page.add_init_script(WITHOUT["files"])
    if journey == "without scripts":
        page.route("**/*", _take_scripts_out)
    try:
        yield Visit(page, library)
    finally:
        library.server.mend()
        context.close()


def told(faults: Mapping[str, Sequence[object]]) -> str:
    """What was found where, one a line, for who reads of a failed test."""
    lines = (f"{where}: {each}" for where, found in faults.items() for each in found)
    return "\n" + "\n".join(lines)


def _take_scripts_out(route: Route) -> None:
    """Leave of a page what a browser without scripts shows; what tests ask of it are scripts."""
    if route.request.resource_type != "document":
        route.continue_()
        return
    answer = route.fetch()
    plain = re.sub(r"<script.*?</script>|</?noscript>", "", answer.text(), flags=re.DOTALL)
    route.fulfill(response=answer, body=plain)


def walk(
    browser: Browser, library: VariedLibrary, viewport: ViewportSize, **more: Any
) -> Iterator[tuple[Screen, Visit]]:
    """Yield every screen when it is reached."""
    for journey in dict.fromkeys(screen.journey for screen in SCREENS):
        with visiting(browser, library, journey, viewport, **more) as visit:
            for screen in SCREENS:
                if screen.journey == journey:
                    screen.go(visit)
                    yield screen, visit


# The first visit


@_screen("first-visit")
def _first_visit(visit: Visit) -> None:
    visit.page.goto(visit.server.url)
    expect(visit.named("heading", "fv.title")).to_be_visible()
    expect_app_kept(visit.page)


@_screen("nothing-here-and-no-connection")
def _nothing_here(visit: Visit) -> None:
    visit.server.fault("", "down")
    visit.open("/")
    visit.named("button", "st.again").last.click()


@_screen("article-not-here")
def _article_not_here(visit: Visit) -> None:
    visit.open(f"/articles/{SLUGS.everything}")


@_screen("download-running")
def _download_running(visit: Visit) -> None:
    visit.server.mend()
    visit.open("/")
    visit.server.fault("/corpus/pack-", "hang")
    visit.press("fv.get")
    expect(visit.named("progressbar", "fv.progress")).to_be_visible()


@_screen("download-done")
def _download_done(visit: Visit) -> None:
    visit.server.mend()
    expect_ready(visit.page)


# What an edition brings


@_screen("updates-none")
def _updates_none(visit: Visit) -> None:
    visit.open("/updates")


@_screen("update-waiting")
def _update_waiting(visit: Visit) -> None:
    visit.library.publish_second_edition()
    visit.open("/")
    expect(visit.named("button", "up.get").first).to_be_visible()


@_screen("updates-waiting")
def _updates_waiting(visit: Visit) -> None:
    visit.open("/updates")
    expect(visit.named("button", "up.get").first).to_be_visible()


@_screen("updates")
def _updates(visit: Visit) -> None:
    visit.press("up.get")
    expect_ready(visit.page, edition=2)
    visit.open("/updates")


@_screen("what-was-corrected")
def _what_was_corrected(visit: Visit) -> None:
    visit.open(f"/articles/{SLUGS.corrected}/changes")


# The library


@_screen("library")
def _library(visit: Visit) -> None:
    visit.mark(
        {
            SLUGS.long: {"place": BEGUN},
            SLUGS.everything: {"read": True},
            SLUGS.corrected: {"saved": True},
        }
    )
    visit.open("/")
    expect(visit.named("link", "lib.continue")).to_be_visible()


@_screen("library-compact")
def _library_compact(visit: Visit) -> None:
    visit.open("/", density="compact")


@_screen("library-section")
def _library_section(visit: Visit) -> None:
    visit.open("/?section=Islands")


@_screen("library-section-empty")
def _library_section_empty(visit: Visit) -> None:
    visit.open("/?section=Nowhere")


@_screen("sections-and-tags")
def _sections(visit: Visit) -> None:
    visit.open("/")
    visit.press("lib.section")
    visit.expect_sheet("lib.sections")


@_screen("sort-and-list")
def _sort(visit: Visit) -> None:
    visit.open("/")
    visit.press("lib.sort-and-list")
    visit.expect_sheet("lib.sort-and-list")


@_screen("jump-to")
def _jump(visit: Visit) -> None:
    visit.press("lib.jump")
    visit.expect_sheet("lib.jump")


@_screen("selecting")
def _selecting(visit: Visit) -> None:
    visit.open("/")
    visit.press("lib.sort-and-list")
    visit.press("lib.select")
    visit.page.get_by_role("checkbox").nth(1).check()


@_screen("keys")
def _keys(visit: Visit) -> None:
    visit.open("/")
    visit.page.keyboard.press("?")
    visit.expect_sheet("key.title")


# An article


@_screen("article")
def _article(visit: Visit) -> None:
    visit.open_article(SLUGS.corrected)


@_screen("article-long")
def _article_long(visit: Visit) -> None:
    visit.mark({SLUGS.long: NOTHING_MARKED})
    visit.open_article(SLUGS.long)


@_screen("article-with-everything")
def _article_with_everything(visit: Visit) -> None:
    visit.open_article(SLUGS.everything)


@_screen("article-with-everything-further-down")
def _further_down(visit: Visit) -> None:
    visit.page.get_by_role("heading", level=2).nth(1).scroll_into_view_if_needed()
    visit.page.evaluate("scrollBy(0, 400)")


@_screen("article-end")
def _article_end(visit: Visit) -> None:
    visit.page.evaluate("scrollTo(0, document.body.scrollHeight)")


@_screen("article-arabic")
def _article_arabic(visit: Visit) -> None:
    visit.open_article(SLUGS.arabic)


@_screen("article-hebrew")
def _article_hebrew(visit: Visit) -> None:
    visit.open_article(SLUGS.hebrew)


@_screen("article-japanese")
def _article_japanese(visit: Visit) -> None:
    visit.open_article(SLUGS.japanese)


@_screen("article-largest-text")
def _article_largest(visit: Visit) -> None:
    visit.open_article(SLUGS.everything, size="200")


@_screen("article-withdrawn")
def _article_withdrawn(visit: Visit) -> None:
    visit.open(f"/articles/{SLUGS.withdrawn}")


@_screen("unknown-address")
def _unknown(visit: Visit) -> None:
    visit.open("/articles/nobody")


@_screen("reading-settings")
def _reading_settings(visit: Visit) -> None:
    visit.open_article(SLUGS.long)
    visit.press("rs.title")
    visit.expect_sheet("rs.title")


@_screen("reading-settings-more")
def _reading_settings_more(visit: Visit) -> None:
    visit.page.get_by_role("dialog").locator("summary").click()


@_screen("article-more")
def _article_more(visit: Visit) -> None:
    visit.open_article(SLUGS.everything)
    visit.named("toolbar", "ar.bar").get_by_role("button").last.click()
    visit.expect_sheet("ar.more")


@_screen("article-contents")
def _article_contents(visit: Visit) -> None:
    visit.open_article(SLUGS.long)
    visit.press("ar.place")
    visit.expect_sheet("ar.contents")


@_screen("toast")
def _toast(visit: Visit) -> None:
    visit.open_article(SLUGS.corrected)
    visit.press("ar.save")
    # It stays while it has the focus.
    visit.named("button", "act.undo").focus()


# Search, what is saved, settings


@_screen("search")
def _search(visit: Visit) -> None:
    visit.open("/search")


@_screen("search-results")
def _search_results(visit: Visit) -> None:
    visit.open("/search?q=island")
    expect(visit.named("list", "se.results").get_by_role("link").first).to_be_visible()


@_screen("search-none")
def _search_none(visit: Visit) -> None:
    visit.open("/search?q=xylophone")


@_screen("saved-empty")
def _saved_empty(visit: Visit) -> None:
    visit.mark({SLUGS.corrected: NOTHING_MARKED})
    visit.open("/saved")
    expect(visit.page.get_by_role("main").get_by_role("listitem")).to_have_count(0)


@_screen("saved")
def _saved(visit: Visit) -> None:
    saved = {"saved": True}
    visit.mark({SLUGS.long: saved, SLUGS.arabic: saved, SLUGS.corrected: saved})
    visit.open("/saved")
    expect(visit.page.get_by_role("main").get_by_role("listitem")).to_have_count(3)


@_screen("settings")
def _settings(visit: Visit) -> None:
    visit.open("/settings")


@_screen("settings-further-down")
def _settings_further_down(visit: Visit) -> None:
    visit.page.evaluate("scrollTo(0, document.body.scrollHeight)")


@_screen("languages")
def _languages(visit: Visit) -> None:
    visit.open("/settings")
    visit.press("set.language")
    visit.expect_sheet("set.language")


@_screen("erase")
def _erase(visit: Visit) -> None:
    visit.open("/settings")
    visit.press("er.act")
    expect(visit.page.get_by_role("alertdialog")).to_be_visible()


# What can happen to it


@_screen("article-damaged")
def _article_damaged(visit: Visit) -> None:
    visit.server.fault("", "down")
    visit.page.evaluate(SPOIL_PACKS)
    visit.open(f"/articles/{SLUGS.everything}")


@_screen("library-removed")
def _library_removed(visit: Visit) -> None:
    visit.server.mend()
    visit.page.evaluate(DROP_PACKS)
    visit.open("/")
    expect(visit.named("button", "cp.repair").first).to_be_visible()


@_screen("new-version")
def _new_version(visit: Visit) -> None:
    visit.press("cp.repair")
    expect_ready(visit.page)
    visit.library.make_new_version()
    visit.page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect(visit.page.locator("status-line .offer")).to_be_visible()


@_screen("app-cannot-start", themes=SYSTEM_THEMES)
def _cannot_start(visit: Visit) -> None:
    visit.page.evaluate(DROP_SHELL)
    visit.server.fault("", "down")
    visit.open("/")


@_screen("browser-cannot-keep", "unable")
def _cannot_keep(visit: Visit) -> None:
    visit.open("/")
    visit.page.locator("status-line summary").click()


# Without scripts


@_screen("library-without-scripts", "without scripts", SYSTEM_THEMES)
def _library_plain(visit: Visit) -> None:
    visit.open("/")


@_screen("article-without-scripts", "without scripts", SYSTEM_THEMES)
def _article_plain(visit: Visit) -> None:
    visit.open(f"/articles/{SLUGS.everything}")


@_screen("withdrawn-without-scripts", "without scripts", SYSTEM_THEMES)
def _withdrawn_plain(visit: Visit) -> None:
    visit.open(f"/articles/{SLUGS.withdrawn}")


@_screen("search-without-scripts", "without scripts", SYSTEM_THEMES)
def _search_plain(visit: Visit) -> None:
    visit.open("/search")
