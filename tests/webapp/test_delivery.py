"""Files that never change, and the headers on every answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from tests.folder import Folder
from tests.reader import head_of, root_of
from webapp.delivery import SECURITY_HEADERS, WORKER_CONTENT_SECURITY_POLICY
from webapp.files import sibling
from webapp.publishing import Published

Publish = Callable[[], Published]


def pack_of(data: Path) -> str:
    return str(root_of(data / "corpus")["base"][0]["file"])


class TestAPublishedFile:
    def test_is_served_although_it_appeared_after_the_start(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        assert client.get("/corpus/head.json").status_code == 503
        folder.write("dawn")
        publish_folder()
        answer = client.get(f"/corpus/{pack_of(data)}")
        assert answer.data == (data / "corpus" / pack_of(data)).read_bytes()
        assert answer.mimetype == "application/json"
        assert "immutable" in answer.headers["Cache-Control"]

    def test_is_sent_as_its_brotli_sibling_to_who_takes_it(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn", "words " * 500)
        publish_folder()
        answer = client.get(f"/corpus/{pack_of(data)}", headers={"Accept-Encoding": "gzip, br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Vary"] == "Accept-Encoding"
        plain = (data / "corpus" / pack_of(data)).read_bytes()
        assert brotli.decompress(answer.data) == plain

    def test_has_an_etag_from_its_name(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        etag = client.get(f"/corpus/{pack_of(data)}").headers["ETag"]
        assert etag == f'"{pack_of(data)[5:-5]}"'
        again = client.get(f"/corpus/{pack_of(data)}", headers={"If-None-Match": etag})
        assert again.status_code == 304

    def test_is_also_there_as_gzip_by_name_without_being_labelled(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        answer = client.get(f"/corpus/{pack_of(data)}.gz", headers={"Accept-Encoding": "gzip"})
        assert answer.data == (data / "corpus" / f"{pack_of(data)}.gz").read_bytes()
        assert "Content-Encoding" not in answer.headers

    def test_that_was_swept_is_a_plain_404(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        first = pack_of(data)
        assert client.get(f"/corpus/{first}").status_code == 200
        for text in ("Second.", "Third."):
            folder.write("dawn", text)
            publish_folder()
        for _ in ("remembered", "forgotten"):
            assert client.get(f"/corpus/{first}").status_code == 404

    def test_that_was_mended_with_another_compression_has_its_new_length(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn", "Some words, and the same again. " * 40)
        publish_folder()
        file = data / "corpus" / pack_of(data)
        wish = {"Accept-Encoding": "br"}
        before = client.get(f"/corpus/{file.name}", headers=wish)
        packed = brotli.compress(file.read_bytes(), quality=1)
        assert len(packed) != len(before.data)
        sibling(file, ".br").write_bytes(packed)
        answer = client.get(f"/corpus/{file.name}", headers=wish)
        assert answer.data == packed
        assert answer.headers["Content-Length"] == str(len(packed))


@pytest.mark.parametrize(
    "path",
    [
        "/corpus/../library.sqlite",
        "/corpus/%2e%2e/library.sqlite",
        "/corpus/..%2flibrary.sqlite",
        "/corpus/.pack.new",
        "/corpus/",
        "/a/../corpus/head.json",
        "/a/01234567/../../corpus/head.json",
        "/library.sqlite",
        "/lock",
    ],
)
def test_nothing_that_was_not_published_is_served(
    folder: Folder, publish_folder: Publish, client: FlaskClient, path: str
) -> None:
    folder.write("dawn")
    publish_folder()
    assert client.get(path).status_code == 404


def test_the_head_tells_of_a_new_edition_at_once_and_is_never_kept(
    folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
) -> None:
    folder.write("dawn")
    publish_folder()
    answer = client.get("/corpus/head.json")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.get_json() == head_of(data / "corpus")
    assert len(answer.data) < 1024
    etag = answer.headers["ETag"]
    assert client.get("/corpus/head.json", headers={"If-None-Match": etag}).status_code == 304
    folder.write("dusk")
    publish_folder()
    anew = client.get("/corpus/head.json", headers={"If-None-Match": etag})
    assert anew.get_json()["edition"] == 2


class TestTheHeaders:
    @pytest.mark.parametrize("kind", ["page", "missing", "api", "problem", "head", "pack", "shell"])
    def test_stand_on_every_answer(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish, kind: str
    ) -> None:
        folder.write("dawn")
        publish_folder()
        build = re.search(r'data-build="([0-9a-f]{8})"', client.get("/").get_data(as_text=True))
        assert build
        path = {
            "page": "/",
            "missing": "/nowhere",
            "api": "/api/v1/articles",
            "problem": "/api/v1/articles/x",
            "head": "/corpus/head.json",
            "pack": f"/corpus/{pack_of(data)}",
            "shell": f"/a/{build[1]}/app.js",
        }[kind]
        answer = client.get(path)
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS

    def test_allow_nothing_inline_and_no_other_host(self) -> None:
        policy = SECURITY_HEADERS["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "nonce" not in policy
        assert "http" not in policy

    def test_of_the_worker_are_its_own(self, client: FlaskClient) -> None:
        answer = client.get("/sw.js")
        assert answer.headers["Content-Security-Policy"] == WORKER_CONTENT_SECURITY_POLICY
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.mimetype == "text/javascript"

    def test_only_the_worker_may_be_registered_as_one(
        self, folder: Folder, data: Path, client: FlaskClient, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        asked = {"Service-Worker": "script"}
        assert client.get("/sw.js", headers=asked).status_code == 200
        for path in ("/", "/api/v1/articles", f"/corpus/{pack_of(data)}", "/manifest.webmanifest"):
            assert client.get(path, headers=asked).status_code == 403


def test_the_manifest_makes_an_app_of_the_library(
    folder: Folder, client: FlaskClient, publish_folder: Publish
) -> None:
    folder.describe("The Harbour Library", "fr")
    folder.write("dawn")
    publish_folder()
    answer = client.get("/manifest.webmanifest")
    manifest = answer.get_json()
    assert answer.mimetype == "application/manifest+json"
    assert (manifest["name"], manifest["lang"]) == ("The Harbour Library", "fr")
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    assert manifest["display"] == "standalone"
    purposes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert purposes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        picture = client.get(icon["src"])
        assert picture.status_code == 200
        assert picture.mimetype == "image/png"
        assert "immutable" in picture.headers["Cache-Control"]
