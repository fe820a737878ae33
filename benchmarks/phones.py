"""How long a reader waits for what is kept, on a phone as fast as this machine and on slower ones.

A cold start is a browser that is started anew with the profile of a phone that keeps the library,
while the server is down. When something is on the screen, the browser itself says (Element
Timing): the frame in which it was painted, counted from the start of the navigation.

    python -m benchmarks phones
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, Playwright, sync_playwright

from benchmarks import publishing, syncing
from benchmarks.progress import tell
from benchmarks.waiting import Waiting, waiting_of

RATES = (1, 4, 6)
"""How many times slower than this machine the page's main thread is made."""

STARTS = 15
"""Cold starts at each rate: the slowest of so few stands for the 95th of a hundred."""

OPENS = 40
"""Articles opened at each rate."""

WATCH = """
(() => {
  const PIECES = 12;
  let what = '';
  let told;
  const bench = {
    /* Begins to wait for the first piece of what a selector names. */
    await(selector) {
      what = selector;
      bench.tapped = bench.inPage = 0;
      bench.shown = new Promise((resolve) => { told = resolve; });
    },
    tapped: 0,
    inPage: 0,
    shown: null,
  };
  globalThis.bench = bench;
  new PerformanceObserver((list) => {
    for (const { renderTime } of list.getEntries()) {
      if (bench.inPage && renderTime >= bench.inPage) told(renderTime);
    }
  }).observe({ type: 'element', buffered: true });
  // A mutation is told of before anything is painted: in time to have the painting timed.
  new MutationObserver(() => {
    const pieces = what ? document.querySelectorAll(what) : [];
    if (!pieces.length) return;
    what = '';
    for (const piece of [...pieces].slice(0, PIECES)) piece.setAttribute('elementtiming', 'bench');
    bench.inPage = performance.now();
  }).observe(document, { childList: true, subtree: true });
  addEventListener('click', ({ timeStamp }) => { bench.tapped = timeStamp; }, { capture: true });
  bench.await('library-list .row :is(h3, a)');
})()
"""

STARTED = """
async () => {
  const rows = await bench.shown;
  const [words] = performance.getEntriesByName('first-contentful-paint');
  return { words: words?.startTime ?? rows, rows };
}
"""

# Rows all over the list: each step goes a screen and a half further down.
ROW_IN_VIEW = """
(step) => new Promise((resolve) => {
  const middleOf = (link) => {
    const { left, right, top, bottom } = link.getBoundingClientRect();
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  const isReachable = (link) => {
    const { x, y } = middleOf(link);
    return document.elementFromPoint(x, y)?.closest('a') === link;
  };
  let isThere = false;
  const look = () => {
    if (document.body.dataset.screen === 'library' && document.querySelector('.row')) {
      if (isThere) {
        const link = [...document.querySelectorAll('library-list .row a')].find(isReachable);
        if (link) return resolve(middleOf(link));
      } else {
        scrollTo({ top: 1.5 * step * innerHeight, behavior: 'instant' });
        isThere = true;
      }
    }
    requestAnimationFrame(look);
  };
  look();
})
"""

OPENED = """
async () => {
  const shown = await bench.shown;
  return { inPage: bench.inPage - bench.tapped, shown: shown - bench.tapped };
}
"""

AWAIT_TEXT = "() => bench.await('article-body > *, article-body > * *')"


@dataclass(frozen=True, slots=True)
class Phone:
    """One size of library on one speed of phone.

    `words` and `rows` are from the start of the navigation to the first words and the first rows on
    the screen; `opened` is from the tap to the text in the page, `shown` to the text on the screen.
    """

    articles: int
    rate: int
    starts: int
    opens: int
    words: Waiting
    rows: Waiting
    opened: Waiting
    shown: Waiting


def measure(
    source: Path, data: Path, profile: Path, *, starts: int = STARTS, opens: int = OPENS
) -> list[Phone]:
    """Keep the library that is published in DIR in a new profile, then start and read without DIR's
    server, once for each rate.
    """
    with sync_playwright() as playwright:
        with (
            syncing.serving(source, data, syncing.free_port()) as url,
            syncing.open_chromium(playwright, profile) as context,
        ):
            root = publishing.root_of(data)
            articles = root["articles"]["count"]
            tell(f"keeping {articles:,} articles")
            syncing.first_sync(context.pages[0], url, root["edition"])
        bench = _Bench(playwright, profile, url)
        bench.start(1)  # the first one after a download has more to do than all later ones
        return [_measure_rate(bench, articles, rate, starts, opens) for rate in RATES]


def _measure_rate(bench: _Bench, articles: int, rate: int, starts: int, opens: int) -> Phone:
    started = [bench.start(rate) for _ in range(starts)]
    opened = bench.open(rate, opens)
    phone = Phone(
        articles,
        rate,
        starts,
        opens,
        words=waiting_of([each["words"] for each in started]),
        rows=waiting_of([each["rows"] for each in started]),
        opened=waiting_of([each["inPage"] for each in opened]),
        shown=waiting_of([each["shown"] for each in opened]),
    )
    tell(f"{articles:,} articles, {rate} × slower: {phone}")
    return phone


@dataclass(frozen=True, slots=True)
class _Bench:
    """A phone that keeps the library of an address where nothing answers any more."""

    playwright: Playwright
    profile: Path
    url: str

    def start(self, rate: int) -> dict[str, float]:
        """Start the browser and its list; return the milliseconds to the first words and rows."""
        started: dict[str, float] = self._with_page(rate, lambda _page, started: started)
        return started

    def open(self, rate: int, count: int) -> list[dict[str, float]]:
        """Tap on so many rows of a list; return the milliseconds until each text was there."""
        opened: list[dict[str, float]] = self._with_page(
            rate, lambda page, _started: [_open(page, step) for step in range(count)]
        )
        return opened

    def _with_page(self, rate: int, use: Callable[[Page, dict[str, float]], Any]) -> Any:
        with syncing.open_chromium(self.playwright, self.profile) as context:
            page = context.pages[0]
            page.add_init_script(WATCH)
            _slow_down(context.new_cdp_session(page), rate)
            page.goto(self.url, wait_until="commit")
            return use(page, page.evaluate(STARTED))


def _slow_down(session: CDPSession, rate: int) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def _open(page: Page, step: int) -> dict[str, float]:
    row = page.evaluate(ROW_IN_VIEW, step)
    page.evaluate(AWAIT_TEXT)
    page.mouse.click(row["x"], row["y"])
    opened: dict[str, float] = page.evaluate(OPENED)
    page.evaluate("history.back()")
    return opened
