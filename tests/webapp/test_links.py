"""Links between articles: what authors write, and where readers get."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.folder import Folder
from webapp.editions import Editions
from webapp.ingest.links import ARTICLES, links_of, with_links
from webapp.library import LibraryError
from webapp.publishing import Published, publish
from webapp.sanitiser import clean
from webapp.shell import ROUTES

Publish = Callable[[], Published]


@pytest.fixture
def text_of(data: Path) -> Callable[[str], str]:
    """The blocks of the published article with this slug, joined."""

    def text_of(slug: str) -> str:
        edition = Editions(data / "corpus").current()
        assert edition
        row = edition.find(slug)
        assert row
        return "".join(json.loads(edition.line(row["id"]) or "{}")["blocks"])

    return text_of


TextOf = Callable[[str], str]


def article(title: str, text: str = "Words.", **front: str) -> bytes:
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": title, **front}.items())
    return f"---\n{lines}---\n\n{text}\n".encode()


def codes(published: Published) -> list[str]:
    return [problem.code for problem in published.warnings]


AIMS = {
    "the-way.md": "/articles/a-way",
    "./the-way.md#part-two": "/articles/a-way#t-part-two",
    "the-way": "/articles/a-way",
    "the-way.html": "/articles/a-way",
    "../guide/the-way.md": "/articles/a-way",
    "/guide/the-way.md": "/articles/a-way",
    "/guide/the-way": "/articles/a-way",
    "the%2Dway.md?plain=1": "/articles/a-way",
    "caf%C3%A9.md": "/articles/a-café",
    "cafe\u0301.md": "/articles/a-café",
    "caf\u00e9.md": "/articles/a-café",
    "named.md": "/articles/named-by-itself",
    "../places/": "/articles/all-places",
    "https://example.org/way?a=1": "/articles/from-elsewhere",
    "http://EXAMPLE.org:80/way/?a=1#top": "/articles/from-elsewhere#t-top",
    # Another address, and the app's own.
    "https://example.org/way": "https://example.org/way",
    "/articles/a-way": "/articles/a-way",
    "/settings": "/settings",
    "/?tag=sea": "/?tag=sea",
    "#here": "#t-here",
    "mailto:a@example.org": "mailto:a@example.org",
    "//example.org/x.md": "//example.org/x.md",
}
"""What stands in guide/from.md, and where it leads."""


def test_a_link_leads_to_the_article_that_it_names(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    text = "\n".join(f"[{number}]({href})" for number, href in enumerate(AIMS))
    folder.put("guide/from.md", article("From", text))
    folder.put("guide/the-way.md", article("A way"))
    folder.put("guide/cafe\u0301.md", article("A café"))
    folder.put("guide/named.md", article("Named by itself", id="harbour-1"))
    folder.put("places/_index.md", article("All places"))
    folder.put("z.md", article("From elsewhere", source="https://example.org/way?a=1", id="x"))
    published = publish_folder()
    links = re.findall(r'<a href="([^"]*)">(\d+)</a>', text_of("from"))
    hrefs = list(AIMS)
    assert {hrefs[int(number)]: address for address, number in links} == AIMS
    assert published.warnings == ()
    assert not publish_folder().is_new


def test_the_part_that_a_link_names_is_a_heading_of_the_other_article(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("from", "[there](to.md#what-to-do-2) and [here](#own)\n\n## Own")
    folder.write("to", "## What *to* do 2\n\n## Größe\n\n## Größe")
    publish_folder()
    assert 'href="/articles/to#t-what-to-do-2"' in text_of("from")
    assert '<h2 id="t-own">' in text_of("from")
    assert '<h2 id="t-what-to-do-2">' in text_of("to")
    assert re.findall(r'id="t-(größe[^"]*)"', text_of("to")) == ["größe", "größe-1"]


@pytest.mark.parametrize("href", ["harbor.md", "map.png", "../../etc/passwd", "/guide/harbor.md"])
def test_a_link_to_no_article_is_reported_with_the_nearest_and_keeps_its_words(
    folder: Folder, publish_folder: Publish, text_of: TextOf, href: str
) -> None:
    folder.write("from", f'[the <b>way</b>]({href} "A title")')
    folder.put("guide/harbour.md", article("Harbour"))
    folder.put("map.png", b"no article")
    (problem,) = publish_folder().warnings
    assert (problem.path, problem.code) == ("from.md", "no-article")
    assert f"“{href}”" in problem.seen
    assert ("Did you mean “guide/harbour.md”?" in problem.advice) == ("harbor" in href)
    assert '<a title="A title">the <b>way</b></a>' in text_of("from")


def test_a_link_to_a_file_that_comes_later_becomes_one_without_a_touch(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("from", "[soon](soon.md)")
    folder.write("to", "[back](from.md)")
    assert codes(publish_folder()) == ["no-article"]
    folder.write("soon", title="Here at last")
    published = publish_folder()
    assert (published.added, published.corrected, published.warnings) == (1, 1, ())
    assert 'href="/articles/here-at-last"' in text_of("from")
    assert not publish_folder().is_new


def test_a_link_to_what_was_withdrawn_stays_and_leads_to_the_explanation(
    folder: Folder, publish_folder: Publish, text_of: TextOf, client: FlaskClient
) -> None:
    folder.write("from", "[a](by-path.md) [b](by-id.md) [c](https://example.org/c)")
    folder.write("by-path")
    folder.write("by-id", id="its-own")
    folder.write("by-url", source="https://example.org/c", id="its-own-too")
    publish_folder()
    before = text_of("from")
    for name in ("by-path", "by-id", "by-url"):
        folder.remove(name)
    published = publish_folder()
    assert (published.corrected, published.withdrawn) == (0, 3)
    assert text_of("from") == before
    folder.write("from", "[a](by-path.md) [b](by-id.md) [c](https://example.org/c) And more.")
    publish_folder()
    links = re.findall(r'href="([^"]+)"', text_of("from"))
    assert links == ["/articles/by-path", "/articles/by-id", "/articles/by-url"]
    assert [client.get(link).status_code for link in links] == [410, 410, 410]


def test_articles_that_come_together_know_each_other_by_their_addresses(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("one", "[two](https://example.org/2)", source="https://example.org/1")
    folder.write("two", "[one](https://example.org/1)", source="https://example.org/2")
    publish_folder()
    assert 'href="/articles/two"' in text_of("one")
    assert 'href="/articles/one"' in text_of("two")
    assert not publish_folder().is_new


def test_a_draft_is_no_aim_until_it_is_out(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("from", "[soon](draft.md)")
    folder.write("draft", draft="true")
    assert publish_folder().warnings == ()
    assert "<a>soon</a>" in text_of("from")
    folder.write("draft")
    publish_folder()
    assert 'href="/articles/draft"' in text_of("from")


def test_the_same_folder_gives_the_same_lines_whoever_reads_it(
    folder: Folder, data: Path, publish_folder: Publish, tmp_path: Path
) -> None:
    """One library grew article by article, another was read at once by several processes."""
    for number in range(40):
        aims = " ".join(f"[{aim}](a{aim}.md)" for aim in range(number % 7, 40, 7))
        folder.write(f"a{number}", aims)
        if number in (3, 20):
            publish_folder()
    publish_folder()
    publish(folder.path, tmp_path / "other", quick=True)
    grown, at_once = (Editions(place / "corpus").current() for place in (data, tmp_path / "other"))
    assert grown
    assert at_once
    assert sorted(grown.lines()) == sorted(at_once.lines())


def test_an_article_that_lost_its_links_is_a_plain_one_again(
    folder: Folder, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("from", "[soon](soon.md)")
    publish_folder()
    folder.write("from", "Nothing to follow.")
    publish_folder()
    folder.write("soon")
    published = publish_folder()
    assert (published.added, published.corrected) == (1, 0)
    assert "Nothing to follow." in text_of("from")


def test_links_are_read_anew_where_the_library_lost_what_they_said(
    folder: Folder, data: Path, publish_folder: Publish, text_of: TextOf
) -> None:
    folder.write("from", "[soon](soon.md)")
    publish_folder()
    engine = sa.create_engine(f"sqlite:///{data / 'library.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE links SET line = replace(line, 'soon', 'evil')"))
    engine.dispose()
    folder.write("soon")
    with pytest.raises(LibraryError, match="--rebase"):
        publish_folder()
    publish(folder.path, data, quick=True, rebase=True)
    assert '<a href="/articles/soon">soon</a>' in text_of("from")


def test_only_the_href_of_a_link_is_an_address() -> None:
    """A value may look like an attribute, and a text like a tag."""
    html = (
        '<p><a title=" href=" hreflang="a.md" href="a.md">x</a>'
        ' &lt;a href="a.md"&gt; <b title="<a href=">y</b></p>'
    )
    blocks = clean(html).blocks
    (link,) = links_of(blocks, "from.md")
    assert link.href == "a.md"
    changed = with_links(blocks, {"a.md": '/articles/x"><script>'})
    assert changed == clean(changed[0]).blocks
    assert changed[0].count("&quot;>&lt;script>") == 1
    assert 'title=" href="' in changed[0]
    assert 'hreflang="a.md"' in changed[0]


def test_links_have_the_addresses_of_the_route_table() -> None:
    assert f"{ARTICLES}<slug>" in {route.pattern for route in ROUTES}
