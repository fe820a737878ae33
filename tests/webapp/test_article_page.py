"""What the page of an article adds to its blocks, for readers without scripts."""

from __future__ import annotations

import re

import pytest

from webapp.sanitiser import clean
from webapp.views.contents import with_contents
from webapp.views.dressing import dressed
from webapp.words import Words

ENGLISH = Words.for_language("en")


def page_of(html: str, words: Words = ENGLISH) -> str:
    blocks, _ = with_contents(clean(html).blocks, 10)
    return "\n".join(dressed(blocks, words))


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ('<sup class="footnote-ref"><a href="#fn1" id="r">[1]</a></sup>', "Note 1"),
        ('<sup class="footnote-ref"><a href="#fn1" id="r">[1:2]</a></sup>', "Note 1"),
        ('<sup id="r"><a href="#fn:12" rel="footnote">12</a></sup>', "Note 12"),
        ('<a class="footnote-ref" href="#fn3" role="doc-noteref"><sup>3</sup></a>', "Note 3"),
        ('<a aria-label="what" role="doc-noteref" href="#fn">[*]</a>', "Note *"),
    ],
)
def test_a_reference_says_which_note_it_leads_to(reference: str, name: str) -> None:
    page = page_of(f"<p>Word{reference} and <a href='#part'>a part</a>.</p>")
    assert re.findall(r'aria-label="([^"]*)"', page) == [name]


def test_a_superscript_that_leads_elsewhere_is_no_note() -> None:
    assert "aria-label" not in page_of('<p>x<sup><a href="/articles/y">2</a></sup></p>')


@pytest.mark.parametrize("mark", ['class="footnote-backref"', 'role="doc-backlink"'])
def test_a_note_says_that_it_leads_back(mark: str) -> None:
    page = page_of(f'<ol><li id="fn1">Words <a href="#r" {mark}>↩</a></li></ol>')
    assert re.findall(r'aria-label="([^"]*)"', page) == ["Back to the text"]


def test_each_heading_has_an_id_and_a_link_to_it() -> None:
    page = page_of(
        '<h2>One</h2><h4>Below</h4><h4>Again</h4><h3 id="own">Own &amp; "quoted"</h3>'
        "<blockquote><h2>Not of the text</h2></blockquote><h2>Last</h2><h2></h2>"
    )
    links = re.findall(
        r'<a class="heading-link" lang="en" href="#([^"]*)" aria-label="([^"]*)">', page
    )
    assert links == [
        ("part-1", "Link to One"),
        ("part-1-1", "Link to Below"),
        ("part-1-2", "Link to Again"),
        ("t-own", "Link to Own &amp; &#34;quoted&#34;"),
        ("part-3", "Link to Last"),
    ]
    for id_, _ in links:
        assert page.count(f' id="{id_}"') == 1


def test_the_words_are_those_of_the_interface() -> None:
    page = page_of("<h2>One</h2>", Words.for_language("ar"))
    assert 'lang="ar"' in page
    assert 'aria-label="رابط إلى One"' in page


def test_a_link_that_leaves_the_library_says_that_it_needs_a_connection() -> None:
    page = page_of(
        '<p title="a > b"><a href="https://example.org" title="x > y">out</a>'
        ' <a href="/articles/b">in</a> <a href="#c">here</a></p>'
    )
    assert re.findall(r'data-needs="([^"]*)">(\w+)<', page) == [("needs a connection", "out")]


def test_a_table_is_called_by_its_caption_and_others_by_their_number() -> None:
    table = "<table>{}<tr><td>1</td></tr></table>"
    captions = ("", '<caption>Boats &amp; "tides"</caption>', "")
    page = page_of("".join(map(table.format, captions)) + "<pre>x = 1</pre>")
    assert re.findall(r'role="region" aria-label="([^"]*)"', page) == [
        "Table",
        "Boats &amp; &#34;tides&#34;",
        "Table 3",
        "Code",
    ]
