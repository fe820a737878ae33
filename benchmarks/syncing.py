"""What keeping a library costs a browser: the first sync, an update, reads from its store.

Each figure stands beside a reference from the same run: the same bytes fetched by the same browser
and dropped.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from benchmarks.processes import MemoryPeak, cpu_of

PATIENCE_MS = 600_000

FETCH_AND_DROP = """
async ({ files, lanes }) => {
  const queue = [...files];
  const lane = async () => {
    for (let file; (file = queue.shift()); ) {
      const response = await fetch('/corpus/' + file, { cache: 'no-store' });
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
"""

WATCH_LONG_TASKS = """
() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
  }).observe({ entryTypes: ['longtask'] });
}
"""

READ = """
async ({ build, count }) => {
  const { Replica } = await import(`/a/${build}/corpus/replica.js`);
  const replica = new Replica({ workerURL: `/a/${build}/corpus/download-worker.js` });
  await replica.start();
  const rows = await replica.rows();
  const times = [];
  for (let step = 0; step < count; step += 1) {
    // A fixed walk over the whole library: 7919 is prime, so no two steps meet.
    const { slug } = rows[(step * 7919) % rows.length];
    const start = performance.now();
    const article = await replica.article(slug);
    if (!article.blocks.length) throw new Error(slug);
    times.push(performance.now() - start);
  }
  return times;
}
"""

LANES = 3


@dataclass(frozen=True, slots=True)
class Sync:
    """One sync: seconds, CPU seconds of all the browser, the growth of its renderers in bytes."""

    seconds: float
    cpu_s: float
    growth: int
    longest_task_ms: float


def free_port() -> int:
    """Return a port for one library's whole life: a phone keeps articles by address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(source: Path, data: Path, port: int) -> Iterator[str]:
    """Serve DIR as an operator does, who says at which URL; yield it."""
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "webapp", "serve", str(source), "--data", str(data)]
    options = ["--port", str(port), "--url", url]
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
    pause = threading.Event()
    while not _answers(port):
        if process.poll() is not None:
            raise SystemExit("octavo serve ended")
        pause.wait(0.1)
    try:
        yield url
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def open_chromium(playwright: Playwright, profile: Path) -> BrowserContext:
    """Start Chromium with a profile on a phone's screen."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def expect_edition(page: Page, edition: int) -> None:
    """Wait until an edition is kept whole."""
    html = page.locator("html")
    expect(html).to_have_attribute("data-corpus", "ready", timeout=PATIENCE_MS)
    expect(html).to_have_attribute("data-edition", str(edition), timeout=PATIENCE_MS)


def first_sync(page: Page, url: str, edition: int) -> Sync:
    """Keep a whole library for the first time, from the reader's tap to ready."""
    page.goto(url)
    tap = page.locator("main").get_by_role("button", name="Download")
    expect(tap).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(WATCH_LONG_TASKS)
    me = os.getpid()
    with MemoryPeak(me, "--type=renderer") as memory:
        start, cpu = time.monotonic(), cpu_of(me, "chromium")
        tap.click()
        expect_edition(page, edition)
        seconds, cpu = time.monotonic() - start, cpu_of(me, "chromium") - cpu
    longest = max(page.evaluate("globalThis.longTasks"), default=0.0)
    return Sync(seconds, cpu, memory.growth, longest)


def update(page: Page, url: str, edition: int) -> Sync:
    """Bring a kept library to the next edition, from the navigation to ready."""
    me = os.getpid()
    with MemoryPeak(me, "--type=renderer") as memory:
        start, cpu = time.monotonic(), cpu_of(me, "chromium")
        page.goto(url)
        expect_edition(page, edition)
        seconds, cpu = time.monotonic() - start, cpu_of(me, "chromium") - cpu
    return Sync(seconds, cpu, memory.growth, 0.0)


def fetch_and_drop(page: Page, url: str, files: list[str]) -> Sync:
    """Fetch the same files, as many at a time, and drop the bytes: the reference."""
    page.goto(f"{url}/healthz")
    me = os.getpid()
    with MemoryPeak(me, "--type=renderer") as memory:
        start, cpu = time.monotonic(), cpu_of(me, "chromium")
        page.evaluate(FETCH_AND_DROP, {"files": files, "lanes": LANES})
        seconds, cpu = time.monotonic() - start, cpu_of(me, "chromium") - cpu
    return Sync(seconds, cpu, memory.growth, 0.0)


def stored_bytes(page: Page) -> int:
    """Return what the origin's stores take on the disk, as the browser says."""
    details: dict[str, Any] = page.evaluate("navigator.storage.estimate()")
    return int(details["usage"])


def read_times(page: Page, count: int = 300) -> list[float]:
    """Return the milliseconds of `count` reads of an article from the store."""
    build = page.locator("html").get_attribute("data-build")
    times: list[float] = page.evaluate(READ, {"build": build, "count": count})
    return times


def files_of(root: dict[str, Any]) -> list[str]:
    """Return the packs that a new phone fetches."""
    since = [pack for pack in root["changes"] if pack["from"] >= root["base_edition"]]
    return [pack["file"] for pack in (*root["base"], *since)]
