"""What programs follow: the sitemap, robots.txt, and the feed as RFC 4287 asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.folder import Folder
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import Published
from webapp.views import feeds

Publish = Callable[[], Published]

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def client(data: Path) -> FlaskClient:
    """A library that knows its address."""
    settings = read_settings({"data": str(data), "url": "http://localhost"}, environ={})
    return create_app(settings).test_client()


def parsed(answer: TestResponse) -> Element:
    return fromstring(answer.data)  # noqa: S314  it is ours


def feed_of(client: FlaskClient) -> Element:
    answer = client.get("/feed.atom")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return parsed(answer)


def text(element: Element, name: str) -> str:
    """The words of the one child of this name."""
    (child,) = element.findall(ATOM + name)
    return child.text or ""


def titles(client: FlaskClient) -> list[str]:
    return [text(entry, "title") for entry in feed_of(client).iter(f"{ATOM}entry")]


def locations(client: FlaskClient, path: str = "/sitemap.xml") -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [found.text or "" for found in parsed(answer).iter(f"{SITEMAP}loc")]


def test_the_feed_has_all_that_atom_asks_for(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    """RFC 4287: §4.1.1 of the feed, §4.1.2 of an entry."""
    folder.describe("Lib & Co", lang="de")
    folder.write("dawn", "Its words.", byline="Ada <Byron>", section="Sea", tags="a, b")
    folder.write("سلام", lang="ar", lastmod="2026-11-23")
    publish_folder()
    feed = feed_of(client)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "title") == "Lib & Co"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/feed.atom",
        "alternate": "http://localhost/",
    }
    (author,) = feed.findall(f"{ATOM}author")
    assert text(author, "name") == "Lib & Co"
    salam, dawn = feed.iter(f"{ATOM}entry")
    for element in (feed, salam, dawn):
        assert text(element, "id").startswith("urn:uuid:")
        assert DATE_TIME.fullmatch(text(element, "updated"))
    assert text(salam, "updated") == "2026-11-23T00:00:00Z"
    assert text(salam, "published") == "2026-11-20T00:00:00Z"
    assert text(dawn.findall(f"{ATOM}author")[0], "name") == "Ada <Byron>"
    assert text(dawn, "summary") == "Its words."
    terms = [category.get("term") for category in dawn.findall(f"{ATOM}category")]
    assert terms == ["Sea", "a", "b"]
    assert salam.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    (link,) = salam.findall(f"{ATOM}link")
    address = link.get("href") or ""
    assert address.isascii()
    assert client.get(urlsplit(address).path).status_code == 200


def test_an_entry_keeps_its_id_and_a_withdrawal_names_it(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    """RFC 6721."""
    folder.write("dawn", "One.")
    folder.write("dusk")
    publish_folder()
    before = {text(e, "title"): text(e, "id") for e in feed_of(client).iter(f"{ATOM}entry")}
    folder.write("dawn", "Two.", title="Daybreak", lastmod="2026-11-24")
    folder.write("dusk", withdrawn="It was & is wrong.")
    publish_folder()
    feed = feed_of(client)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert text(entry, "title") == "Daybreak"
    assert text(entry, "id") == before["dawn"]
    (gone,) = feed.findall(f"{TOMBSTONE}deleted-entry")
    assert gone.get("ref") == before["dusk"]
    assert DATE_TIME.fullmatch(gone.get("when") or "")
    assert gone.findtext(f"{TOMBSTONE}comment") == "It was & is wrong."
    assert len({*before.values(), text(feed, "id")}) == 3


def test_the_feed_has_what_changed_last_and_nothing_without_a_date(
    folder: Folder,
    publish_folder: Publish,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "ENTRIES_MOST", 2)
    folder.write("old", date="2001-01-01")
    folder.write("corrected", date="2002-02-02", lastmod="2026-11-24")
    folder.write("new", date="2026-11-23")
    folder.put("undated.txt", b"An undated one\n\nIts text.\n")
    publish_folder()
    assert titles(client) == ["corrected", "new"]


def test_a_feed_is_xml_whatever_a_title_holds(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    head = "---\ndate: 2026-11-20\n---\n"
    folder.put("odd.md", f"{head}# A ]]> `<b>` &amp;lt; \uffff end\n\nWords \ufffe.\n".encode())
    publish_folder()
    assert titles(client) == ["A ]]> <b> &lt;  end"]


def test_the_sitemap_has_the_list_and_every_article_with_its_last_change(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn", date="2020-01-02", lastmod="2026-11-22")
    folder.write("dusk", date="2020-01-01")
    folder.write("gone")
    folder.put("undated.txt", b"An undated one\n\nIts text.\n")
    publish_folder()
    folder.remove("gone")
    publish_folder()
    urls = parsed(client.get("/sitemap.xml"))
    assert urls.tag == f"{SITEMAP}urlset"
    changed = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for url in urls.findall(f"{SITEMAP}url")
    }
    assert DATE_TIME.fullmatch(changed.pop("http://localhost/") or "")
    assert changed == {
        "http://localhost/articles/dawn": "2026-11-22",
        "http://localhost/articles/dusk": "2020-01-01",
        "http://localhost/articles/an-undated-one": None,
    }


def test_a_long_sitemap_comes_in_parts_that_together_are_whole(
    folder: Folder,
    publish_folder: Publish,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "URLS_MOST", 2)
    for name in "abcd":
        folder.write(name)
    publish_folder()
    index = parsed(client.get("/sitemap.xml"))
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = locations(client)
    assert len(parts) == 3
    urls = [url for part in parts for url in locations(client, urlsplit(part).path)]
    assert urls == ["http://localhost/", *(f"http://localhost/articles/{name}" for name in "abcd")]
    for nothing in ("0", "4", "01", "x", "-1"):
        assert client.get(f"/sitemap-{nothing}.xml").status_code == 404


def test_a_sitemap_of_the_longest_addresses_is_within_what_is_allowed() -> None:
    """50,000 addresses and 50 MiB (sitemaps.org); a slug has at most 80 characters."""
    longest = len("https://" + "h" * 253) + len("/articles/") + 80 * len("%F0%9F%90%A0")
    tags = len("<url><loc></loc><lastmod>2026-11-20</lastmod></url>\n")
    assert feeds.URLS_MOST * (longest + tags) <= 50 * 2**20
    assert feeds.URLS_MOST <= 50_000


def test_robots_may_ask_for_all_and_are_told_of_the_sitemap(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(answer.get_data(as_text=True).splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    for path in ("/", "/articles/dawn", "/api/v1/articles", "/corpus/head.json"):
        assert robots.can_fetch("anyone", path)


def test_without_an_address_of_its_own_the_library_repeats_none(
    folder: Folder, publish_folder: Publish, data: Path
) -> None:
    folder.write("dawn")
    publish_folder()
    client = create_app(read_settings({"data": str(data)}, environ={})).test_client()
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt", "/", "/articles/dawn"):
        page = client.get(path, base_url="http://evil.example/").get_data(as_text=True)
        assert "evil.example" not in page
        assert "og:image" not in page
    assert "Sitemap" not in client.get("/robots.txt").get_data(as_text=True)
    links = [link.get("href") for link in feed_of(client).iter(f"{ATOM}link")]
    assert links == ["/feed.atom", "/", "/articles/dawn"]
    page = client.get("/articles/dawn").get_data(as_text=True)
    assert "canonical" not in page


def test_the_address_that_the_operator_names_is_the_one_that_is_told(
    folder: Folder, publish_folder: Publish, data: Path
) -> None:
    folder.write("dawn")
    publish_folder()
    settings = read_settings({"data": str(data), "url": "https://library.example/"}, environ={})
    client = create_app(settings).test_client()
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt", "/", "/articles/dawn"):
        page = client.get(path, base_url="http://127.0.0.1:8000/").get_data(as_text=True)
        assert "https://library.example/" in page
        assert "127.0.0.1" not in page


@pytest.mark.parametrize("path", ["/feed.atom", "/sitemap.xml", "/sitemap-1.xml"])
def test_the_next_edition_is_told_at_once(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str
) -> None:
    assert client.get(path).status_code == 503
    folder.write("dawn")
    publish_folder()
    assert b"/articles/dusk" not in client.get(path).data
    folder.write("dusk")
    publish_folder()
    assert b"/articles/dusk" in client.get(path).data
