"""What is on this device, whether it is whole, how it comes, and how all of it goes."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.circumstances import COMES_BACK_AFTER_A_MINUTE
from tests.browser.faulty import FaultyServer
from tests.browser.test_layout import SHIFTS, WATCH
from tests.browser.test_saved import SAVE
from tests.browser.test_search import faults_of_whole
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from webapp.publishing import publish

NOTHING_HERE = "No connection, and no articles on this device yet."

ROT = """async () => {
    const cache = await caches.open('octavo-corpus');
    for (const request of await cache.keys()) {
        const response = await cache.match(request);
        const bytes = new Uint8Array(await response.arrayBuffer());
        bytes[bytes.length - 1] ^= 1;
        await cache.put(request, new Response(bytes, { headers: response.headers }));
    }
}"""
"""Changes one bit of each stored pack, as a failing disk does."""

LEFT = """async () => ({
    caches: (await caches.keys()).filter((name) => !name.startsWith('octavo-shell-')),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage),
})"""
"""What is stored beside the app's own files."""


def fact(page: Page, name: str) -> Locator:
    return page.get_by_role("definition").and_(
        page.locator(".setting", has=page.get_by_role("term").filter(has_text=name)).locator("dd")
    )


def test_what_is_here_is_told_checked_and_repaired(faulty: FaultyServer, page: Page) -> None:
    open_kept(page, f"{faulty.url}/settings")
    expect(fact(page, "Articles")).to_have_text("5")
    expect(fact(page, "Text")).to_have_text(re.compile(r"^\d+.kB$"))
    expect(fact(page, "Room left")).to_have_text(re.compile(r"^[\d.,]+.[MGT]B$"))
    expect(fact(page, "Last full check")).to_have_text("Never")
    loose = "The browser may remove this when room is short."
    expect(page.get_by_text(loose)).to_be_visible()
    assert faults_of_whole(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="Check every article").click()
    whole = page.locator("[aria-live]", has_text="Every article is whole.")
    expect(whole).to_have_text(re.compile("^Checked .+"))
    page.reload()
    expect(fact(page, "Last full check")).not_to_have_text("Never")

    page.evaluate(ROT)
    page.get_by_role("button", name="Check every article").click()
    expect(page.locator("[aria-live]", has_text="5 articles are damaged.")).to_have_count(1)
    page.get_by_role("button", name="Repair").click()
    fixed = page.locator("[aria-live]", has_text="Repaired. Every article is whole.")
    expect(fixed).to_have_count(1)
    page.get_by_role("button", name="Check every article").click()
    expect(whole).to_have_count(1)


def test_nothing_moves_while_the_library_comes(faulty: FaultyServer, page: Page) -> None:
    page.add_init_script(WATCH)
    faulty.fault("/corpus/pack-", "hang")
    page.goto(f"{faulty.url}/settings")
    main = page.get_by_role("main")
    expect(main.get_by_text(re.compile("^Downloading"))).to_be_visible()
    expect(main.get_by_role("button", name="Pause")).to_be_visible()
    # There is nothing to check yet.
    expect(page.get_by_role("button", name="Check every article")).to_be_hidden()
    assert page.evaluate(SHIFTS) == []
    faulty.mend()
    expect_ready(page)
    expect(main.get_by_text("Everything is on this device")).to_be_visible()
    expect(main.get_by_text(re.compile(r"^Up to date\s· checked"))).to_be_visible()
    expect(page.get_by_role("button", name="Check every article")).to_be_visible()
    expect(fact(page, "Articles")).to_have_text("5")
    expect(fact(page, "Text")).to_have_text(re.compile("kB$"))
    expect(fact(page, "Publisher")).to_have_text("The Harbour Library")
    assert page.evaluate(SHIFTS) == []


def test_settings_lead_to_what_changed_and_back(faulty: FaultyServer, page: Page) -> None:
    open_kept(page, f"{faulty.url}/settings")
    changed = page.get_by_role("main").get_by_role("link", name="What changed")
    changed.click()
    expect(page.get_by_role("heading", level=1, name="What changed")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    expect(changed).to_be_focused()


def test_who_wants_to_be_asked_first_is_asked_and_who_does_not_is_not(
    faulty: FaultyServer, folder: Folder, data: Path, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/settings")
    page.get_by_role("radio", name="Ask first").check()
    folder.write("The newest of all")
    publish(folder.path, data, quick=True)
    page.get_by_role("button", name="Check for changes").click()
    update = page.get_by_role("button", name="Update · ")
    expect(update).to_be_visible()
    expect(fact(page, "Articles")).to_have_text("5")
    page.reload()
    expect(page.get_by_role("radio", name="Ask first")).to_be_checked()
    update.click()
    expect(fact(page, "Articles")).to_have_text("6")

    folder.write("Another one")
    publish(folder.path, data, quick=True)
    page.evaluate(COMES_BACK_AFTER_A_MINUTE, "online")
    expect(update).to_be_visible()
    page.get_by_role("radio", name="Automatic").check()
    expect(fact(page, "Articles")).to_have_text("7")
    expect(update).to_have_count(0)


def test_the_app_speaks_another_language_and_leaves_single_keys_alone(
    faulty: FaultyServer, page: Page
) -> None:
    open_kept(page, f"{faulty.url}/settings")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("dialog", name="Language").get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
    expect(page.get_by_role("navigation", name="Haupt")).to_be_visible()
    page.get_by_role("button", name="Sprache").click()
    page.get_by_role("dialog", name="Sprache").get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert faults_of_whole(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("localStorage.removeItem('octavo-habits')")
    page.reload()

    keys = page.get_by_role("switch", name="Single-key shortcuts")
    expect(keys).to_be_checked()
    page.get_by_role("heading", level=1).press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.go_back()
    keys.click()
    expect(keys).not_to_be_checked()
    page.reload()
    expect(keys).not_to_be_checked()
    page.get_by_role("heading", level=1).press("/")
    page.get_by_role("button", name="Reading settings").click()
    expect(page.get_by_role("dialog", name="Reading")).to_be_visible()


def test_everything_is_erased_in_every_tab_after_one_question(
    faulty: FaultyServer, context: BrowserContext
) -> None:
    page = context.new_page()
    open_kept(page, faulty.url)
    page.evaluate(SAVE, ["The ferry"])
    page.evaluate("localStorage.setItem('octavo-looks', JSON.stringify({ theme: 'sepia' }))")
    other = context.new_page()
    other.goto(f"{faulty.url}/saved")
    expect(other.get_by_role("link", name="The ferry")).to_be_visible()
    # A tab behind another draws once a second, and each click waits for drawings.
    page.bring_to_front()
    page.goto(f"{faulty.url}/settings")
    expect(fact(page, "Articles")).to_have_text("5")

    erase = page.get_by_role("button", name="Erase everything")
    dialog = page.get_by_role("alertdialog", name="Erase everything")
    erase.click()
    expect(dialog).to_contain_text("Erase 5 articles, your marks and settings from here?")
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    assert faults_of_whole(page) == []
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(erase).to_be_focused()

    faulty.fault(".*", "down")
    erase.click()
    dialog.get_by_role("button", name="Erase everything").click()
    expect(dialog).to_contain_text("Everything was erased.")
    expect(other).to_have_url(f"{faulty.url}/")
    assert page.evaluate(LEFT)["caches"] == []
    dialog.get_by_role("button", name="Close").last.click()
    # The app itself is still here, and has nothing to show.
    for tab in (page, other):
        # The status line says it too, heard and not seen where the screen says it.
        nothing = tab.get_by_role("main").get_by_text(NOTHING_HERE)
        expect(nothing).to_be_visible()
    assert page.evaluate(LEFT)["local"] == []
    faulty.mend()
    page.reload()
    expect_ready(page)
    page.goto(f"{faulty.url}/saved")
    nothing_saved = "Nothing saved yet. The bookmark in an article puts it here."
    expect(page.get_by_text(nothing_saved)).to_be_visible()
