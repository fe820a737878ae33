"""Every fault on the wire: never shown, never stored, named in words, mended by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_app_kept, expect_ready
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


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of a server that has one fault."""

    fault: str
    server: FaultyServer
    page: Page

    @property
    def stored(self) -> list[str]:
        """The names of the packs that the phone has kept."""
        names: list[str] = self.page.evaluate(
            """async () => {
                const requests = await (await caches.open('octavo-corpus')).keys();
                return requests.map((request) => request.url).sort();
            }"""
        )
        return names

    def expect_told(self, part: str) -> None:
        """Wait until the reader is told, in the words for the fault of this part."""
        words = re.compile(WORDS[part, self.fault])
        told = self.page.locator("status-line").get_by_text(words).first
        expect(told, f"{self.fault} of a {part}").to_be_visible()
        assert self.server.spoilt


@pytest.fixture
def readers(data: Path, context: BrowserContext) -> Iterator[list[Reader]]:
    """One reader for each fault, all at the same time, since most of each fault is waiting.

    Each has a server of its own, and so a storage of its own. Who waits longest comes first.
    """
    faults = ("hang", "flip", "cut", "foreign", "portal", "missing", "broken")
    readers = [Reader(fault, FaultyServer(data), context.new_page()) for fault in faults]
    yield readers
    for reader in readers:
        reader.server.stop()


@pytest.mark.parametrize("part", PARTS)
def test_of_a_first_download_is_told_and_leaves_nothing_behind(
    readers: list[Reader], part: str
) -> None:
    for reader in readers:
        reader.server.fault(PARTS[part], reader.fault)
        reader.page.goto(reader.server.url, wait_until="commit")
    for reader in reversed(readers):
        reader.expect_told(part)
        assert reader.stored == [], reader.fault
        expect(reader.page.locator("html")).not_to_have_attribute("data-corpus", "ready")
        reader.server.mend()
    for reader in readers:
        expect_ready(reader.page)


@pytest.mark.parametrize("part", PARTS)
def test_of_an_update_is_told_while_the_old_edition_is_read(
    readers: list[Reader], folder: Folder, data: Path, part: str
) -> None:
    for reader in readers:
        reader.page.goto(reader.server.url, wait_until="commit")
    for reader in readers:
        expect_ready(reader.page, edition=1)
        expect_app_kept(reader.page)
        reader.server.fault(PARTS[part], reader.fault)
    before = [reader.stored for reader in readers]
    folder.write("The ferry", "It leaves at one.")
    publish(folder.path, data, quick=True)
    for reader in readers:
        reader.page.reload(wait_until="commit")
    for reader, kept in reversed([*zip(readers, before, strict=True)]):
        reader.expect_told(part)
        assert reader.stored == kept, reader.fault
        expect(reader.page.locator("html")).to_have_attribute("data-edition", "1")
        reader.page.get_by_role("link", name="The ferry").click()
        expect(reader.page.get_by_text("It leaves at noon.")).to_be_visible()
        reader.server.mend()
    for reader in readers:
        expect_ready(reader.page, edition=2)
        expect(reader.page.get_by_text("It leaves at one.")).to_be_visible()
