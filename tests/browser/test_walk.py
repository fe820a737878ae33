"""Every screen of a kept library on a phone: by touch, by the keyboard, and without a connection.

One walk, told once. What is pressed is found by its role and visible name, and back is back: the
row that was left has the focus, and stands where it stood.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.browser.conftest import CHROMIUM_ARGUMENTS, PATIENCE_MS
from tests.browser.faulty import FaultyServer
from tests.browser.travellers import Keys, Thumb, Traveller
from tests.browser.waiting import open_kept
from tests.folder import Folder
from webapp.publishing import publish

LIBRARY = "The Harbour Library"

WORDS = "The keeper wrote down the wind each evening, and nobody asked him for what. "

LOG_BOOK = "It is told in [the ferry](/articles/the-ferry).\n\n" + "\n\n".join(
    f"## {name}\n\n{WORDS * 35}" for name in ("The letter", "Low water", "Going home")
)

FERRY = f"It leaves at one.\n\n{WORDS * 60}"

NOTE_TOP = """
    const noteTop = ({ target }) => {
        const link = target.closest('a');
        if (link) globalThis.leftAt = link.getBoundingClientRect().top;
    };
    addEventListener('click', noteTop, { capture: true });
"""
"""Notes where a link stood in the window when it was followed."""

TOP = "(link) => link.getBoundingClientRect().top"

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}


def harbour_library(place: Path) -> Path:
    """Publish a library with a new, a corrected and a withdrawn article; return where that lies."""
    folder = Folder(place / "source")
    folder.describe(LIBRARY)
    folder.write("The log book", LOG_BOOK, section="Islands", date="2026-11-19")
    folder.write("The ferry", FERRY, section="Harbour", date="2026-11-18", tags="[boats]")
    folder.write("The old chart", "It shows a reef.", section="Harbour", date="2026-11-17")
    for number in range(8):
        folder.write(f"Pier {number}", WORDS, section="Harbour", date=f"2026-10-1{number}")
    folder.write("The lighthouse", WORDS, section="Islands", date="2025-03-01", tags="[boats]")
    # Next to so much the changes are few, and come as changes.
    numbers = " ".join(sha512(b"%d" % day).hexdigest() for day in range(99))
    folder.write("The tide tables", numbers, section="Harbour", date="2025-06-01")
    publish(folder.path, place / "data", quick=True)
    more = {"section": "Harbour", "date": "2026-11-18", "tags": "[boats]"}
    note = {"modified": "2026-11-22", "note": "The hour of departure was wrong."}
    folder.write("The ferry", FERRY.replace("at one", "at noon"), **more, **note)
    folder.write("The old chart", withdrawn="The reef is there after all.")
    folder.write("The newest of all", WORDS, section="Harbour", date="2026-11-23")
    publish(folder.path, place / "data", quick=True)
    return place / "data"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return harbour_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def harbour(published: Path) -> Iterator[FaultyServer]:
    """A server over that library."""
    server = FaultyServer(published)
    yield server
    server.stop()


class Walk:
    """The way through the screens, for whoever goes it."""

    def __init__(self, traveller: Traveller, url: str, *, is_online: bool) -> None:
        self.traveller = traveller
        self.page = traveller.page
        self.main = self.page.get_by_role("main")
        self.url = url
        self.is_online = is_online

    def press(self, role: Any, name: str, inside: Locator | None = None) -> None:
        """Press what has this role and name, on the screen or inside of something."""
        place = inside or self.main
        self.traveller.press(place.get_by_role(role, name=name, exact=True))

    def sheet(self, opener: str, name: str, inside: Locator | None = None) -> Locator:
        """Press what opens a sheet; return the sheet."""
        self.traveller.press((inside or self.main).get_by_role("button", name=opener))
        return self.expect_sheet(name)

    def expect_sheet(self, name: str) -> Locator:
        sheet = self.page.get_by_role("dialog", name=name, exact=True)
        expect(sheet).to_be_visible()
        return sheet

    def close(self, sheet: Locator, opener: Locator) -> None:
        """Close a sheet: what has opened it has the focus again."""
        self.traveller.close(sheet)
        expect(opener).to_be_focused()

    def arrive(self, title: str) -> None:
        """Expect a screen, read out from its title on."""
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_focused()

    def tab(self, name: str) -> None:
        """Press a link of the main bar."""
        self.press("link", name, self.page.get_by_role("navigation", name="Main"))

    def visit(self, link: Locator, title: str) -> None:
        """Follow a link and go back at once."""
        with self.visiting(link, title):
            pass

    @contextmanager
    def visiting(self, link: Locator, title: str, where: str = "") -> Iterator[None]:
        """Follow a link, do something there, and go back: the link is where it was, with the focus.

        What is done there ends on the screen that the link leads to. `where`: the way back is that
        of the bar, to this list; else the browser's own is taken.
        """
        self.traveller.press(link)
        self.arrive(title)
        left_at = self.page.evaluate("leftAt")
        yield
        if where:
            self.press("link", f"Back to {where}", self.bar)
        else:
            self.page.go_back()
        expect(link).to_be_focused()
        assert link.evaluate(TOP) == pytest.approx(left_at, abs=1)

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("toolbar", name="Article")

    # The screens

    def library(self) -> None:
        """Narrow the list, order it, jump in it, and come back to it."""
        sections = self.main.get_by_role("button", name="Section: All")
        self.press("link", "Islands 2", self.sheet("Section: All", "Sections and tags"))
        self.arrive("Islands")
        expect(self.rows).to_have_text(["The log book", "The lighthouse"])
        self.page.go_back()
        expect(sections).to_be_visible()
        self.press("link", "boats 2", self.sheet("Section: All", "Sections and tags"))
        self.arrive("Tag: boats")
        self.page.go_back()
        expect(sections).to_be_visible()

        self.press("radio", "Unread")
        expect(self.page).to_have_url(re.compile(r"\?show=unread$"))
        self.press("radio", "All")
        expect(self.page).to_have_url(f"{self.url}/")

        tools = self.main.get_by_role("button", name="Sort and list")
        self.press("button", "Title", self.sheet("Sort and list", "Sort and list"))
        expect(tools).to_be_focused()
        expect(self.rows.first).to_have_text("Pier 0")
        self.press("button", "Newest", self.sheet("Sort and list", "Sort and list"))
        expect(self.rows.first).to_have_text("The newest of all")

        self.press("button", "Jump to", self.sheet("Sort and list", "Sort and list"))
        jump = self.expect_sheet("Jump to")
        self.traveller.press(jump.get_by_text("2025"))
        self.press("link", "March, 1 article", jump)
        expect(self.rows).to_have_text(["The lighthouse"])
        self.press("link", "Newer articles")
        expect(self.rows).to_have_count(13)

        self.visit(self.row("Pier 3"), "Pier 3")

    def article(self) -> None:
        """Do with a text what its bar offers, and go from it to others."""
        with self.visiting(self.row("The log book"), "The log book", "Library"):
            contents = self.bar.get_by_role("button", name="Contents and place")
            sheet = self.sheet("Contents and place", "Contents", self.bar)
            self.press("link", "Low water", sheet)
            part = self.main.get_by_role("heading", name="Low water")
            expect(part).to_be_focused()
            expect(part).to_be_in_viewport()
            self.traveller.look_for_bar()
            sheet = self.sheet("Contents and place", "Contents", self.bar)
            self.press("button", "Go to the start", sheet)
            self.arrive("The log book")
            self.close(self.sheet("Contents and place", "Contents", self.bar), contents)

            settings = self.bar.get_by_role("button", name="Reading settings")
            sheet = self.sheet("Reading settings", "Reading settings", self.bar)
            self.press("radio", "Sepia", sheet)
            expect(self.page.locator("html")).to_have_attribute("data-theme", "sepia")
            self.close(sheet, settings)

            save = self.bar.get_by_role("button", name="Save")
            self.traveller.press(save)
            expect(save).to_have_attribute("aria-pressed", "true")
            more = self.bar.get_by_role("button", name="More")
            self.close(self.sheet("More", "More", self.bar), more)

            link = self.main.get_by_role("link", name="the ferry", exact=True)
            with self.visiting(link, "The ferry"):
                expect(self.main.get_by_text("The hour of departure was wrong.")).to_be_visible()
                see = self.main.get_by_role("link", name="See what changed")
                with self.visiting(see, "What was corrected"):
                    expect(self.page.get_by_role("deletion")).to_have_text("one")
                    expect(self.page.get_by_role("insertion")).to_have_text("noon")

            others = self.main.get_by_role("navigation", name="More articles")
            self.visit(others.get_by_role("link", name="Next The ferry"), "The ferry")
            self.visit(others.get_by_role("link", name="Previous"), "The newest of all")

    def search(self) -> None:
        """Find an article, read it, and come back to what was found."""
        self.tab("Search")
        field = self.page.get_by_role("searchbox", name="Search titles and text")
        expect(field).to_be_focused()
        self.traveller.type(field, "lightho")
        found = self.page.get_by_role("list", name="Results").get_by_role("link")
        expect(found).to_have_text(["The lighthouse"])
        with self.visiting(found, "The lighthouse", "Search"):
            pass
        expect(field).to_have_value("lightho")

    def saved(self) -> None:
        """Find what was saved on the way."""
        self.tab("Saved")
        self.arrive("Saved")
        self.visit(self.main.get_by_role("link", name="The log book"), "The log book")

    def settings(self) -> None:
        """Look at every part of Settings, and at the screens to which it leads."""
        self.tab("Settings")
        self.arrive("Settings")
        self.press("button", "Check every article")
        expect(self.main.get_by_text("Every article is whole.").first).to_be_visible()
        with self.visiting(self.main.get_by_role("link", name="What changed"), "What changed"):
            corrected = self.main.get_by_role("link", name="The ferry")
            self.visit(corrected, "What was corrected")
            withdrawn = self.main.get_by_role("link", name="The old chart")
            with self.visiting(withdrawn, "The old chart"):
                expect(self.main.get_by_text("The reef is there after all.")).to_be_visible()
        self.press("radio", "Ask first")
        self.press("radio", "Automatic")

        for opener, name in (("Reading settings", "Reading settings"), ("Language", "Language")):
            button = self.main.get_by_role("button", name=opener)
            self.close(self.sheet(opener, name), button)
        keys = self.main.get_by_role("switch", name="Single-key shortcuts")
        for state in ("false", "true"):
            self.traveller.press(keys)
            expect(keys).to_have_attribute("aria-checked", state)
        erase = self.main.get_by_role("button", name="Erase everything")
        self.traveller.press(erase)
        dialog = self.page.get_by_role("alertdialog", name="Erase everything")
        self.press("button", "Keep", dialog)
        expect(dialog).to_have_count(0)
        expect(erase).to_be_focused()

    def unknown_address(self) -> None:
        """Land where no article is, and find the way into the library."""
        self.page.goto(f"{self.url}/articles/nobody")
        no_article = "There is no article at this address."
        not_here = "This article is not on this device."
        expect(self.main.get_by_text(no_article if self.is_online else not_here)).to_be_visible()
        self.tab("Library")
        self.arrive(LIBRARY)

    @property
    def rows(self) -> Locator:
        return self.main.get_by_role("heading", level=3).get_by_role("link")

    def row(self, title: str) -> Locator:
        return self.rows.and_(self.page.get_by_role("link", name=title, exact=True))

    def go(self) -> None:
        """Go through all of it."""
        self.library()
        self.article()
        self.search()
        self.saved()
        self.settings()
        self.unknown_address()


@pytest.fixture
def phone(running_chromium: playwright_api.Browser) -> Iterator[BrowserContext]:
    """A phone with nothing in it."""
    context = running_chromium.new_context(**PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(NOTE_TOP)
    yield context
    context.close()


@contextmanager
def switched_on(playwright: Playwright, profile: Path) -> Iterator[Page]:
    """A phone with what it had when it was switched off last."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        args=CHROMIUM_ARGUMENTS,
        **PHONE,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(NOTE_TOP)
    try:
        yield context.pages[0]
    finally:
        context.close()


def test_every_screen_is_reached_by_touch_alone(
    harbour: FaultyServer, phone: BrowserContext
) -> None:
    page = open_kept(phone.new_page(), harbour.url)
    Walk(Thumb(page), harbour.url, is_online=True).go()


def test_every_screen_is_reached_by_the_keyboard_alone(
    harbour: FaultyServer, phone: BrowserContext
) -> None:
    """The focus is seen at each stop, under no bar, and never lost; nothing is passed over."""
    page = open_kept(phone.new_page(), harbour.url)
    walk = Walk(Keys(page), harbour.url, is_online=True)
    walk.go()
    page.keyboard.press("?")
    walk.close(walk.expect_sheet("Shortcuts"), page.get_by_role("heading", level=1))


def test_every_screen_is_reached_without_a_connection(
    harbour: FaultyServer, playwright: Playwright, tmp_path: Path
) -> None:
    """The server is gone before the phone is switched on again."""
    profile = tmp_path / "profile"
    with switched_on(playwright, profile) as page:
        open_kept(page, harbour.url)
    harbour.stop()
    with switched_on(playwright, profile) as page:
        page.goto(harbour.url)
        Walk(Thumb(page), harbour.url, is_online=False).go()
