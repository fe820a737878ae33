"""A new build of the app comes when the reader says so, and the library stays as it is."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE
from tests.browser.conftest import Browser
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import OFFER, expect_ready, link_to_list, open_kept
from tests.folder import Folder
from webapp.editions import FORMAT
from webapp.publishing import publish

STUCK = "The new version did not start."

# Settles when the worker that waits or is installed next has come to its end as such.
END_OF_THE_NEXT = """async (which) => {
    const registration = await navigator.serviceWorker.getRegistration();
    const end = (worker) => new Promise((resolve) => {
        worker.addEventListener('statechange', () => {
            if (worker.state === 'redundant') resolve();
        });
    });
    const found = new Promise((resolve) => {
        registration.addEventListener('updatefound', () => resolve(registration.installing));
    });
    window.ended = which === 'waiting' ? end(registration.waiting) : found.then(end);
}"""

FIRST_PARAGRAPH_IN_VIEW = """() => [...document.querySelectorAll('article-body p')]
    .find((paragraph) => paragraph.getBoundingClientRect().top >= 0).textContent"""

SCROLLING_HAS_COME_TO_REST = """async () => {
    while (history.state?.y !== scrollY) await new Promise(requestAnimationFrame);
}"""


class Builds:
    """A server and the folder that it makes its builds of."""

    def __init__(self, folder: Path, server: FaultyServer) -> None:
        self.folder = folder
        self.server = server
        self._count = 1

    def make(self) -> None:
        """Serve a build with one changed file."""
        self._count += 1
        with (self.folder / "static" / "css" / "frame.css").open("a", encoding="utf-8") as file:
            file.write(f".build {{ order: {self._count} }}\n")
        self.server.renew()
        self.server.asked.clear()

    @property
    def newest(self) -> str:
        """The build that the server hands out."""
        with urllib.request.urlopen(f"{self.server.url}/sw.js") as worker:  # noqa: S310
            line: bytes = worker.readline()
        return line.decode().removeprefix("// build ").strip()

    def offer(self, page: Page) -> Locator:
        """Make a build and let the page come back to the foreground; return the offer of it."""
        self.make()
        page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
        return expect_offer(page)


@pytest.fixture
def builds(page_folder: Path, faulty: FaultyServer) -> Builds:
    """Builds of a copy of the page, and the server that hands them out."""
    return Builds(page_folder, faulty)


def loads_of(page: Page) -> list[str]:
    """The addresses that the page loads from now on."""
    addresses: list[str] = []
    page.on("load", lambda loaded: addresses.append(loaded.url))
    return addresses


def build_of(page: Page) -> str:
    return page.locator("html").get_attribute("data-build") or ""


def expect_offer(page: Page) -> Locator:
    offer = page.locator("status-line .offer")
    expect(offer).to_contain_text(OFFER)
    return offer


def expect_another_build(page: Page, before: str) -> None:
    expect(page.locator("html")).not_to_have_attribute("data-build", before)
    expect_ready(page, edition=1)


def use(offer: Locator) -> None:
    offer.get_by_role("button", name="Use it now").click()


def put_off(offer: Locator) -> None:
    offer.get_by_role("button", name="Later").click()
    expect(offer).to_have_count(0)


# Consent


def test_the_reader_takes_a_new_build_and_has_the_same_library(
    builds: Builds, browser: Browser
) -> None:
    page = open_kept(browser.open(), builds.server.url, edition=1)
    loads = loads_of(page)
    before = build_of(page)
    offer = builds.offer(page)
    assert build_of(page) == before
    assert loads == []
    use(offer)
    expect_another_build(page, before)
    assert loads == [f"{builds.server.url}/"]
    assert not [path for path in builds.server.asked if path.startswith("/corpus/pack-")]
    second = build_of(page)
    builds.server.stop()
    page.goto(f"{builds.server.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    assert build_of(page) == second


def test_a_text_is_back_at_the_same_line_in_the_new_build(
    builds: Builds, browser: Browser, folder: Folder, data: Path
) -> None:
    words = "and many words more that fill some lines of a small screen. " * 3
    folder.write("The long way", "\n\n".join(f"Paragraph {n} {words}" for n in range(60)))
    publish(folder.path, data, quick=True)
    page = open_kept(browser.open(), f"{builds.server.url}/articles/the-long-way", edition=2)
    before = build_of(page)
    # Over a text the offer is heard, not seen: it cannot be taken there.
    expect(builds.offer(page).get_by_role("button")).to_have_count(0)
    page.get_by_text("Paragraph 31 ").scroll_into_view_if_needed()
    page.evaluate(SCROLLING_HAS_COME_TO_REST)
    line = page.evaluate(FIRST_PARAGRAPH_IN_VIEW)
    page.reload(wait_until="commit")
    expect(page.locator("html")).not_to_have_attribute("data-build", before)
    expect_ready(page, edition=2)
    expect(page.get_by_text(line)).to_be_in_viewport()
    assert page.evaluate(FIRST_PARAGRAPH_IN_VIEW) == line


def test_a_build_that_comes_while_another_waits_is_the_one_that_is_taken(
    builds: Builds, page: Page
) -> None:
    open_kept(page, builds.server.url, edition=1)
    loads = loads_of(page)
    first = build_of(page)
    offer = builds.offer(page)
    page.evaluate(END_OF_THE_NEXT, "waiting")
    builds.offer(page)
    page.evaluate("() => window.ended")
    expect(offer).to_have_count(1)
    use(offer)
    expect_another_build(page, first)
    assert build_of(page) == builds.newest
    assert loads == [f"{builds.server.url}/"]


COMES_BACK_AFTER_A_DAY = """() => {
    const now = Date.now;
    Date.now = () => now() + 25 * 3_600_000;
    dispatchEvent(new Event('focus'));
}"""


def test_a_build_that_was_put_off_is_offered_again_after_a_day(builds: Builds, page: Page) -> None:
    """An app on a phone may be frozen and thawed for weeks without a start."""
    open_kept(page, builds.server.url, edition=1)
    put_off(builds.offer(page))
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect(page.locator("status-line .offer")).to_have_count(0)
    page.evaluate(COMES_BACK_AFTER_A_DAY)
    expect_offer(page)


# Cold start


def test_a_build_that_was_put_off_is_there_when_the_app_is_started_again(
    builds: Builds, browser: Browser
) -> None:
    page = open_kept(browser.open(), builds.server.url, edition=1)
    before = build_of(page)
    put_off(builds.offer(page))
    browser.close()
    page = browser.open()
    loads = loads_of(page)
    page.goto(builds.server.url)
    expect_another_build(page, before)
    expect(page.locator("status-line .offer")).to_have_count(0)
    assert len(loads) <= 2


def test_a_build_that_waits_is_taken_at_the_start_of_the_only_window(
    builds: Builds, browser: Browser
) -> None:
    page = open_kept(browser.open(), builds.server.url, edition=1)
    for _ in range(2):
        before = build_of(page)
        put_off(builds.offer(page))
        page.reload(wait_until="commit")
        expect_another_build(page, before)
        expect(page.locator("status-line .offer")).to_have_count(0)


def test_a_build_that_waits_is_offered_where_another_window_is_open(
    builds: Builds, context: BrowserContext
) -> None:
    page, other = context.new_page(), context.new_page()
    open_kept(page, builds.server.url, edition=1)
    open_kept(other, builds.server.url, edition=1)
    before = build_of(page)
    put_off(builds.offer(page))
    page.reload()
    expect_offer(page)
    assert build_of(page) == build_of(other) == before


A_KEY_IS_PRESSED_AS_THE_APP_STARTS = """
const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (...parameters) {
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
    return register.apply(this, parameters);
};
"""


def test_a_build_that_waits_is_offered_to_a_reader_who_is_at_work(
    builds: Builds, page: Page
) -> None:
    open_kept(page, builds.server.url, edition=1)
    before = build_of(page)
    put_off(builds.offer(page))
    page.add_init_script(A_KEY_IS_PRESSED_AS_THE_APP_STARTS)
    page.reload()
    use(expect_offer(page))
    expect_another_build(page, before)


# Other tabs


def test_other_tabs_go_on_with_their_build_two_builds_later(
    builds: Builds, context: BrowserContext, folder: Folder, data: Path
) -> None:
    for name in ("lazy", "as-lazy"):
        module = builds.folder / "static" / f"{name}.js"
        module.write_text("export const isLazy = true;\n", encoding="utf-8")
    builds.server.renew()
    page, other = context.new_page(), context.new_page()
    open_kept(page, builds.server.url, edition=1)
    open_kept(other, builds.server.url, edition=1)
    loads = loads_of(other)
    first = build_of(other)
    offer = builds.offer(page)
    # The other tab is offered the same build: whoever is first takes it for both.
    offered_there = expect_offer(other)
    use(offer)
    expect_another_build(page, first)
    expect(offered_there).to_have_count(0)
    second = build_of(page)
    use(builds.offer(page))
    expect_another_build(page, second)

    assert build_of(other) == first
    load_lazily(other, "lazy.js")
    folder.write("The ferry", "It leaves at one.")
    publish(folder.path, data, quick=True)
    other.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect_ready(other, edition=2)
    assert not [path for path in builds.server.asked if path.startswith(f"/a/{first}/")]
    assert other.evaluate("(name) => caches.delete(name)", f"octavo-shell-{first}")
    context.new_cdp_session(other).send("Network.clearBrowserCache")
    load_lazily(other, "as-lazy.js")
    assert f"/a/{first}/as-lazy.js" in builds.server.asked
    other.get_by_role("link", name="The ferry").click()
    expect(other.get_by_text("It leaves at one.")).to_be_visible()
    assert loads == []


def load_lazily(page: Page, module: str) -> None:
    """Import a module of the page's own build that nothing has imported before."""
    code = "async (url) => (await import(url)).isLazy"
    assert page.evaluate(code, f"/a/{build_of(page)}/{module}") is True


# What goes wrong


@pytest.mark.parametrize("fault", ["missing", "broken", "flip"])
def test_a_build_that_fails_to_install_leaves_the_old_one_working(
    builds: Builds, page: Page, fault: str
) -> None:
    open_kept(page, builds.server.url, edition=1)
    before = build_of(page)
    builds.make()
    builds.server.fault(rf"^/a/(?!{before})[0-9a-f]+/css/frame\.css$", fault)
    page.evaluate(END_OF_THE_NEXT, "installing")
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    page.evaluate("() => window.ended")
    assert builds.server.spoilt
    expect(page.locator("status-line .offer")).to_have_count(0)
    builds.server.fault("", "broken")
    page.goto(f"{builds.server.url}/articles/the-ferry")
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    assert build_of(page) == before
    link_to_list(page).click()
    builds.server.mend()
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    use(expect_offer(page))
    expect_another_build(page, before)


NEVER_ENDS = """
  if (event.data === 'hang') event.waitUntil(new Promise(() => {}));
"""


def test_a_build_that_an_endless_task_keeps_from_starting_is_told_of(
    builds: Builds, page: Page
) -> None:
    entry = builds.folder / "service-worker" / "messages.js"
    code = entry.read_text(encoding="utf-8")
    hear = "export function hear(self, shell, event) {\n"
    assert hear in code
    entry.write_text(code.replace(hear, hear + NEVER_ENDS), encoding="utf-8")
    builds.server.renew()
    open_kept(page, builds.server.url, edition=1)
    loads = loads_of(page)
    before = build_of(page)
    offer = builds.offer(page)
    page.evaluate("() => navigator.serviceWorker.controller.postMessage('hang')")
    use(offer)
    expect(page.get_by_text(STUCK)).to_be_visible()
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    assert build_of(page) == before
    assert loads == []


# Moments


KEEPS_LOOKS = """() => {
    window.looks = [];
    const { update } = ServiceWorkerRegistration.prototype;
    ServiceWorkerRegistration.prototype.update = function () {
        const look = update.call(this);
        window.looks.push(look);
        return look;
    };
}"""


def test_a_page_that_comes_back_looks_for_a_build_once_in_30_seconds(
    builds: Builds, page: Page
) -> None:
    open_kept(page, builds.server.url, edition=1)
    page.evaluate(KEEPS_LOOKS)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    page.evaluate("() => Promise.all(window.looks)")
    builds.server.asked.clear()
    moments = ("pageshow", "visibilitychange", "focus", "online")
    for looks, moment in enumerate(moments, 1):
        page.evaluate(COMES_BACK_AFTER_A_MINUTE, moment)
        page.evaluate("() => Promise.all(window.looks)")
        page.evaluate("() => dispatchEvent(new Event('focus'))")
        assert page.evaluate("async () => (await Promise.all(window.looks)).length") == 1 + looks
        assert builds.server.asked.count("/sw.js") == looks


# A page that is too old for what is published


def publish_in_the_next_format(folder: Folder, data: Path) -> None:
    """Publish the next edition, in a format that this app does not know."""
    folder.write("The new quay", "It was opened today.")
    publish(folder.path, data, quick=True)
    corpus = data / "corpus"
    head = json.loads((corpus / "head.json").read_bytes())
    root = json.loads((corpus / head["root"]).read_bytes())
    root["format"] = FORMAT + 1
    bytes_ = json.dumps(root).encode()
    name = f"root-{hashlib.sha256(bytes_).hexdigest()}.json"
    (corpus / name).write_bytes(bytes_)
    head |= {"format": FORMAT + 1, "root": name}
    (corpus / "head.json").write_text(json.dumps(head))


def test_a_page_that_is_too_old_keeps_its_library_and_asks_for_a_newer_app(
    builds: Builds, page: Page, folder: Folder, data: Path
) -> None:
    open_kept(page, builds.server.url, edition=1)
    publish_in_the_next_format(folder, data)
    page.reload()
    needs = (
        page.get_by_text("This edition needs a newer app. The older copy stays readable.")
        .filter(visible=True)
        .first
    )
    expect(needs).to_be_visible()
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    page.go_back()
    expect_ready(page, edition=1)

    reader = builds.folder / "static" / "corpus" / "head.js"
    code = reader.read_text(encoding="utf-8")
    newer = code.replace(f"FORMAT = {FORMAT};", f"FORMAT = {FORMAT + 1};")
    assert newer != code
    reader.write_text(newer, encoding="utf-8")
    builds.make()
    page.get_by_role("button", name="Look for it").click()
    use(expect_offer(page))
    expect_ready(page, edition=2)
    waiting = page.get_by_role("main").get_by_text("1 new article")
    expect(page.get_by_role("link", name="The new quay").or_(waiting).last).to_be_visible()
