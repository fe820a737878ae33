"""How text is set: no word or fact is torn apart, and everything begins at one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import Page, expect

from tests.browser.faulty import FaultyServer
from tests.folder import Folder
from webapp.publishing import publish

TEXT = """
The harbour lies at the end of the quay, where the last house of the old town stands.[^1]

| Name | Type | What it is for |
|---|---|---|
| `anchor_chain_length` | `positive_integer` | how deep the water may be |
| `harbour_master` | `optional_string` | who is asked before a ship comes in |

![The quay at noon](quay.png)

[^1]: The note.
"""

LONG_SECTION = "Donaudampfschifffahrtsgesellschaft und andere Gesellschaften"

ARTICLES = {
    "latin": "/articles/long",
    "arabic": "/articles/سفينة",
    "chinese": "/articles/港口",
}
SCREENS = {**ARTICLES, "withdrawn": "/articles/the-old-chart", "unknown": "/articles/nobody"}

DOUBLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html { font-size: 200% !important }');
  document.adoptedStyleSheets = [sheet];
}"""

WITHOUT_HYPHENS = (
    *("ar", "fa", "ps", "ckb", "ur", "he", "yi", "hi", "mr", "ne", "bn", "pa", "ta", "te"),
    *("th", "lo", "km", "my", "zh", "ja", "ko"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a small library in its second edition."""
    place = tmp_path_factory.mktemp("library")
    folder = Folder(place / "source")
    folder.describe("The Harbour Library")
    folder.write("Long", TEXT, section=LONG_SECTION, date="2026-09-23")
    folder.write("سفينة", "نص عربي قصير.", lang="ar", section="أماكن", date="2026-09-22")
    folder.write("港口", "港口在码头的尽头。", lang="zh", date="2026-09-21")
    folder.write("The old chart", "It shows a reef that is not there.")
    publish(folder.path, place / "data", quick=True)
    folder.write("The old chart", withdrawn="The reef is there after all.")
    publish(folder.path, place / "data", quick=True)
    server = FaultyServer(place / "data")
    yield server.url
    server.stop()


@pytest.fixture(params=["app", "page"])
def reader(
    request: pytest.FixtureRequest, running_chromium: playwright_api.Browser, library: str
) -> Iterator[Page]:
    """A page that the app has drawn, and one of the server's without a script."""
    has_app = request.param == "app"
    context = running_chromium.new_context(java_script_enabled=has_app)
    page = context.new_page()
    if has_app:
        page.goto(library)
        expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield page
    context.close()


@pytest.fixture
def page(context: playwright_api.BrowserContext, library: str) -> Page:
    """A page that the app has drawn."""
    page = context.new_page()
    page.goto(library)
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_code_in_a_cell_is_not_broken(reader: Page, library: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 740})
    reader.goto(library + ARTICLES["latin"])
    codes = reader.locator("td code")
    expect(codes).to_have_count(4)
    lines = codes.evaluate_all("codes => codes.map((code) => code.getClientRects().length)")
    assert lines == [1, 1, 1, 1]
    assert reader.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", ["/", ARTICLES["latin"], ARTICLES["arabic"]])
def test_no_fact_is_torn_apart_at_double_text(reader: Page, library: str, path: str) -> None:
    """What is longer than a line may wrap; a dot stays with the fact before it."""
    reader.set_viewport_size({"width": 320, "height": 740})
    reader.goto(library + path)
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    reader.evaluate(DOUBLE)
    facts = reader.locator(".meta > .fact")
    facts_that_fit = facts.evaluate_all(
        """(facts) => facts
          .filter((fact) => {
            fact.style.whiteSpace = 'nowrap';
            const fits = fact.scrollWidth <= fact.parentElement.clientWidth;
            fact.style.whiteSpace = '';
            return fits;
          })
          .map((fact) => fact.offsetHeight / parseFloat(getComputedStyle(fact).lineHeight))"""
    )
    assert facts_that_fit
    assert max(facts_that_fit) < 1.5
    assert reader.evaluate("document.documentElement.scrollWidth") == 320
    ends = reader.locator(".meta").evaluate_all(
        """(lines) => lines.map((line) =>
          [...line.querySelectorAll('.fact')].map((fact) => fact.textContent.slice(-1) === '·'))"""
    )
    for *before, last in ends:
        assert before
        assert all(before)
        assert not last


@pytest.mark.parametrize("reader", ["app"], indirect=True)
@pytest.mark.parametrize("screen", ARTICLES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_back_begins_where_the_text_does(
    reader: Page, library: str, screen: str, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 740})
    reader.goto(library + ARTICLES[screen])
    expect(reader.get_by_role("toolbar", name="Article")).to_be_visible()
    edges = "(box) => [box.getBoundingClientRect().left, box.getBoundingClientRect().right]"
    bar = reader.locator(".bar-buttons").evaluate(edges)
    text = reader.locator(".article").evaluate(edges)
    assert bar == pytest.approx(text, abs=1)


def test_an_unknown_address_offers_one_way_back(reader: Page, library: str) -> None:
    reader.goto(library + SCREENS["unknown"])
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.get_by_role("link", name="Library")).to_have_count(1)


def test_what_was_withdrawn_leads_back_to_the_list(reader: Page, library: str) -> None:
    reader.goto(library + SCREENS["withdrawn"])
    reader.get_by_role("link", name="Back to Library").click()
    expect(reader.get_by_role("heading", level=1, name="The Harbour Library")).to_be_visible()


def test_the_reference_to_a_note_stays_with_its_word(reader: Page, library: str) -> None:
    reader.goto(library + ARTICLES["latin"])
    reference = reader.locator(".footnote-ref")
    expect(reference).to_have_count(1)
    alone = reference.evaluate(
        """(reference) => {
          const text = reference.previousSibling;
          const word = document.createRange();
          word.setStart(text, text.length - 2);
          word.setEnd(text, text.length);
          const body = reference.closest('.text');
          const alone = [];
          for (let width = 120; width < 480; width += 1) {
            body.style.inlineSize = `${width}px`;
            const link = reference.querySelector('a').getBoundingClientRect();
            if (link.left < word.getBoundingClientRect().left) alone.push(width);
          }
          return alone;
        }"""
    )
    assert alone == []


def test_the_reference_to_a_note_says_what_it_is(page: Page, library: str) -> None:
    page.goto(library + ARTICLES["latin"])
    expect(page.get_by_role("link", name="Note 1", exact=True)).to_have_count(1)


def test_a_picture_is_told_in_words(page: Page, library: str) -> None:
    page.goto(library + ARTICLES["latin"])
    expect(page.get_by_text("Picture: The quay at noon")).to_be_visible()
    expect(page.locator(".text img")).to_have_count(0)


def test_what_has_no_hyphens_gets_none(page: Page, library: str) -> None:
    page.goto(library + ARTICLES["latin"])
    hyphens = page.locator(".text > p").first.evaluate(
        """(text, langs) => langs.map((lang) => {
          text.lang = lang;
          return [lang, getComputedStyle(text).hyphens];
        })""",
        ["en", "de", "vi", *WITHOUT_HYPHENS],
    )
    expected = dict.fromkeys(("en", "de", "vi"), "auto")
    assert dict(hyphens) == expected | dict.fromkeys(WITHOUT_HYPHENS, "manual")
