"""Browsers and addresses that lack something: the app reads online, and says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import (
    CHROMIUM_ARGUMENTS,
    PATIENCE_MS,
    Browser,
    Server,
    small_library,
)
from tests.browser.storage import WITHOUT
from tests.browser.waiting import expect_app_kept, expect_ready, link_to_list
from tests.ports import held_port

UNABLE = "This browser cannot keep articles. Reading online works."
NO_WORKER = "This browser cannot open the app without a connection. Reading online works."


def expect_reading(page: Page) -> None:
    """The list leads to an article and back; nothing fails on the way."""
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    link_to_list(page).click()
    expect(page.get_by_role("link", name="The lighthouse")).to_be_visible()


def expect_told(page: Page, words: str, mending: str) -> None:
    """What is missing is said, and how to mend it can be opened."""
    line = page.get_by_role("region", name="What is kept here")
    expect(line.get_by_text(words).filter(visible=True).first).to_be_visible()
    line.get_by_text("How to mend it").click()
    expect(line.get_by_text(mending)).to_be_visible()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server for all tests whose browsers bring a storage of their own."""
    place = tmp_path_factory.mktemp("served")
    with held_port() as port:
        server = Server(small_library(place / "source"), place / "data", port)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def failures(page: Page) -> Iterator[list[str]]:
    """What went wrong in the page; nothing may."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield failures
    assert failures == []


@pytest.mark.parametrize(
    ("lacks", "words", "mending"),
    [
        (["worker"], NO_WORKER, "It runs no service workers here."),
        (["database"], UNABLE, "Its database for pages (IndexedDB) is switched off."),
        (["files"], UNABLE, "Its file storage for pages (Cache Storage) is switched off."),
        (["gzip"], UNABLE, "It is too old for that."),
        (["worker", "database", "files", "locks"], UNABLE, "switch Lockdown Mode off"),
    ],
    ids=["no service worker", "no IndexedDB", "no Cache Storage", "no gzip", "Lockdown Mode"],
)
def test_what_is_missing_is_said_and_articles_are_read_online(
    served: Server,
    page: Page,
    failures: list[str],
    lacks: list[str],
    words: str,
    mending: str,
) -> None:
    for lack in lacks:
        page.add_init_script(WITHOUT[lack])
    page.goto(served.url)
    expect_told(page, words, mending)
    expect_reading(page)


def test_without_web_locks_the_library_is_kept_all_the_same(
    served: Server, page: Page, failures: list[str]
) -> None:
    page.add_init_script(WITHOUT["locks"])
    page.goto(served.url)
    expect_ready(page, edition=1)
    expect_reading(page)


def test_firefox_with_its_service_workers_switched_off_reads_online(
    served: Server, open_browser: Callable[[str], Browser]
) -> None:
    firefox = open_browser("firefox")
    firefox.preferences["dom.serviceWorkers.enabled"] = False
    page = firefox.open()
    page.goto(served.url)
    expect_told(page, NO_WORKER, "It runs no service workers here.")
    expect_reading(page)


@pytest.fixture
def stranger(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser for which library.example is this machine, and so no secure context."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=[*CHROMIUM_ARGUMENTS, "--host-resolver-rules=MAP library.example 127.0.0.1"],
    )
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    browser.close()


def test_an_insecure_address_is_named_and_read_online(
    served: Server, stranger: BrowserContext
) -> None:
    page = stranger.new_page()
    page.goto(served.url.replace("127.0.0.1", "library.example"))
    expect_told(
        page,
        "This address cannot keep articles: it has no HTTPS.",
        "Ask whoever gave you this address for one that begins with https://.",
    )
    expect_reading(page)


@pytest.mark.parametrize("lack", ["database", "files", "gzip"])
def test_what_goes_missing_after_a_visit_is_said_and_articles_are_read_online(
    served: Server, page: Page, failures: list[str], lack: str
) -> None:
    """The worker's own page is empty without the app."""
    page.goto(served.url)
    expect_ready(page, edition=1)
    expect_app_kept(page)
    page.add_init_script(WITHOUT[lack])
    page.goto(served.url)
    expect(page.get_by_text(UNABLE).filter(visible=True).first).to_be_visible()
    expect_reading(page)
