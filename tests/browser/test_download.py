"""How the corpus comes: after consent, once over all tabs, and on from where it was cut."""

from __future__ import annotations

import base64
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Browser
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_ready
from tests.folder import Folder
from tests.reader import root_of
from webapp.publishing import packs, publish


@pytest.fixture
def many_packs(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder that becomes about a dozen packs."""
    monkeypatch.setattr(packs, "PACK_BYTES", 4_000)
    for number in range(40):
        folder.write(f"Chapter {number}", f"Text of chapter {number}. " * 40)
    return folder


def packs_asked(server: FaultyServer) -> Counter[str]:
    return Counter(path for path in server.asked if path.startswith("/corpus/pack-"))


def expect_stored(page: Page, count: int) -> None:
    """Wait until the phone has stored so many packs: the page itself says when."""
    with page.expect_console_message(lambda message: message.text == "enough"):
        page.evaluate(
            """(count) => {
                const look = async () => {
                    const names = await (await caches.open('octavo-corpus')).keys();
                    if (names.length === count) console.log('enough');
                    else setTimeout(look, 50);
                };
                look();
            }""",
            count,
        )


def test_what_was_stored_before_the_browser_was_killed_is_not_fetched_again(
    many_packs: Folder, faulty: FaultyServer, data: Path, chromium: Browser
) -> None:
    files = [pack["file"] for pack in root_of(data / "corpus")["base"]]
    assert len(files) > 8
    faulty.fault(files[7], "hang")
    page = chromium.open()
    page.goto(faulty.url)
    expect_stored(page, len(files) - 1)
    chromium.kill()
    faulty.mend()
    faulty.asked.clear()
    page = chromium.open()
    page.goto(faulty.url)
    expect_ready(page)
    assert list(packs_asked(faulty)) == [f"/corpus/{files[7]}"]


def test_two_tabs_fetch_every_pack_once(
    many_packs: Folder, faulty: FaultyServer, context: BrowserContext
) -> None:
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(faulty.url, wait_until="commit")
    for tab in tabs:
        expect_ready(tab)
        expect(tab.get_by_role("link", name="Chapter 39")).to_be_visible()
    assert set(packs_asked(faulty).values()) == {1}


def test_an_update_that_one_tab_brings_shows_in_the_other(
    faulty: FaultyServer, context: BrowserContext, folder: Folder, data: Path
) -> None:
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(faulty.url)
        expect_ready(tab)
    folder.write("The new quay", "It was opened today.")
    publish(folder.path, data, quick=True)
    first.reload()
    for tab in (first, second):
        expect_ready(tab, edition=2)
        waiting = tab.get_by_role("main").get_by_text("1 new article")
        expect(tab.get_by_role("link", name="The new quay").or_(waiting).last).to_be_visible()


def test_above_five_megabytes_nothing_comes_without_a_tap_that_names_the_size(
    folder: Folder, tmp_path: Path, page: Page
) -> None:
    noise = random.Random(1)  # noqa: S311  so that the text cannot be compressed
    for number in range(8):
        words = base64.b64encode(noise.randbytes(700_000)).decode().replace("+", " ")
        folder.write(f"Noise {number}", words.replace("/", " "))
    publish(folder.path, tmp_path / "data", quick=True)
    server = FaultyServer(tmp_path / "data")
    try:
        page.goto(server.url)
        tap = page.get_by_role("main").get_by_role("button", name=re.compile(r"Download \d.* MB"))
        expect(tap).to_be_visible()
        assert not packs_asked(server)
        tap.click()
        expect_ready(page)
        assert packs_asked(server)
    finally:
        server.stop()


def test_a_host_that_does_not_encode_is_asked_for_the_gzip_files(
    many_packs: Folder, faulty: FaultyServer, page: Page
) -> None:
    faulty.strips_encodings = True
    page.goto(faulty.url)
    expect_ready(page)
    names = Counter(path.endswith(".gz") for path in packs_asked(faulty))
    # The first pack, and what came beside it, taught the phone.
    assert names[True] > names[False]
