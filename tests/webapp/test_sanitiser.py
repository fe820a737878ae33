"""The gate: nothing that acts gets through, all text does, and no text keeps the parser busy."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bleach._vendor import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.attacks import ATTACKS
from webapp.sanitiser import ID_PREFIX, allowed, clean, limits, text_of
from webapp.sanitiser.blocks import cut
from webapp.sanitiser.gate import cleaned
from webapp.sanitiser.parser import Parser
from webapp.sanitiser.source import normal

NAMESPACES = {
    "http://www.w3.org/1999/xhtml": (allowed.HTML.keys(), frozenset[str]()),
    "http://www.w3.org/1998/Math/MathML": (allowed.MATHML, allowed.MATHML_ATTRIBUTES),
    "http://www.w3.org/2000/svg": (allowed.SVG, allowed.SVG_ATTRIBUTES),
}
NEVER = """
    script style iframe frame object embed applet form input button select textarea base meta link
    template slot portal noscript xmp plaintext title desc foreignObject use animate set image
    annotation-xml mglyph malignmark
"""


def one(html_text: str) -> str:
    """The only block of some HTML that is within the limits."""
    result = clean(html_text)
    assert result.guard is None
    (block,) = result.blocks
    return block


# --- What is left of an attack ---


def faults(block: str) -> Iterator[str]:
    """What in a block is against the rules, found by a parser without any of our guards."""
    fragment = html5lib.parseFragment(block, container="main")
    if len(fragment) != 1 or fragment.text or fragment[0].tail:
        yield f"not one element but {len(fragment)}"
    for element in fragment.iter():
        if element is fragment:
            continue
        if not isinstance(element.tag, str):
            yield "a comment"
            continue
        namespace, name = element.tag[1:].split("}")
        elements, attributes = NAMESPACES[namespace]
        if name not in elements or name in NEVER.split():
            yield f"<{name}>"
            continue
        own = allowed.HTML.get(name, frozenset()) | attributes | allowed.EVERYWHERE
        for attribute, value in element.items():
            if attribute not in own or attribute.lower().startswith("on"):
                yield f"{attribute} on <{name}>"
            yield from faults_of_value(name, attribute, value)


def faults_of_value(name: str, attribute: str, value: str) -> Iterator[str]:
    if attribute == "id" and not value.startswith(ID_PREFIX):
        yield f"id {value!r}"
    if attribute in ("href", "src", "cite") and not runs_nothing(value, picture=attribute == "src"):
        yield f"{attribute} {value!r}"
    if attribute == "srcset":
        yield from (f"srcset {url!r}" for url in value.split(",") if not runs_nothing(url))
    if attribute == "href" and name in allowed.SVG and not value.startswith("#"):
        yield f"a drawing that refers to {value!r}"
    if attribute in allowed.SVG_ATTRIBUTES and "url" in value and not value.startswith("url(#t-"):
        yield f"paint {value!r}"


def runs_nothing(url: str, *, picture: bool = False) -> bool:
    """As the URL standard reads it: controls and spaces off its ends, tabs and line ends out."""
    url = re.sub(r"[\t\n\r]", "", url.strip("".join(map(chr, range(33)))))
    scheme = urlsplit(url.lower()).scheme
    if re.match(r"[a-z][a-z0-9+.-]*:", url.lower()) and not scheme:
        return False  # what Python does not take for a scheme, and a browser may
    if picture and scheme == "data":
        return url.startswith(("data:image/png", "data:image/gif", "data:image/jpeg"))
    return scheme in ("", "http", "https", "mailto", "tel")


@pytest.mark.parametrize(("name", "attack"), ATTACKS, ids=[name for name, _ in ATTACKS])
def test_nothing_that_acts_is_left_of_an_attack(name: str, attack: str) -> None:
    blocks = clean(attack).blocks
    assert [fault for block in blocks for fault in faults(block)] == []
    assert clean("".join(blocks)).blocks == blocks


def test_the_judge_of_attacks_finds_what_is_wrong() -> None:
    for wrong in (
        "<p>x</p><p>y</p>",
        "<p onclick='x'>x</p>",
        "<script>x</script>",
        "<p id='main'>x</p>",
        "<a href='java\nscript:x'>x</a>",
        "<a href='javascript:1'>x</a>",
        "<img srcset='a 1x, data:x 2x'>",
        "<svg><rect fill='url(https://x)'></rect></svg>",
        "<p><!-- x --></p>",
    ):
        assert list(faults(wrong)), wrong
    assert list(faults("<p id='t-x'><a href='#t-x'>x</a></p>")) == []


def test_the_corpus_holds_many_attacks_under_names_of_their_own() -> None:
    assert len(ATTACKS) > 250
    assert len({name for name, _ in ATTACKS}) == len(ATTACKS)


# --- What is kept ---

HONEST = {
    "headings": "<h2>One</h2><h3>Two <small>too</small></h3>",
    "lists": '<ol start="3" type="a"><li>x<ul><li>y</li></ul></li><li value="7">z</li></ol>',
    "definitions": "<dl><dt>x</dt><dd>y</dd></dl>",
    "table": '<table><caption>c</caption><colgroup><col span="2"></colgroup><thead><tr>'
    '<th scope="col" abbr="a">h</th></tr></thead><tbody><tr><td colspan="2" align="right">1</td>'
    "</tr></tbody></table>",
    "figure": '<figure><picture><source srcset="a.webp 1x, b.webp 2x" type="image/webp">'
    '<img src="a.png" alt="A “dawn”" width="4" height="3"></picture><figcaption>c</figcaption>'
    "</figure>",
    "code": '<pre><code class="language-c++">if (a &lt; b &amp;&amp; c)\n\treturn;\n</code></pre>',
    "code that starts with an empty line": "<pre>\n\nx\n</pre>",
    "quotation": '<blockquote cite="https://example.org/?a=1&amp;b=2"><p>q</p></blockquote>',
    "changes": '<p><del datetime="2026-11-20">x</del><ins>y</ins> <s>z</s></p>',
    "ruby": "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
    "details": "<details open><summary>s</summary><p>x</p></details>",
    "time": '<p><time datetime="2026-11-20">20 Nov</time> <data value="7">seven</data></p>',
    "languages": '<p lang="fa" dir="rtl">می\u200cخواهم</p><p lang="hi">क्\u200dष</p>',
    "emoji": "<p>👩\u200d🚀 ❤\ufe0f \u200f\u202aabc\u202c</p>",
    "links": '<p><a href="https://example.org/x#y" title="t">a</a>'
    ' <a href="mailto:a@b.example">b</a>'
    ' <a href="tel:+15550100">c</a> <a href="../d?e=f#g">d</a> <a href="//example.org/">e</a></p>',
    "picture data": '<p><img src="data:image/png;base64,iVBORw0KGgo=" alt=""></p>',
    "footnote": '<p>x<sup class="footnote-ref"><a href="#t-fn1" id="t-r1">1</a></sup></p>'
    '<section class="footnotes"><ol class="footnotes-list"><li id="t-fn1" class="footnote-item">'
    '<p>n <a href="#t-r1" class="footnote-backref">↩</a></p></li></ol></section>',
    "formula": '<math display="block"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo>'
    '<mfrac><mi>a</mi><mtext>b</mtext></mfrac></mrow><annotation encoding="application/x-tex">'
    "x^2</annotation></semantics></math>",
    "drawing": '<svg viewBox="0 0 9 9" role="img" aria-label="A"><defs><linearGradient id="t-g">'
    '<stop offset="0" stop-color="#fff"></stop></linearGradient><clipPath id="t-c"><path d="M0 0z">'
    '</path></clipPath></defs><rect fill="url(#t-g)" clip-path="url(#t-c)" stroke="rgb(0, 0, 0)">'
    '</rect><text x="1"><tspan>t</tspan></text></svg>',
    "references": "<p>&lt;b&gt; &amp;amp; &amp;copy \u00a0©</p>",
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_html_comes_out_as_it_went_in(name: str) -> None:
    result = clean(HONEST[name])
    assert result.guard is None
    assert unwrapped("".join(result.blocks)) == unwrapped(HONEST[name])


def unwrapped(whole: str) -> str:
    """Without paragraphs, which cutting adds around phrases, and the space between blocks."""
    return re.sub(r"</?p>|\s+", "", whole)


WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co", "Zs", "Zl", "Zp"]),
    min_size=1,
)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PHRASE = st.tuples(st.sampled_from(["b", "em", "code", "q", "sub", "span", "a"]), WORDS).map(
    lambda pair: f"<{pair[0]}>{html.escape(pair[1], quote=False)}</{pair[0]}>"
)
INLINE = st.lists(WORDS.map(lambda text: html.escape(text, quote=False)) | PHRASE, min_size=1).map(
    "".join
)
BLOCK = st.recursive(
    st.tuples(st.sampled_from(["p", "h2", "pre", "figcaption"]), INLINE),
    lambda inner: st.tuples(
        st.sampled_from(["div", "blockquote", "section", "details", "figure"]),
        st.lists(inner.map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")).map("".join),
    ),
    max_leaves=6,
).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


@settings(deadline=None)
@given(blocks=st.lists(BLOCK))
def test_well_made_blocks_are_returned_one_by_one(blocks: list[str]) -> None:
    assert clean("\n".join(blocks)).blocks == tuple(blocks)


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_escaped_text_survives_whatever_it_says(text: str) -> None:
    result = clean(html.escape(text, quote=False))
    assert result.guard is None
    assert text_of(result.blocks) == " ".join(text.split())


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("<form><p>a <input>b</p></form>", "<p>a b</p>"),
        ('<noscript><img src="a.png"></noscript>', '<p><img src="a.png"></p>'),
        ("<main><h2>x</h2></main>", "<h2>x</h2>"),
        ("<p>a<script>x()</script>b<style>p{}</style>c</p>", "<p>abc</p>"),
        ("<p>a<!-- x -->b</p>", "<p>ab</p>"),
        ("<!DOCTYPE html><html><body><p>x</p></body></html>", "<p>x</p>"),
        ("<p style='color:red' onclick='x()'>x</p>", "<p>x</p>"),
        ("<p class='footnotes hero language-x'>x</p>", '<p class="footnotes language-x">x</p>'),
        ("<p role='dialog'>x</p>", "<p>x</p>"),
        ("<table><td style='text-align: RIGHT;'>1</table>", '<td align="right">1</td>'),
        ("<table><td style='text-align:left;color:red'>1</table>", "<td>1</td>"),
        ("<svg><g id='a' xlink:href='#b'></g></svg>", '<g id="t-a" href="#t-b"></g>'),
        ("<p>a \x00\x07\x1b\ufffe\U0001ffff&#1;b</p>", "<p>a b</p>"),
        ("<p>a\ud83d b</p>", "<p>a� b</p>"),
        ("<p>\ud83d\ude80</p>", "<p>🚀</p>"),
        ("<p>a\r\nb\rc\fd</p>", "<p>a\nb\nc d</p>"),
        ("<p>&copy 2026 &notit; &#8364; &#x80; &#0;</p>", "<p>© 2026 ¬it; € € �</p>"),
        ('<p title="&copy=1 &copy 2">x</p>', '<p title="&amp;copy=1 © 2">x</p>'),
        ('<p title=">">a</p>', '<p title=">">a</p>'),
        ('<p title="&amp;amp;">a</p>', '<p title="&amp;amp;">a</p>'),
        ("<p {x}title='y'>a</p>", "<p>a</p>"),
        ("<a href=' \n/a\tb\n '>a</a>", '<a href="/ab">a</a>'),
        ("<pre>\n\na</pre>", "<pre>\n\na</pre>"),
        ("<pre>\na</pre>", "<pre>a</pre>"),
        ("<table><td><pre>\na</pre></table>", "<td><pre>a</pre></td>"),
        ("<table><td><pre>&#10;&#10;a</pre></table>", "<td><pre>\n\na</pre></td>"),
        ("<h4><a><h5><a>b", "<h4><a></a></h4><h5><a></a><a>b</a></h5>"),
        ("<pre><script></script>\na</pre>", "<pre>\n\na</pre>"),
        ("<p>a</p><img alt=b&gt", "<p>&lt;img alt=b&gt;</p>"),
        ("<h2>a<path><h2>b", "<h2>a</h2><h2>b</h2>"),
        ("<table><dt>a<dt>b</table>", "<dt>a</dt><dt>b</dt><table></table>"),
        ("<p>1 < 2 &amp; 3 > 2 </3</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2 &lt;/3&lt;/p&gt;</p>"),
        ("<p>a <b", "<p>a &lt;b</p>"),
        ("<svg><![CDATA[a &lt; b]]></svg>", "<svg>a &amp;lt; b</svg>"),
        ("<b><div><table><i>kept</i></table></b>after</div>", "<b><i>kept</i>"),
    ],
)
def test_what_is_not_kept_leaves_its_text(source: str, kept: str) -> None:
    result = clean(source)
    assert result.guard is None
    assert kept in "".join(result.blocks)


def test_pictures_data_is_kept_in_pictures_only() -> None:
    data = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    assert data in one(f'<img src="{data}">')
    assert data not in one(f'<a href="{data}">x</a>')
    assert data not in one(f'<img srcset="{data} 1x" alt="x">')
    assert "svg" not in one('<img src="data:image/svg+xml,x" alt="x">')


def test_ids_and_what_refers_to_them_get_the_prefix_together() -> None:
    block = one(
        '<div><a name="top">x</a><a href=" #top ">y</a><p id="main" aria-describedby="a b">z</p>'
        '<table><tr><th id="a">h</th><td headers="a b">d</td></tr></table>'
        '<svg><path id="p"/><rect fill="url(#p)"/></svg><a href="#">up</a></div>'
    )
    assert '<a id="t-top">x</a><a href="#t-top">y</a>' in block
    assert '<p id="t-main" aria-describedby="t-a t-b">' in block
    assert '<th id="t-a">h</th><td headers="t-a t-b">' in block
    assert '<path id="t-p"></path><rect fill="url(#t-p)">' in block
    assert '<a href="#">up</a>' in block


# --- Cutting ---


def test_blocks_are_what_stands_at_the_top_level() -> None:
    source = " bare <b>bold</b>\n<div><p>x</p></div> \n <hr> tail<br>line <ul><li>y</li></ul>"
    assert clean(source).blocks == (
        "<p>bare <b>bold</b></p>",
        "<div><p>x</p></div>",
        "<hr>",
        "<p>tail<br>line</p>",
        "<ul><li>y</li></ul>",
    )


def test_a_phrase_around_a_block_is_a_block_itself() -> None:
    source = '<a href="x"><div>x</div></a>y'
    assert clean(source).blocks == ('<a href="x"><div>x</div></a>', "<p>y</p>")


def test_nothing_has_no_blocks() -> None:
    for nothing in ("", " \n", "<!-- x -->", "<script></script>", "<form></form>"):
        assert clean(nothing) == clean("")
    assert clean("").blocks == ()


PIECES = st.sampled_from(
    [
        *(f"<{name}{rest}>" for name in sorted(allowed.HTML) for rest in ("", " id=a")),
        *(f"</{name}>" for name in sorted(allowed.HTML)),
        *(
            f"<{name}>"
            for name in ("math", "mi", "mtext", "annotation", "svg", "g", "text", "path")
        ),
        *(f"</{name}>" for name in ("math", "mi", "mtext", "annotation", "svg", "g", "text")),
        *(f"<{name}>" for name in NEVER.split()),
        *(f"</{name}>" for name in NEVER.split()),
        *("<table>", "<td>", "<tr>", "<a href=javascript:1>", "<img src=x onerror=x>") * 4,
        *("x", " ", "\n", "é", "&amp;", "&lt;", "&copy", "&#10;", '"', "'", "=", "\0", "\ud800"),
        *("<!-- c -->", "<![CDATA[ y ]]>", "<?x?>", "<!x>", "</ x>", "]]>", "-->", "<", "<a "),
    ]
)
SOUP = st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None, max_examples=400)
@given(source=SOUP | st.text())
def test_any_text_becomes_blocks_that_stay_as_they_are(source: str) -> None:
    blocks = clean(source).blocks
    assert [fault for block in blocks for fault in faults(block)] == []
    again = clean("".join(blocks))
    assert again.blocks == blocks
    assert text_of(again.blocks) == text_of(blocks)


@settings(deadline=None)
@given(source=SOUP)
def test_the_joined_blocks_are_the_cleaned_whole(source: str) -> None:
    parser = Parser()
    try:
        tokens = list(cleaned(parser.tokens_of(normal(source))))
    except limits.BeyondLimitError:
        return
    tag = {"name": "div", "namespace": None}
    (whole,) = cut([{"type": "StartTag", "data": {}, **tag}, *tokens, {"type": "EndTag", **tag}])
    if not parser.moved:
        joined = "".join(clean(source).blocks)
        assert unwrapped(joined) == unwrapped(whole.removeprefix("<div>").removesuffix("</div>"))


# --- Guards ---

MUCH = 1_900_000

# Each would keep bleach, or html5lib without one of our guards, busy for minutes to days.
TRAPS = {
    "elements inside each other": ("<div>" * 15_000 + "kept", "120 elements inside each other"),
    "a hundred thousand of them": ("<div>" * 100_000 + "kept", "100,000 signs “<”"),
    "phrases inside each other": ("<b>x" * 15_000 + " kept", "120 elements inside each other"),
    "formats that are opened again": (
        "".join(f"<b id={number}><p>" for number in range(9_000)) + "kept",
        "120 elements inside each other",
    ),
    "attributes": (
        "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">kept</p>",
        "100 attributes",
    ),
    "text in tables": ("<table>" + "x<tr>" * 19_000 + "kept", "3,000 pieces of tables"),
    "blocks in tables": ("<table>" + "<p>x</p>" * 15_000 + "kept", "3,000 pieces of tables"),
    "characters": ("x" * 2_000_000 + " kept", "2,000,005 characters"),
    "references": ("&lt;" * 300_000 + " kept", "300,000 signs “&”"),
    "the name of a tag": (f"<{'a' * MUCH}> kept", "names or values too long"),
    "the name of an attribute": (f"<p {'1' * MUCH}>kept</p>", "names or values too long"),
    "a value of signs": (f"<p title={'=' * MUCH}>kept</p>", "names or values too long"),
    "a value of references": (
        f"<p title='{('&amp;' + 'x' * 40) * 39_000}'>kept</p>",
        "names or values too long",
    ),
    "the end of a script": (f"<script></{'a' * MUCH}></script>kept", "names or values too long"),
    "the end of a style": (f"<style></{'a' * MUCH}></style>kept", "names or values too long"),
    "a script in a script": (f"<script><!--<{'a' * MUCH}--></script>kept", "names or values too"),
    "mistakes": (f"<p {'/' * MUCH}>kept</p>", "400,000 pieces of markup"),
    "dashes in a script": (f"<script><!--{'- ' * 900_000}--></script>kept", "400,000 pieces"),
    "a quotation mark": (
        "<p>a</p><a href='x>kept</a>",
        "a quotation mark in a tag that never ends",
    ),
    "a comment": ("<p>a</p><!-- kept", "a comment that never ends"),
    "a declaration": ("<p>a</p><! kept", "a “<!” that never ends"),
    "an instruction": ("<p>a</p><?php kept", "a “<?” that never ends"),
    "a script": ("<p>a</p><script>kept", "a script or style that never ends"),
    "a tag": ("<p>kept</p><a href='x' ", "a tag that never ends"),
}

# Each kept html5lib busy for as long, and is now taken as it is.
UNTRAPPED = {
    "siblings": "<p>a <b>x</b></p>" * 9_000,
    "references to characters": "&nbsp;" * 300_000 + "kept",
    "references to signs": ("&lt;" + "x" * 40) * 39_000,
    "signs in text": ("< " + "x" * 40) * 39_000,
    "unknown tags": "<o:p>xxxx" * 39_000,
    "dashes in a comment": "<!--🚀" + "- " * 900_000 + "-->kept",
    "the name of a document type": f"<!DOCTYPE {'a' * MUCH}>kept",
    "a public identifier": f'<!DOCTYPE html PUBLIC "{"a" * MUCH}">kept',
    "controls": "\x01" * MUCH + "kept",
    "what is no character": "\ufdd0" * MUCH + "kept",
    "digits in a reference": f"&#{'9' * MUCH};kept",
    "paint": f'<svg><rect fill="{"url(x" * 300_000}"/></svg>kept',
    "character data": f"<svg><![CDATA[{']' * MUCH}]]></svg>kept",
    "ends without a start": "</ " * 39_000 + ">kept",
}


@pytest.mark.parametrize("name", TRAPS)
def test_markup_beyond_a_limit_is_named_and_leaves_its_text(name: str) -> None:
    source, words = TRAPS[name]
    result = clean(source)
    assert result.guard is not None
    assert words in result.guard
    assert "kept" in text_of(result.blocks)
    assert all(re.fullmatch(r"<p>[^<]*</p>", block) for block in result.blocks)


@pytest.mark.parametrize("name", UNTRAPPED)
def test_what_is_only_much_of_the_same_is_read(name: str) -> None:
    result = clean(UNTRAPPED[name])
    assert result.guard is None
    assert result.blocks


def test_a_fault_of_the_parser_leaves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Parser, source: str) -> None:
        raise AssertionError("no such node")

    monkeypatch.setattr(Parser, "tokens_of", fail)
    result = clean("<p>One.<p>Two <b>parts</b>.")
    assert result.blocks == ("<p>One.</p>", "<p>Two parts.</p>")
    assert result.guard == "markup that cannot be read (AssertionError('no such node'))"


def test_text_without_its_markup_keeps_its_paragraphs_and_lines() -> None:
    source = (
        "<div>"
        * 200
        + "<h2>One</h2><p>a <b>b</b>c<br>d &lt;e&gt; &copy;\n\nf</p><script>x</script>"
        "<!-- y --><style>z</style><p title='>'>g <3 h"
    )
    assert clean(source).blocks == (
        "<p>One</p>",
        "<p>a bc\nd &lt;e&gt; ©</p>",
        "<p>f</p>",
        "<p>'&gt;g &lt;3 h</p>",
    )


def test_limits_are_far_above_an_honest_text() -> None:
    paragraph = "<p>" + "Words of the harbour library. " * 30 + "<a href='#x'>x</a></p>"
    result = clean("<div>" * 27 + paragraph * 900 + "</div>" * 27)
    assert result.guard is None
    assert text_of(result.blocks).count("harbour") == 27_000


# --- Text ---


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        (["<p>un<b>believ</b>able</p>", "<p>x</p>"], "unbelievable x"),
        (["<ul><li>a</li><li>b</li></ul>"], "a b"),
        (["<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"], "1 2"),
        (["<p>a<br>b\u00a0\n c</p>"], "a b c"),
        (['<p title="a > b">&lt;i&gt; &amp;amp;</p>'], "<i> &amp;"),
        (['<p><img src="x" alt="not text"></p>'], ""),
        ([], ""),
    ],
)
def test_the_text_of_blocks_has_single_spaces(blocks: list[str], text: str) -> None:
    assert text_of(blocks) == text


# --- The document ---

DOCUMENT = (Path(__file__).parents[2] / "docs/sanitising.md").read_text(encoding="utf-8")


def documented(heading: str) -> set[str]:
    """The names that a section gives, without the sentence that follows them."""
    section = DOCUMENT.split(f"\n### {heading}\n")[1].split("\n#")[0].split("\n\nNot among")[0]
    return set(re.findall(r"`([^`…]+)`", section))


def test_the_document_lists_the_elements_and_attributes_of_html() -> None:
    rows = re.findall(r"^\|[^|]*\|((?: `\w+`)+) \| ([^|]*) \|$", DOCUMENT, re.M)
    listed = {
        element: frozenset(re.findall(r"`([\w-]+)`", attributes))
        for elements, attributes in rows
        for element in re.findall(r"`(\w+)`", elements)
    }
    assert listed == allowed.HTML


def test_the_document_lists_the_other_names() -> None:
    assert documented("MathML elements") == allowed.MATHML
    assert documented("MathML attributes") == allowed.MATHML_ATTRIBUTES
    assert documented("SVG elements") == allowed.SVG
    assert documented("SVG attributes") == allowed.SVG_ATTRIBUTES
    assert documented("Class names") == allowed.CLASSES
    assert documented("Roles") == allowed.ROLES
    everywhere = DOCUMENT.split("may also have:\n")[1].split("\n\n")[0]
    assert set(re.findall(r"`([\w-]+)`", everywhere)) == allowed.EVERYWHERE
    for name in allowed.SCHEMES:
        assert f"`{name}:`" in DOCUMENT
    assert f"`{ID_PREFIX}`" in DOCUMENT


def test_the_document_gives_every_limit() -> None:
    stated = set(re.findall(r"^\| ([\d,]+) \|", DOCUMENT, re.M))
    assert stated == {
        f"{value:,}" for name, value in vars(limits).items() if name.startswith("MAX_")
    }
