"""The journey in WebKitGTK, within one session: its automation keeps nothing beyond one.

Offline means that the server is stopped. WebKitGTK is the nearest that a Debian machine has to
Safari; it does not suspend apps as iOS does.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support import expected_conditions as condition
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.conftest import PATIENCE_MS, Server


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A virtual screen: WebKitGTK has no headless mode."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as xvfb:
        assert xvfb.stdout
        monkeypatch.setenv("DISPLAY", f":{xvfb.stdout.readline().decode().strip()}")
        yield
        xvfb.terminate()


@pytest.fixture
def webkit(screen: None) -> Iterator[WebDriver]:
    options = webdriver.WebKitGTKOptions()
    (browser, *_) = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    options.binary_location = str(browser)
    options.add_argument("--automation")
    driver = webdriver.WebKitGTK(options=options, service=Service(shutil.which("WebKitWebDriver")))
    yield driver
    driver.quit()


# Selenium's own driver class warns of how Selenium itself calls it.
@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
def test_the_journey_within_one_session(server: Server, webkit: WebDriver) -> None:
    wait = WebDriverWait(webkit, PATIENCE_MS / 1000)

    def expect_ready(edition: int) -> None:
        ready = f"html[data-corpus='ready'][data-edition='{edition}']"
        wait.until(condition.presence_of_element_located((By.CSS_SELECTOR, ready)))

    def expect_text(text: str) -> None:
        # WebKit's own idea of an element's text leaves out what is clamped to some lines.
        written = f"//main//*[contains(., '{text}')]"
        wait.until(condition.presence_of_element_located((By.XPATH, written)))

    server.start()
    webkit.get(server.url)
    expect_ready(1)
    webkit.execute_async_script("navigator.serviceWorker.ready.then(arguments[0])")

    server.stop()
    webkit.get(server.url)
    expect_ready(1)
    for title in ("The lighthouse", "The ferry", "سفينة", "Belarus regime attacks protests"):
        expect_text(title)
    webkit.find_element(By.XPATH, "//main//a[. = 'The ferry']").click()
    expect_text("It leaves at noon.")
    slug = "belarus-regime-attacks-protests-forced-to-free-unionists"
    webkit.get(f"{server.url}/articles/{slug}")
    expect_text("Many thousands protested in Minsk")

    server.folder.write("The new quay", "It was opened today.")
    server.folder.write("The old chart", withdrawn="The reef is there after all.")
    webkit.get(server.url)
    server.start()
    expect_ready(2)
    # What is new is offered once the page has the edition, a moment after it says so.
    show = (By.XPATH, "//main//button[. = 'Show']")
    wait.until(condition.element_to_be_clickable(show)).click()
    expect_text("The new quay")
    server.stop()
    webkit.get(f"{server.url}/articles/the-new-quay")
    expect_text("It was opened today.")
    webkit.get(f"{server.url}/articles/the-old-chart")
    expect_text("The reef is there after all.")


@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
def test_a_worker_is_recalled(
    server: Server, webkit: WebDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = WebDriverWait(webkit, PATIENCE_MS / 1000)

    def expect_page(attributes: str) -> None:
        wait.until(condition.presence_of_element_located((By.CSS_SELECTOR, f"html{attributes}")))

    server.start()
    webkit.get(server.url)
    expect_page("[data-corpus='ready']")
    webkit.execute_async_script("navigator.serviceWorker.ready.then(arguments[0])")

    server.stop()
    monkeypatch.setenv("OCTAVO_RETIRE_WORKER", "yes")
    server.start()
    webkit.get(server.url)
    expect_page("[data-worker='retired']")
    count = "navigator.serviceWorker.getRegistrations().then((all) => arguments[0](all.length))"
    assert webkit.execute_async_script(count) == 0
