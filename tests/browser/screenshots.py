"""`make screenshots`: photographs every screen, in every theme, width and direction.

All of it goes to screenshots/, with a contact sheet for each width, direction and theme. A chosen
few of the sample library go to docs/pictures/ for the README, and to static/icons/screenshots/ for
the manifest.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, PATIENCE_MS, Server
from tests.browser.screens import Visit, walk
from tests.browser.varied_library import LANGUAGES, VariedLibrary
from tests.browser.waiting import open_kept
from tests.folder import Folder
from tests.ports import held_port

ROOT = Path(__file__).parents[2]
ALL = ROOT / "screenshots"
FOR_README = ROOT / "docs" / "pictures"
FOR_MANIFEST = ROOT / "static" / "icons" / "screenshots"

PHONE: ViewportSize = {"width": 360, "height": 740}
VIEWPORTS: tuple[ViewportSize, ...] = (
    PHONE,
    {"width": 768, "height": 1024},
    {"width": 1280, "height": 800},
)

ARTICLE = "/articles/belarus-regime-attacks-protests-forced-to-free-unionists"


class Chosen(NamedTuple):
    """A picture of the sample library, on a phone at twice the pixels."""

    address: str
    theme: str
    files: tuple[Path, ...]
    button: str = ""
    """What is pressed before."""


CHOSEN = (
    Chosen("/", "light", (FOR_README / "library-light.png", FOR_MANIFEST / "library.png")),
    Chosen(ARTICLE, "light", (FOR_README / "article-light.png", FOR_MANIFEST / "article.png")),
    Chosen(ARTICLE, "sepia", (FOR_README / "settings-sepia.png",), "Reading settings"),
    Chosen(ARTICLE, "dark", (FOR_README / "article-dark.png",)),
)

SHEET_COLUMNS = 8
SHEET_CELL = 240
"""How wide a picture is on a contact sheet, in pixels."""
SHEET_LABEL = 16


def main() -> None:
    """Make all pictures."""
    shutil.rmtree(ALL, ignore_errors=True)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        try:
            photograph_chosen(browser)
            for direction, lang in LANGUAGES.items():
                photograph_all(browser, direction, lang)
        finally:
            browser.close()
    for folder in sorted(ALL.glob("*/*/*/")):
        make_contact_sheet(folder)


def photograph_all(browser: Browser, direction: str, lang: str) -> None:
    """Photograph the whole list of screens in a library of this language."""
    with tempfile.TemporaryDirectory() as place:
        library = VariedLibrary(Path(place), lang)
        try:
            for screen, visit in walk(browser, library, PHONE):
                for viewport in VIEWPORTS:
                    visit.page.set_viewport_size(viewport)
                    for theme in screen.themes:
                        folder = ALL / str(viewport["width"]) / direction / theme
                        photograph(visit, theme, folder / f"{screen.name}.png")
                visit.page.set_viewport_size(PHONE)
        finally:
            library.server.stop()


def photograph(visit: Visit, theme: str, file: Path) -> None:
    visit.wear(theme)
    visit.page.screenshot(path=file, animations="disabled")


def photograph_chosen(browser: Browser) -> None:
    """Photograph what the README and the manifest show."""
    with sample_library() as url:
        context = browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            reduced_motion="reduce",
        )
        page = open_kept(context.new_page(), url)
        for chosen in CHOSEN:
            photograph_one(page, url, chosen)
        context.close()


@contextmanager
def sample_library() -> Iterator[str]:
    """Serve seeds/ and yield its URL."""
    with tempfile.TemporaryDirectory() as data, held_port() as port:
        server = Server(Folder(ROOT / "seeds"), Path(data), port)
        server.start()
        yield server.url
        server.stop()


def photograph_one(page: Page, url: str, chosen: Chosen) -> None:
    looks = f'{{"theme":"{chosen.theme}"}}'
    page.evaluate("(looks) => localStorage.setItem('octavo-looks', looks)", looks)
    page.goto(f"{url}{chosen.address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if chosen.button:
        page.get_by_role("button", name=chosen.button).click()
    for file in chosen.files:
        page.screenshot(path=file, animations="disabled")


def make_contact_sheet(folder: Path) -> None:
    """Put all pictures of a folder on one, each with its name, beside the folder."""
    files = sorted(folder.glob("*.png"), key=lambda file: file.stat().st_mtime_ns)
    with Image.open(files[0]) as first:
        cell = (SHEET_CELL, SHEET_CELL * first.height // first.width)
    rows = -(-len(files) // SHEET_COLUMNS)
    size = (SHEET_COLUMNS * (cell[0] + 8), rows * (cell[1] + SHEET_LABEL + 8))
    sheet = Image.new("RGB", size, "#808080")
    draw = ImageDraw.Draw(sheet)
    for number, file in enumerate(files):
        row, column = divmod(number, SHEET_COLUMNS)
        x, y = column * (cell[0] + 8), row * (cell[1] + SHEET_LABEL + 8)
        draw.text((x + 2, y + 2), file.stem, fill="#ffffff")
        with Image.open(file) as picture:
            sheet.paste(picture.resize(cell, Image.Resampling.LANCZOS), (x, y + SHEET_LABEL))
    sheet.save(folder.with_suffix(".png"))


if __name__ == "__main__":
    main()
