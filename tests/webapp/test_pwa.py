"""The manifest: what a browser is told of the library before it installs it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.folder import Folder
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import publish
from webapp.shell import ROUTES
from webapp.views.pwa import SCREENSHOT_SIZE, SHORTCUTS, short_name

LOGO = Image.new("RGB", (600, 400), (20, 40, 160))


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Harbour", "Harbour"),
        ("Twelve signs", "Twelve signs"),
        ("The Harbour Library", "The Harbour"),
        ("News, views and more", "News, views"),
        ("Harbour – the library", "Harbour"),
        ("Öffentlichkeitsarbeit heute", None),
        ("An incomprehensibility", None),
        ("BBC", "BBC"),
        ("مكتبة الميناء القديم", "مكتبة"),
    ],
)
def test_a_short_name_is_whole_words(title: str, short: str | None) -> None:
    assert short_name(title) == short


@pytest.fixture
def manifest(folder: Folder, data: Path) -> Any:
    """Returns the manifest of the library as it is described, and a client beside it."""

    def of(settings: str) -> tuple[dict[str, Any], Any]:
        folder.write("dawn")
        folder.put("octavo.toml", settings.encode())
        publish(folder.path, data, quick=True)
        client = create_app(read_settings({"data": str(data)}, environ={})).test_client()
        return client.get("/manifest.webmanifest").get_json(), client

    return of


def test_says_what_the_publisher_says(manifest: Any) -> None:
    said, _ = manifest('title = "مكتبة الميناء القديم"\nlang = "ar"\nstart = "Read it at sea."\n')
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert (said["name"], said["short_name"]) == ("مكتبة الميناء القديم", "مكتبة")
    assert said["description"] == "Read it at sea."
    assert said["theme_color"] == said["background_color"] == "#FCFBF8"


def test_without_their_words_it_says_octavos_in_the_librarys_language(manifest: Any) -> None:
    said, _ = manifest('title = "Öffentlichkeitsarbeit heute"\nlang = "de-CH"\n')
    assert (said["lang"], said["dir"], said["short_name"]) == ("de-CH", "ltr", "Bibliothek")
    assert said["description"] not in ("", "Articles to keep and to read without a connection.")


def test_every_shortcut_leads_to_a_screen_that_there_is(manifest: Any) -> None:
    said, client = manifest("")
    wanted = [route.pattern for route in ROUTES if route.pattern in SHORTCUTS]
    assert [shortcut["url"] for shortcut in said["shortcuts"]] == wanted
    for shortcut in said["shortcuts"]:
        assert shortcut["name"]
        assert client.get(shortcut["url"]).status_code == 200


def test_screenshots_are_as_browsers_want_them_and_told_apart(manifest: Any) -> None:
    """Chromium: 320 to 3840 px, at most 2.3 times as long as wide, all of one ratio."""
    said, client = manifest("")
    assert len({shot["label"] for shot in said["screenshots"]}) == len(said["screenshots"]) == 2
    for shot in said["screenshots"]:
        answer = client.get(shot["src"])
        assert "immutable" in answer.headers["Cache-Control"]
        picture = Image.open(io.BytesIO(answer.data))
        assert (shot["type"], picture.format) == ("image/png", "PNG")
        assert f"{picture.width}x{picture.height}" == shot["sizes"] == SCREENSHOT_SIZE
        assert 320 <= picture.width < picture.height <= min(3840, 2.3 * picture.width)
        assert shot["form_factor"] == "narrow"
        assert "sample" in shot["label"]


def test_the_icons_are_the_publishers(manifest: Any, folder: Folder) -> None:
    before = {icon["src"] for icon in manifest("")[0]["icons"]}
    LOGO.save(folder.path / "logo.webp", lossless=True)
    said, client = manifest('logo = "logo.webp"\n')
    assert not before & {icon["src"] for icon in said["icons"]}
    for icon in said["icons"]:
        answer = client.get(icon["src"])
        assert "immutable" in answer.headers["Cache-Control"]
        picture = Image.open(io.BytesIO(answer.data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2)) == (
            *(20, 40, 160),
        )


def test_screenshots_are_not_among_what_phones_keep(manifest: Any) -> None:
    said, client = manifest("")
    worker = client.get("/sw.js").get_data(as_text=True)
    assert "css/face.css" in worker
    assert not any(shot["src"] in worker for shot in said["screenshots"])
