"""A hostile article is read in the browser: nothing of it runs, its text survives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from playwright import sync_api as playwright_api
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect

from tests.browser.conftest import Browser, Server
from tests.browser.faulty import FaultyServer
from tests.browser.waiting import expect_ready, open_kept
from tests.folder import Folder
from tests.webapp.attacks import ATTACKS
from webapp.publishing import publish

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


class Watch:
    """Hears all that a page of hostile markup may bring about, or that a policy had to stop."""

    def __init__(self, page: Page) -> None:
        self._heard: list[str] = []
        page.add_init_script(
            """addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
                console.error('securitypolicyviolation', violatedDirective, blockedURI))"""
        )
        page.on("console", self._listen)
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))

    def _listen(self, message: ConsoleMessage) -> None:
        signs = ("securitypolicyviolation", "Content Security Policy", "Trusted")
        if any(sign in message.text for sign in signs):
            self._heard.append(message.text)

    def _dismiss(self, dialog: Dialog) -> None:
        self._heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def heard(self) -> list[str]:
        """Return what was heard since the last call."""
        heard, self._heard = self._heard, []
        return heard


@pytest.mark.parametrize(
    "hostile",
    [
        "const a = document.createElement('p'); a.setAttribute('onclick', 'alert(1)');"
        " document.body.append(a)",
        "const a = document.createElement('a'); a.href = 'javascript:alert(1)';"
        " document.body.append(a); a.click()",
        "const a = document.createElement('img'); a.src = 'https://elsewhere.example/x.png';"
        " document.body.append(a)",
        "document.body.setAttribute('style', 'color: red')",
        "document.body.innerHTML = '<p>'",
    ],
)
def test_what_a_policy_stops_is_heard(faulty: FaultyServer, page: Page, hostile: str) -> None:
    watch = Watch(page)
    page.goto(faulty.url)
    expect_ready(page)
    assert watch.heard() == []
    with page.expect_console_message(lambda message: "securitypolicyviolation" in message.text):
        page.evaluate(f"() => {{ try {{ {hostile} }} catch {{}} }}")
    assert watch.heard()


@pytest.mark.parametrize("offline", [False, True], ids=["made by the server", "made by the app"])
def test_a_hostile_article_is_text_and_nothing_else(
    server: Server, chromium: Browser, offline: bool
) -> None:
    server.folder.write("Hostile", HOSTILE)
    server.start()
    page = chromium.open()
    watch = Watch(page)
    if offline:
        open_kept(page, server.url)
        server.stop()
    page.goto(f"{server.url}/articles/hostile")
    for text in ("Text with handlers", "Styled text", "Form text", "Broken markup"):
        expect(page.get_by_text(text)).to_be_visible()
    page.get_by_text("Text with handlers").click()
    expect(page.get_by_text("A link another")).to_be_visible()
    page.get_by_text("A link", exact=True).click()
    assert page.locator("article-body a[href]").count() == 0
    assert page.locator("html").get_attribute("data-ran") is None
    assert page.url == f"{server.url}/articles/hostile"
    assert page.locator("main script, main style, main iframe, main form").count() == 0
    assert watch.heard() == []


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


VECTORS_AN_ARTICLE = 10

# Whether what follows a vector is parsed as if the vector were not there.
ENDS = """(vectors) => vectors.map((html) => {
    const text = `${html}\\n\\n<p id="after"></p>`;
    return new DOMParser().parseFromString(text, 'text/html').body?.lastChild?.id === 'after';
})"""

# What is in the article that no article may have, and the paragraphs that stand between vectors.
LOOK = """() => {
    const all = [...document.querySelectorAll('main article-body *')];
    const schemes = all.flatMap(({ href, src }) => [href, src]).filter(Boolean)
        .map((url) => new URL(url.baseVal ?? url, location.href).protocol);
    return {
        handlers: all.flatMap(({ attributes }) => [...attributes].map(({ name }) => name))
            .filter((name) => name.startsWith('on')),
        schemes: schemes.filter((scheme) => !['http:', 'https:'].includes(scheme)),
        seen: all.filter((element) => element.checkVisibility())
            .map(({ textContent }) => textContent)
            .filter((text) => /^Vector [0-9]+\\.$/.test(text)),
    };
}"""


@dataclass(frozen=True)
class Attacks:
    """The attack corpus as a library; `articles` says which vectors stand in which article."""

    server: FaultyServer
    articles: dict[str, list[int]]


@pytest.fixture
def attacks(page: Page, faulty: FaultyServer, folder: Folder, data: Path) -> Attacks:
    # A file has no lone surrogate and no null: the sanitiser's own tests have those vectors.
    vectors = [html.replace("\0", "").encode(errors="replace").decode() for _, html in ATTACKS]
    ends = page.evaluate(ENDS, vectors)
    together = [number for number, its_own in enumerate(ends) if its_own]
    alone = [[number] for number, its_own in enumerate(ends) if not its_own]
    size = VECTORS_AN_ARTICLE
    groups = [together[start : start + size] for start in range(0, len(together), size)] + alone
    articles = {f"attack-{group[0]}": group for group in groups}
    assert sorted(chain(*articles.values())) == [*range(len(ATTACKS))]
    for slug, group in articles.items():
        text = "\n\n".join(f"<p>Vector {number}.</p>\n\n{vectors[number]}" for number in group)
        folder.write(slug, text)
    publish(folder.path, data, quick=True)
    return Attacks(faulty, articles)


def expect_harmless(page: Page, slug: str, numbers: list[int], watch: Watch) -> None:
    expect(page.get_by_role("heading", level=1, name=slug, exact=True)).to_be_visible()
    look = page.evaluate(LOOK)
    assert look == {
        "handlers": [],
        "schemes": [],
        "seen": [f"Vector {number}." for number in numbers],
    }
    assert watch.heard() == [], slug
    assert page.url.endswith(f"/articles/{slug}")


def test_no_vector_runs_in_a_page_that_the_server_made(
    running_chromium: playwright_api.Browser, attacks: Attacks
) -> None:
    context = running_chromium.new_context(service_workers="block")
    # Without the corpus the app cannot draw the page anew.
    attacks.server.fault("/corpus/", "missing")
    page = context.new_page()
    watch = Watch(page)
    for slug, numbers in attacks.articles.items():
        answer = page.goto(f"{attacks.server.url}/articles/{slug}")
        assert answer
        assert not answer.from_service_worker
        expect_harmless(page, slug, numbers, watch)
        expect(page.locator("html")).to_have_attribute("data-corpus", "none")
    context.close()


def test_no_vector_runs_in_a_page_that_the_app_made(page: Page, attacks: Attacks) -> None:
    watch = Watch(page)
    open_kept(page, attacks.server.url)
    attacks.server.stop()
    for slug, numbers in attacks.articles.items():
        answer = page.goto(f"{attacks.server.url}/articles/{slug}")
        assert answer
        assert answer.from_service_worker
        expect_harmless(page, slug, numbers, watch)
