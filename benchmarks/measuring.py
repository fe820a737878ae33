"""Takes the measurements of a library and of a phone that keeps it, each told as it is known."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from benchmarks import generator, publishing, syncing
from benchmarks.progress import tell
from benchmarks.publishing import Run
from benchmarks.slow_link import SlowLink
from benchmarks.syncing import Sync
from benchmarks.waiting import Waiting, waiting_of

SLOW_BYTES_PER_S = 1_600_000 / 8
SLOW_DELAY_S = 0.15


Take = Callable[..., None]
"""Takes figures by name."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that docs/benchmarks.md tells, in seconds, milliseconds and bytes."""

    articles: int
    plain: int
    gzip: int
    br: int
    xz: int
    publish: Run
    publish_again: Run
    publish_nothing: Run
    update_br: int
    base_kept: bool
    dropping: Sync
    sync: Sync
    disk: int
    slow_sync_s: float
    slow_bytes_s: float
    update: Sync
    read: Waiting


def measure(place: Path, source: Path, data: Path, articles: int) -> Figures:
    """Generate and measure a library of so many articles; the phones go into an empty folder."""
    tell(f"generating {articles:,} articles")
    generator.generate(source, articles)
    taken: dict[str, object] = {"articles": articles}

    def take(**figures: object) -> None:
        for name, figure in figures.items():
            tell(f"{name}: {figure}")
            taken[name] = figure

    take(publish=publishing.run_publish(source, data))
    take(publish_nothing=publishing.run_publish(source, data))
    first = publishing.root_of(data)
    take(**publishing.sizes_of(first["base"]), xz=publishing.xz_of(data))
    with sync_playwright() as playwright:
        port = syncing.free_port()
        bench = Bench(playwright, place, source, data, port, take)
        _measure_first_sync(bench)
        generator.edits(source, first["edition"] + 1, changed=10)
        take(publish_again=publishing.run_publish(source, data))
        root = publishing.root_of(data)
        latest = [pack for pack in root["changes"] if pack["to"] == root["edition"]]
        take(
            update_br=publishing.sizes_of(latest)["br"],
            base_kept=root["base"] == first["base"],
        )
        _measure_kept(bench)
        _measure_slow_sync(bench)
    return Figures(**{field.name: taken[field.name] for field in fields(Figures)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the measurements in the browser need."""

    playwright: Playwright
    place: Path
    source: Path
    data: Path
    port: int
    take: Take

    def serving(self) -> AbstractContextManager[str]:
        """Serve the library at its address."""
        return syncing.serving(self.source, self.data, self.port)

    def phone(self, name: str) -> BrowserContext:
        """Start the browser of one phone, with what it kept before."""
        return syncing.open_chromium(self.playwright, self.place / name)


def _measure_first_sync(bench: Bench) -> None:
    root = publishing.root_of(bench.data)
    with bench.serving() as url:
        with bench.phone("dropping") as context:
            files = syncing.files_of(root)
            bench.take(dropping=syncing.fetch_and_drop(context.pages[0], url, files))
        with bench.phone("keeping") as context:
            page = context.pages[0]
            bench.take(sync=syncing.first_sync(page, url, root["edition"]))
            bench.take(disk=syncing.stored_bytes(page))


def _measure_kept(bench: Bench) -> None:
    """The phone of the first sync comes back: an update, then reads from its store."""
    edition = publishing.root_of(bench.data)["edition"]
    with bench.serving() as url, bench.phone("keeping") as context:
        page = context.pages[0]
        bench.take(update=syncing.update(page, url, edition))
        bench.take(read=waiting_of(syncing.read_times(page)))


def _measure_slow_sync(bench: Bench) -> None:
    root = publishing.root_of(bench.data)
    with (
        bench.serving(),
        SlowLink(bench.port, SLOW_BYTES_PER_S, SLOW_DELAY_S) as link,
        bench.phone("slow") as context,
    ):
        url = f"http://127.0.0.1:{link.port}"
        sync = syncing.first_sync(context.pages[0], url, root["edition"])
        fetched = publishing.sizes_of([*root["base"], *root["changes"]])["br"]
        bench.take(slow_sync_s=sync.seconds, slow_bytes_s=fetched / SLOW_BYTES_PER_S)
