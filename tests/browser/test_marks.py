"""What the reader marks is on the disk before it counts, in the browser's own database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import PATIENCE_MS, Browser
from tests.browser.faulty import FaultyServer
from tests.browser.storage import WITHOUT

OPEN = """async () => {
    const { build } = document.documentElement.dataset;
    const { Marks } = await import(`/a/${build}/shelf/marks.js`);
    globalThis.marks = new Marks();
    await marks.start();
}"""
"""The model as the app opens it, from the build that the server hands out."""

SET = "([id, wishes]) => marks.set(id, wishes)"

STORED = """() => new Promise((resolve, reject) => {
    const request = indexedDB.open('octavo-marks');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
        const database = request.result;
        const transaction = database.transaction(['marks', 'outbox', 'device']);
        const read = (store) => transaction.objectStore(store).getAll();
        const requests = ['marks', 'outbox', 'device'].map(read);
        transaction.oncomplete = () => {
            database.close();
            const [marks, outbox, [device = null]] = requests.map(({ result }) => result);
            resolve({ marks, outbox, device });
        };
    };
})"""
"""What lies in the database, read past the app."""

PLACE = {"block": "0123456789abcdef", "offset": 12, "share": 0.25}


def open_marks(page: Page, url: str) -> Page:
    page.goto(url)
    page.evaluate(OPEN)
    return page


def stored(page: Page) -> dict[str, Any]:
    contents: dict[str, Any] = page.evaluate(STORED)
    return contents


def test_a_mark_is_there_after_the_browser_was_ended_and_later_ones_have_greater_stamps(
    faulty: FaultyServer, browser: Browser
) -> None:
    """Whatever the clock says: it is set back by a year, and then far ahead."""
    page = open_marks(browser.open(), faulty.url)
    for year, article in ((2026, "first"), (2025, "second"), (2050, "third"), (2025, "fourth")):
        if year != 2026:
            page.clock.set_fixed_time(datetime(year, 1, 1, tzinfo=UTC))
            open_marks(page, faulty.url)
        assert page.evaluate(SET, [article, {"saved": True, "place": PLACE}]) == [article]
        if article == "first":
            # Nothing is told of it: Firefox can only be asked to quit.
            browser.kill() if browser.kind == "chromium" else browser.close()
            page = browser.open()
    assert page.evaluate("() => marks.saved()") == ["fourth", "third", "second", "first"]
    assert page.evaluate("() => marks.places()") == ["fourth", "third", "second", "first"]
    assert page.evaluate("() => marks.of('first').place") == PLACE
    contents = stored(page)
    marks = sorted(contents["marks"], key=lambda mark: str(mark["stamp"]))
    assert [mark["key"] for mark in marks] == [
        f"{kind}:{article}"
        for article in ("first", "second", "third", "fourth")
        for kind in ("saved", "place")
    ]
    assert contents["outbox"] == contents["marks"]
    assert contents["device"]["last"] == marks[-1]["stamp"]
    assert {mark["stamp"][17:] for mark in marks} == {contents["device"]["id"]}


def test_the_outbox_has_the_last_wish_and_what_is_so_already_is_not_written(
    faulty: FaultyServer, page: Page
) -> None:
    open_marks(page, faulty.url)
    assert page.evaluate(SET, ["a", {"read": False, "saved": False, "place": None}]) == []
    assert stored(page) == {"marks": [], "outbox": [], "device": None}
    page.evaluate(SET, ["a", {"saved": True, "place": PLACE}])
    before = stored(page)
    assert page.evaluate(SET, ["a", {"saved": True, "place": PLACE, "read": False}]) == []
    assert stored(page) == before
    assert page.evaluate(SET, ["a", {"saved": False, "place": None}]) == ["a"]
    after = stored(page)
    assert [(row["key"], row["value"]) for row in after["outbox"]] == [
        ("place:a", None),
        ("saved:a", False),
    ]
    assert after["outbox"] == after["marks"]


def test_thousands_of_marks_are_read_again_and_only_what_changes_is_told(
    faulty: FaultyServer, page: Page
) -> None:
    open_marks(page, faulty.url)
    page.evaluate(SET, ["id-7", {"read": True}])
    count = page.evaluate(
        """async () => {
            const ids = Array.from({ length: 2000 }, (_, number) => `id-${number}`);
            return (await marks.setAll(ids, { read: true })).length;
        }"""
    )
    assert count == 1999
    open_marks(page, faulty.url)
    assert page.evaluate(
        """() => Array.from({ length: 2001 }, (_, number) => marks.of(`id-${number}`).read)"""
    ) == [True] * 2000 + [False]


def test_tabs_hear_of_each_other_and_agree_after_a_race(
    faulty: FaultyServer, context: BrowserContext
) -> None:
    one, other = (open_marks(context.new_page(), faulty.url) for _ in range(2))
    other.evaluate(
        """(patience) => { globalThis.heard = new Promise((resolve) => {
            marks.addEventListener('change', ({ detail }) => resolve(detail.ids));
            setTimeout(resolve, patience, 'nothing');
        }); }""",
        PATIENCE_MS,
    )
    one.evaluate(SET, ["a", {"saved": True}])
    assert other.evaluate("() => heard") == ["a"]
    assert other.evaluate("() => marks.of('a').saved")

    # The tabs write opposite wishes at the same time, each as often as the other.
    race = """(value) => { globalThis.raced = (async () => {
        for (let turn = 0; turn < 50; turn += 1) await marks.set('b', { read: value(turn) });
    })(); }"""
    one.evaluate(race.replace("value(turn)", "turn % 2 === 0"), None)
    other.evaluate(race.replace("value(turn)", "turn % 2 === 1"), None)
    for tab in (one, other):
        tab.evaluate("() => raced")
    (mark,) = (mark for mark in stored(one)["marks"] if mark["key"] == "read:b")
    for tab in (one, other):
        agrees = tab.evaluate(
            """([read, patience]) => new Promise((resolve) => {
                const look = () => marks.of('b').read === read && resolve(true);
                marks.addEventListener('change', look);
                setTimeout(resolve, patience, false);
                look();
            })""",
            [mark["value"], PATIENCE_MS],
        )
        assert agrees
    assert mark["stamp"] == stored(other)["device"]["last"]


def test_without_room_nothing_is_said_to_be_marked_until_there_is_some(
    faulty: FaultyServer, page: Page
) -> None:
    devtools = page.context.new_cdp_session(page)
    # Before the first write: Chromium remembers for a while how much room there was.
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": faulty.url, "quotaSize": 1})
    open_marks(page, faulty.url)
    assert page.evaluate("() => marks.isKept")
    expect_refused(page, "StorageFull")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": faulty.url})
    assert page.evaluate(SET, ["a", {"saved": True}]) == ["a"]
    assert page.evaluate("() => marks.of('a').saved")


def test_without_a_database_nothing_is_said_to_be_marked(faulty: FaultyServer, page: Page) -> None:
    page.add_init_script(WITHOUT["database"])
    open_marks(page, faulty.url)
    assert not page.evaluate("() => marks.isKept")
    expect_refused(page, "StorageError")


def expect_refused(page: Page, error: str) -> None:
    """A wish fails by this error, and nothing is marked or told of."""
    outcome = page.evaluate(
        """async () => {
            let told = false;
            marks.addEventListener('change', () => { told = true; }, { once: true });
            const wish = marks.set('a', { saved: true });
            const error = await wish.then(() => null, ({ name }) => name);
            return { error, told, saved: marks.of('a').saved };
        }"""
    )
    assert outcome == {"error": error, "told": False, "saved": False}
