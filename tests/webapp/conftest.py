"""What the tests of the server share: a folder of articles, a data folder, an app over both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.folder import Folder
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import Published, publish


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "source")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def publish_folder(folder: Folder, data: Path) -> Callable[[], Published]:
    """Publishes the folder as it stands."""
    return lambda: publish(folder.path, data, quick=True)


@pytest.fixture
def app(data: Path) -> Flask:
    return create_app(read_settings({"data": str(data)}, environ={}))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
