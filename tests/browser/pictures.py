"""`make pictures`: photographs the list and an article of the sample library for the README.

Light and dark, on a phone and in a desktop window, each as the installed app shows it: the whole
library kept, the worker in control.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server
from tests.browser.waiting import open_kept
from tests.folder import Folder

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"

SIZES = {"360": (360, 740), "1280": (1280, 800)}
SCREENS = {
    "library": "/",
    "article": "/articles/belarus-regime-attacks-protests-forced-to-free-unionists",
}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Folder(ROOT / "seeds"), Path(data))
        server.start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        try:
            for size, (width, height) in SIZES.items():
                photograph(browser, server.url, size, {"width": width, "height": height})
        finally:
            browser.close()
            server.stop()


def photograph(browser: Browser, url: str, size: str, viewport: ViewportSize) -> None:
    is_phone = viewport["width"] < 768
    context = browser.new_context(
        viewport=viewport,
        device_scale_factor=2 if is_phone else 1,
        is_mobile=is_phone,
        has_touch=is_phone,
    )
    page = open_kept(context.new_page(), url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        for screen, address in SCREENS.items():
            page.goto(f"{url}{address}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.screenshot(path=PICTURES / f"{screen}-{size}-{scheme}.png")
    context.close()


if __name__ == "__main__":
    main()
