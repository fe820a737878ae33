"""What a reader finds: with each key, without a connection, and again after coming back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE, SAVES_DATA
from tests.browser.faulty import FaultyServer
from tests.browser.test_access import faults_of
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

MARKED = """() => [...CSS.highlights.get('found')].map((range) =>
    range.startContainer.data.slice(range.startOffset, range.endOffset))"""

TALL = {"width": 360, "height": 9000}
PHONE = {"width": 360, "height": 740}

IS_FOCUSED = "(element) => element === document.activeElement"


@pytest.fixture
def folder(folder: Folder) -> Folder:
    """Enough to find, and enough to scroll through."""
    for number in range(60):
        folder.write(f"Harbour {number:02}", date=f"2026-01-{1 + number % 28:02}", section="Ports")
    folder.write("Café at the pier", summary="They serve it at the harbour.", section="Places")
    return folder


def faults_of_whole(page: Page) -> list[tuple[str, str]]:
    """What axe finds in a tall window: it takes what is half under the bar for too small."""
    page.set_viewport_size(TALL)  # type: ignore[arg-type]
    faults = faults_of(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return faults


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search titles and text")


def results(page: Page) -> Locator:
    return page.get_by_role("list", name="Results").get_by_role("link")


def count(page: Page) -> Locator:
    return page.locator(".search-count")


def test_articles_are_found_as_one_types_and_the_way_back_leads_to_them(
    faulty: FaultyServer, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/search")
    expect(count(page)).to_have_text("Searches 66 articles, on this device")
    assert not field(page).evaluate(IS_FOCUSED)
    faulty.stop()
    navigation = page.get_by_role("navigation", name="Main")
    navigation.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Harbour Library")
    navigation.get_by_role("link", name="Search").click()
    expect(field(page)).to_be_focused()

    # Accents and case are no matter; titles come before summaries.
    page.keyboard.type("CAFE")
    expect(results(page)).to_have_text(["Café at the pier"])
    assert page.evaluate(MARKED) == ["Café"]
    expect(page).to_have_url(re.compile(r"\?q=CAFE$"))
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)

    page.keyboard.type("harbour")
    expect(count(page)).to_have_text("61 articles found")
    expect(page.locator("[aria-live]", has_text="61 articles found")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type(" 4")
    expect(count(page)).to_have_text("10 articles found")
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=harbour\+4$"))
    page.go_back()
    expect(field(page)).to_have_value("harbour")
    expect(count(page)).to_have_text("61 articles found")

    # The last row is not made before it is scrolled to.
    last = page.get_by_role("link", name="Café at the pier")
    expect(last).to_have_count(0)
    results(page).last.scroll_into_view_if_needed()
    last.scroll_into_view_if_needed()
    before = last.bounding_box()
    last.click()
    expect(page.get_by_role("heading", level=1, name="Café at the pier")).to_be_focused()
    page.go_back()
    expect(last).to_be_focused()
    after = last.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1


def test_a_search_is_narrowed_sorted_remembered_and_forgotten(
    faulty: FaultyServer, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/search?q=harbour")
    page.get_by_role("button", name="Section: All").click()
    page.get_by_role("radio", name="Places").check()
    expect(results(page)).to_have_text(["Café at the pier"])
    page.get_by_role("radio", name="All", exact=True).check()
    page.get_by_role("button", name="Close").click()
    expect(results(page).first).to_have_text("Harbour 27")
    page.get_by_role("button", name="Sort: Best").click()
    expect(results(page).first).to_have_text("Café at the pier")
    expect(page).to_have_url(re.compile(r"\?q=harbour&sort=newest$"))
    assert faults_of_whole(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    field(page).fill("nowhere at all")
    none = "Nothing found for “nowhere at all”. Try fewer or other words."
    expect(page.get_by_text(none)).to_be_visible()
    field(page).press("Enter")
    field(page).fill("pier")
    field(page).press("Enter")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("heading", name="Last searches")).to_be_visible()
    expect(page.get_by_role("listitem").get_by_role("button")).to_have_text(
        ["pier", "nowhere at all"]
    )
    page.get_by_role("button", name="pier").click()
    expect(results(page)).to_have_text(["Café at the pier"])
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_role("button", name="Clear searches").click()
    expect(page.get_by_role("heading", name="Last searches")).to_have_count(0)
    page.reload()
    expect(count(page)).to_have_text("Searches 66 articles, on this device")
    expect(page.get_by_role("heading", name="Last searches")).to_have_count(0)


def test_before_the_library_is_here_the_screen_says_so_and_offers_it(
    faulty: FaultyServer, page: Page
) -> None:
    page.add_init_script(SAVES_DATA)
    page.goto(f"{faulty.url}/search")
    expect(page.get_by_text("The search works once the library is on this device.")).to_be_visible()
    page.get_by_role("button", name="Download").click()
    expect_ready(page)
    expect(count(page)).to_have_text("Searches 66 articles, on this device")


def test_an_edition_that_arrives_is_searched_and_what_is_typed_stays(
    faulty: FaultyServer, folder: Folder, data: Path, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/search?q=pier")
    expect(results(page)).to_have_count(1)
    field(page).press("End")
    folder.write("A second pier")
    publish(folder.path, data, quick=True)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "online")
    expect_ready(page, edition=2)
    expect(results(page)).to_have_count(2)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("pier")
