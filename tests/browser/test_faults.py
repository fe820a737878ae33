"""Every fault on the wire, in every part: told in words, never shown, never stored, mended.

The tables are the whole matrix of parts and faults (faulty.py says what each fault does): what a
reader is told who has nothing yet, who keeps an older edition, who reads online; what becomes of
the app's own files. A combination that cannot occur has its reason in its place. The tests see to
the rest: what is kept stays as it was, old articles are read, what came in place of an answer is
nowhere to be seen, and when the fault is gone all goes on by itself: soon, or for a newer format
and for the app's own files at the next moment at which the reader comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE, SAVES_DATA
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import OFFER, expect_app_kept, expect_ready, link_to_list, open_kept
from tests.folder import Folder
from webapp.publishing import publish

PATHS = {
    "sw.js": r"^/sw\.js$",
    # The page that answers every app route: only the worker asks for it.
    "shell file": r"^/a/\w+/shell\.html$",
    "head": r"^/corpus/head\.json$",
    "root": r"^/corpus/root-",
    "pack": r"^/corpus/pack-",
    "list": r"^/api/v1/articles$",
    "article": r"^/api/v1/articles/.",
    "page": r"^/articles/the-lighthouse$",
}

CORPUS = ("head", "root", "pack")
ONLINE_PARTS = ("list", "article", "page")
APP_PARTS = ("sw.js", "shell file")

SLOW = ("hang", "half")
"""What shows only when nothing has come for ten seconds."""


class Never(str):
    """Why a combination cannot occur."""


ONLY_HTTPS = Never("No hash of it is known: HTTPS alone vouches for it.")
BY_NAME = Never("Its name is its hash: what is older has another name, and is not asked for.")
NO_FORMAT = Never("It has no format number: the root tells it for all packs.")
NO_ORDER = Never("Nothing is kept here than which it could be older.")
IN_PATH = Never("Its version is in its path: what a later server has no more is missing.")
ID_ONLY = Never("It is asked for the article's id alone, which stands before what is spoilt.")
THE_UPDATE = Never("It has no format number: being another is how an update begins.")

GONE = "No connection, and no articles on this device yet"
WAITS = "No connection. This goes on when there is one"
OFFLINE = "Offline . 6 articles on this device"
PORTAL = "This network answered with a page of its own, perhaps to sign in"
SILENT = "The server does not answer"
STOPPED = "The server stopped answering"
STOPPED_IN = "The server stopped answering in the middle of the download"
ERROR = "The server answered with an error"
UNCLEAR = "The server’s answer cannot be understood"
LOST_LIST = "The server has lost the list of its articles"
LOST_PART = "The server has lost a part of the library"
BAD_LIST = "The list of articles arrived damaged and was not kept"
BAD_PART = "A part of the library arrived damaged and was not kept"
OLDER = "The server offers an older edition. The newer one stays on this device"
NEWER = "This edition needs a newer app. Reading online works"
NEWER_KEPT = "This edition needs a newer app. The older copy stays readable"
# A head has no hash: what it says wrongly shows in what it names.
UNHASHED = f"{UNCLEAR}|{BAD_LIST}|{LOST_LIST}"
# These stand where the article would.
NOT_HERE = "This article is not on this device. It opens when there is a connection"
LATE = "The server did not answer in time"

UNKEPT = "The app itself could not be stored on this device. Until it is, it opens only with a"

STAYS = "The 6 articles on this device stay readable"
"""Follows where it is said what is wrong with the server, once an edition is kept."""

Table = Mapping[str, tuple[str, ...]]

# fmt: off
FIRST_DOWNLOAD: Table = {
    #           head        root        pack
    "down":    (GONE,       GONE,       WAITS),
    "hang":    (SILENT,     STOPPED,    STOPPED_IN),
    "half":    (SILENT,     STOPPED,    STOPPED_IN),
    "cut":     (GONE,       GONE,       WAITS),
    "short":   (UNCLEAR,    BAD_LIST,   BAD_PART),
    "flip":    (UNHASHED,   BAD_LIST,   BAD_PART),
    "foreign": (UNCLEAR,    BAD_LIST,   BAD_PART),
    "portal":  (PORTAL,     PORTAL,     PORTAL),
    "login":   (PORTAL,     PORTAL,     PORTAL),
    "missing": (ERROR,      LOST_LIST,  LOST_PART),
    "broken":  (ERROR,      LOST_LIST,  LOST_PART),
    "older":   (NO_ORDER,   BY_NAME,    BY_NAME),
    "newer":   (NEWER,      NEWER,      NO_FORMAT),
}
"""Nothing is kept, and nothing of a fault is."""

UPDATE: Table = {
    #           head        root        pack
    "down":    (OFFLINE,    OFFLINE,    WAITS),
    "hang":    (SILENT,     STOPPED,    STOPPED_IN),
    "half":    (SILENT,     STOPPED,    STOPPED_IN),
    "cut":     (OFFLINE,    OFFLINE,    WAITS),
    "short":   (UNCLEAR,    BAD_LIST,   BAD_PART),
    "flip":    (UNHASHED,   BAD_LIST,   BAD_PART),
    "foreign": (UNCLEAR,    BAD_LIST,   BAD_PART),
    "portal":  (PORTAL,     PORTAL,     PORTAL),
    "login":   (PORTAL,     PORTAL,     PORTAL),
    "missing": (ERROR,      LOST_LIST,  LOST_PART),
    "broken":  (ERROR,      LOST_LIST,  LOST_PART),
    "older":   (OLDER,      BY_NAME,    BY_NAME),
    "newer":   (NEWER_KEPT, NEWER_KEPT, NO_FORMAT),
}
"""The edition before is kept as it was, and read."""

ONLINE: Table = {
    #           list        article     page
    "down":    (GONE,       NOT_HERE,   NOT_HERE),
    "hang":    (LATE,       LATE,       LATE),
    "half":    (LATE,       LATE,       LATE),
    "cut":     (GONE,       NOT_HERE,   NOT_HERE),
    "short":   (UNCLEAR,    UNCLEAR,    ID_ONLY),
    "flip":    (ONLY_HTTPS, ONLY_HTTPS, ONLY_HTTPS),
    "foreign": (UNCLEAR,    UNCLEAR,    ID_ONLY),
    "portal":  (PORTAL,     PORTAL,     PORTAL),
    "login":   (PORTAL,     PORTAL,     PORTAL),
    "missing": (ERROR,      ERROR,      ERROR),
    "broken":  (ERROR,      ERROR,      ERROR),
    "older":   (NO_ORDER,   NO_ORDER,   NO_ORDER),
    "newer":   (IN_PATH,    IN_PATH,    IN_PATH),
}
"""Nothing is kept, since the reader was asked and has not agreed; and nothing of this is."""

FIRST_INSTALL: Table = {
    #           sw.js       shell file
    "down":    (UNKEPT,     UNKEPT),
    "hang":    (UNKEPT,     UNKEPT),
    "half":    (UNKEPT,     UNKEPT),
    "cut":     (UNKEPT,     UNKEPT),
    "short":   (UNKEPT,     UNKEPT),
    "flip":    (ONLY_HTTPS, UNKEPT),
    "foreign": (ONLY_HTTPS, UNKEPT),
    "portal":  (UNKEPT,     UNKEPT),
    "login":   (UNKEPT,     UNKEPT),
    "missing": (UNKEPT,     UNKEPT),
    "broken":  (UNKEPT,     UNKEPT),
    "older":   (NO_ORDER,   UNKEPT),
    "newer":   (THE_UPDATE, THE_UPDATE),
}
"""The library is kept and read; the app is not, and nothing of it is served."""

APP_UPDATE: Table = {
    #           sw.js       shell file
    "down":    ("refused",  "redundant"),
    "hang":    ("refused",  "redundant"),
    "half":    ("refused",  "redundant"),
    "cut":     ("refused",  "redundant"),
    "short":   ("refused",  "redundant"),
    "flip":    (ONLY_HTTPS, "redundant"),
    "foreign": (ONLY_HTTPS, "redundant"),
    "portal":  ("refused",  "redundant"),
    "login":   ("refused",  "redundant"),
    "missing": ("refused",  "redundant"),
    "broken":  ("refused",  "redundant"),
    "older":   ("no news",  "redundant"),
    "newer":   (THE_UPDATE, THE_UPDATE),
}
"""What the browser makes of the new worker. The build before goes on, so that nothing is lacking,
and nothing told or offered. A server that goes back to an older build is followed as if it went on:
builds have no order, and who has published a bad one must be able to go back."""
# fmt: on


STORED = """async () => {
    const opening = indexedDB.open('octavo-corpus');
    await new Promise((done) => (opening.onsuccess = done));
    const asking = opening.result.transaction('corpus').objectStore('corpus').getAll();
    await new Promise((done) => (asking.onsuccess = done));
    opening.result.close();
    const names = (await caches.keys()).filter((name) => !name.startsWith('octavo-shell-'));
    const requests = await Promise.all(
        names.map(async (name) => (await caches.open(name)).keys()),
    );
    return [JSON.stringify(asking.result), ...requests.flat().map(({ url }) => url).sort()];
}"""
"""What is kept of the library: the row that says which edition, and the names of its files."""

NOTHING_STORED = ["[]"]

FORGET_LIBRARY = """async () => {
    localStorage.clear();
    for (const part of ['corpus', 'snapshots', 'history']) await caches.delete(`octavo-${part}`);
    const deleting = indexedDB.deleteDatabase('octavo-corpus');
    await new Promise((done) => (deleting.onsuccess = done));
}"""


@dataclass(slots=True)
class Reader:
    """A reader of a server of its own, which has one fault in some parts, one after the other."""

    server: FaultyServer
    page: Page
    fault: str
    parts: list[str]
    stored_before: list[str]
    edition_before: str | None = None

    @property
    def line(self) -> Locator:
        return self.page.locator("status-line")

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def stored(self) -> list[str]:
        stored: list[str] = self.page.evaluate(STORED)
        return stored

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.url + path, wait_until="commit")

    def follow(self, link: str) -> None:
        # A real click waits for pictures of a page that is one of many, and those come rarely.
        if link == "Library":
            link_to_list(self.page).dispatch_event("click")
        else:
            self.page.get_by_role("link", name=link, exact=True).dispatch_event("click")

    def come_back(self) -> None:
        self.page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")

    def meet(self, part: str) -> None:
        """From now on the fault is in this part."""
        self.server.fault(PATHS[part], self.fault)

    def expect_told(self, where: Locator, words: str, part: str) -> None:
        """Wait until the reader is told what is wrong, and see none of what came instead."""
        name = f"{self.fault} of {part}"
        self.server.expect_spoilt()
        # Where no line may end, words have another space.
        told = where.get_by_text(re.compile(words.replace(" ", r"\s")))
        # Over a text the status line is heard and not seen.
        expect(told.filter(visible=True).first, name).to_be_visible()
        expect(self.page.get_by_text("the station's network"), name).to_have_count(0)

    def mend(self) -> None:
        self.server.mend()
        if self.fault == "newer":
            # What cannot be understood is not asked for again before the next moment.
            self.come_back()


OpenReaders = Callable[[Table, tuple[str, ...]], list[Reader]]


@pytest.fixture
def open_readers(data: Path, context: BrowserContext) -> Iterator[OpenReaders]:
    """Make readers for a table: one for each fault, and one for each part of what shows slowly.

    Each has a server of its own, and so a storage of its own.
    """
    readers: list[Reader] = []

    def open_them(table: Table, columns: tuple[str, ...]) -> list[Reader]:
        for fault in table:
            parts = [part for part in columns if (fault, part) in words_of(table, columns)]
            for group in [[part] for part in parts] if fault in SLOW else [parts] * bool(parts):
                readers.append(Reader(FaultyServer(data), context.new_page(), fault, group, []))
        return readers

    yield open_them
    for reader in readers:
        reader.server.stop()


def words_of(table: Table, columns: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return the words by fault and part, without what cannot occur."""
    return {
        (fault, part): words
        for fault, row in table.items()
        for part, words in zip(columns, row, strict=True)
        if not isinstance(words, Never)
    }


Step = Callable[[Reader, str], None]


def go_through(readers: list[Reader], words: Mapping[tuple[str, str], str], *steps: Step) -> None:
    """Let the readers meet each fault that can occur, in one part after the other.

    All whose fault is in one part take a step before anybody takes the next. Those whose fault
    shows slowly begin before all others, and are looked at when the first part is mended.
    """
    parts = list(dict.fromkeys(part for _, part in words))
    meetings = [
        (reader, part)
        for reader in readers
        for part in reader.parts
        if (reader.fault, part) in words
    ]
    slow = [(reader, part) for reader, part in meetings if reader.fault in SLOW]
    begin, *others = steps
    for reader, part in slow:
        begin(reader, part)
    for part in parts:
        for step in steps:
            for reader, where in meetings:
                if where == part and reader.fault not in SLOW:
                    step(reader, part)
        if part == parts[0]:
            for step in others:
                for reader, where in slow:
                    step(reader, where)


class Press:
    """Publishes an edition with a new time of the ferry whenever it is asked for one."""

    def __init__(self, folder: Folder, data: Path) -> None:
        self._folder, self._data = folder, data
        self.edition = 1

    def publish(self) -> None:
        self.edition += 1
        self._folder.write("The ferry", self.text(self.edition))
        publish(self._folder.path, self._data, quick=True)

    @staticmethod
    def text(edition: int | str | None) -> str:
        return f"It leaves at {edition} o'clock."


@pytest.fixture
def press(folder: Folder, data: Path) -> Press:
    folder.write("The quay", "It is long.")
    return Press(folder, data)


def test_a_library_comes_and_is_updated_through_every_fault(
    open_readers: OpenReaders, press: Press
) -> None:
    readers = open_readers(UPDATE, CORPUS)
    press.publish()
    for reader in readers:
        reader.open()
    for reader in readers:
        expect_ready(reader.page, press.edition)
        expect_app_kept(reader.page)

    first = words_of(FIRST_DOWNLOAD, CORPUS)

    def begin_with_nothing(reader: Reader, part: str) -> None:
        # A page that has nothing of the library open.
        reader.open("/healthz")
        reader.page.evaluate(FORGET_LIBRARY)
        reader.meet(part)
        reader.open()

    def expect_nothing_kept(reader: Reader, part: str) -> None:
        reader.expect_told(reader.line, first[reader.fault, part], part)
        assert reader.stored == NOTHING_STORED, (reader.fault, part)
        expect(reader.page.locator("html")).not_to_have_attribute("data-corpus", "ready")
        reader.mend()

    def expect_all_here(reader: Reader, part: str) -> None:
        expect_ready(reader.page, press.edition)
        expect(reader.page.get_by_role("link", name="The ferry")).to_be_visible()

    go_through(readers, first, begin_with_nothing, expect_nothing_kept, expect_all_here)

    update = words_of(UPDATE, CORPUS)

    def begin_update(reader: Reader, part: str) -> None:
        html = reader.page.locator("html")
        reader.edition_before = html.get_attribute("data-edition")
        reader.stored_before = reader.stored
        if str(press.edition) == reader.edition_before:
            press.publish()
        reader.meet(part)
        reader.come_back()

    def expect_old_kept(reader: Reader, part: str) -> None:
        words = update[reader.fault, part]
        says_what_stays = words in (OFFLINE, WAITS, OLDER, NEWER_KEPT)
        reader.expect_told(reader.line, words if says_what_stays else f"{words}. {STAYS}", part)
        assert reader.stored == reader.stored_before, (reader.fault, part)
        before = str(reader.edition_before)
        expect(reader.page.locator("html")).to_have_attribute("data-edition", before)
        reader.follow("The ferry")
        expect(reader.main.get_by_text(press.text(before))).to_be_visible()
        reader.mend()

    def expect_new_here(reader: Reader, part: str) -> None:
        expect_ready(reader.page, press.edition)
        expect(reader.main.get_by_text(press.text(press.edition))).to_be_visible()
        reader.follow("Library")

    go_through(readers, update, begin_update, expect_old_kept, expect_new_here)


def test_what_is_read_online_comes_when_the_fault_is_gone(
    open_readers: OpenReaders, context: BrowserContext
) -> None:
    context.add_init_script(SAVES_DATA)
    readers = open_readers(ONLINE, ONLINE_PARTS)
    for reader in readers:
        reader.open()
    for reader in readers:
        expect(reader.main.get_by_role("button", name="Download")).to_be_visible()
        expect_app_kept(reader.page)
        if reader.parts[0] == "list":
            reader.follow("The lighthouse")
    for reader in readers:
        if reader.parts[0] == "list":
            expect(reader.main.get_by_text("built of granite")).to_be_visible()

    words = words_of(ONLINE, ONLINE_PARTS)

    def ask(reader: Reader, part: str) -> None:
        reader.meet(part)
        if part == "page":
            # Nothing but its address tells which article it is.
            reader.open("/articles/the-lighthouse")
        else:
            reader.follow({"list": "Library", "article": "The ferry"}[part])

    def expect_words(reader: Reader, part: str) -> None:
        reader.expect_told(reader.main, words[reader.fault, part], part)
        assert reader.stored == NOTHING_STORED, (reader.fault, part)
        reader.mend()

    def expect_answer(reader: Reader, part: str) -> None:
        text = {"list": "The ferry", "article": "at noon", "page": "built of granite"}[part]
        expect(reader.main.get_by_text(text), f"{reader.fault} of {part}").to_be_visible()

    go_through(readers, words, ask, expect_words, expect_answer)


IS_KEPT = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const page = await caches.match(`/a/${document.documentElement.dataset.build}/shell.html`);
    return Boolean(registration?.active || page);
}"""
"""Whether a worker or the page that it would answer with is stored."""

LOOK_FOR_NEW_BUILD = """() => {
    globalThis.looking = (async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        const isFound = await registration.update().then(() => true, () => false);
        if (!isFound) return 'refused';
        const worker = registration.installing;
        if (!worker) return 'no news';
        while (!['installed', 'redundant'].includes(worker.state)) {
            await new Promise((done) => {
                worker.addEventListener('statechange', done, { once: true });
            });
        }
        return worker.state;
    })();
}"""


@pytest.fixture
def builds(page_folder: Path, data: Path) -> Iterator[FaultyServer]:
    """A server that `renew` brings to a second build."""
    server = FaultyServer(data)
    with (page_folder / "static" / "css" / "frame.css").open("a", encoding="utf-8") as file:
        file.write(".build { order: 2 }\n")
    yield server
    server.stop()


def test_an_app_that_cannot_be_stored_is_told_while_the_library_is_read(
    builds: FaultyServer, page: Page
) -> None:
    builds.renew()
    builds.fault(PATHS["sw.js"], "missing")
    page.goto(builds.url)
    expect_ready(page)
    line = page.locator("status-line")
    for (fault, part), words in words_of(FIRST_INSTALL, APP_PARTS).items():
        if fault in SLOW:
            continue
        builds.fault(PATHS[part], fault)
        builds.expect_spoilt(line.get_by_role("button", name="Try again").click)
        expect(page.get_by_role("status"), f"{fault} of {part}").to_contain_text(words)
        assert not page.evaluate(IS_KEPT), (fault, part)
    page.get_by_role("link", name="The ferry").click()
    expect(page.get_by_text("It leaves at noon.")).to_be_visible()
    builds.mend()
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "focus")
    expect_app_kept(page)
    expect(page.get_by_role("status")).to_contain_text("Everything is on this device")


def test_an_app_that_is_slow_to_come_keeps_nobody_from_reading(open_readers: OpenReaders) -> None:
    slow = {fault: row for fault, row in FIRST_INSTALL.items() if fault in SLOW}
    readers = open_readers(slow, APP_PARTS)
    for reader in readers:
        reader.meet(reader.parts[0])
        reader.open()
    for reader in readers:
        [part] = reader.parts
        expect_ready(reader.page)
        reader.server.expect_spoilt()
        reader.follow("The ferry")
        expect(reader.main.get_by_text("It leaves at noon.")).to_be_visible()
        assert not reader.page.evaluate(IS_KEPT), (reader.fault, part)
        # Whoever waits long enough gives up; here the server does first.
        reader.mend()
        reader.expect_told(reader.line, UNKEPT, part)
        reader.come_back()
        expect_app_kept(reader.page)


def test_an_update_of_the_app_with_a_fault_leaves_the_build_before(
    builds: FaultyServer, page: Page
) -> None:
    open_kept(page, builds.url)
    build = page.locator("html").get_attribute("data-build") or ""
    builds.renew()
    line = page.locator("status-line")
    for (fault, part), outcome in words_of(APP_UPDATE, APP_PARTS).items():
        builds.fault(PATHS[part], fault)
        page.evaluate(LOOK_FOR_NEW_BUILD)
        builds.expect_spoilt()
        expect(page.get_by_role("status")).to_contain_text("Everything is on this device")
        page.get_by_role("link", name="The ferry").click()
        expect(page.get_by_text("It leaves at noon.")).to_be_visible()
        link_to_list(page).click()
        if fault in SLOW:
            # Lets go of who hangs. Without a fault the new build would come here by itself.
            builds.fault(PATHS[part], "missing")
        assert page.evaluate("globalThis.looking") == outcome, (fault, part)
        expect(line.get_by_text(OFFER)).to_have_count(0)
    page.reload()
    expect_ready(page)
    expect(page.locator("html")).to_have_attribute("data-build", build)
    builds.mend()
    page.evaluate(LOOK_FOR_NEW_BUILD)
    assert page.evaluate("globalThis.looking") == "installed"
    expect(line.get_by_text(OFFER)).to_be_visible()
