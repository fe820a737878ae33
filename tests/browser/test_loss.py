"""What a browser clears to make room is noticed, named, and fetched again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Browser, Server
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_app_kept, expect_ready

REMOVED = "The browser removed the library from here."

EVICTIONS = {
    "caches": "cache_storage",
    "database": "indexeddb",
    "everything": "cache_storage,indexeddb,service_workers,file_systems",
}


def evict(page: Page, url: str, what: str) -> None:
    """Let the browser clear these of its storages, as it does when room is short."""
    devtools: CDPSession = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": EVICTIONS[what]})


@pytest.fixture
def kept(faulty: FaultyServer, chromium: Browser) -> Page:
    """A page that keeps app and library."""
    page = chromium.open()
    page.goto(faulty.url)
    expect_ready(page, edition=1)
    expect_app_kept(page)
    return page


@pytest.mark.parametrize("what", EVICTIONS)
def test_a_small_library_that_was_removed_comes_again_by_itself_and_says_so(
    kept: Page, faulty: FaultyServer, what: str
) -> None:
    kept.goto("about:blank")
    evict(kept, faulty.url, what)
    # The first answer takes its time, so that what is said before it can be seen.
    faulty.fault("/corpus/head.json", "hang")
    kept.goto(faulty.url, wait_until="commit")
    line = kept.get_by_role("region", name="What is kept here")
    expect(line.get_by_text(REMOVED).first).to_be_visible()
    faulty.mend()
    expect_ready(kept, edition=1)
    expect(line.get_by_text("Everything is on this device").first).to_be_visible()
    expect_app_kept(kept)
    faulty.stop()
    kept.goto(f"{faulty.url}/articles/the-ferry")
    expect(kept.get_by_text("It leaves at noon.")).to_be_visible()


@pytest.mark.parametrize("what", EVICTIONS)
def test_a_library_that_is_not_small_comes_again_with_one_tap(
    server: Server, chromium: Browser, what: str
) -> None:
    """Who saves data is asked for every size."""
    server.start()
    page = chromium.open()
    page.goto(server.url)
    expect_ready(page, edition=1)
    expect_app_kept(page)
    page.goto("about:blank")
    evict(page, server.url, what)
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page.goto(server.url)
    expect(page.get_by_text(REMOVED).first).to_be_visible()
    if what == "database":
        # Its packs are here, so nothing is fetched and nobody asked.
        expect_ready(page, edition=1)
    else:
        page.get_by_role("button", name=re.compile("Repair")).first.click()
        expect_ready(page, edition=1)


def test_offline_the_loss_is_named_and_mended_with_the_connection(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.goto(server.url)
    expect_ready(page, edition=1)
    expect_app_kept(page)
    page.evaluate("async () => { await caches.delete('octavo-corpus'); }")
    server.stop()
    page.goto(server.url)
    line = page.get_by_role("region", name="What is kept here")
    expect(line.get_by_text(REMOVED).first).to_be_visible()
    expect(line.get_by_text("This goes on when there is one.").first).to_be_visible()
    server.start()
    expect_ready(page, edition=1)
