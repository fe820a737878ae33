"""The API is what its OpenAPI document says, whatever is asked of it.

schemathesis takes the document as a stranger would and asks the running server: what the document
allows, what it forbids, what stands at the edges of each parameter, with methods that it does not
name, and along its links. Each answer must have a status, headers, a type and a shape that the
document names.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.folder import Folder
from tests.reader import head_of, lines_of, read, root_of
from tests.webapp.server import Server, served
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import publish
from webapp.shell import ROUTES
from webapp.views.api import OPENAPI

BOUNDED = settings(
    max_examples=50, stateful_step_count=6, derandomize=True, database=None, deadline=None
)

CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            # A condition that is not met is refused with 412, and nothing is wrong with the request
            # (RFC 9110 §13.1.1). What is well formed and not there is a 404.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "412"]},
        },
    }
)

DOCUMENT = schemathesis.openapi.from_path(OPENAPI, config=CONFIG)
PATHS = tuple(DOCUMENT)

Parameters = dict[str, Any]
"""What of a request is chosen and not left to chance."""

ABOUT_ASKING: list[Any] = [positive_data_acceptance, not_a_server_error]
"""Checks that have nothing to say where the answer is meant to be a refusal."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library with two editions, whose second took an article back."""
    place = tmp_path_factory.mktemp("described")
    folder = Folder(place / "source")
    for name in ("dawn", "noon", "dusk"):
        folder.write(name)
    publish(folder.path, place / "data", quick=True)
    folder.write("dusk", withdrawn="It named the wrong person.")
    publish(folder.path, place / "data", quick=True)
    return place / "data"


@pytest.fixture(scope="module")
def server(published: Path) -> Iterator[Server]:
    with served(Folder(published.parent / "source"), published) as server:
        yield server


def things_that_are_there(published: Path) -> dict[str, list[Parameters]]:
    """What leads to something, by the path that takes it; chance never hits upon it."""
    root = root_of(published / "corpus")
    packs = [pack["file"] for pack in (*root["base"], *root["changes"])]
    files = [head_of(published / "corpus")["root"], *packs]
    lines = map(json.loads, lines_of(read(published / "corpus", packs[0])))
    dawn = next(line["id"] for line in lines if line["slug"] == "dawn")
    return {
        "/api/v1/articles": [{}, {"query": {"limit": "1"}}],
        "/api/v1/articles/{id}": [{"path_parameters": {"id": dawn}}],
        "/corpus/{file}": [
            {"path_parameters": {"file": file + suffix}} for file in files for suffix in ("", ".gz")
        ],
        "/sitemap-{part}.xml": [{"path_parameters": {"part": "1"}}],
    }


NOTHING_THERE: dict[str, Parameters] = {
    "/api/v1/articles": {"query": {"after": "0" * 16}},
    "/api/v1/articles/{id}": {"path_parameters": {"id": "0" * 16}},
    "/corpus/{file}": {"path_parameters": {"file": f"pack-{'0' * 64}.json"}},
    "/sitemap-{part}.xml": {"path_parameters": {"part": "2"}},
}

REFUSED: dict[str, Parameters] = {
    "304": {"headers": {"If-None-Match": "*"}},
    "403": {"headers": {"Service-Worker": "script"}},
    "405": {"method": "DELETE"},
    "412": {"headers": {"If-Match": '"another"'}},
}
"""How each of these answers comes about where the document names it."""


def names(path: str, status: str) -> bool:
    return status in DOCUMENT[path]["GET"].definition.raw["responses"]


@DOCUMENT.parametrize()
@BOUNDED
def test_whatever_is_asked_the_answer_is_one_that_the_document_names(
    case: schemathesis.Case[Any], server: Server
) -> None:
    case.call_and_validate(base_url=server.url)


def test_along_the_links_every_answer_is_one_that_the_document_names(server: Server) -> None:
    class Walk(DOCUMENT.as_state_machine()):  # type: ignore[misc]  # a class made at run time
        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            return {"base_url": server.url}

    run_state_machine_as_test(Walk, settings=BOUNDED)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_there_is_as_the_document_describes_it(
    server: Server, published: Path, path: str
) -> None:
    for parameters in things_that_are_there(published).get(path, [{}]):
        case = DOCUMENT[path]["GET"].Case(**parameters)
        assert case.call_and_validate(base_url=server.url).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [(path, status) for path in PATHS for status in REFUSED if names(path, status)],
)
def test_a_refusal_is_as_the_document_describes_it(
    server: Server, published: Path, path: str, status: str
) -> None:
    parameters = things_that_are_there(published).get(path, [{}])[0]
    case = DOCUMENT[path]["GET"].Case(**parameters, **REFUSED[status])
    answer = case.call(base_url=server.url)
    assert answer.status_code == int(status)
    case.validate_response(answer, excluded_checks=ABOUT_ASKING)


@pytest.mark.parametrize("path", NOTHING_THERE)
def test_what_is_not_there_is_missing_as_the_document_describes_it(
    server: Server, path: str
) -> None:
    case = DOCUMENT[path]["GET"].Case(**NOTHING_THERE[path])
    assert case.call_and_validate(base_url=server.url).status_code == 404


UNREADABLE = {
    "/api/v1/articles": (503, 503),
    "/api/v1/articles/{id}": (503, 503),
    "/api/v1/openapi.json": (200, 200),
    # What lies in the corpus is handed out unread.
    "/corpus/head.json": (503, 200),
    "/corpus/{file}": (404, 404),
    # Before the first edition the app has a name of its own.
    "/manifest.webmanifest": (200, 503),
    "/feed.atom": (503, 503),
    "/sitemap.xml": (503, 503),
    "/sitemap-{part}.xml": (503, 503),
    "/robots.txt": (200, 200),
    "/healthz": (200, 200),
    "/readyz": (503, 503),
}
"""What each path answers when nothing is published, and when the head is damaged."""


@pytest.mark.parametrize("path", PATHS)
def test_a_library_that_cannot_be_read_is_said_as_the_document_describes_it(
    client: FlaskClient, data: Path, path: str
) -> None:
    parameters = {"id": "0" * 16, "file": f"pack-{'0' * 64}.json", "part": "1"}
    case = DOCUMENT[path]["GET"].Case(path_parameters=parameters)
    unpublished = client.get(path.format(**parameters))
    (data / "corpus").mkdir()
    (data / "corpus" / "head.json").write_text("{}")
    damaged = client.get(path.format(**parameters))
    assert (unpublished.status_code, damaged.status_code) == UNREADABLE[path]
    for answer in (unpublished, damaged):
        if answer.status_code == 503:
            case.validate_response(answer, excluded_checks=ABOUT_ASKING)


def test_the_document_is_served_as_it_stands(server: Server) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/v1/openapi.json") as answer:
        assert answer.read() == OPENAPI.read_bytes()


def test_every_address_that_answers_programs_is_in_the_document(published: Path) -> None:
    app = create_app(read_settings({"data": str(published)}, environ={}))
    pages = {*(route.pattern for route in ROUTES), "/sw.js"}
    rules = {rule.rule for rule in app.url_map.iter_rules()} - pages
    addresses = {re.sub(r"<(\w+?)_?>", r"{\1}", rule) for rule in rules}
    # WhiteNoise serves the files of the corpus, in front of the application.
    assert addresses | {"/corpus/{file}"} == set(PATHS)
