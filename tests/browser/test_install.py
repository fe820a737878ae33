"""What a browser asks of an app before it puts it on a home screen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Browser, Server


def test_the_browser_finds_nothing_that_keeps_it_from_installing(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
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
    page.goto(server.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    controlled = """() => new Promise((resolve) => {
        const { serviceWorker } = navigator;
        if (serviceWorker.controller) resolve(true);
        else serviceWorker.addEventListener('controllerchange', () => resolve(true));
    })"""
    assert page.evaluate(controlled)
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
    assert loads == [f"{server.url}/"]
