"""The Library: what of it is shown, in which order, and what its rows say of the reader's marks."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.circumstances import SAVES_DATA
from tests.browser.conftest import Browser, Server
from tests.browser.waiting import expect_ready, open_kept

LONG = "word " * 4_000
"""Read in 17 minutes."""

MARK = """async ([id, wishes]) => {
    const { build } = document.documentElement.dataset;
    const { Marks } = await import(`/a/${build}/shelf/marks.js`);
    const marks = new Marks();
    await marks.start();
    await marks.set(id, wishes);
    marks.close();
}"""
"""Marks an article as another tab does."""


@pytest.fixture
def library(server: Server) -> Server:
    """Sixty articles, a day apart, in three sections."""
    folder = server.folder
    for path in folder.path.glob("*.*"):
        path.unlink()
    folder.describe("The Harbour Library")
    for number in range(60):
        day = date(2026, 11, 20) - timedelta(days=number * 9)
        folder.write(
            f"{['Quay', 'Reef', 'Tide'][number % 3]} {number:02}",
            LONG if number == 1 else "Some words. " * 60,
            date=str(day),
            section=("Places", "World", "Sea")[number % 3],
            tags="[ropes]" if number % 10 == 0 else "[knots]",
        )
    server.start()
    return server


FIRST_ROW_IN_VIEW = """() =>
    [...document.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().bottom > 0)
        .dataset.id"""

TOP_LESS_STATUS = """(link) =>
    link.getBoundingClientRect().top - document.querySelector('status-line').offsetHeight"""
"""How high a link stands, whether the status line above it has one line or two."""

WITHOUT_ANCHORING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { overflow-anchor: none }');
    document.adoptedStyleSheets = [sheet];
}"""
"""In Safari nothing holds the lines in view when something above them grows."""


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def count(page: Page, words: str) -> None:
    """The whole list is drawn, and this stands at its end."""
    expect(page.locator(".after-list").last).to_have_text(words)


def id_of(page: Page, title: str) -> str:
    return row(page, title).get_attribute("data-id") or ""


def choose_from_sheet(page: Page, opener: str, name: str, role: str = "link") -> None:
    page.get_by_role("main").get_by_role("button", name=opener).click()
    dialog = page.get_by_role("dialog")
    if role == "link":
        dialog.get_by_role("link", name=name).click()
    else:
        dialog.get_by_role("button", name=name).click()


def top_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def test_a_reader_narrows_the_list_orders_it_and_jumps_in_it(
    library: Server, chromium: Browser
) -> None:
    page = chromium.open()
    page.goto(library.url)
    expect_ready(page)
    heading = page.get_by_role("heading", level=1)
    count(page, "60 articles")

    choose_from_sheet(page, "Section: All", "Places 20")
    expect(heading).to_have_text("Places")
    expect(heading).to_be_focused()
    expect(page).to_have_url(f"{library.url}/?section=Places")
    expect(page).to_have_title("Places · The Harbour Library")
    expect(page.locator("library-tools [aria-live]")).to_have_text("20 articles")
    expect(page.get_by_role("link", name="Reef 01")).to_have_count(0)

    # Another order replaces the address: back goes to what was before the section.
    choose_from_sheet(page, "Sort and list", "Title", "button")
    expect(page).to_have_url(f"{library.url}/?section=Places&sort=title")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Q"])
    expect(page.get_by_role("button", name="Sort and list")).to_be_focused()
    page.go_back()
    # The order was chosen for good, and holds where the address names none.
    expect(page).to_have_url(f"{library.url}/")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Q", "R", "T"])

    choose_from_sheet(page, "Sort and list", "Jump to", "button")
    page.get_by_role("dialog", name="Jump to").get_by_role("link", name="T, 20 articles").click()
    expect(page).to_have_url(f"{library.url}/?from=T&sort=title")
    expect(page.get_by_role("heading", level=2)).to_have_text(["T"])
    page.get_by_role("link", name="To the start of the list").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Q", "R", "T"])

    choose_from_sheet(page, "Sort and list", "Length", "button")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Under 5 minutes", "Over 15 minutes"]
    )

    choose_from_sheet(page, "Sort and list", "Newest", "button")
    choose_from_sheet(page, "Section: All", "ropes 6")
    expect(heading).to_have_text("Tag: ropes")
    count(page, "6 articles")
    choose_from_sheet(page, "Tag: ropes", "All 60")

    choose_from_sheet(page, "Sort and list", "Jump to", "button")
    jump = page.get_by_role("dialog", name="Jump to")
    jump.get_by_text("2025").click()
    jump.get_by_role("link", name="October, 4 articles").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("October 2025")
    page.go_back()
    expect(page.get_by_role("link", name="Quay 00")).to_be_visible()

    page.goto(f"{library.url}/?section=Nowhere")
    expect(page.get_by_text("No articles in Nowhere now.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    count(page, "60 articles")


def test_rows_say_what_is_marked_and_an_unread_list_keeps_what_was_just_read(
    library: Server, chromium: Browser
) -> None:
    page = chromium.open(width=1280)
    page.goto(library.url)
    expect_ready(page)
    count(page, "60 articles")
    first, second = (row(page, title) for title in ("Quay 00", "Reef 01"))

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(second.get_by_role("link")).to_be_focused()
    page.keyboard.press("k")
    expect(first.get_by_role("link")).to_be_focused()
    page.keyboard.press("s")
    expect(first).to_contain_text("Saved · Places")
    save = first.get_by_role("button", name="Save Quay 00")
    expect(save).to_have_attribute("aria-pressed", "true")
    save.click()
    expect(first).not_to_contain_text("Saved")
    page.get_by_role("button", name="Undo").click()
    expect(save).to_have_attribute("aria-pressed", "true")

    page.get_by_role("radio", name="Unread").check()
    expect(page).to_have_url(f"{library.url}/?show=unread")
    expect(page.get_by_role("radio", name="Unread")).to_be_focused()
    second.get_by_role("link").focus()
    page.keyboard.press("m")
    expect(second).to_contain_text("Read · World")
    expect(second.get_by_role("link")).to_be_focused()
    assert second.get_by_role("heading").evaluate("h => getComputedStyle(h).fontWeight") == "400"

    # In another tab.
    other = page.context.new_page()
    other.goto(library.url)
    expect_ready(other)
    count(other, "60 articles")
    id_ = id_of(other, "Tide 02")
    other.evaluate(MARK, [id_, {"read": True}])
    place = {"block": "0123456789abcdef", "offset": 0, "share": 0.5}
    other.evaluate(MARK, [id_of(other, "Reef 04"), {"place": place}])
    other.close()
    expect(row(page, "Tide 02")).to_contain_text("Read")
    expect(row(page, "Reef 04")).to_contain_text("50 % read")

    # To an article and back it is the same list; to another one it is left.
    page.get_by_role("link", name="Quay 03").click()
    expect(page.get_by_role("heading", level=1, name="Quay 03")).to_be_focused()
    page.go_back()
    expect(second).to_be_visible()
    page.get_by_role("radio", name="All", exact=True).check()
    page.get_by_role("radio", name="Unread").check()
    expect(page.locator("library-tools [aria-live]")).to_have_text("58 articles")
    expect(second).to_have_count(0)

    card = page.get_by_role("link", name="Continue reading · Almost done Reef 04")
    expect(card).to_be_visible()
    page.get_by_role("button", name="Sort and list").click()
    page.get_by_role("radio", name="Compact").check()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert row(page, "Quay 06").evaluate("r => r.offsetHeight") <= 53
    choose_from_sheet(page, "Sort and list", "Mark all as read", "button")
    expect(page.get_by_text("58 articles marked as read.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Quay 06")).not_to_contain_text("Read")
    choose_from_sheet(page, "Sort and list", "Mark all as read", "button")
    expect(row(page, "Quay 06")).to_contain_text("Read")
    page.get_by_role("radio", name="All", exact=True).check()
    page.get_by_role("radio", name="Unread").check()
    expect(page.get_by_text("Nothing unread.")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    count(page, "60 articles")


def test_another_edition_waits_above_the_list_that_is_read(
    library: Server, chromium: Browser
) -> None:
    page = open_kept(chromium.open(), library.url)
    library.stop()
    library.folder.write("The newest of all", date="2026-11-23")
    library.folder.write(
        "Reef 31", "Other words.", title="Reef 31, corrected", section="World", date="2026-02-14"
    )
    library.folder.remove("Tide 32")
    page.reload()
    page.evaluate(WITHOUT_ANCHORING)
    link = row(page, "Quay 33").get_by_role("link")
    link.scroll_into_view_if_needed()
    before = link.evaluate(TOP_LESS_STATUS)
    library.start()
    expect_ready(page, edition=2)
    expect(page.locator(".arrived")).to_contain_text("1 new article")
    assert abs(link.evaluate(TOP_LESS_STATUS) - before) <= 1
    expect(page.get_by_role("link", name="The newest of all")).to_have_count(0)
    expect(page.get_by_role("link", name="Reef 31, corrected")).to_be_visible()
    expect(row(page, "Tide 32")).to_contain_text("Withdrawn")

    page.get_by_role("main").get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("link", name="The newest of all")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("link", name="Tide 32")).to_have_count(0)
    count(page, "60 articles")


def test_the_tools_fit_a_narrow_phone_and_bring_rows_closer_without_moving_the_first(
    library: Server, chromium: Browser
) -> None:
    page = open_kept(chromium.open(), library.url)
    for language in ("en", "de", "ar"):
        page.evaluate(
            'l => localStorage.setItem(\'octavo-habits\', `{"language":"${l}"}`)', language
        )
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", language)
        tools = page.locator("library-tools")
        expect(tools).to_be_visible()
        boxes = [each.bounding_box() for each in tools.locator("label, button").all()]
        assert len(boxes) == 4
        assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
        assert len({round(box["y"]) for box in boxes if box}) == 1, "they stand in one row"
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert top_of(page.locator(".row").first) <= 272

    page.evaluate(WITHOUT_ANCHORING)
    page.evaluate("scrollTo(0, 1000)")
    first = page.locator(f'.row[data-id="{page.evaluate(FIRST_ROW_IN_VIEW)}"]')
    before = top_of(first)
    # Not clicked, which would scroll to it: it is reached by keyboard too.
    tools.get_by_role("button").last.dispatch_event("click")
    page.get_by_role("dialog").get_by_role("radio").last.check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert row(page, "Reef 01").evaluate("r => r.offsetHeight") <= 53
    assert abs(top_of(first) - before) <= 1


def test_where_nothing_is_kept_a_section_is_listed_by_the_server(
    library: Server, chromium: Browser
) -> None:
    page = chromium.open()
    page.add_init_script(SAVES_DATA)
    page.goto(library.url)
    expect(page.get_by_role("button", name=re.compile("Download"))).to_be_visible()
    page.get_by_role("link", name="Reef 01").click()
    expect(page.get_by_role("heading", level=1, name="Reef 01")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="World").click()
    expect(page.get_by_role("heading", level=1, name="World")).to_be_focused()
    count(page, "20 articles")
    expect(page.locator(".row").filter(has_text="Reef")).to_have_count(20)
    expect(page.locator(".row")).to_have_count(20)
    # Nothing is kept, and the status line says so for all of them.
    expect(page.get_by_text("Only online")).to_have_count(0)
