"""What breaks in a browser's storage ends in a working page, or in one that says what to do.

Each case breaks the thing for real first: in the browser's own files, or by another tab. Only for a
storage that fails under a running worker nothing is at hand that breaks it: there the worker's own
call is patched, at the end of its real script.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.circumstances import SAVES_DATA
from tests.browser.conftest import Browser, Server
from tests.browser.faulty import FaultyServer
from tests.browser.storage import DROP_MARKER, DROP_SHELL, HOLD_DATABASE, IS_HEALED
from tests.browser.waiting import expect_app_kept, expect_ready, link_to_list, open_kept

CANNOT_START = "The app cannot start"


@pytest.fixture
def kept(server: Server, chromium: Browser) -> Page:
    """A page that keeps app and library."""
    server.start()
    return open_kept(chromium.open(), server.url, edition=1)


def expect_recovery(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name=CANNOT_START)).to_be_visible()
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
    expect(page.get_by_role("button", name="Reset app files")).to_be_visible()


def expect_article(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()


@pytest.mark.parametrize("loss", [DROP_SHELL, DROP_MARKER], ids=["no cache", "no marker"])
def test_a_lost_shell_is_healed_by_the_next_load_online(
    kept: Page, server: Server, loss: str
) -> None:
    kept.evaluate(loss)
    kept.goto(server.url)
    expect_ready(kept, edition=1)
    kept.evaluate(IS_HEALED)
    server.stop()
    expect_article(kept, server)


def test_a_lost_shell_offline_is_explained_and_trying_again_mends_it(
    kept: Page, server: Server
) -> None:
    kept.evaluate(DROP_SHELL)
    server.stop()
    kept.goto(f"{server.url}/articles/the-ferry")
    expect_recovery(kept)
    kept.get_by_role("link", name="Try again").click()
    expect_recovery(kept)
    server.start()
    kept.get_by_role("link", name="Try again").click()
    expect(kept.get_by_text("It leaves at noon.")).to_be_visible()
    expect_ready(kept, edition=1)
    kept.evaluate(IS_HEALED)
    server.stop()
    expect_article(kept, server)


def test_a_cache_without_its_marker_is_not_served_before_every_file_was_found(
    kept: Page, server: Server
) -> None:
    """All files are there, so that they are found without a connection."""
    kept.evaluate(DROP_MARKER)
    server.stop()
    kept.goto(f"{server.url}/articles/the-ferry")
    expect_recovery(kept)
    kept.evaluate(IS_HEALED)
    kept.get_by_role("link", name="Try again").click()
    expect(kept.get_by_text("It leaves at noon.")).to_be_visible()


def test_resetting_the_apps_files_touches_nothing_of_the_library(
    kept: Page, server: Server
) -> None:
    kept.evaluate(DROP_SHELL)
    server.stop()
    kept.goto(server.url)
    expect_recovery(kept)
    server.start()
    packs: list[str] = []
    kept.on("request", lambda request: packs.append(request.url))
    kept.get_by_role("button", name="Reset app files").click()
    expect_ready(kept, edition=1)
    kept.evaluate(IS_HEALED)
    assert not [url for url in packs if "/corpus/pack-" in url]
    server.stop()
    expect_article(kept, server)


def remove(place: Path) -> None:
    shutil.rmtree(place)


def fill_with_rubbish(place: Path) -> None:
    for file in place.rglob("*"):
        if file.is_file():
            file.write_bytes(b"rubbish " * (file.stat().st_size // 8 + 1))


@pytest.mark.parametrize("spoil", [remove, fill_with_rubbish])
@pytest.mark.parametrize("place", ["Service Worker/CacheStorage", "IndexedDB"])
def test_spoilt_files_of_the_browser_end_in_a_working_page(
    kept: Page, server: Server, chromium: Browser, place: str, spoil: Callable[[Path], None]
) -> None:
    chromium.close()
    spoil(chromium.profile / "Default" / place)
    page = chromium.open()
    page.goto(server.url)
    expect(page.get_by_role("link", name="The ferry")).to_be_visible()
    expect_ready(page, edition=1)
    expect_app_kept(page)
    page.evaluate(IS_HEALED)
    server.stop()
    expect_article(page, server)


def test_spoilt_app_files_offline_end_in_the_recovery_page(
    kept: Page, server: Server, chromium: Browser
) -> None:
    chromium.close()
    server.stop()
    fill_with_rubbish(chromium.profile / "Default" / "Service Worker" / "CacheStorage")
    page = chromium.open()
    page.goto(server.url)
    expect_recovery(page)
    server.start()
    page.get_by_role("link", name="Try again").click()
    expect_ready(page, edition=1)


def test_a_database_that_never_opens_is_told_and_articles_are_read_online(
    kept: Page, server: Server
) -> None:
    kept.goto("about:blank")
    holder = kept.context.new_page()
    holder.goto(f"{server.url}/healthz")
    holder.evaluate(HOLD_DATABASE)
    kept.goto(server.url)
    expect(kept.get_by_role("heading", level=1, name="Opening the library")).to_be_visible()
    expect(
        kept.get_by_text("The storage of this browser does not answer.").filter(visible=True).first
    ).to_be_visible()
    kept.get_by_role("link", name="The ferry").click()
    expect(kept.get_by_text("It leaves at noon.")).to_be_visible()
    kept.go_back()
    holder.close()
    expect_ready(kept, edition=1)


FAULTS = {
    "throws": "self.caches.has = () => Promise.reject(new Error('broken'));",
    "never answers": "self.caches.has = () => new Promise(() => {});",
}


@pytest.fixture(params=FAULTS)
def patched(
    request: pytest.FixtureRequest, page_folder: Path, data: Path
) -> Iterator[FaultyServer]:
    """A server whose worker is the real one, but for one call of its storage, which fails."""
    with (page_folder / "service-worker" / "service-worker.js").open("a") as script:
        script.write(f"{FAULTS[request.param]}\n")
    server = FaultyServer(data)
    yield server
    server.stop()


def test_a_worker_whose_storage_fails_hands_out_the_servers_pages(
    patched: FaultyServer, page: Page
) -> None:
    open_kept(page, patched.url, edition=1)
    page.goto(patched.url)
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    expect_ready(page, edition=1)
    patched.stop()
    page.goto(patched.url)
    expect_recovery(page)


LOSE_A_MODULE = """async () => {
    for (const name of await caches.keys()) {
        if (!name.startsWith('octavo-shell-')) continue;
        const build = name.slice('octavo-shell-'.length);
        await (await caches.open(name)).delete(`/a/${build}/views/router.js`);
    }
}"""


def test_a_shell_that_lacks_one_module_is_not_served_empty(kept: Page, server: Server) -> None:
    kept.evaluate(LOSE_A_MODULE)
    server.stop()
    kept.goto(server.url)
    expect_recovery(kept)
    server.start()
    kept.get_by_role("link", name="Try again").click()
    expect_ready(kept, edition=1)
    expect(
        kept.get_by_text("Everything is on this device").filter(visible=True).first
    ).to_be_visible()
    server.stop()
    expect_article(kept, server)


SPOIL_A_PACK = """async () => {
    await caches.delete('octavo-snapshots');
    const cache = await caches.open('octavo-corpus');
    for (const request of await cache.keys()) {
        const response = await cache.match(request);
        const bytes = new Uint8Array(await response.arrayBuffer());
        bytes.fill(0xff, 0, 64);
        await cache.put(request, new Response(bytes, { headers: response.headers }));
    }
}"""


def test_a_spoilt_pack_is_found_when_the_list_is_read_from_it(kept: Page, server: Server) -> None:
    kept.evaluate(SPOIL_A_PACK)
    kept.goto(server.url)
    expect(kept.get_by_role("link", name="The ferry")).to_be_visible()
    expect_ready(kept, edition=1)
    server.stop()
    expect_article(kept, server)


def test_a_screen_that_is_awaited_is_not_left_standing(faulty: FaultyServer, page: Page) -> None:
    """A moment at which the app asks anew comes while the list is still on its way."""
    page.add_init_script(SAVES_DATA)
    faulty.fault("^/api/|^/articles/", "broken")
    page.goto(faulty.url)
    expect(page.get_by_role("heading", name="Keep it on this device")).to_be_visible()
    page.get_by_role("link", name="The ferry").click()
    told = page.get_by_role("main").get_by_text("The server answered with an error")
    expect(told).to_be_visible()
    faulty.fault("^/api/", "hang")
    link_to_list(page).click()
    expect(page.get_by_role("heading", name="Opening the library")).to_be_visible()
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    faulty.mend()
    expect(page.get_by_role("link", name="The lighthouse")).to_be_visible()
