"""What a browser clears to make room is noticed, named, and fetched again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.circumstances import SAVES_DATA
from tests.browser.conftest import Browser, Server
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_app_kept, expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

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
    expect(kept.get_by_role("heading", name=REMOVED)).to_be_visible()
    faulty.mend()
    expect_ready(kept, edition=1)
    line = kept.get_by_role("region", name="What is kept here")
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
    expect(kept.get_by_role("heading", name=REMOVED)).to_be_visible()
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
    # The answer takes its time, so that what is said before it can be seen.
    faulty.fault("/corpus/head.json", "hang")
    kept.goto(faulty.url, wait_until="commit")
    expect(kept.get_by_role("heading", name=REMOVED)).to_be_visible()
    faulty.mend()
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
    expect(page.get_by_role("heading", name=REMOVED)).to_be_visible()
    main = page.get_by_role("main")
    expect(main.get_by_text("This goes on when there is one.")).to_be_visible()
    # It is said once: the status line is heard only for what the card is no alert about.
    heard = page.get_by_role("status")
    expect(heard).to_have_text("No connection. This goes on when there is one.")
    expect(page.get_by_text(REMOVED).filter(visible=True)).to_have_count(1)
    # Of what was removed each row says that it opens only with a connection.
    expect(page.locator(".row")).not_to_have_count(0)
    for row in page.locator(".row").all():
        expect(row).to_contain_text("Only online")
    page.get_by_role("link", name="The ferry").click()
    # It is not said to be damaged: it was removed.
    expect(
        page.get_by_role("main").get_by_text("This article is not on this device.")
    ).to_be_visible()
    page.go_back()
    server.start()
    expect_ready(page, edition=1)
    expect(page.get_by_role("link", name="The ferry")).to_be_visible()
    expect(page.get_by_text("Only online")).to_have_count(0)


BASE = """async () => {
    const { root } = await (await fetch('/corpus/head.json')).json();
    return (await (await fetch(`/corpus/${root}`)).json()).base[0].file;
}"""

REMOVE_PACK = """async (name) => {
    const cache = await caches.open('octavo-corpus');
    return cache.delete(`/stored/${name}`);
}"""


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def test_while_a_part_is_lost_each_row_says_whether_its_article_is_here(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = open_kept(chromium.open(), server.url, edition=1)
    server.stop()
    server.folder.write("The second ferry", "It leaves at one.")
    server.start()
    page.reload()
    expect_ready(page, edition=2)
    expect(page.get_by_text("On this device", exact=True)).to_have_count(0)
    assert page.evaluate(REMOVE_PACK, page.evaluate(BASE))
    server.stop()
    page.goto(server.url)
    damaged = "The library on this device is damaged."
    expect(page.get_by_role("heading", name=damaged)).to_be_visible()
    expect(row(page, "The second ferry")).to_contain_text("On this device")
    expect(row(page, "The ferry")).to_contain_text("Only online")
    # It is true of both.
    page.get_by_role("link", name="The ferry").click()
    main = page.get_by_role("main")
    expect(main.get_by_text("This article is damaged on this device.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="The second ferry").click()
    expect(page.get_by_text("It leaves at one.")).to_be_visible()
    page.go_back()
    server.start()
    expect_ready(page, edition=2)
    expect(row(page, "The ferry")).to_be_visible()
    for words in ("Only online", "On this device"):
        expect(page.get_by_text(words, exact=True)).to_have_count(0)


def test_while_a_first_download_is_not_finished_each_row_says_whether_its_article_is_here(
    faulty: FaultyServer, folder: Folder, data: Path, chromium: Browser
) -> None:
    folder.write("The second ferry", "It leaves at one.")
    publish(folder.path, data, quick=True)
    page = chromium.open()
    page.add_init_script(SAVES_DATA)
    page.goto(faulty.url)
    base = page.evaluate(BASE)
    faulty.fault(f"/corpus/{base}", "hang")
    page.get_by_role("button", name=re.compile("Download")).first.click()
    # The changes come first, and the base hangs.
    expect(page.get_by_text(re.compile("1 of 6")).filter(visible=True).first).to_be_visible()
    page.get_by_role("button", name="Pause").first.click()
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("link", name="Library").click()
    expect(row(page, "The second ferry")).to_contain_text("On this device")
    expect(row(page, "The ferry")).to_contain_text("Only online")

    # It is true: what has come is listed and read without a connection.
    faulty.mend()
    faulty.fault("", "down")
    page.get_by_role("link", name="Saved").click()
    page.get_by_role("link", name="Library").click()
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("link", name="The second ferry").click()
    expect(page.get_by_text("It leaves at one.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("On this device")).to_be_visible()
    page.go_back()
    faulty.mend()
    page.get_by_role("button", name="Go on").first.click()
    expect_ready(page, edition=2)
    expect(row(page, "The ferry")).to_be_visible()
    expect(page.get_by_text("Only online")).to_have_count(0)
