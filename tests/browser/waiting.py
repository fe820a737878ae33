"""What the tests wait for before they go on: conditions that the page itself tells."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def expect_ready(page: Page, edition: int | None = None) -> None:
    """Wait until the library is kept, whole and checked; in this edition if one is named."""
    html = page.locator("html")
    expect(html).to_have_attribute("data-corpus", "ready")
    if edition is not None:
        expect(html).to_have_attribute("data-edition", str(edition))


OFFER = "A new version of the app is ready."
"""What a page says when a build waits that the reader may take."""

CONTROLLED = """(patience) => new Promise((resolve) => {
    const { serviceWorker } = navigator;
    const look = () => serviceWorker.controller && resolve(true);
    serviceWorker.addEventListener('controllerchange', look);
    setTimeout(resolve, patience, false);
    look();
})"""

PATIENCE_MS = 60_000
"""How long a worker may take on a busy machine."""


def expect_app_kept(page: Page) -> None:
    """Wait until the worker is in control: from then on the app itself opens offline."""
    # Not wait_for_function: it evaluates text in the page, which the policy forbids.
    assert page.evaluate(CONTROLLED, PATIENCE_MS), "no worker has come"


def open_kept(page: Page, url: str, edition: int | None = None) -> Page:
    """Open an address, and return the page when it keeps the app and the library (`edition`)."""
    page.goto(url)
    expect_ready(page, edition)
    expect_app_kept(page)
    return page


def link_to_list(page: Page) -> Locator:
    """What leads to the list: on its bar from an article, else in the main navigation."""
    return page.get_by_role("link", name=re.compile("^(Back to )?Library$")).first
