"""Several articles at once: they are selected, marked with one act, and that can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browser, Server
from tests.browser.waiting import expect_ready

TOP_OF_FIRST = """() => {
    const { top } = [...document.querySelectorAll('.row')]
        .map((row) => row.getBoundingClientRect())
        .find(({ bottom }) => bottom > 0);
    return top;
}"""

COUNT_TRANSACTIONS = """() => {
    globalThis.written = [];
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === 'readwrite') written.push(`${this.name} ${options?.durability}`);
        return transaction.call(this, stores, mode, options);
    };
}"""

A_LONG_LIST = """async (count) => {
    const { build } = document.documentElement.dataset;
    const { LibraryList } = await import(`/a/${build}/components/library-list.js`);
    const rows = Array.from({ length: count }, (_, n) => ({
        id: `row-${n}`, slug: `row-${n}`, title: `Article ${n}`, lang: 'en', dir: 'ltr',
        published: `2${String(900 - Math.floor(n / 30)).padStart(3, '0')}-05-01`,
        words: 300, tags: [], section: null, note: null, modified: null,
    }));
    const list = document.createElement('library-list');
    list.rows = rows;
    document.querySelector('main').replaceChildren(list);
    globalThis.selection = list.beginSelecting(rows);
}"""
"""The list itself over rows that no server has to make."""

SCROLL_TO = """(share) => new Promise((done) => {
    scrollTo(0, share * document.documentElement.scrollHeight);
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


@pytest.fixture
def library(server: Server) -> Server:
    """Sixty articles, nine days apart, in three sections."""
    folder = server.folder
    for path in folder.path.glob("*.*"):
        path.unlink()
    folder.describe("The Harbour Library")
    for number in range(60):
        day = date(2025, 11, 20) - timedelta(days=number * 9)
        section = ("Places", "World", "Sea")[number % 3]
        folder.write(f"Quay {number:02}", "Some words.", date=str(day), section=section)
    server.start()
    return server


def open_library(library: Server, chromium: Browser, address: str = "/", **size: int) -> Page:
    page = chromium.open(**size)
    page.goto(library.url + address)
    expect_ready(page)
    expect(page.get_by_text("articles", exact=False).last).to_be_visible()
    return page


def begin(page: Page) -> None:
    page.get_by_role("button", name="Sort and list").dispatch_event("click")
    page.get_by_role("dialog").get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(bar(page)).to_be_visible()


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected articles")


def box(page: Page, title: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Select {title}", exact=True)


def row(page: Page, title: str) -> Locator:
    return page.locator(".row").filter(has_text=title)


def test_rows_are_selected_by_touch_and_marked_with_one_act_that_one_undo_takes_back(
    library: Server, chromium: Browser
) -> None:
    page = open_library(library, chromium)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    begin(page)
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(bar(page).get_by_text("0 articles selected")).to_be_visible()
    read = bar(page).get_by_role("button", name="Mark as read")
    expect(read).to_be_disabled()

    # The whole row is the target, and leads to no article meanwhile.
    row(page, "Quay 01").click()
    expect(box(page, "Quay 01")).to_be_checked()
    row(page, "Quay 02").click()
    row(page, "Quay 00").click()
    row(page, "Quay 00").click()
    expect(box(page, "Quay 00")).not_to_be_checked()
    expect(page).to_have_url(f"{library.url}/")
    expect(page.get_by_role("link", name="Quay 01")).to_have_count(0)
    expect(bar(page).locator("[aria-live=polite]")).to_have_text("2 articles selected")

    page.evaluate(COUNT_TRANSACTIONS)
    read.click()
    expect(page.get_by_text("2 articles marked as read.")).to_be_visible()
    assert page.evaluate("written") == ["octavo-marks strict"]
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("link", name="Quay 01")).to_be_visible()
    for title, is_read in (("Quay 00", False), ("Quay 01", True), ("Quay 02", True)):
        expect(row(page, title).get_by_text("Read", exact=True)).to_have_count(int(is_read))
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Quay 02").get_by_text("Read", exact=True)).to_have_count(0)
    expect(row(page, "Quay 01").get_by_text("Read", exact=True)).to_have_count(0)


def test_what_was_so_before_is_not_taken_back(library: Server, chromium: Browser) -> None:
    page = open_library(library, chromium, width=1280)
    row(page, "Quay 01").get_by_role("button", name="Save Quay 01").click()
    expect(row(page, "Quay 01")).to_contain_text("Saved")
    begin(page)
    box(page, "Quay 01").check()
    box(page, "Quay 02").check()
    bar(page).get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 article saved.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Quay 02")).not_to_contain_text("Saved")
    expect(row(page, "Quay 01")).to_contain_text("Saved")


def test_all_of_a_section_and_all_of_a_group_are_selected_at_once(
    library: Server, chromium: Browser
) -> None:
    page = open_library(library, chromium)
    begin(page)
    november = page.get_by_role("checkbox", name="Select all in November 2025")
    box(page, "Quay 01").check()
    expect(november).to_be_checked(indeterminate=True)
    november.check()
    for title in ("Quay 00", "Quay 01", "Quay 02"):
        expect(box(page, title)).to_be_checked()
    expect(box(page, "Quay 03")).not_to_be_checked()
    box(page, "Quay 00").uncheck()
    expect(november).to_be_checked(indeterminate=True)
    # A heading is called what it says, with a checkbox in it too.
    expect(page.get_by_role("heading", name="November 2025", exact=True)).to_be_visible()

    page.goto(f"{library.url}/?section=World")
    begin(page)
    count = bar(page).locator("[aria-live=polite]")
    bar(page).get_by_role("button", name="Select all in World").click()
    expect(count).to_have_text("20 articles selected")
    expect(november).to_be_checked()
    bar(page).get_by_role("button", name="Select none").click()
    expect(count).to_have_text("0 articles selected")

    bar(page).get_by_role("button", name="Done").click()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_role("link", name="Quay 01")).to_be_visible()


def test_by_keyboard_the_boxes_are_one_stop_and_escape_leaves_with_line_and_focus_in_place(
    library: Server, chromium: Browser
) -> None:
    page = open_library(library, chromium)
    page.evaluate("scrollTo(0, 900)")
    before = page.evaluate(TOP_OF_FIRST)
    begin(page)
    assert abs(page.evaluate(TOP_OF_FIRST) - before) <= 1
    focused = page.locator(":focus")
    first = focused.get_attribute("aria-label") or ""
    assert first.startswith("Select Quay")
    for key in ("Space", "ArrowDown", "ArrowDown", "j", "Space"):
        page.keyboard.press(key)
    expect(bar(page).locator("[aria-live=polite]")).to_have_text("2 articles selected")
    last = (focused.get_attribute("aria-label") or "").removeprefix("Select ")
    page.keyboard.press("Tab")
    expect(bar(page).get_by_role("button", name="Select all")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(box(page, last)).to_be_focused()

    before = page.evaluate(TOP_OF_FIRST)
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(page.get_by_role("link", name=last)).to_be_focused()
    assert abs(page.evaluate(TOP_OF_FIRST) - before) <= 1
    expect(page.get_by_text("Read", exact=True)).to_have_count(0)

    # The keys of a row are those of what is selected.
    begin(page)
    for key in ("Space", "j", "Space", "m"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 articles marked as read.")).to_be_visible()


def test_with_shift_all_from_the_last_one_on_are_selected(
    library: Server, chromium: Browser
) -> None:
    page = open_library(library, chromium)
    begin(page)
    row(page, "Quay 00").click()
    row(page, "Quay 03").click(modifiers=["Shift"])
    expect(bar(page).locator("[aria-live=polite]")).to_have_text("4 articles selected")
    expect(box(page, "Quay 02")).to_be_checked()


def test_who_goes_to_another_screen_leaves_selecting(library: Server, chromium: Browser) -> None:
    page = open_library(library, chromium, width=1280)
    begin(page)
    box(page, "Quay 01").check()
    page.get_by_role("link", name="Saved").click()
    expect(page.get_by_role("heading", level=1, name="Saved")).to_be_visible()
    expect(bar(page)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name="Quay 01")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_in_a_list_of_100_000_what_is_selected_stays_so_while_its_rows_come_and_go(
    library: Server, chromium: Browser
) -> None:
    page = open_library(library, chromium)
    page.evaluate(A_LONG_LIST, 100_000)
    box(page, "Article 3").check()
    page.evaluate(SCROLL_TO, 0.5)
    # The stop for Tab stays in the document until there is another one.
    expect(box(page, "Article 3")).to_have_count(1)
    near = page.locator(".row .pick input[tabindex='-1']").first
    near.evaluate("box => box.focus({ preventScroll: true })")
    page.evaluate(SCROLL_TO, 1)
    page.evaluate(SCROLL_TO, 0.7)
    page.evaluate("selection.setGroup('2900-05', true)")
    assert page.evaluate("selection.size") == 30
    assert page.locator(".row").count() < 2_000
    page.evaluate(SCROLL_TO, 0)
    expect(box(page, "Article 3")).to_be_checked()
    expect(box(page, "Article 29")).to_be_checked()
    expect(box(page, "Article 30")).not_to_be_checked()
    page.evaluate("selection.setAll(true)")
    assert page.evaluate("selection.size") == 100_000
    expect(box(page, "Article 30")).to_be_checked()
