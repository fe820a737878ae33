"""What a reader meets on the screens: the way there and back, the choice to keep, honest words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.circumstances import SAVES_DATA
from tests.browser.conftest import Browser, Server
from tests.browser.storage import WITHOUT
from tests.browser.waiting import expect_app_kept, expect_ready, open_kept

NOTHING_HERE = "No connection, and no articles on this device yet."


def open_library(server: Server, browser: Browser, *, height: int = 740) -> Page:
    page = browser.open(height=height)
    page.goto(server.url)
    expect_ready(page)
    return page


def come_to_rest(page: Page) -> None:
    """Wait until the page has noted where it is: it does so when scrolling has stopped."""
    page.evaluate(
        """() => new Promise((done) => {
          const look = () => (history.state?.row ? done(true) : requestAnimationFrame(look));
          look();
        })"""
    )


def top_of(row: Locator) -> float:
    box = row.bounding_box()
    assert box
    return box["y"]


@pytest.fixture
def long_list(server: Server) -> Server:
    for number in range(120):
        server.folder.write(f"Article {number:03}", date=f"2026-{1 + number % 9:02}-14")
    server.start()
    return server


def test_a_link_leads_to_the_title_and_back_to_the_very_row(
    long_list: Server, chromium: Browser
) -> None:
    page = open_library(long_list, chromium)
    link = page.get_by_role("link", name="Article 077")
    link.scroll_into_view_if_needed()
    before = top_of(link)
    link.click()
    title = page.get_by_role("heading", level=1, name="Article 077")
    expect(title).to_be_focused()
    expect(page).to_have_title("Article 077 · The Harbour Library")
    assert page.evaluate("scrollY") == 0

    page.go_back()
    expect(link).to_be_focused()
    assert abs(top_of(link) - before) <= 1

    link.click()
    expect(title).to_be_visible()
    page.get_by_role("toolbar").get_by_role("link", name="Back to Library").click()
    expect(link).to_be_focused()
    assert abs(top_of(link) - before) <= 1


def test_a_reload_comes_back_to_the_same_row(long_list: Server, chromium: Browser) -> None:
    page = open_library(long_list, chromium)
    link = page.get_by_role("link", name="Article 077")
    link.scroll_into_view_if_needed()
    before = top_of(link)
    come_to_rest(page)
    page.reload()
    expect_ready(page)
    expect(link).to_be_in_viewport()
    assert abs(top_of(link) - before) <= 1


def test_an_edition_that_arrives_does_not_push_the_list(
    long_list: Server, chromium: Browser
) -> None:
    page = open_library(long_list, chromium)
    row = page.get_by_role("link", name="Article 077")
    row.scroll_into_view_if_needed()
    before = top_of(row)
    come_to_rest(page)
    expect_app_kept(page)
    long_list.stop()
    long_list.folder.write("The newest of all", date="2026-11-23")
    page.reload()
    expect(row).to_be_in_viewport()
    long_list.start()
    expect_ready(page, edition=2)
    show = page.get_by_role("main").get_by_role("button", name="Show", exact=True)
    expect(show).to_have_count(1)
    assert abs(top_of(row) - before) <= 1
    show.click()
    expect(page.get_by_role("link", name="The newest of all")).to_be_in_viewport()


def test_nothing_is_fetched_before_the_tap_that_names_the_size(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.add_init_script(SAVES_DATA)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(server.url)
    card = page.locator("download-card")
    expect(card.get_by_role("heading", name="Keep it on this device")).to_be_visible()
    expect(card.get_by_text("5 articles · ")).to_be_visible()
    assert not [url for url in fetched if "/corpus/pack-" in url]

    card.get_by_role("button", name="Download").click()
    expect(card.get_by_text("Ready for no signal. 5 articles are on this device.")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Everything is on this device · 5 articles")


def test_who_says_not_now_reads_online_and_keeps_the_offer(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.add_init_script(SAVES_DATA)
    page.goto(server.url)
    page.get_by_role("button", name="Not now, read online").click()
    status = page.get_by_role("region", name="What is kept here")
    expect(status.get_by_role("button", name="Download")).to_be_visible()

    page.get_by_role("link", name="The lighthouse").click()
    expect(page.get_by_text("It was built of granite.")).to_be_visible()
    expect_app_kept(page)
    # Now the shell answers, and finds out by the address alone.
    page.goto(f"{server.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    page.goto(f"{server.url}/articles/nobody")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "There is no article at this address."
    )
    expect(page.locator("html")).to_have_attribute("data-corpus", "none")


def test_with_nothing_here_and_no_connection_it_says_so_and_goes_on_by_itself(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.add_init_script(SAVES_DATA)
    page.goto(server.url)
    expect_app_kept(page)
    server.stop()
    page.goto(server.url)
    expect(page.get_by_role("main").get_by_text(NOTHING_HERE)).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Still no connection.")).to_be_visible()
    page.goto(f"{server.url}/articles/the-ferry")
    expect(page.get_by_text("This article is not on this device.")).to_be_visible()

    server.start()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()


def test_a_browser_that_keeps_nothing_reads_online_and_says_so(
    server: Server, chromium: Browser
) -> None:
    server.start()
    page = chromium.open()
    page.add_init_script(WITHOUT["files"])
    page.goto(server.url)
    expect(page.get_by_role("status")).to_have_text(
        "This browser cannot keep articles. Reading online works."
    )
    page.get_by_role("link", name="The lighthouse").click()
    expect(page.get_by_text("It was built of granite.")).to_be_visible()


WIDE = """\
# How it is built

| Part | Size | Share | Requests | Remark |
|:--|--:|--:|--:|:--|
| The head of the corpus | 1 kB | 0.1 % | 1 | asked again each time |

```
a line of code that is much longer than any phone is wide, and so has to scroll by itself
```

Averyveryverylongwordwithoutanyplacetobreakit/and/an/address/too/that/never/seems/to/end/at/all.html
"""


def test_what_is_wider_than_the_column_can_be_scrolled_with_the_keyboard(
    server: Server, chromium: Browser
) -> None:
    server.folder.put("wide.md", f"---\ntitle: wide\n---\n\n{WIDE}".encode())
    server.start()
    page = chromium.open()
    page.goto(f"{server.url}/articles/wide")
    for name in ("Table", "Code"):
        region = page.get_by_role("region", name=name)
        region.focus()
        expect(region).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(region).not_to_have_js_property("scrollLeft", 0)


def test_an_article_of_a_later_edition_is_not_said_to_be_nowhere(
    server: Server, chromium: Browser
) -> None:
    """Offline nobody knows what a later edition has."""
    server.start()
    page = open_kept(chromium.open(), server.url, edition=1)
    server.stop()
    page.goto(f"{server.url}/articles/the-new-quay")
    expect(
        page.get_by_role("main").get_by_text("This article is not on this device.")
    ).to_be_visible()
