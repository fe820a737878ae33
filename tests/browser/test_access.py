"""axe finds nothing to mend on any screen, in either theme, and none is wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import Page, expect

from tests.browser.faulty import FaultyServer
from tests.browser.storage import DROP_SHELL, WITHOUT
from tests.browser.waiting import expect_app_kept, open_kept
from tests.folder import Folder
from webapp.publishing import publish

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"

LONG = """
## A heading

A paragraph with [a link](https://example.org/), `code` and a note.[^1]

> A quotation.

| Port | Time | A very long heading of a column | Another one |
|---|---|---|---|
| North | 12:00 | long_unbroken_word_in_a_cell_of_it | more |

```python
print("a line of code that is a good deal longer than a phone is wide, and then some")
```

[^1]: The note.
"""

SCREENS = {
    "the list": "/",
    "an article": "/articles/the-ferry",
    "an article with everything": "/articles/long",
    "an article from right to left": "/articles/سفينة",
    "a withdrawn article": "/articles/the-old-chart",
    "an unknown address": "/articles/nobody",
}


def faults_of(page: Page) -> list[tuple[str, str]]:
    """What axe finds: the rule, and the first element that breaks it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run()")
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a small library in its second edition."""
    place = tmp_path_factory.mktemp("library")
    folder = Folder(place / "source")
    folder.describe("The Harbour Library")
    folder.write("The ferry", "It leaves at noon.", section="Places")
    folder.write("The old chart", "It shows a reef that is not there.")
    folder.write("Long", LONG, tags=f"[{'unbroken' * 20}]")
    folder.write("سفينة", "نص عربي قصير.", lang="ar")
    publish(folder.path, place / "data", quick=True)
    folder.write("The old chart", withdrawn="The reef is there after all.")
    publish(folder.path, place / "data", quick=True)
    server = FaultyServer(place / "data")
    yield server.url
    server.stop()


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(
    request: pytest.FixtureRequest, running_chromium: playwright_api.Browser, library: str
) -> Iterator[Page]:
    """A page of a phone that keeps the library, in one of the themes."""
    scheme: Literal["light", "dark"] = request.param
    context = running_chromium.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme
    )
    yield open_kept(context.new_page(), library)
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_fault_that_axe_knows(reader: Page, library: str, screen: str) -> None:
    reader.goto(f"{library}{SCREENS[screen]}")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    assert faults_of(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_recovery_page_has_none_either(
    faulty: FaultyServer, page: Page, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(faulty.url)
    expect_app_kept(page)
    page.evaluate(DROP_SHELL)
    faulty.stop()
    page.goto(faulty.url)
    expect(page.get_by_role("heading", level=1, name="The app cannot start")).to_be_visible()
    assert faults_of(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_has_the_way_to_mend_what_is_missing(
    faulty: FaultyServer, page: Page, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.add_init_script(WITHOUT["files"])
    page.goto(faulty.url)
    page.get_by_text("How to mend it").click()
    assert faults_of(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_320_px_does_not_scroll_sideways(
    reader: Page, library: str, screen: str
) -> None:
    reader.goto(f"{library}{SCREENS[screen]}")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    width = reader.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_without_javascript_is_whole(
    running_chromium: playwright_api.Browser, library: str, screen: str
) -> None:
    words = {
        "the list": "The ferry",
        "an article": "It leaves at noon.",
        "an article with everything": "long_unbroken_word_in_a_cell_of_it",
        "an article from right to left": "نص عربي قصير.",
        "a withdrawn article": "The reef is there after all.",
        "an unknown address": "There is no article at this address.",
    }
    context = running_chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{library}{SCREENS[screen]}")
    expect(page.get_by_role("main").get_by_text(words[screen]).first).to_be_visible()
    context.close()


def test_links_lead_from_screen_to_screen_without_javascript(
    running_chromium: playwright_api.Browser, library: str
) -> None:
    context = running_chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(library)
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Harbour Library")
    context.close()
