"""What a browser asks of an app before it puts it on a home screen."""

from __future__ import annotations

from tests.browser.conftest import Browser, Server
from tests.browser.waiting import expect_ready, open_kept


def test_the_browser_finds_nothing_that_keeps_it_from_installing(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.goto(server.url)
    expect_ready(page)
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_the_first_visit_is_not_reloaded_by_the_worker_that_it_installs(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    open_kept(page, server.url)
    assert loads == [f"{server.url}/"]
