"""Every fault on the wire: never shown, never stored, named in words, mended by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faulty import FaultyServer
from tests.folder import Folder
from webapp.publishing import publish

PARTS = {"head": r"/corpus/head\.json", "root": r"/corpus/root-", "pack": r"/corpus/pack-"}

DAMAGED = "arrived damaged and was not kept"
NOT_UNDERSTOOD = "cannot be understood"
ERROR = "answered with an error"
LOST = "has lost"
PORTAL = "answered with a page of its own"
SILENT = "not answer|stopped answering"

# What a reader is told of each fault of each part.
WORDS = {
    # A head is not hashed: what it says wrongly shows in what it names.
    ("head", "flip"): f"{NOT_UNDERSTOOD}|{DAMAGED}|{LOST}",
    ("head", "cut"): NOT_UNDERSTOOD,
    ("head", "foreign"): NOT_UNDERSTOOD,
    ("head", "portal"): PORTAL,
    ("head", "hang"): SILENT,
    ("head", "missing"): ERROR,
    ("head", "broken"): ERROR,
} | {
    (part, fault): words
    for part in ("root", "pack")
    for fault, words in {
        "flip": DAMAGED,
        "cut": DAMAGED,
        "foreign": DAMAGED,
        "portal": PORTAL,
        "hang": SILENT,
        "missing": LOST,
        "broken": LOST,
    }.items()
}

every_fault = pytest.mark.parametrize(("part", "fault"), WORDS)


def stored(page: Page) -> list[str]:
    """The names of the packs that the phone has kept."""
    names: list[str] = page.evaluate(
        """async () => {
            const requests = await (await caches.open('octavo-corpus')).keys();
            return requests.map((request) => request.url).sort();
        }"""
    )
    return names


def expect_told(page: Page, part: str, fault: str) -> None:
    words = page.locator("status-line").get_by_text(re.compile(WORDS[part, fault]))
    expect(words.first).to_be_visible()


@every_fault
def test_of_a_first_download_is_told_and_leaves_nothing_behind(
    faulty: FaultyServer, page: Page, part: str, fault: str
) -> None:
    faulty.fault(PARTS[part], fault)
    page.goto(faulty.url)
    expect_told(page, part, fault)
    assert faulty.spoilt
    assert stored(page) == []
    expect(page.locator("html")).not_to_have_attribute("data-corpus", "ready")
    faulty.mend()
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")


@every_fault
def test_of_an_update_is_told_while_the_old_edition_is_read(
    faulty: FaultyServer, page: Page, folder: Folder, data: Path, part: str, fault: str
) -> None:
    page.goto(faulty.url)
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    before = stored(page)
    folder.write("The ferry", "It leaves at one.")
    publish(folder.path, data, quick=True)
    faulty.fault(PARTS[part], fault)
    page.reload()
    expect_told(page, part, fault)
    assert stored(page) == before
    expect(page.locator("html")).to_have_attribute("data-edition", "1")
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    faulty.mend()
    expect(page.locator("html")).to_have_attribute("data-edition", "2")
    expect(page.get_by_text("It leaves at one.")).to_be_visible()
