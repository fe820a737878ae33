"""What an update brought is told, and what it corrected is shown, without a connection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha512
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.faulty import FaultyServer
from tests.browser.test_access import faults_of
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

ASK_FIRST = """() => localStorage.setItem('octavo-habits', '{"updates": "ask"}')"""

FORGET = "async () => { await caches.delete('octavo-history'); }"

FERRY = """The ferry leaves at noon and takes an hour.

It is the only way to the island.

| Day | Boats |
|---|---|
| Monday | two |
"""


class Publisher:
    """A library that is published in one edition after another."""

    def __init__(self, place: Path) -> None:
        self._data = place / "data"
        self.folder = Folder(place / "source")
        self.folder.describe("The Harbour Library")
        self.folder.write("The ferry", FERRY, section="Places")
        self.folder.write("The old chart", "It shows a reef that is not there.")
        # Next to so much the changes are few, and come as changes.
        self.folder.write(
            "The log book", " ".join(sha512(b"%d" % day).hexdigest() for day in range(99))
        )
        publish(self.folder.path, self._data, quick=True)
        self.server = FaultyServer(self._data)

    def change(self) -> None:
        """Publish an edition with new, corrected and withdrawn articles."""
        text = FERRY.replace("noon", "nine").replace("two", "three")
        self.folder.write(
            "The ferry",
            f"{text}\nDogs travel free.\n",
            section="Places",
            modified="2026-11-22",
            note="The ferry leaves at nine.",
        )
        self.folder.write("The old chart", withdrawn="The reef is there after all.")
        for number in range(21):
            self.folder.write(f"Pier {number}", "A pier.")
        self.publish()

    def publish(self) -> None:
        publish(self.folder.path, self._data, quick=True)
        self.server.renew()


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    publisher = Publisher(tmp_path)
    yield publisher
    publisher.server.stop()


def part(page: Page, name: str) -> Locator:
    """The list of an update under this heading."""
    heading = page.get_by_role("heading", level=3, name=name, exact=True)
    return page.locator(".update-part").filter(has=heading)


def expect_clean(page: Page) -> None:
    """Expect nothing that axe knows, and no more width than a phone has."""
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_update_is_offered_told_and_compared(page: Page, publisher: Publisher) -> None:
    url = publisher.server.url
    open_kept(page, url, edition=1)
    page.evaluate(ASK_FIRST)
    page.goto(f"{url}/updates")
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed")
    main = page.get_by_role("main")
    expect(main.get_by_text(re.compile(r"^No changes since \d+ \w+ \d{4}\.$"))).to_be_visible()

    publisher.change()
    page.reload()
    expect(main.get_by_text(re.compile(r"^21\snew, 1\scorrected, 1\swithdrawn"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-edition", "1")
    expect_clean(page)
    main.get_by_role("button", name=re.compile(r"^Update\s· \d+\skB$")).click()

    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    expect_ready(page, edition=2)
    expect(main.get_by_text(re.compile(r"^Up to date\s· checked"))).to_be_visible()
    expect(part(page, "New").get_by_role("listitem")).to_have_count(20)
    part(page, "New").get_by_role("button", name="Show all").click()
    expect(part(page, "New").get_by_role("listitem")).to_have_count(21)
    expect(part(page, "New").get_by_role("link").nth(20)).to_be_focused()
    expect(part(page, "Corrected").get_by_text("The ferry leaves at nine.")).to_be_visible()
    expect(part(page, "Withdrawn").get_by_text("The reef is there after all.")).to_be_visible()
    withdrawn = part(page, "Withdrawn").get_by_role("link", name="The old chart")
    assert withdrawn.get_attribute("href") == "/articles/the-old-chart"
    expect_clean(page)

    publisher.server.fault("", "down")
    part(page, "Corrected").get_by_role("link", name="The ferry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was corrected")
    expect(main.get_by_text("Corrected on 22 November 2026:")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Was", "Now", "Was", "Now", "Added"])
    expect(page.get_by_role("deletion")).to_have_text(["noon", "two"])
    expect(page.get_by_role("insertion")).to_have_text(["nine", "three", "Dogs travel free."])
    expect(main.get_by_text("It is the only way to the island.")).to_have_count(0)
    expect_clean(page)

    page.reload()
    expect(page.get_by_role("deletion")).to_have_text(["noon", "two"])
    page.evaluate(FORGET)
    page.reload()
    expect(main.get_by_text("The earlier text is not kept on this device.")).to_be_visible()
    page.goto(f"{url}/updates")
    expect(main.get_by_text("No changes are noted on this device.")).to_be_visible()
    page.goto(f"{url}/articles/the-old-chart/changes")
    main.get_by_role("link", name="The old chart").click()
    expect(main.get_by_text("The reef is there after all.")).to_be_visible()


def test_an_update_that_stops_says_where_and_goes_on(page: Page, publisher: Publisher) -> None:
    url = publisher.server.url
    answer = page.goto(f"{url}/articles/nobody/changes")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "There is no article at this address."
    )
    open_kept(page, url, edition=1)
    publisher.change()
    publisher.server.fault("^/corpus/pack-", "hang")
    page.goto(f"{url}/updates")
    main = page.get_by_role("main")
    expect(main.get_by_text(re.compile(r"^Updating\s· 0\skB of \d+\skB$"))).to_be_visible()
    expect(main.get_by_role("progressbar", name="Update")).to_be_visible()
    main.get_by_role("button", name="Pause").click()
    expect(main.get_by_text(re.compile("^Paused"))).to_be_visible()
    expect(main.get_by_role("button", name="Go on")).to_be_focused()
    publisher.server.fault("^/corpus/pack-", "cut")
    main.get_by_role("button", name="Go on").click()
    stopped = re.compile(r"^Stopped at 0\skB of \d+\skB\. Nothing was lost\.$")
    expect(main.get_by_text(stopped)).to_be_visible()
    expect_clean(page)
    publisher.server.mend()
    main.get_by_role("button", name="Go on").click()
    expect(part(page, "Corrected").get_by_role("link", name="The ferry")).to_be_visible()
    expect_ready(page, edition=2)


LOSSES = """async ([state, saved]) => {
    const { build } = document.documentElement.dataset;
    const { showLoss } = await import(`/a/${build}/components/loss-card.js`);
    const { NOTHING } = await import(`/a/${build}/corpus/replica.js`);
    const main = document.querySelector('main');
    const take = (act) => { document.body.dataset.act = act; };
    showLoss(main, { ...NOTHING, ...state }, { isKept: true, saved: () => saved }, take);
}"""

DRAW_ANEW = "() => document.querySelector('loss-card').remove()"


def test_a_loss_is_named_with_one_repair_and_its_progress(page: Page, publisher: Publisher) -> None:
    open_kept(page, publisher.server.url, edition=1)

    def show(saved: list[str], **state: object) -> None:
        page.evaluate(LOSSES, [state, saved])

    card = page.locator("loss-card")
    kept = {"edition": 1, "articles": 312}
    show(["an id"], corpus="damaged", consent={"bytes": 64_000, "articles": 3}, **kept)
    expect(page.get_by_role("alert")).to_have_text("The library on this device is damaged.")
    expect(card.get_by_text("Your saved articles and notes are safe.")).to_be_visible()
    expect_clean(page)
    card.get_by_role("button", name=re.compile(r"^Repair\s· 64\skB$")).click()
    expect(page.locator("body")).to_have_attribute("data-act", "get")

    said = page.get_by_role("alert").element_handle()
    progress = {"got": 32_000, "all": 64_000, "articles": 309, "total": 312}
    show([], corpus="damaged", progress=progress, **kept)
    expect(card.get_by_text(re.compile(r"^Downloading\s· 309 of 312\sarticles"))).to_be_visible()
    expect(card.get_by_role("progressbar", name="Download")).to_be_visible()
    expect(card.get_by_text("Your saved articles and notes are safe.")).to_be_hidden()
    card.get_by_role("button", name="Pause").click()
    expect(page.locator("body")).to_have_attribute("data-act", "pause")
    assert page.get_by_role("alert").evaluate("(alert, before) => alert === before", said)

    offline = {"code": "offline", "what": "head", "detail": ""}
    show([], corpus="none", lost=True, trouble=offline)
    expect(page.get_by_role("alert")).to_have_text("The browser removed the library from here.")
    expect(card.get_by_text("No connection. This goes on when there is one.")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    show([], corpus="none", lost=True)
    page.evaluate(DRAW_ANEW)
    show([], corpus="none", lost=True)
    expect(page.get_by_role("alert")).to_have_count(0)
    card.get_by_role("button", name="Repair", exact=True).click()
    expect(page.locator("body")).to_have_attribute("data-act", "again")
    show([], corpus="ready", **kept)
    expect(card.get_by_role("heading")).to_have_count(0)
    show([], corpus="none", lost=True)
    expect(page.get_by_role("alert")).to_be_visible()
