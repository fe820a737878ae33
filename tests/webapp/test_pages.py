"""Pages that the server makes: readable without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.folder import Folder
from tests.reader import root_of
from webapp.publishing import Published

Publish = Callable[[], Published]


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
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
