"""An article as it is read: its bar, its place, what can be done with it, and what follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE
from tests.browser.conftest import Server
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

PARAGRAPH = (
    "The tide came in and went out again, as it does, and nobody on the quay looked up. " * 6
)
LONG = "\n\n".join(
    f"## Part {part}\n\n" + "\n\n".join(f"Paragraph {part}.{n}. {PARAGRAPH}" for n in range(1, 5))
    for part in range(1, 7)
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyServer]:
    place = tmp_path_factory.mktemp("articles")
    folder = Folder(place / "source")
    folder.describe("The Harbour Library")
    folder.write("The long road", LONG, date="2026-11-20", section="Roads", tags="[sea]")
    folder.write(
        "The ferry",
        "It leaves at [noon](https://example.org/noon). See [the road](/articles/the-long-road).",
        date="2026-11-21",
        source="https://example.org/ferry",
    )
    folder.write("The lighthouse", "It was built of granite.", date="2026-11-19")
    publish(folder.path, place / "data", quick=True)
    server = FaultyServer(place / "data")
    yield server
    server.stop()


@pytest.fixture
def reader(page: Page, library: FaultyServer) -> Callable[[str], Page]:
    """Opens an article on a phone that keeps the library."""
    open_kept(page, library.url)

    def read(slug: str) -> Page:
        page.goto(f"{library.url}/articles/{slug}")
        expect(bar(page)).to_be_visible()
        return page

    return read


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Article")


def line_at_top(page: Page) -> str:
    """The words of the paragraph that stands at the top of the window."""
    return str(
        page.evaluate(
            """() => {
              const blocks = [...document.querySelectorAll('article-body > *')];
              const first = blocks.find((block) => block.getBoundingClientRect().bottom > 1);
              return first.textContent.slice(0, 14);
            }"""
        )
    )


def test_the_bar_leads_back_to_where_the_reader_came_from(
    reader: Callable[[str], Page], library: FaultyServer
) -> None:
    page = reader("the-ferry")
    page.goto(library.url)
    page.get_by_role("main").get_by_role("link", name="The lighthouse").click()
    expect(page.get_by_role("heading", level=1, name="The lighthouse")).to_be_focused()
    # From article to article the way back stays the list.
    page.get_by_role("link", name="The long road").click()
    expect(page.get_by_role("heading", level=1, name="The long road")).to_be_visible()
    bar(page).get_by_role("link", name="Back to Library").click()
    expect(page.get_by_role("heading", level=1, name="The Harbour Library")).to_be_visible()
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_what_is_saved_stays_saved_and_can_be_undone(
    reader: Callable[[str], Page],
) -> None:
    page = reader("the-ferry")
    save = bar(page).get_by_role("button", name="Save")
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(save).to_have_attribute("aria-pressed", "true")
    save.click()
    expect(page.get_by_text("Removed from Saved.")).to_be_visible()
    expect(save).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Undo").click()
    expect(save).to_have_attribute("aria-pressed", "true")


def test_a_text_opens_where_the_reader_stopped(reader: Callable[[str], Page]) -> None:
    page = reader("the-long-road")
    page.get_by_text("Paragraph 3.2.").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 700)")
    expect(bar(page).get_by_role("button", name="per cent read")).to_contain_text("6 min left")
    stopped = line_at_top(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1, name="The Harbour Library")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="The long road", exact=True).click()
    expect(page.get_by_text("Continued where you stopped.")).to_be_visible()
    expect(bar(page).get_by_role("button", name="Save")).to_be_in_viewport()
    assert line_at_top(page) == stopped
    page.get_by_role("button", name="Go to the start").click()
    assert page.evaluate("scrollY") == 0


def test_the_line_stays_while_size_and_window_change(reader: Callable[[str], Page]) -> None:
    page = reader("the-long-road")
    page.evaluate("scrollTo(0, 4000)")
    expect(page.locator("article-bar")).to_have_class("away")
    stopped = line_at_top(page)
    for _ in range(3):
        page.keyboard.press("+")
    expect(page.locator("html")).to_have_attribute("data-size", "140")
    assert line_at_top(page) == stopped
    page.set_viewport_size({"width": 700, "height": 400})
    expect(page.locator("html")).to_have_js_property("clientWidth", 700)
    assert line_at_top(page) == stopped


def test_the_end_of_a_text_that_was_read_marks_it_as_read(
    reader: Callable[[str], Page],
) -> None:
    """How long it has to be in view is for reading-clock.test.js."""
    page = reader("the-ferry")
    expect(bar(page).get_by_role("button", name="100 per cent read")).to_be_visible()
    mark = page.get_by_role("main").get_by_role("button", name="Mark as")
    expect(mark).to_have_text("Mark as unread")
    mark.click()
    expect(page.get_by_text("Marked as unread.")).to_be_visible()
    expect(mark).to_have_text("Mark as read")


def test_contents_lead_to_their_part_and_tell_which_one_is_read(
    reader: Callable[[str], Page],
) -> None:
    page = reader("the-long-road")
    bar(page).get_by_role("button", name="per cent read").click()
    sheet = page.get_by_role("dialog", name="Contents")
    sheet.get_by_role("link", name="Part 4").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("heading", level=2, name="Part 4")).to_be_in_viewport()
    bar(page).get_by_role("button", name="per cent read").click()
    expect(sheet.get_by_role("link", name="Part 4")).to_have_attribute("aria-current", "location")
    page.keyboard.press("Escape")
    expect(bar(page).get_by_role("button", name="per cent read")).to_be_focused()


def test_keys_go_on_when_an_edition_leaves_the_text_as_it_is(page: Page, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "source")
    folder.describe("The Harbour Library")
    folder.write("The ferry", "It leaves at noon.")
    publish(folder.path, tmp_path / "data", quick=True)
    server = FaultyServer(tmp_path / "data")
    open_kept(page, server.url, edition=1)
    page.goto(f"{server.url}/articles/the-ferry")
    expect(bar(page)).to_be_visible()
    folder.write("The lighthouse", "It was built of granite.")
    publish(folder.path, tmp_path / "data", quick=True)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect_ready(page, edition=2)
    page.keyboard.press("s")
    expect(bar(page).get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "true")
    server.stop()


def test_a_link_that_leaves_the_library_says_that_it_needs_a_connection(
    reader: Callable[[str], Page], context: BrowserContext
) -> None:
    page = reader("the-ferry")
    context.set_offline(True)
    page.get_by_role("link", name="noon").click()
    expect(page.get_by_text("This link leaves the library and needs a connection.")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="The ferry")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="the road", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="The long road")).to_be_visible()


def test_more_has_what_can_be_done_and_closes_by_back_and_escape(
    reader: Callable[[str], Page],
) -> None:
    page = reader("the-ferry")
    more = bar(page).get_by_role("button", name="More", exact=True)
    more.click()
    sheet = page.get_by_role("dialog", name="More")
    names = ["Share", "Copy link", "Print", "Mark as read"]
    for name in names:
        expect(sheet.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(sheet.get_by_role("link", name="Original (needs a connection)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    sheet.get_by_role("button", name="Share").click()
    expect(page.get_by_role("textbox", name="Link to this article")).to_have_value(page.url)


def test_one_tab_stop_and_arrows_serve_the_bar(reader: Callable[[str], Page]) -> None:
    page = reader("the-ferry")
    bar(page).get_by_role("link", name="Back to Library").focus()
    for name in ("per cent read", "Reading settings", "Save", "More"):
        page.keyboard.press("ArrowRight")
        expect(bar(page).get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article-bar') === null")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_bar_leaves_while_one_reads_on_and_comes_back_when_one_looks_for_it(
    reader: Callable[[str], Page], width: int
) -> None:
    page = reader("the-long-road")
    page.set_viewport_size({"width": width, "height": 740})
    page.mouse.move(180, 300)
    page.mouse.wheel(0, 600)
    expect(page.locator("article-bar")).to_have_class("away")
    page.mouse.wheel(0, -60)
    expect(page.locator("article-bar")).not_to_have_class("away")
    page.mouse.wheel(0, 600)
    expect(page.locator("article-bar")).to_have_class("away")
    page.keyboard.press("Tab")
    expect(page.locator("article-bar")).not_to_have_class("away")


def test_without_scripts_the_way_back_is_the_main_bar(
    server: Server, page: Page, context: BrowserContext
) -> None:
    server.start()
    page.route("**/app.js", lambda route: route.abort())
    page.goto(f"{server.url}/articles/the-ferry")
    expect(
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Library")
    ).to_be_visible()
    expect(bar(page)).to_have_count(0)
