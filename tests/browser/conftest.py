"""Real browsers and real servers for the tests of the whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.faulty import FaultyServer
from tests.folder import Folder
from tests.ports import held_port
from webapp import create_app, shell
from webapp.config import read_settings
from webapp.publishing import publish

PATIENCE_MS = 60_000
"""How long a condition may take to come true on a busy machine. No test waits for time itself."""

SEED = Path(__file__).parents[2] / "seeds" / "000_6162b21d0734d9b8.txt"


# Chromium's sandbox needs an ordinary user.
CHROMIUM_ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Server:
    """`octavo serve` as an operator runs it, on one port for all its lives."""

    def __init__(self, folder: Folder, data: Path, port: int) -> None:
        self.folder = folder
        self._data = data
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Publish the folder as it stands and serve it; return when it answers."""
        command = [sys.executable, "-m", "webapp", "serve", str(self.folder.path)]
        options = ["--data", str(self._data), "--port", str(self._port)]
        self._process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE)
        pause = threading.Event()
        while not self._is_ready():
            if self._process.poll() is not None:
                assert self._process.stderr
                pytest.fail(self._process.stderr.read().decode())
            pause.wait(0.05)

    def stop(self) -> None:
        """Stop it as a machine that is switched off: what is open is cut."""
        if self._process:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Browser:
    """A browser with a profile that outlives it, as a phone's does."""

    def __init__(self, playwright: Playwright, kind: str, profile: Path) -> None:
        self._playwright = playwright
        self.kind = kind
        self.profile = profile
        self.preferences: dict[str, str | float | bool] = {}
        """What about:config says, in Firefox."""
        self._context: BrowserContext | None = None

    def open(self, width: int = 360, height: int = 740) -> Page:
        """Start it and return its page."""
        viewport = {"width": width, "height": height}
        if self.kind == "chromium":
            self._context = self._playwright.chromium.launch_persistent_context(
                self.profile,
                executable_path=shutil.which("chromium"),
                args=CHROMIUM_ARGUMENTS,
                viewport=viewport,  # type: ignore[arg-type]
            )
        else:
            # Stock Firefox is driven over WebDriver BiDi, which knows no emulated media: "null"
            # leaves them as they are.
            self._context = self._playwright.firefox.launch_persistent_context(
                self.profile,
                channel="moz-firefox",
                firefox_user_prefs=self.preferences,
                executable_path=shutil.which("firefox-esr"),
                viewport=viewport,  # type: ignore[arg-type]
                color_scheme="null",
                reduced_motion="null",
                forced_colors="null",
                contrast="null",
            )
        self._context.set_default_timeout(PATIENCE_MS)
        return self._context.pages[0] if self._context.pages else self._context.new_page()

    def kill(self) -> None:
        """End it as a phone does that needs the memory: nothing in it is asked or told."""
        assert self._context
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(FileNotFoundError, ProcessLookupError):
                command = (place / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={self.profile}".encode() in command:
                    os.kill(int(place.name), signal.SIGKILL)
        with suppress(playwright_api.Error):
            self._context.close()
        self._context = None

    def close(self) -> None:
        """Quit it; its profile stays."""
        if self._context:
            self._context.close()
            self._context = None


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def running_chromium(playwright: Playwright) -> Iterator[playwright_api.Browser]:
    """One Chromium for all tests that need no restart of it."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
    )
    yield browser
    browser.close()


@pytest.fixture
def context(running_chromium: playwright_api.Browser) -> Iterator[BrowserContext]:
    """A profile of its own, with nothing in it, on a phone's screen."""
    context = running_chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def open_browser(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[str], Browser]]:
    """Makes browsers by kind (chromium, firefox); all are quit when the test ends."""
    made: list[Browser] = []

    def make(kind: str = "chromium") -> Browser:
        made.append(Browser(playwright, kind, tmp_path / f"profile-{kind}-{len(made)}"))
        return made[-1]

    yield make
    for browser in made:
        browser.close()


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, open_browser: Callable[[str], Browser]) -> Browser:
    """Each browser that can be quit and opened again with its profile."""
    return open_browser(request.param)


@pytest.fixture
def chromium(open_browser: Callable[[str], Browser]) -> Browser:
    return open_browser("chromium")


def small_library(place: Path) -> Folder:
    """Write a small library: the seed article and a few more."""
    folder = Folder(place)
    folder.describe("The Harbour Library")
    shutil.copy(SEED, folder.path)
    folder.write("The lighthouse", "It was built of granite.", section="Places")
    folder.write("The ferry", "It leaves at noon.", section="Places")
    folder.write("The old chart", "It shows a reef that is not there.")
    folder.write("سفينة", "نص عربي قصير.", lang="ar")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return small_library(tmp_path / "source")


@pytest.fixture(scope="session")
def small_librarys_shell(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app's files as a server of the small library writes them: to compress them takes long."""
    place = tmp_path_factory.mktemp("shell")
    data = place / "data"
    publish(small_library(place / "source").path, data, quick=True)
    create_app(read_settings({"data": str(data)}, environ={}))
    return data / "shell"


@pytest.fixture
def server(folder: Folder, tmp_path: Path, small_librarys_shell: Path) -> Iterator[Server]:
    """A server over the folder, not started yet; what it finds of the app it has verified."""
    shutil.copytree(small_librarys_shell, tmp_path / "data" / "shell")
    with held_port() as port:
        server = Server(folder, tmp_path / "data", port)
        yield server
        server.stop()


@pytest.fixture
def data(folder: Folder, tmp_path: Path) -> Path:
    """What is published of the folder as it stands."""
    publish(folder.path, tmp_path / "data", quick=True)
    return tmp_path / "data"


@pytest.fixture
def page_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of static/ and service-worker/ that servers of this process hand out."""
    folder = tmp_path / "page"
    for part in ("static", "service-worker"):
        shutil.copytree(Path(__file__).parents[2] / part, folder / part)
    monkeypatch.setattr(shell, "_page_folder", lambda: folder)
    return folder


@pytest.fixture
def faulty(data: Path) -> Iterator[FaultyServer]:
    """A server over what is published, in this process, that can misbehave."""
    server = FaultyServer(data)
    yield server
    server.stop()
