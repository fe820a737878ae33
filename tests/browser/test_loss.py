"""What a browser clears to make room is noticed, named, and fetched again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.circumstances import SAVES_DATA
from tests.browser.conftest import Browser, Server
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_app_kept, expect_ready, open_kept

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


def packs_asked(server: FaultyServer) -> list[str]:
    return [path for path in server.asked if path.startswith("/corpus/pack-")]


@pytest.fixture
def kept(faulty: FaultyServer, chromium: Browser) -> Page:
    """A page that keeps app and library."""
    return open_kept(chromium.open(), faulty.url, edition=1)


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


@pytest.mark.parametrize("what", ["caches", "everything"])
def test_a_library_that_is_not_small_comes_again_with_one_tap(
    kept: Page, faulty: FaultyServer, what: str
) -> None:
    """Who saves data is asked for every size."""
    kept.goto("about:blank")
    evict(kept, faulty.url, what)
    faulty.asked.clear()
    kept.add_init_script(SAVES_DATA)
    kept.goto(faulty.url)
    expect(kept.get_by_text(REMOVED).first).to_be_visible()
    repair = kept.get_by_role("button", name=re.compile("Repair")).first
    expect(repair).to_be_visible()
    assert not packs_asked(faulty)
    repair.click()
    expect_ready(kept, edition=1)
    assert packs_asked(faulty)


def test_without_its_database_a_library_of_any_size_is_back_from_the_packs_that_are_here(
    kept: Page, faulty: FaultyServer
) -> None:
    """So nobody is asked, and nothing of it is fetched."""
    kept.goto("about:blank")
    evict(kept, faulty.url, "database")
    faulty.asked.clear()
    kept.add_init_script(SAVES_DATA)
    kept.goto(faulty.url)
    expect(kept.get_by_text(REMOVED).first).to_be_visible()
    expect_ready(kept, edition=1)
    assert not packs_asked(faulty)


def test_offline_the_loss_is_named_and_mended_with_the_connection(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = open_kept(chromium.open(), server.url, edition=1)
    page.evaluate("async () => { await caches.delete('octavo-corpus'); }")
    server.stop()
    page.goto(server.url)
    line = page.get_by_role("region", name="What is kept here")
    expect(line.get_by_text(REMOVED).first).to_be_visible()
    expect(line.get_by_text("This goes on when there is one.").first).to_be_visible()
    page.get_by_role("link", name="The ferry").click()
    # It is not said to be damaged: it was removed.
    expect(
        page.get_by_role("main").get_by_text("This article is not on this device.")
    ).to_be_visible()
    page.go_back()
    server.start()
    expect_ready(page, edition=1)
