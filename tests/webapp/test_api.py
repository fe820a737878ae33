"""The JSON that is served of the published edition."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.folder import Folder
from tests.reader import lines_of, read, root_of
from webapp.publishing import Published

Publish = Callable[[], Published]

SEED = Path(__file__).parents[2] / "seeds" / "000_6162b21d0734d9b8.txt"


def test_the_seed_article_is_served_whole_and_as_it_was_written(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    shutil.copy(SEED, folder.path)
    publish_folder()
    (row,) = client.get("/api/v1/articles").get_json()["articles"]
    article = client.get(f"/api/v1/articles/{row['id']}").get_json()
    assert article["title"] == "Belarus regime attacks protests, forced to free unionists"
    assert article["byline"] == "Roy Landersen"
    assert article["published"] == "2020-11-23"
    assert (article["lang"], article["dir"]) == ("en", "ltr")
    written = SEED.read_text(encoding="utf-8").split("\n\n")[2:]
    assert article["blocks"] == [f"<p>{paragraph.strip()}</p>" for paragraph in written]
    assert {key: article[key] for key in row} == row


def test_an_article_is_served_as_the_very_line_of_its_pack(
    folder: Folder, data: Path, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn", "Ünïcödé “quoted” & <b>bold</b>.")
    publish_folder()
    (line,) = lines_of(read(data / "corpus", root_of(data / "corpus")["base"][0]["file"]))
    answer = client.get(f"/api/v1/articles/{json.loads(line)['id']}")
    assert answer.data == line
    assert answer.mimetype == "application/json"


def test_the_list_is_walked_from_page_to_page(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    for name in "abcde":
        folder.write(name)
    publish_folder()
    titles, query = [], {"limit": "2"}
    while True:
        page = client.get("/api/v1/articles", query_string=query).get_json()
        titles += [row["title"] for row in page["articles"]]
        assert page["edition"] == 1
        if page["next"] is None:
            break
        query["after"] = page["next"]
    assert titles == list("abcde")


def test_the_list_of_a_section_or_of_a_tag_is_walked_by_itself(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    for number, name in enumerate("abcdef"):
        folder.write(
            name, section=("Sea", "Land")[number % 2], tags="[ropes]" if name > "c" else "[]"
        )
    folder.write("g")
    publish_folder()

    def titles(**query: str) -> list[str]:
        page = client.get("/api/v1/articles", query_string=query).get_json()
        following = titles(**{**query, "after": page["next"]}) if page["next"] else []
        return [row["title"] for row in page["articles"]] + following

    assert titles(section="Sea", limit="2") == ["a", "c", "e"]
    assert titles(section="") == ["g"]
    assert titles(tag="ropes", limit="1") == ["d", "e", "f"]
    # As on the pages, a tag is of all sections, and an empty one is none.
    assert titles(section="Sea", tag="ropes") == ["d", "e", "f"]
    assert titles(section="Land", tag="") == ["b", "d", "f"]
    assert titles(section="Nowhere") == []


def test_a_cursor_goes_on_only_in_the_list_that_has_its_article(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("a", section="Sea")
    folder.write("b", section="Land")
    publish_folder()
    rows = client.get("/api/v1/articles?section=Sea").get_json()["articles"]
    answer = client.get(f"/api/v1/articles?section=Land&after={rows[0]['id']}")
    assert answer.status_code == 404
    assert "this list has no article" in answer.get_json()["detail"]


def test_an_answer_that_the_client_has_is_not_sent_again(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn")
    publish_folder()
    for _ in ("made", "kept"):
        first = client.get("/api/v1/articles")
        again = client.get("/api/v1/articles", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"] == "no-cache"
    folder.write("dusk")
    publish_folder()
    anew = client.get("/api/v1/articles", headers={"If-None-Match": first.headers["ETag"]})
    assert anew.status_code == 200
    assert len(anew.get_json()["articles"]) == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles?limit=0", 400),
        ("/api/v1/articles?limit=501", 400),
        ("/api/v1/articles?limit=%D9%A3", 400),
        ("/api/v1/articles?limit=1_0", 400),
        ("/api/v1/articles?after=nobody", 404),
        ("/api/v1/articles/0123456789abcdef", 404),
        ("/api/v1/articles/..%2f..%2flibrary.sqlite", 404),
        ("/api/v1/nothing", 404),
        ("/corpus/nothing.json", 404),
        ("/a/01234567/app.js", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_words(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str, status: int
) -> None:
    folder.write("dawn")
    publish_folder()
    answer = client.get(path)
    assert answer.status_code == answer.get_json()["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"]


def test_a_problem_names_what_was_asked_without_repeating_all_of_it(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn")
    publish_folder()
    long = "9" * 60_000
    for path in (f"/api/v1/articles/{long}", f"/api/v1/articles?limit={long}"):
        answer = client.get(path)
        assert "'999" in answer.get_json()["detail"]
        assert len(answer.data) < 300


@pytest.mark.parametrize("path", ["/api/v1/articles", "/api/v1/articles/0123456789abcdef"])
def test_before_the_first_edition_it_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 503
    assert "octavo publish" in answer.get_json()["detail"]


def test_a_damaged_edition_is_a_problem_and_no_article(
    folder: Folder, data: Path, publish_folder: Publish, client: FlaskClient
) -> None:
    folder.write("dawn")
    publish_folder()
    pack = root_of(data / "corpus")["base"][0]["file"]
    (data / "corpus" / pack).write_bytes(b"[\n]\n")
    answer = client.get("/api/v1/articles")
    assert answer.status_code == 503
    assert pack in answer.get_json()["detail"]


def test_operators_are_told_of_life_and_readiness(
    folder: Folder, publish_folder: Publish, client: FlaskClient
) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    folder.write("dawn")
    publish_folder()
    assert client.get("/readyz").data == b"edition 1\n"
