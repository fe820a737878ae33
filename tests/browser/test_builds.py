"""A new build of the app comes when the reader says so, and the library stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browser
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_app_kept, expect_ready
from webapp import shell

ROOT = Path(__file__).parents[2]

OFFER = "A new version of the app is ready."

COMES_BACK_AFTER_A_MINUTE = """() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
    dispatchEvent(new Event('focus'));
}"""


@pytest.fixture
def page_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of static/ and service-worker/ that servers of this process hand out."""
    folder = tmp_path / "page"
    for part in ("static", "service-worker"):
        shutil.copytree(ROOT / part, folder / part)
    monkeypatch.setattr(shell, "_page_folder", lambda: folder)
    return folder


@pytest.fixture
def first(page_folder: Path, faulty: FaultyServer, browser: Browser) -> Page:
    """A page in the first build that keeps app and library."""
    page = browser.open()
    page.goto(faulty.url)
    expect_ready(page, edition=1)
    expect_app_kept(page)
    return page


@pytest.fixture
def loads(first: Page) -> list[str]:
    """The addresses that the page has loaded since."""
    addresses: list[str] = []
    first.on("load", lambda loaded: addresses.append(loaded.url))
    return addresses


def build_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-build")


def bring_second_build(page: Page, faulty: FaultyServer, folder: Path) -> Locator:
    """Serve a build with one changed file; return the offer of it."""
    with (folder / "static" / "css" / "frame.css").open("a", encoding="utf-8") as file:
        file.write("/* The second build. */\n")
    faulty.renew()
    faulty.asked.clear()
    page.evaluate(COMES_BACK_AFTER_A_MINUTE)
    offer = page.locator("status-line .offer")
    expect(offer).to_contain_text(OFFER)
    return offer


def expect_second_build(page: Page, faulty: FaultyServer, before: str | None) -> None:
    """Wait for it; the library in it is the one that was kept, and both open offline."""
    expect(page.locator("html")).not_to_have_attribute("data-build", before or "")
    expect_ready(page, edition=1)
    second = build_of(page)
    assert not [path for path in faulty.asked if path.startswith("/corpus/pack-")]
    faulty.stop()
    page.goto(f"{faulty.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    expect_ready(page, edition=1)
    assert build_of(page) == second


def test_the_reader_takes_a_new_build_and_is_reloaded_once(
    first: Page, loads: list[str], faulty: FaultyServer, page_folder: Path
) -> None:
    before = build_of(first)
    offer = bring_second_build(first, faulty, page_folder)
    assert build_of(first) == before
    assert loads == []
    offer.get_by_role("button", name="Use it now").click()
    expect_second_build(first, faulty, before)
    assert loads == [f"{faulty.url}/", f"{faulty.url}/articles/the-ferry"]
