"""What is damaged on a phone is called damaged, whatever of it is damaged, and is mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_ready, open_kept

SPOIL = """async ([from, to, keepsRows]) => {
    if (!keepsRows) await caches.delete('octavo-snapshots');
    const cache = await caches.open('octavo-corpus');
    for (const request of await cache.keys()) {
        const response = await cache.match(request);
        const bytes = new Uint8Array(await response.arrayBuffer()).fill(0xff, from, to);
        await cache.put(request, new Response(bytes, { headers: response.headers }));
    }
}"""
"""Spoils these bytes of each stored pack, and the list that was made from them if it is to."""

DAMAGE = {
    "the texts": [-64, 2**31, True],
    "the texts, and the list is gone": [-64, 2**31, False],
    "what tells which texts there are": [0, 2**31, False],
}

DAMAGED = "This article is damaged on this device."


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_article_offline_is_called_damaged_and_opens_with_the_connection(
    faulty: FaultyServer, page: Page, damage: str
) -> None:
    """Whether it was kept cannot be told once nothing tells what was: then it is taken for so."""
    open_kept(page, faulty.url)
    page.evaluate(SPOIL, DAMAGE[damage])
    faulty.fault("", "down")
    page.goto(f"{faulty.url}/articles/the-ferry")
    main = page.get_by_role("main")
    expect(main.get_by_text(DAMAGED)).to_be_visible()
    # Asked for once more, it is the same.
    main.get_by_role("button", name="Try again").click()
    expect(main.get_by_text("Still no connection.")).to_be_visible()
    expect(main.get_by_text(DAMAGED)).to_be_visible()
    faulty.mend()
    expect(main.get_by_text("It leaves at noon.")).to_be_visible()
    expect_ready(page)
    faulty.fault("", "down")
    page.reload()
    expect(main.get_by_text("It leaves at noon.")).to_be_visible()


def test_what_was_never_kept_is_not_called_damaged(faulty: FaultyServer, page: Page) -> None:
    """The text of one article is damaged, and all are still listed."""
    open_kept(page, faulty.url)
    page.evaluate(SPOIL, DAMAGE["the texts"])
    faulty.fault("", "down")
    page.goto(f"{faulty.url}/articles/the-new-quay")
    main = page.get_by_role("main")
    expect(main.get_by_text("This article is not on this device.")).to_be_visible()
