"""Pages that the server makes: readable without JavaScript."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.folder import Folder
from tests.reader import root_of
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import Published
from webapp.views import contents

Publish = Callable[[], Published]


@pytest.fixture
def client(data: Path) -> FlaskClient:
    """A library that knows its address."""
    settings = read_settings({"data": str(data), "url": "http://localhost"}, environ={})
    return create_app(settings).test_client()


def test_the_list_links_to_every_article(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.describe("The Harbour Library")
    folder.write("dawn")
    folder.write("dusk")
    publish_folder()
    page = client.get("/").get_data(as_text=True)
    assert "The Harbour Library" in page
    assert 'href="/articles/dawn"' in page
    assert 'href="/articles/dusk"' in page


def test_a_long_list_goes_on_through_its_older_links(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    for number in range(60):
        folder.write(f"article {number:02}")
    publish_folder()
    first = client.get("/").get_data(as_text=True)
    older = re.search(r'href="(/\?after=[0-9a-f]{16})"', first)
    assert older
    second = client.get(older[1]).get_data(as_text=True)
    links = [re.findall(r'href="(/articles/[^"]+)"', page) for page in (first, second)]
    assert len(set(links[0]) | set(links[1])) == 60
    assert not set(links[0]) & set(links[1])


def test_an_article_is_a_page_with_its_text_language_and_direction(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("سلام", "نص عربي.", lang="ar")
    publish_folder()
    page = client.get("/articles/سلام").get_data(as_text=True)
    assert "<p>نص عربي.</p>" in page
    assert re.search(r'<article[^>]* lang="ar"[^>]* dir="rtl"|dir="rtl"[^>]* lang="ar"', page)


def test_a_picture_that_is_not_published_is_said_in_words(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    held = "![A dot](data:image/gif;base64,R0lGOD)"
    folder.write("dawn", f'![A map, 1 < 2 > "0"](map.png)\n\n![](b.png)\n\n{held}')
    publish_folder()
    page = client.get("/articles/dawn").get_data(as_text=True)
    assert "Picture: A map, 1 &lt; 2 &gt; &quot;0&quot;</span>" in page
    assert ">Picture</span>" in page
    assert page.count("<img") == 1


def test_a_title_is_text_and_never_markup(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn", title='"<script>alert(1)</script>"')
    publish_folder()
    for path in ("/", "/articles/script-alert-1-script"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)


def test_a_withdrawn_article_says_so_with_its_reason(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn", "Its words.")
    folder.write("dusk")
    publish_folder()
    folder.write("dawn", "Its words.", withdrawn="It named the wrong person.")
    publish_folder()
    answer = client.get("/articles/dawn")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 410
    assert "It named the wrong person." in page
    assert "Its words." not in page


@pytest.mark.parametrize("path", ["/articles/nobody", "/nowhere", "/articles/../sw.js/x"])
def test_an_unknown_address_is_a_page_that_says_so(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str
) -> None:
    folder.write("dawn")
    publish_folder()
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_before_the_first_edition_the_list_is_an_honest_page(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "There are no articles yet" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("path", "status"), [("/", 503), ("/articles/dawn", 503), ("/x", 404)])
def test_of_a_damaged_edition_a_reader_is_told_in_a_page(
    folder: Folder,
    data: Path,
    publish_folder: Publish,
    client: FlaskClient,
    path: str,
    status: int,
) -> None:
    folder.write("dawn")
    publish_folder()
    (data / "corpus" / root_of(data / "corpus")["base"][0]["file"]).write_bytes(b"[\n]\n")
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")


@pytest.mark.parametrize("path", ["/", "/articles/dawn", "/nowhere"])
def test_a_page_is_asked_for_again_and_sets_no_cookie(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str
) -> None:
    folder.write("dawn")
    publish_folder()
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    again = client.get(path, headers={"If-None-Match": answer.headers.get("ETag", "*")})
    assert again.status_code == (304 if answer.status_code == 200 else answer.status_code)


@pytest.mark.parametrize("path", ["/", "/articles/dawn", "/nowhere"])
def test_a_page_has_no_inline_script_style_or_handler(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str
) -> None:
    """The policy forbids them, so one that slipped in would silently do nothing."""
    folder.write("dawn")
    publish_folder()
    page = client.get(path).get_data(as_text=True)
    assert not re.search(r'<script(?! type="application/ld\+json")(?![^>]*\ssrc=)', page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_the_pages_of_a_library_speak_its_language(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.describe("مكتبة الميناء", lang="ar")
    folder.write("dawn", "Text.", lang="en", date="2020-11-23")
    publish_folder()
    for path in ("/", "/articles/dawn", "/articles/nobody"):
        page = client.get(path).get_data(as_text=True)
        assert '<html lang="ar" dir="rtl"' in page
        assert 'data-say="nav.skip">الانتقال إلى المحتوى</a>' in page
    assert "لا توجد مقالة في هذا العنوان." in page
    article = client.get("/articles/dawn").get_data(as_text=True)
    assert '<article class="article" lang="en" dir="ltr">' in article
    assert '<p class="meta" lang="ar">' in article
    assert '<time datetime="2020-11-23">23 نوفمبر 2020</time>' in article


def test_a_value_in_a_sentence_is_text_and_never_markup(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.describe("<b>A & B</b>")
    folder.write("dawn", "Its words.")
    publish_folder()
    folder.write("dawn", "Its words.", withdrawn="No.")
    publish_folder()
    page = client.get("/articles/dawn").get_data(as_text=True)
    assert "&lt;b&gt;A &amp; B&lt;/b&gt; gives this reason:" in page


def test_a_section_and_a_tag_have_lists_that_go_on_and_back(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    for number in range(110):
        folder.write(f"n{number:03}", section="Places & towns", tags="sea")
    folder.write("other", section="Other")
    publish_folder()
    path, seen, newer = "/?section=Places+%26+towns&sort=title&show=unread", [], []
    while path:
        page = client.get(path).get_data(as_text=True)
        assert '<h1 class="screen-title" tabindex="-1" lang="en" dir="auto">Places &amp;' in page
        seen.append(re.findall(r'href="/articles/([^"]+)"', page))
        newer += re.findall(r'href="([^"]+)">Newer articles', page)
        older = re.search(r'href="([^"]+)">Older articles', page)
        path = html.unescape(older[1]) if older else ""
    assert [len(rows) for rows in seen] == [50, 50, 10]
    assert len({slug for rows in seen for slug in rows}) == 110
    assert '<p class="after-list">110\xa0articles</p>' in page
    assert len(newer) == 2
    for address, rows in zip(newer, seen, strict=False):
        back = client.get(html.unescape(address)).get_data(as_text=True)
        assert re.findall(r'href="/articles/([^"]+)"', back) == rows


def test_the_list_and_the_article_link_to_sections_and_tags(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn", section="Places & towns", tags="sea, <b>")
    folder.write("dusk", tags="sea")
    publish_folder()
    front = client.get("/").get_data(as_text=True)
    groups = front[front.index('<nav class="groups" aria-label="Sections and tags">') :]
    assert front.index("after-list") < front.index('class="groups"')
    named = re.findall(r'href="([^"]+)"[^>]*><bdi>([^<]*)</bdi> <span class="count">(\d+)', groups)
    assert [(name, count) for _, name, count in named] == [
        ("All", "2"),
        ("Places &amp; towns", "1"),
        ("Without a section", "1"),
        ("&lt;b&gt;", "1"),
        ("sea", "2"),
    ]
    for address, _, count in named:
        page = client.get(html.unescape(address)).get_data(as_text=True)
        assert len(re.findall(r'<li class="row"', page)) == int(count)
        assert page.count('aria-current="true"') == 1
    article = client.get("/articles/dawn").get_data(as_text=True)
    assert {address for address, *_ in named[1:]} - set(re.findall(r'href="([^"]+)"', article)) == {
        "/?section="
    }


@pytest.mark.parametrize("query", ["section=Nowhere", "tag=nothing"])
def test_a_section_or_tag_without_articles_is_an_empty_list_and_not_found(
    folder: Folder, publish_folder: Publish, client: FlaskClient, query: str
) -> None:
    folder.write("dawn")
    publish_folder()
    answer = client.get(f"/?{query}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f"No articles in {query.partition('=')[2]} now." in page
    assert '<a href="/">Show all</a>' in page
    assert "canonical" not in page


def test_an_article_has_its_neighbours_at_its_end(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("a")
    folder.write("ب", lang="ar")
    folder.write("c", date="2001-01-01")
    publish_folder()
    page = client.get("/articles/ب").get_data(as_text=True)
    end = page[page.index('<div class="end" lang="en">') :]
    assert re.findall(r'<a class="(\w+)" href="([^"]+)" lang="(\w+)"', end) == [
        ("previous", "/articles/a", "en"),
        ("next", "/articles/c", "en"),
    ]
    first = client.get("/articles/a").get_data(as_text=True)
    neighbour = re.search(r'<a class="next" [^>]+ lang="ar" dir="rtl">.*</a>', first)
    assert neighbour
    assert '<bdi class="title">ب</bdi>' in neighbour[0]
    assert 'class="previous"' not in first


def test_a_long_text_has_contents_whose_links_lead_to_its_headings(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    headings = '## One & <b>only</b>\n\n<h3 title="id=">No id</h3>\n\n<h2 id="own">Own</h2>\n\n'
    folder.write("long", headings + "word " * 1200)
    folder.write("short", headings + "word " * 1000)
    folder.write("plain", "## One\n\n## Two\n\n" + "word " * 1300)
    publish_folder()
    page = client.get("/articles/long").get_data(as_text=True)
    contents = page[page.index('<nav class="contents"') : page.index("</nav>\n<article-body")]
    assert "<details><summary>Contents</summary>" in contents
    assert re.findall(r'<li( class="sub")?><a href="#([^"]+)">([^<]+)<', contents) == [
        ("", "t-one--only", "One &amp; only"),
        (' class="sub"', "part-2", "No id"),
        ("", "t-own", "Own"),
    ]
    for id_ in ("t-one--only", "part-2", "t-own"):
        assert page.count(f' id="{id_}"') == 1
    for slug in ("short", "plain"):
        assert '<nav class="contents"' not in client.get(f"/articles/{slug}").get_data(as_text=True)


def test_the_limits_of_contents_are_those_of_the_app() -> None:
    script = (Path(__file__).parents[2] / "static/components/contents.js").read_text("utf-8")
    found = dict(re.findall(r"const (WORDS|HEADINGS) = ([\d_]+);", script))
    assert {name: int(value) for name, value in found.items()} == {
        "WORDS": contents.WORDS,
        "HEADINGS": contents.HEADINGS,
    }


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/?reset=1&sort=title", "http://localhost/"),
        ("/?after=0000000000000000", "http://localhost/"),
        ("/?section=Sea&tag=salt&from=2020-01", "http://localhost/?tag=salt"),
        ("/articles/dawn?utm_source=x", "http://localhost/articles/dawn"),
        ("/articles/سلام", "http://localhost/articles/%D8%B3%D9%84%D8%A7%D9%85"),
    ],
)
def test_a_page_names_its_one_address(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str, canonical: str
) -> None:
    folder.write("dawn", section="Sea", tags="salt")
    folder.write("سلام")
    publish_folder()
    page = client.get(path).get_data(as_text=True)
    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [canonical]
    assert f'<meta property="og:url" content="{canonical}">' in page
    assert page.count('<link rel="alternate" type="application/atom+xml"') == 1


def test_an_article_tells_previews_and_search_engines_what_it_is(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.describe("Lib & Co")
    title = '"</script><!-- <b> & \u2028"'
    folder.write("dawn", "Text.", title=title, lang="pt-BR", byline="Ada B", summary='"A & b"')
    folder.write("bare", "Text.", date="2026-11-20", lastmod="2026-11-23", section="Sea", tags="a")
    publish_folder()
    (slug,) = {row["slug"] for row in client.get("/api/v1/articles").get_json()["articles"]} - {
        "bare"
    }
    page = client.get(f"/articles/{slug}").get_data(as_text=True)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*)</script>', page)
    assert not set("<>&") & set(data)
    told = json.loads(data)
    assert told["headline"] == "</script><!-- <b> &"
    assert (told["@type"], told["inLanguage"], told["wordCount"]) == ("Article", "pt-BR", 1)
    assert told["author"] == {"@type": "Person", "name": "Ada B"}
    assert told["publisher"] == {"@type": "Organization", "name": "Lib & Co"}
    assert told["isPartOf"]["url"] == "http://localhost/"
    properties = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
    assert properties["og:title"] == "&lt;/script&gt;&lt;!-- &lt;b&gt; &amp;"
    assert properties["og:description"] == "A &amp; b"
    assert properties["og:locale"] == "pt_BR"
    assert '<meta name="description" content="A &amp; b">' in page
    assert client.get(properties["og:image"]).mimetype == "image/png"
    bare = client.get("/articles/bare").get_data(as_text=True)
    properties = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', bare))
    assert properties["article:modified_time"] == "2026-11-23"
    assert properties["article:tag"] == "a"
    assert '"author"' not in bare


def test_the_shell_names_no_address_and_speaks_the_librarys_language(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    folder.describe("مكتبة", lang="ar")
    folder.write("dawn")
    publish_folder()
    client = create_app(read_settings({"data": str(data)}, environ={})).test_client()
    build = re.search(r'data-build="([0-9a-f]{8})"', client.get("/").get_data(as_text=True))
    assert build
    shell = client.get(f"/a/{build[1]}/shell.html").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl"' in shell
    for told in ("canonical", "og:", "ld+json", "atom"):
        assert told not in shell
