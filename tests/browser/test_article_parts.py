"""What stands in a text beside its sentences: notes, headings, code, tables, pictures, links."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright import sync_api as playwright_api
from playwright.sync_api import Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish


def picture(colour: tuple[int, int, int, int], width: int) -> str:
    """A picture of one colour, as a text brings it with it."""
    file = io.BytesIO()
    Image.new("RGBA", (width, 60), colour).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


FILLER = "\n\n".join(["The tide came in and went out again, and nobody looked up. " * 12] * 6)
PARTS = f"""
The harbour lies at the end of the quay.[^1] It is [painted blue](https://example.org/blue).
It is [told below](#the-lamp).

## The quay

{FILLER}

```python
tide = 3
print(tide)
```

<table><caption>Boats of the week</caption><tr><td>Monday</td><td>12</td></tr></table>

| Day | Boats |
|---|---|
| Sunday | 4 |

<h3>Without an id</h3>

{FILLER}

## The lamp

<figure><img src="{picture((0, 0, 0, 0), 120)}" alt="Lines"></figure>

<figure><img src="{picture((90, 120, 180, 255), 900)}" alt="The quay"></figure>

#### Below it

{FILLER}

[^1]: The note says **more** than [the map](https://example.org/map).
"""
WORDS = "Wort " * 400


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a small library."""
    place = tmp_path_factory.mktemp("library")
    folder = Folder(place / "source")
    folder.describe("The Harbour Library")
    folder.write("Parts", PARTS)
    folder.write("Auf Deutsch", WORDS, lang="de")
    folder.write("In English", WORDS)
    publish(folder.path, place / "data", quick=True)
    server = FaultyServer(place / "data")
    yield server.url
    server.stop()


@pytest.fixture
def app(context: playwright_api.BrowserContext, library: str) -> Callable[[str], Page]:
    """Opens an article in the app, which keeps the library."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_kept(context.new_page(), library)

    def read(path: str = "/articles/parts") -> Page:
        page.goto(library + path)
        expect(page.get_by_role("toolbar", name="Article")).to_be_visible()
        return page

    return read


@pytest.fixture
def plain(running_chromium: playwright_api.Browser) -> Iterator[Page]:
    """A page without scripts."""
    context = running_chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=["app", "page"])
def reader(request: pytest.FixtureRequest, library: str) -> Page:
    """The article, as the app has drawn it, and as the server has for who has no scripts."""
    if request.param == "app":
        app: Callable[[], Page] = request.getfixturevalue("app")
        return app()
    page: Page = request.getfixturevalue("plain")
    page.goto(f"{library}/articles/parts")
    return page


def copied(page: Page) -> object:
    return page.evaluate("navigator.clipboard.readText()")


# Notes


def test_a_note_opens_over_the_text_and_leads_to_all_notes_and_back(
    app: Callable[[], Page],
) -> None:
    page = app()
    reference = page.get_by_role("link", name="Note 1", exact=True)
    reference.click()
    sheet = page.get_by_role("dialog", name="Note 1")
    expect(sheet.get_by_text("The note says more than the map.")).to_be_visible()
    expect(sheet.get_by_role("link", name="Back to the text")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(reference).to_be_focused()

    reference.click()
    sheet.get_by_role("link", name="Go to the notes").click()
    expect(sheet).to_have_count(0)
    note = page.get_by_role("listitem").filter(has_text="The note says more")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    page.get_by_role("link", name="Back to the text").click()
    expect(reference).to_be_focused()
    expect(reference).to_be_in_viewport()
    page.go_back()
    expect(note).to_be_in_viewport()


def test_sheets_lead_to_parts_of_the_text_where_they_are_entries_of_the_history(
    context: playwright_api.BrowserContext, app: Callable[[], Page], library: str
) -> None:
    """Without CloseWatcher a sheet has an entry, which is gone before another one comes."""
    context.add_init_script("delete window.CloseWatcher")
    page = app()
    reference = page.get_by_role("link", name="Note 1", exact=True)
    reference.click()
    assert page.evaluate("history.state.sheet")
    page.get_by_role("dialog").get_by_role("link", name="Go to the notes").click()
    note = page.get_by_role("listitem").filter(has_text="The note says more")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    expect(page).to_have_url(f"{library}/articles/parts#t-fn1")
    page.go_back()
    expect(reference).to_be_in_viewport()
    expect(page).to_have_url(f"{library}/articles/parts")


def test_a_note_is_reached_and_left_without_scripts(plain: Page, library: str) -> None:
    plain.goto(f"{library}/articles/parts")
    reference = plain.get_by_role("link", name="Note 1", exact=True)
    reference.click()
    expect(plain.get_by_text("The note says more")).to_be_in_viewport()
    plain.get_by_role("link", name="Back to the text").click()
    expect(reference).to_be_in_viewport()


def test_what_leads_to_a_note_and_back_is_wide_enough_for_a_finger(reader: Page) -> None:
    for name in ("Note 1", "Back to the text"):
        box = reader.get_by_role("link", name=name, exact=True).bounding_box()
        assert box
        assert box["width"] >= 24, name
        assert box["height"] >= 24, name


# Headings


def test_the_link_to_a_heading_is_copied_by_the_sign_beside_it(
    app: Callable[[], Page], library: str
) -> None:
    page = app()
    sign = page.get_by_role("button", name="Link to The quay")
    expect(sign).to_have_css("opacity", "0")
    page.get_by_role("heading", name="The quay").hover()
    expect(sign).to_have_css("opacity", "1")
    sign.click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert copied(page) == f"{library}/articles/parts#t-the-quay"
    # The sign is no word of the text.
    expect(page.get_by_role("heading", name="The quay", exact=True)).to_have_text("The quay")


def test_a_heading_has_one_id_whoever_draws_the_text(
    app: Callable[[], Page], plain: Page, library: str
) -> None:
    ids = "headings => headings.map(({ id, textContent }) => [id, textContent])"
    headings = "article-body :is(h2, h3, h4)"
    drawn = app().locator(headings).evaluate_all(ids)
    plain.goto(f"{library}/articles/parts")
    links = plain.locator(".heading-link")
    served = [str(link.get_attribute("href"))[1:] for link in links.all()]
    assert [id_ for id_, _ in drawn] == served
    assert served == ["t-the-quay", "part-2", "t-the-lamp", "t-below-it"]


@pytest.mark.parametrize("part", ["t-the-lamp", "the-lamp"])
def test_an_address_with_a_heading_in_it_opens_there(app: Callable[[str], Page], part: str) -> None:
    """Also as the publisher calls it, who knows nothing of the prefix."""
    page = app(f"/articles/parts#{part}")
    heading = page.get_by_role("heading", name="The lamp")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_a_link_within_the_text_leads_to_its_part_and_back(app: Callable[[], Page]) -> None:
    page = app()
    page.get_by_role("link", name="told below").click()
    expect(page.get_by_role("heading", name="The lamp")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("link", name="told below")).to_be_focused()
    expect(page.get_by_role("link", name="told below")).to_be_in_viewport()
    # The way back is still the one to the list.
    page.get_by_role("link", name="Back to Library").click()
    expect(page.get_by_role("heading", level=1, name="The Harbour Library")).to_be_visible()


# Code


def test_code_is_copied_as_it_stands(app: Callable[[], Page]) -> None:
    page = app()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Code copied")).to_be_visible()
    assert copied(page) == "tide = 3\nprint(tide)"


def test_code_that_cannot_be_copied_is_selected(app: Callable[[], Page]) -> None:
    """Without HTTPS a page has no clipboard."""
    page = app()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("The code is selected.")).to_be_visible()
    assert page.evaluate("getSelection().toString().trim()") == "tide = 3\nprint(tide)"


# Tables, pictures, links, time


def test_a_table_is_called_by_its_caption(reader: Page) -> None:
    names = reader.locator(".scroll.table").evaluate_all(
        "tables => tables.map((table) => table.getAttribute('aria-label'))"
    )
    assert names == ["Boats of the week", "Table 2"]


def test_a_picture_that_can_be_seen_through_has_a_plate_in_the_dark(
    app: Callable[[], Page],
) -> None:
    page = app()
    white, none = "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"
    lines, quay = (page.get_by_role("img", name=name) for name in ("Lines", "The quay"))
    expect(lines).to_have_css("background-color", none)
    page.emulate_media(color_scheme="dark")
    expect(lines).to_have_css("background-color", white)
    expect(lines).to_have_css("padding", "8px")
    expect(quay).to_have_css("background-color", none)
    expect(quay).to_have_css("filter", "brightness(0.85)")


@pytest.mark.parametrize(("width", "bleeds"), [(360, True), (1280, False)])
def test_a_picture_wider_than_its_column_reaches_the_edges_of_a_phone(
    app: Callable[[], Page], width: int, bleeds: bool
) -> None:
    page = app()
    page.set_viewport_size({"width": width, "height": 740})
    quay, lines = (page.get_by_role("img", name=name) for name in ("The quay", "Lines"))
    edges = "(box) => [box.getBoundingClientRect().left, box.getBoundingClientRect().right]"
    column = page.locator("article-body").evaluate(edges)
    assert quay.evaluate(edges) == pytest.approx([0, 360] if bleeds else column, abs=1)
    assert lines.evaluate(edges) == pytest.approx([column[0], column[0] + 120], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_link_that_leaves_the_library_has_hidden_words_for_it(reader: Page) -> None:
    link = reader.get_by_role("link", name="painted blue")
    assert name_heard(link) == "painted blue (needs a connection)"


def name_heard(link: Locator) -> str:
    """Its name as the browser tells it to a screen reader, with what styles add."""
    client = link.page.context.new_cdp_session(link.page)
    document = client.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    wanted = {"nodeId": document, "selector": f'a[href="{link.get_attribute("href")}"]'}
    node = client.send("DOM.querySelector", wanted)["nodeId"]
    tree = client.send("Accessibility.getPartialAXTree", {"nodeId": node, "fetchRelatives": False})
    return str(tree["nodes"][0]["name"]["value"]).replace("\u2009", " ")


@pytest.mark.parametrize(
    ("path", "time"), [("/articles/auf-deutsch", "3 min"), ("/articles/in-english", "2 min")]
)
def test_as_many_words_take_longer_in_german(
    app: Callable[[str], Page], plain: Page, library: str, path: str, time: str
) -> None:
    meta = app(path).locator(".article > header .meta")
    expect(meta).to_contain_text(time)
    plain.goto(library + path)
    expect(plain.locator(".article > header .meta")).to_contain_text(time)


def test_paper_says_where_the_text_was_read_and_has_nothing_to_press(
    reader: Page, library: str
) -> None:
    address = reader.locator(".printed")
    expect(address).to_be_hidden()
    reader.emulate_media(media="print", color_scheme="dark")
    expect(address).to_be_visible()
    expect(address).to_contain_text("/articles/parts · Edition 1")
    expect(reader.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    for pressed in reader.locator("main :is(button, .heading-link)").all():
        expect(pressed).to_be_hidden()
    expect(reader.get_by_role("toolbar")).to_have_count(0)
    wide = "box => box.scrollWidth > box.clientWidth"
    assert not any(box.evaluate(wide) for box in reader.locator(".scroll").all())


# What was withdrawn


def test_a_withdrawn_article_leads_on_and_back(page: Page, tmp_path: Path) -> None:
    """It is opened from the list in which its row still stands."""
    folder = Folder(tmp_path / "source")
    folder.describe("The Harbour Library")
    for number, name in enumerate(("The ferry", "The old chart", "The lighthouse")):
        folder.write(name, date=f"2026-11-2{3 - number}")
    publish(folder.path, tmp_path / "data", quick=True)
    server = FaultyServer(tmp_path / "data")
    open_kept(page, server.url, edition=1)
    folder.write("The old chart", withdrawn="The reef is there after all.")
    publish(folder.path, tmp_path / "data", quick=True)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect_ready(page, edition=2)

    main = page.get_by_role("main")
    main.get_by_role("link", name="The old chart").click()
    expect(main.get_by_text("The reef is there after all.")).to_be_visible()
    expect(main.get_by_role("link", name="Back to Library")).to_be_visible()
    main.get_by_role("link", name="The lighthouse").click()
    expect(page.get_by_role("heading", level=1, name="The lighthouse")).to_be_visible()
    page.go_back()
    main.get_by_role("link", name="Back to Library").click()
    expect(page.get_by_role("heading", level=1, name="The Harbour Library")).to_be_visible()
    server.stop()
