"""A hostile article is read in the browser: nothing of it runs, its text survives."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect

from tests.browser.conftest import Browser, Server
from tests.webapp.attacks import ATTACKS

CANARY = "document.documentElement.dataset.ran = 'yes'"

HOSTILE = f"""
<script>{CANARY}</script>
<p onclick="{CANARY}" onmouseover="{CANARY}">Text with handlers survives.</p>
<p><a href="javascript:{CANARY}">A link</a> <a href="java&#10;script:{CANARY}">another</a></p>
<svg onload="{CANARY}"><script>{CANARY}</script><text>Drawn text survives.</text></svg>
<style>body {{ display: none }}</style>
<p style="display: none">Styled text survives.</p>
<base href="https://elsewhere.example/">
<form action="https://elsewhere.example/"><input name="q" value="x">Form text survives.</form>
<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">
<img src="x" onerror="{CANARY}" alt="A picture">
<iframe srcdoc="<script>parent.{CANARY}</script>"></iframe>
<p>Broken <b>markup <i>survives</p></b> as text</i>
"""


def violations(page: Page) -> list[str]:
    """Collects what the browser says of policies that were broken."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    return said


@pytest.mark.parametrize("offline", [False, True], ids=["made by the server", "made by the app"])
def test_a_hostile_article_is_text_and_nothing_else(
    server: Server, chromium: Browser, offline: bool
) -> None:
    server.folder.write("Hostile", HOSTILE)
    server.start()
    page = chromium.open()
    said = violations(page)
    if offline:
        page.goto(server.url)
        expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        server.stop()
    page.goto(f"{server.url}/articles/hostile")
    for text in ("Text with handlers", "Styled text", "Form text", "Broken markup"):
        expect(page.get_by_text(text)).to_be_visible()
    page.get_by_text("Text with handlers").click()
    page.get_by_role("link", name="A link").click() if page.get_by_role(
        "link", name="A link"
    ).count() else None
    assert page.locator("html").get_attribute("data-ran") is None
    assert page.url == f"{server.url}/articles/hostile"
    assert page.locator("main script, main style, main iframe, main form").count() == 0
    assert not [text for text in said if "Content Security Policy" in text]


def test_a_hundred_thousand_nested_elements_keep_their_text(
    server: Server, chromium: Browser
) -> None:
    depth = 100_000
    server.folder.put(
        "deep.md", f"# Deep\n\n{'<div>' * depth}The innermost words.{'</div>' * depth}\n".encode()
    )
    server.start()
    page = chromium.open()
    page.goto(f"{server.url}/articles/deep")
    expect(page.get_by_text("The innermost words.")).to_be_visible()


def test_no_vector_of_the_attack_corpus_runs(server: Server, chromium: Browser) -> None:
    """All vectors stand in articles that the server's sanitiser and the page's own cleaned."""
    for number, (name, html) in enumerate(ATTACKS):
        text = f"---\ntitle: Attack {number}\n---\n\nThe first words.\n\n{html}\n"
        # A file has no lone surrogate and no null: the sanitiser's own tests have those vectors.
        server.folder.put(f"attack-{number}.md", text.replace("\0", "").encode(errors="replace"))
        assert name
    server.start()
    page = chromium.open()
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("data-corpus", "ready")
    dialogs: list[str] = []

    def listen(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", listen)
    for number in range(len(ATTACKS)):
        page.goto(f"{server.url}/articles/attack-{number}")
        title = page.get_by_role("heading", level=1, name=f"Attack {number}", exact=True)
        expect(title).to_be_visible()
        assert page.url == f"{server.url}/articles/attack-{number}"
    assert dialogs == []
