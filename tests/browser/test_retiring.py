"""The kill switch, rehearsed: a worker that phones hold is recalled, and brought back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browser, Server
from tests.browser.waiting import open_kept

KEPT_BY_READER = """() => new Promise((resolve, reject) => {
    const request = indexedDB.open('octavo-user', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('marks').put('read', 'dawn');
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
})"""

MARK_OF_READER = """() => new Promise((resolve, reject) => {
    const request = indexedDB.open('octavo-user');
    request.onsuccess = () => {
        const read = request.result.transaction('marks').objectStore('marks').get('dawn');
        read.onsuccess = () => { resolve(read.result); request.result.close(); };
        read.onerror = () => reject(read.error);
    };
    request.onerror = () => reject(request.error);
})"""

WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
CACHES = "async () => (await caches.keys()).map((name) => name.replace(/[0-9a-f]{8}$/, ''))"


def expect_offline_start(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()


def test_a_worker_is_recalled_and_what_the_reader_has_stays(
    server: Server, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    page = open_kept(browser.open(), server.url, edition=1)
    page.evaluate(KEPT_BY_READER)
    server.stop()

    monkeypatch.setenv("OCTAVO_RETIRE_WORKER", "yes")
    server.start()
    page.goto(server.url)
    html = page.locator("html")
    expect(html).to_have_attribute("data-worker", "retired")
    expect(
        page.get_by_text("For now the app opens only with a connection.").filter(visible=True).first
    ).to_be_visible()
    assert page.evaluate(WORKERS) == 0
    assert "octavo-shell-" not in page.evaluate(CACHES)
    assert "octavo-corpus" in page.evaluate(CACHES)
    assert page.evaluate(MARK_OF_READER) == "read"
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()

    server.stop()
    with pytest.raises(BrowserError):
        page.goto(server.url)

    monkeypatch.delenv("OCTAVO_RETIRE_WORKER")
    server.start()
    open_kept(page, server.url, edition=1)
    expect(html).not_to_have_attribute("data-worker", "retired")
    assert page.evaluate(MARK_OF_READER) == "read"
    server.stop()
    expect_offline_start(page, server)


def test_a_new_reader_of_a_retired_worker_reads_and_registers_none(
    server: Server, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    monkeypatch.setenv("OCTAVO_RETIRE_WORKER", "yes")
    server.start()
    page.goto(server.url)
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Library").click()
    expect(
        page.get_by_text("For now the app opens only with a connection.").filter(visible=True).first
    ).to_be_visible()
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    assert loads == [f"{server.url}/", f"{server.url}/articles/the-ferry", f"{server.url}/"]
