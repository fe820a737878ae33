"""Conditions, content codings and ranges of a request, as RFC 9110 has them, at every address."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from tests.folder import Folder
from tests.reader import head_of, root_of
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import publish

FILES = ("root", "pack", "shell file", "icon")
KINDS = (
    *("list page", "article page", "worker", "manifest", "head"),
    *("list", "article", "description"),
    *("feed", "sitemap", "robots"),
    *FILES,
)
IN_THREE_FORMS = (
    *("root", "pack", "shell file"),
    *("list page", "article page", "worker", "manifest", "article", "description"),
)
METHODS = ("GET", "HEAD")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of one article, long enough to be worth compressing."""
    place = tmp_path_factory.mktemp("conditions")
    folder = Folder(place / "source")
    folder.write("dawn", "words of the sea " * 500)
    publish(folder.path, place / "data", quick=True)
    return place / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(read_settings({"data": str(data)}, environ={})).test_client()


@pytest.fixture(scope="module")
def paths(data: Path, client: FlaskClient) -> dict[str, str]:
    """An address of each kind that answers with an ETag."""
    build = re.search(r'data-build="([0-9a-f]{8})"', client.get("/").get_data(as_text=True))
    assert build
    (article,) = client.get("/api/v1/articles").get_json()["articles"]
    return {
        "list page": "/",
        "article page": "/articles/dawn",
        "worker": "/sw.js",
        "manifest": "/manifest.webmanifest",
        "head": "/corpus/head.json",
        "list": "/api/v1/articles",
        "article": f"/api/v1/articles/{article['id']}",
        "description": "/api/v1/openapi.json",
        "feed": "/feed.atom",
        "sitemap": "/sitemap.xml",
        "robots": "/robots.txt",
        "root": f"/corpus/{head_of(data / 'corpus')['root']}",
        "pack": f"/corpus/{root_of(data / 'corpus')['base'][0]['file']}",
        "shell file": f"/a/{build[1]}/app.js",
        "icon": client.get("/manifest.webmanifest").get_json()["icons"][0]["src"],
    }


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": '"another", W/"one more" , {etag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"another"'}, 200),
        ({"If-None-Match": 'W/"another", "one more"'}, 200),
        ({"If-None-Match": '"ANOTHER'}, 200),
        ({"If-None-Match": ""}, 200),
        ({"If-None-Match": ", ,;="}, 200),
        ({"If-Match": "{etag}"}, 200),
        ({"If-Match": '"another", {etag}'}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": "W/{etag}"}, 412),
        ({"If-Match": '"another"'}, 412),
        ({"If-Match": "{etag}", "If-None-Match": "{etag}"}, 304),
        ({"If-Match": '"another"', "If-None-Match": "{etag}"}, 412),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 -" + "9" * 40}, 200),
        ({"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 -" + "9" * 40}, 200),
        ({"If-Unmodified-Since": "Mon, 99 Foo 0000"}, 200),
    ],
)
def test_conditions_are_heeded(
    client: FlaskClient,
    paths: dict[str, str],
    kind: str,
    method: str,
    conditions: dict[str, str],
    status: int,
) -> None:
    plain = client.get(paths[kind])
    etag = plain.headers["ETag"]
    assert re.fullmatch(r'"[^"]+"', etag)
    headers = {name: value.format(etag=etag) for name, value in conditions.items()}
    answer = client.open(paths[kind], method=method, headers=headers)
    assert answer.status_code == status
    if status == 304:
        assert answer.data == b""
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"] == plain.headers["Cache-Control"]
        assert "Content-Type" not in answer.headers
    elif status == 412:
        assert answer.mimetype == "application/problem+json"
    else:
        assert answer.headers["ETag"] == etag
        assert answer.data == (plain.data if method == "GET" else b"")


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"If-Modified-Since": "{then}"}, 304),
        ({"If-Modified-Since": "{later}"}, 304),
        ({"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}, 304),
        ({"If-Modified-Since": "{earlier}"}, 200),
        ({"If-Modified-Since": "{then}", "If-None-Match": '"another"'}, 200),
        ({"If-Modified-Since": "{earlier}", "If-None-Match": "{etag}"}, 304),
        ({"If-Unmodified-Since": "{then}"}, 200),
        ({"If-Unmodified-Since": "{later}"}, 200),
        ({"If-Unmodified-Since": "{earlier}"}, 412),
        ({"If-Unmodified-Since": "{earlier}", "If-Match": "{etag}"}, 200),
        ({"If-Unmodified-Since": "{later}", "If-Modified-Since": "{later}"}, 304),
    ],
)
def test_dates_are_heeded_where_no_etag_is_named(
    client: FlaskClient,
    paths: dict[str, str],
    kind: str,
    conditions: dict[str, str],
    status: int,
) -> None:
    plain = client.get(paths[kind])
    then = parsedate_to_datetime(plain.headers["Last-Modified"])
    values = {
        "etag": plain.headers["ETag"],
        "then": format_datetime(then, usegmt=True),
        "later": format_datetime(then + timedelta(hours=1), usegmt=True),
        "earlier": format_datetime(then - timedelta(seconds=1), usegmt=True),
    }
    headers = {name: value.format(**values) for name, value in conditions.items()}
    assert client.get(paths[kind], headers=headers).status_code == status


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "range_", ["bytes=0-0", "bytes=5-9", "bytes=-1", "bytes=0-1,4-5", "bytes=999999999-", "lines=1"]
)
@pytest.mark.parametrize("if_range", [None, "{etag}", '"another"', "Mon, 01 Jan 2001 00:00:00 GMT"])
def test_a_part_is_answered_by_the_whole(
    client: FlaskClient, paths: dict[str, str], kind: str, range_: str, if_range: str | None
) -> None:
    """A pack is the unit of resuming, and parts of a compressed body help nobody."""
    plain = client.get(paths[kind])
    headers = {"Range": range_}
    if if_range is not None:
        headers["If-Range"] = if_range.format(etag=plain.headers["ETag"])
    answer = client.get(paths[kind], headers=headers)
    assert (answer.status_code, answer.data) == (200, plain.data)
    assert "Content-Range" not in answer.headers


DECODERS = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("kind", IN_THREE_FORMS)
class TestTheForms:
    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            (None, None),
            ("", None),
            ("br", "br"),
            ("BR", "br"),
            ("gzip", "gzip"),
            ("gzip, deflate, br, zstd", "br"),
            ("deflate, zstd", None),
            ("br;q=0", None),
            ("br; q=0.000", None),
            ("br;q=0, gzip", "gzip"),
            ("gzip;q=0, br;q=0", None),
            ("br;q=0.001", "br"),
            ("br;q=0.4, gzip;q=0.5", "gzip"),
            ("identity, br;q=0.5", None),
            ("identity;q=0.5, br;q=0.5", "br"),
            ("br;q=2", None),
            ("br;q=all", None),
            ("*", "br"),
            ("*;q=0", None),
            ("*, br;q=0", "gzip"),
            ("gzip, *;q=0", "gzip"),
            ("identity;q=0, *", "br"),
            ("identity;q=0, gzip", "gzip"),
            # Nothing that there is is acceptable: better plain than nothing (RFC 9110 §12.5.3).
            ("identity;q=0", None),
            ("identity;q=0, zstd", None),
            (",;,=;q", None),
            ("xbr, br-x, x-gzip", None),
        ],
    )
    def test_are_chosen_as_the_client_accepts_them(
        self,
        client: FlaskClient,
        paths: dict[str, str],
        kind: str,
        accepted: str | None,
        coding: str | None,
    ) -> None:
        plain = client.get(paths[kind])
        headers = {} if accepted is None else {"Accept-Encoding": accepted}
        answer = client.get(paths[kind], headers=headers)
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert DECODERS[coding](answer.data) == plain.data

    def test_have_an_etag_each_and_know_only_their_own(
        self, client: FlaskClient, paths: dict[str, str], kind: str
    ) -> None:
        """One strong ETag for several bodies would let a cache mix them (RFC 9110 §8.8.3.3)."""
        codings = ("br", "gzip", "identity")
        etags = {
            coding: client.get(paths[kind], headers={"Accept-Encoding": coding}).headers["ETag"]
            for coding in codings
        }
        assert len(set(etags.values())) == 3
        for asked in codings:
            for known in codings:
                headers = {"Accept-Encoding": asked, "If-None-Match": etags[known]}
                answer = client.get(paths[kind], headers=headers)
                assert answer.status_code == (304 if asked == known else 200)
