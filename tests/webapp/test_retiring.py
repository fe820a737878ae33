"""The kill switch: what a server gives while its worker is retired."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp import create_app
from webapp.config import read_settings

RETIRED = 'data-worker="retired"'


@pytest.fixture
def retired(data: Path) -> FlaskClient:
    settings = read_settings({"data": str(data), "retire_worker": True}, environ={})
    return create_app(settings).test_client()


def test_another_worker_is_at_the_same_address(client: FlaskClient, retired: FlaskClient) -> None:
    usual, last = client.get("/sw.js"), retired.get("/sw.js")
    assert usual.mimetype == last.mimetype == "text/javascript"
    assert last.cache_control.no_cache
    assert "unregister()" in last.text
    assert "unregister()" not in usual.text
    assert usual.get_etag() != last.get_etag()


def test_the_worker_that_ends_names_no_build(data: Path, retired: FlaskClient) -> None:
    """Its bytes are the same in every version, so that a phone meets it once."""
    assert retired.get("/sw.js").text.startswith("// build retired\n")


def test_pages_of_the_server_say_so_and_the_kept_page_never_does(
    client: FlaskClient, retired: FlaskClient, data: Path
) -> None:
    assert RETIRED in retired.get("/").text
    assert RETIRED in retired.get("/articles/nothing").text
    assert RETIRED not in client.get("/").text
    (kept,) = (data / "shell").glob("*/shell.html")
    assert RETIRED not in kept.read_text()


@pytest.mark.parametrize(
    ("said", "meant"), [("true", True), ("1", True), ("YES", True), ("false", False), ("0", False)]
)
def test_the_environment_says_it_too(said: str, meant: bool) -> None:
    assert read_settings({}, {"OCTAVO_RETIRE_WORKER": said}).retire_worker is meant
