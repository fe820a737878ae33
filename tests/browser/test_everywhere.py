"""The journey from a first visit to the next edition, in every browser that can be driven twice.

The server is really stopped and the browser really quit: no emulation stands between the test and
what a reader meets.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser, Server
from tests.browser.waiting import expect_ready, open_kept

SEED_TITLE = "Belarus regime attacks protests, forced to free unionists"
TITLES = (SEED_TITLE, "The lighthouse", "The ferry", "The old chart", "سفينة")


def expect_list(page: Page, *titles: str) -> None:
    for title in titles:
        expect(page.get_by_role("link", name=title)).to_be_visible()


def test_the_journey(server: Server, browser: Browser) -> None:
    server.start()
    page = open_kept(browser.open(), server.url, edition=1)
    expect_list(page, *TITLES)

    browser.close()
    server.stop()
    page = browser.open()
    page.goto(server.url)
    expect_ready(page, edition=1)
    expect_list(page, *TITLES)
    for title in TITLES:
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        page.go_back()
    page.goto(f"{server.url}/articles/belarus-regime-attacks-protests-forced-to-free-unionists")
    expect(page.get_by_role("heading", level=1)).to_have_text(SEED_TITLE)
    expect(page.get_by_text("Many thousands protested in Minsk")).to_be_visible()

    server.folder.write("The new quay", "It was opened today.")
    server.folder.write("The ferry", "It leaves at one.", note="The time was wrong.")
    server.folder.write("The old chart", withdrawn="The reef is there after all.")
    page.goto(server.url)
    server.start()
    # Nobody touches the page: it asks again by itself.
    expect_ready(page, edition=2)
    page.get_by_role("main").get_by_role("button", name="Show", exact=True).click()
    expect_list(page, "The new quay", "The ferry")
    expect(page.get_by_role("link", name="The old chart")).to_have_count(0)
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at one.")).to_be_visible()

    browser.close()
    server.stop()
    page = browser.open()
    page.goto(f"{server.url}/articles/the-old-chart")
    expect(page.get_by_text("The reef is there after all.")).to_be_visible()
    expect(page.get_by_text("It shows a reef")).to_have_count(0)
    page.goto(f"{server.url}/articles/the-new-quay")
    expect(page.get_by_text("It was opened today.")).to_be_visible()
