"""The wheel carries everything: it publishes and serves far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.folder import Folder

ROOT = Path(__file__).parents[1]

SERVE = """
import sys
from webapp import __file__ as where, create_app
client = create_app().test_client()
page = client.get("/").get_data(as_text=True)
build = page.split('data-build="')[1][:8]
print(where)
for path in ("/", "/sw.js", "/manifest.webmanifest", f"/a/{build}/app.js", "/api/v1/openapi.json"):
    print(client.get(path).status_code, path.replace(build, "build"))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", str(place)]
    subprocess.run([*command, *options, str(ROOT)], check=True)
    (wheel,) = place.glob("octavo-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "unpacked")
    return place / "unpacked"


def test_it_publishes_and_serves_without_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "source")
    folder.write("dawn")
    environ = os.environ | {"PYTHONPATH": str(unpacked), "OCTAVO_DATA": str(tmp_path / "data")}
    publish = [sys.executable, "-m", "webapp", "publish", str(folder.path)]
    subprocess.run(publish, check=True, cwd=tmp_path, env=environ, capture_output=True)
    said = subprocess.run(
        [sys.executable, "-c", SERVE],
        check=True,
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert Path(said[0]).is_relative_to(unpacked)
    assert [line.split()[0] for line in said[1:]] == ["200"] * 5


def test_it_holds_no_file_that_does_not_belong_to_it(unpacked: Path) -> None:
    names = {path.name for path in unpacked.iterdir()}
    assert names == {"webapp", next(name for name in names if name.endswith(".dist-info"))}
    page = unpacked / "webapp" / "_page"
    assert {path.name for path in page.iterdir()} == {"static", "service-worker"}
