"""Reading settings: everything chosen shows at once, in view of the text, and stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.faulty import FaultyServer
from tests.browser.test_article import LONG, bar, line_at_top
from tests.browser.waiting import open_kept
from tests.folder import Folder
from webapp.publishing import publish


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyServer]:
    place: Path = tmp_path_factory.mktemp("looks")
    folder = Folder(place / "source")
    folder.describe("The Harbour Library")
    folder.write("The long road", LONG)
    folder.write("海辺の図書館", "ここに本がある。" * 40, lang="ja")
    publish(folder.path, place / "data", quick=True)
    server = FaultyServer(place / "data")
    yield server
    server.stop()


@pytest.fixture
def reader(page: Page, library: FaultyServer) -> Page:
    open_kept(page, library.url)
    page.goto(f"{library.url}/articles/the-long-road")
    expect(bar(page)).to_be_visible()
    return page


def settings(page: Page) -> Locator:
    """The sheet, which is opened if it is not open."""
    sheet = page.get_by_role("dialog", name="Reading settings")
    if sheet.count() == 0:
        bar(page).get_by_role("button", name="Reading settings").click()
    expect(sheet).to_be_visible()
    return sheet


def style(page: Page, name: str, of: str = "article-body > p") -> str:
    return str(
        page.evaluate(
            f"getComputedStyle(document.querySelector({of!r})).getPropertyValue({name!r})"
        )
    )


THEMES = {
    "Light": ("rgb(252, 251, 248)", "light"),
    "Sepia": ("rgb(245, 236, 217)", "light"),
    "Dark": ("rgb(23, 24, 26)", "dark"),
    "Black": ("rgb(0, 0, 0)", "dark"),
}


def test_a_theme_shows_at_once_and_is_there_before_any_script_of_the_app(reader: Page) -> None:
    """No white page flashes at night, and the browser's own bars and scrollbars go along."""
    for name, (page_colour, scheme) in THEMES.items():
        settings(reader).get_by_role("radio", name=name).check()
        assert style(reader, "background-color", "html") == page_colour
        assert style(reader, "color-scheme", "html") == scheme
        metas = reader.locator('meta[name="theme-color"]')
        assert {meta.get_attribute("content") for meta in metas.all()} == {page_colour}
    reader.route("**/app.js", lambda route: route.abort())
    reader.reload()
    assert style(reader, "background-color", "html") == "rgb(0, 0, 0)"


def test_what_is_chosen_shows_in_the_text_and_can_be_taken_back(reader: Page) -> None:
    sheet = settings(reader)
    sheet.get_by_role("radio", name="Legible").check()
    assert "Atkinson" in style(reader, "font-family")
    assert float(style(reader, "letter-spacing").removesuffix("px")) > 0
    sheet.get_by_role("radio", name="Loose").check()
    assert style(reader, "--lh-user", "html") == "1.15"
    sheet.get_by_text("More", exact=True).click()
    sheet.get_by_role("radio", name="Narrow").check()
    assert style(reader, "--measure", "article") == "min(46ch, 27em)"
    sheet.get_by_role("radio", name="Indent").check()
    assert style(reader, "text-indent", "article-body > p + p") != "0px"
    sheet.get_by_role("switch", name="Hyphens").click()
    assert style(reader, "hyphens") == "manual"
    sheet.get_by_role("switch", name="More contrast").click()
    assert style(reader, "color") == "rgb(0, 0, 0)"

    sheet.get_by_role("button", name="Reset to the library’s settings").click()
    assert style(reader, "hyphens") == "auto"
    expect(sheet.get_by_role("radio", name="Serif", exact=True)).to_be_checked()
    reader.get_by_role("button", name="Undo").click()
    assert style(reader, "hyphens") == "manual"
    expect(sheet.get_by_role("radio", name="Legible")).to_be_checked()


def test_size_goes_in_steps_to_an_end_that_says_so(reader: Page) -> None:
    sheet = settings(reader)
    larger = sheet.get_by_role("button", name="Larger text")
    value = sheet.get_by_role("group", name="Size").get_by_role("status")
    for size in ("112 %", "125 %", "140 %", "160 %", "180 %", "200 %"):
        larger.click()
        expect(value).to_have_text(size)
    expect(larger).to_have_attribute("aria-disabled", "true")
    larger.press("Enter")
    expect(value).to_have_text("Largest size")
    assert style(reader, "font-size") == "34.168px"
    assert reader.evaluate("document.documentElement.scrollWidth") == 360


def test_the_text_stays_in_view_and_in_use_beside_the_sheet(reader: Page) -> None:
    reader.evaluate("scrollTo(0, 3000)")
    expect(bar(reader).get_by_role("button", name="per cent read")).to_contain_text("8 min left")
    stopped = line_at_top(reader)
    reader.keyboard.press("a")
    sheet = settings(reader)
    box = sheet.bounding_box()
    assert box
    assert box["y"] >= 0.55 * 740 - 1
    sheet.get_by_role("button", name="Larger text").click()
    assert line_at_top(reader) == stopped
    reader.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    settings(reader)
    reader.mouse.click(180, 150)
    expect(sheet).to_have_count(0)


def test_a_closed_sheet_gives_the_focus_back(reader: Page) -> None:
    opener = bar(reader).get_by_role("button", name="Reading settings")
    opener.focus()
    reader.keyboard.press("Enter")
    sheet = reader.get_by_role("dialog", name="Reading settings")
    expect(sheet).to_be_visible()
    reader.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_both_edges_are_offered_where_they_leave_no_holes(reader: Page) -> None:
    sheet = settings(reader)
    sheet.get_by_text("More", exact=True).click()
    both = sheet.get_by_role("radio", name="Both edges")
    expect(both).to_be_disabled()
    expect(sheet.get_by_text("Both edges need hyphens and longer lines.")).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    reader.set_viewport_size({"width": 900, "height": 740})
    sheet = settings(reader)
    sheet.get_by_text("More", exact=True).click()
    both.check()
    assert style(reader, "text-align") == "justify"
    assert style(reader, "text-align", "article h1") == "start"


def test_a_script_has_its_own_face_and_paragraphs_until_the_reader_chooses(
    reader: Page, library: FaultyServer
) -> None:
    reader.goto(f"{library.url}/articles/海辺の図書館")
    sheet = settings(reader)
    expect(sheet.get_by_role("radio", name="Sans")).to_be_checked()
    sheet.get_by_text("More", exact=True).click()
    expect(sheet.get_by_role("radio", name="Indent")).to_be_checked()


def test_page_buttons_move_by_a_screen_less_two_lines(reader: Page) -> None:
    sheet = settings(reader)
    sheet.get_by_text("More", exact=True).click()
    sheet.get_by_role("switch", name="Page buttons").click()
    sheet.get_by_role("button", name="Close").click()
    reader.get_by_role("button", name="Next screen").click()
    covered = reader.locator("article-bar").bounding_box()
    assert covered
    line = float(style(reader, "line-height", "article-body").removesuffix("px"))
    assert abs(reader.evaluate("scrollY") - (740 - covered["height"] - 2 * line)) < 2
    reader.get_by_role("button", name="Previous screen").click()
    assert reader.evaluate("scrollY") == 0
