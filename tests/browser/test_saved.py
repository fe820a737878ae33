"""What a reader has saved: in order, taken away with a way back, and never gone in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE
from tests.browser.faulty import FaultyServer
from tests.browser.storage import WITHOUT
from tests.browser.test_search import faults_of_whole
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

SAVE = """async (titles) => {
    const { Marks } = await import(`/a/${document.documentElement.dataset.build}/shelf/marks.js`);
    const marks = new Marks();
    await marks.start();
    const { articles } = await (await fetch('/api/v1/articles')).json();
    for (const title of titles) {
        await marks.set(articles.find((each) => each.title === title).id, { saved: true });
    }
}"""
"""Saves articles one after the other, past the screens."""

NOTHING = "Nothing saved yet. The bookmark in an article puts it here."


@pytest.fixture
def folder(folder: Folder) -> Folder:
    for number in range(20):
        folder.write(f"Harbour {number:02}")
    return folder


def saved(page: Page) -> Locator:
    return page.get_by_role("list", name="Articles").get_by_role("link")


def remove(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Remove {title} from Saved")


def test_what_is_saved_stands_in_order_and_what_is_removed_comes_back_to_its_place(
    faulty: FaultyServer, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/saved")
    expect(page.get_by_text(NOTHING)).to_be_visible()
    page.evaluate(SAVE, ["The ferry", "The lighthouse", "Harbour 07"])
    # Another tab's marks are seen at once.
    expect(saved(page)).to_have_text(["Harbour 07", "The lighthouse", "The ferry"])
    page.reload()
    expect(saved(page)).to_have_text(["Harbour 07", "The lighthouse", "The ferry"])
    assert faults_of_whole(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    remove(page, "The lighthouse").click()
    expect(page.get_by_text("Removed from Saved.")).to_be_visible()
    expect(saved(page)).to_have_text(["Harbour 07", "The ferry"])
    expect(remove(page, "The ferry")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(saved(page)).to_have_text(["Harbour 07", "The lighthouse", "The ferry"])

    faulty.stop()
    link = page.get_by_role("link", name="The lighthouse")
    link.click()
    title = page.get_by_role("heading", level=1, name="The lighthouse")
    expect(title).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Harbour 07")).to_be_focused()
    page.keyboard.press("s")
    expect(saved(page)).to_have_text(["The lighthouse", "The ferry"])
    expect(page.get_by_role("link", name="The ferry")).to_be_focused()


def test_many_rows_can_be_searched(faulty: FaultyServer, page: Page) -> None:
    open_kept(page, f"{faulty.url}/saved")
    page.evaluate(SAVE, [f"Harbour {number:02}" for number in range(20)])
    expect(saved(page)).to_have_count(20)
    field = page.get_by_role("searchbox", name="Search in Saved")
    expect(field).to_have_count(0)
    page.evaluate(SAVE, ["The ferry"])
    field.fill("ferr")
    expect(saved(page)).to_have_text(["The ferry"])
    field.fill("nowhere")
    expect(page.get_by_text("Nothing saved has these words.")).to_be_visible()


def test_a_saved_article_that_is_withdrawn_is_told_of(
    faulty: FaultyServer, folder: Folder, data: Path, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/saved")
    page.evaluate(SAVE, ["The ferry", "The old chart"])
    expect(saved(page)).to_have_count(2)
    folder.write("The old chart", withdrawn="The reef is there after all.")
    publish(folder.path, data, quick=True)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "online")
    expect_ready(page, edition=2)
    row = page.get_by_role("listitem").filter(has_text="The old chart")
    expect(row.get_by_text("Withdrawn", exact=True)).to_be_visible()
    expect(saved(page)).to_have_text(["The old chart", "The ferry"])
    row.get_by_role("link").click()
    expect(page.get_by_text("The reef is there after all.")).to_be_visible()


def test_where_nothing_is_kept_the_rows_come_from_the_server(
    faulty: FaultyServer, page: Page
) -> None:
    page.add_init_script(WITHOUT["files"])
    page.goto(f"{faulty.url}/saved")
    expect(page.get_by_text(NOTHING)).to_be_visible()
    page.evaluate(SAVE, ["The ferry"])
    expect(saved(page)).to_have_text(["The ferry"])
    faulty.fault("/api/", "down")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Saved").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_each_screen_of_the_app_alone_says_so_without_javascript(
    faulty: FaultyServer, running_chromium: Any
) -> None:
    context = running_chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, title in (("search", "Search"), ("saved", "Saved"), ("settings", "Settings")):
        page.goto(f"{faulty.url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        # By its element: Playwright takes it for something that nobody sees.
        note = page.locator("noscript p")
        expect(note).to_have_text("This screen needs JavaScript. Library")
        expect(note).to_be_in_viewport()
        navigation = page.get_by_role("navigation", name="Main")
        current = navigation.locator("[aria-current=page]")
        expect(current).to_have_text(title)
        navigation.get_by_role("link", name="Library").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The Harbour Library")
    context.close()
