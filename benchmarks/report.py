"""Writes docs/benchmarks.md: every figure beside the promise or the reference it is held to."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fuzzing import Fuzzed
from benchmarks.measuring import SLOW_BYTES_PER_S, SLOW_DELAY_S, Figures
from benchmarks.slow_clients import Hanging


def write_report(path: Path, figures: Figures, hanging: Sequence[Hanging], fuzzed: Fuzzed) -> None:
    """Write the report; ratios first, since seconds are this machine's."""
    text = report_of(figures) + server_report_of(hanging, fuzzed)
    path.write_text(text, encoding="utf-8")


def report_of(f: Figures) -> str:
    """Return the report on a library and its phone as Markdown."""
    promises = [
        (
            "on the wire, brotli, of the plain JSON",
            "at most 20 %",
            _share(f.br, f.plain),
            f.br <= 0.20 * f.plain,
        ),
        (
            "on the phone's disk, of the plain JSON",
            "at most 30 %",
            _share(f.disk, f.plain),
            f.disk <= 0.30 * f.plain,
        ),
        (
            "CPU of the first sync, against fetching and dropping the same bytes",
            "at most 4 ×",
            _times(f.sync.cpu_s, f.dropping.cpu_s),
            f.sync.cpu_s <= 4 * f.dropping.cpu_s,
        ),
        (
            "first sync at 1.6 Mbit/s, against the time that the bytes alone take",
            "at most 1.05 ×",
            _times(f.slow_sync_s, f.slow_bytes_s),
            f.slow_sync_s <= 1.05 * f.slow_bytes_s,
        ),
        (
            "longest task of the main thread while syncing",
            "at most 50 ms",
            f"{f.sync.longest_task_ms:.0f} ms",
            f.sync.longest_task_ms <= 50,
        ),
        (
            "growth of the renderer over an idle page",
            "at most 80 MB",
            _mb(f.sync.growth),
            f.sync.growth <= 80e6,
        ),
        (
            "cold start without a server, to the first rows",
            "under 1 s",
            f"{f.cold_list_ms:.0f} ms",
            f.cold_list_ms < 1000,
        ),
        (
            "opening an article, from tap to text on the screen, p95",
            "under 20 ms",
            f"{f.open_p95_ms:.1f} ms",
            f.open_p95_ms < 20,
        ),
        (
            "publishing again with 10 changed",
            "under 2 s",
            f"{f.publish_again.seconds:.1f} s",
            f.publish_again.seconds < 2,
        ),
        (
            "packs of the base touched by that",
            "none",
            "none" if f.base_kept else "some",
            f.base_kept,
        ),
    ]
    rows = [
        f"| {what} | {promise} | {figure} | {'kept' if kept else '**missed**'} |"
        for what, promise, figure, kept in promises
    ]
    return f"""# Benchmarks

Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({os.cpu_count()} cores,
{platform.machine()}, Python {platform.python_version()}, Chromium headless): {f.articles:,} generated articles in
several languages, {_mb(f.plain)} of JSON. Seconds depend on the machine and on what else it does; ratios are taken in
one run. The promises are those of docs/design.md §10.

## Promises

| what | promise | measured | |
|---|---|---|---|
{chr(10).join(rows)}

## How to read this

- Wire and disk follow the text. The generator's invented words in eight languages compress worse than real articles: the
  measurements behind the design had 10,000 real ones at 18.3 MB on the wire and 25 MB on the disk, of 90 to 97 MB.
- The renderer's growth is the peak of all its heaps, before anything is collected; fetching and dropping, below, has one too.
- CPU is that of all the browser's processes, the drawing of the list included.
- From tap to text is looked at once a frame, so it comes in steps of about 17 ms; the read from the store is in it.

## On the wire

| form | bytes | against `xz -9e` of the whole |
|---|---|---|
| plain JSON packs | {_mb(f.plain)} | {_times(f.plain, f.xz)} |
| gzip (libdeflate 12) | {_mb(f.gzip)} | {_times(f.gzip, f.xz)} |
| brotli (11) | {_mb(f.br)} | {_times(f.br, f.xz)} |
| `xz -9e` | {_mb(f.xz)} | 1.00 × |
| the changes of an edition with 10 corrected articles, brotli | {f.update_br / 1000:.0f} KB | |

## Publishing

| run | seconds | CPU seconds | memory, all processes |
|---|---|---|---|
| everything for the first time | {f.publish.seconds:.1f} | {f.publish.cpu_s:.1f} | {_mb(f.publish.memory)} |
| with 10 changed files | {f.publish_again.seconds:.1f} | {f.publish_again.cpu_s:.1f} | {_mb(f.publish_again.memory)} |
| with nothing changed | {f.publish_nothing.seconds:.1f} | {f.publish_nothing.cpu_s:.1f} | {_mb(f.publish_nothing.memory)} |

## In the browser

| run | seconds | CPU seconds | growth of the renderer |
|---|---|---|---|
| fetching the packs and dropping them | {f.dropping.seconds:.1f} | {f.dropping.cpu_s:.1f} | {_mb(f.dropping.growth)} |
| first sync: fetching, checking, storing | {f.sync.seconds:.1f} | {f.sync.cpu_s:.1f} | {_mb(f.sync.growth)} |
| update to the edition with 10 corrected, page load included | {f.update.seconds:.1f} | {f.update.cpu_s:.1f} | {_mb(f.update.growth)} |

The first sync over a link of {SLOW_BYTES_PER_S * 8 / 1e6:.1f} Mbit/s and {SLOW_DELAY_S * 1000:.0f} ms took {f.slow_sync_s:.0f} s; the bytes alone
take {f.slow_bytes_s:.0f} s.

| reading | p50 | p95 |
|---|---|---|
| an article from the store | {f.read_p50_ms:.1f} ms | {f.read_p95_ms:.1f} ms |
| from a tap in the list to the text on the screen | {f.open_p50_ms:.1f} ms | {f.open_p95_ms:.1f} ms |
"""


def server_report_of(hanging: Sequence[Hanging], fuzzed: Fuzzed) -> str:
    """Return the report on the server among strangers as Markdown."""
    rows = [
        f"| {h.clients:,} {h.kind} | {name} | {h.without[name].p50:.2f} / {h.without[name].p95:.2f} ms"
        f" | {beside.p50:.2f} / {beside.p95:.2f} ms | {_times(beside.p50, h.without[name].p50)}"
        f" / {_times(beside.p95, h.without[name].p95)} |"
        for h in hanging
        for name, beside in h.beside.items()
    ]
    growths = [f"{_mb(h.growth)} where they {h.kind}" for h in hanging]
    return f"""
## The server among strangers

What a healthy client waits for an answer, on a connection of its own each time, while others hang on that say nothing,
send a header byte by byte, or read a pack byte by byte, and come back when they are dropped:

| hanging on | asked for | p50 / p95 without them | beside them | ratio |
|---|---|---|---|---|
{chr(10).join(rows)}

The server's processes grow by {", ".join(growths)}. Who reads slowly holds the rest of the answer in
the server's memory, and no thread; a proxy in front, which keeps answers on its disk, takes this off a small server.

schemathesis asked {fuzzed.operations} operations of the OpenAPI document {fuzzed.cases:,} times in {fuzzed.seconds:.0f} s: what it allows, what it forbids, the
edges of each parameter, other methods, and along its links. {fuzzed.failures or "None"} of the answers failed a check.
"""


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %"


def _times(figure: float, reference: float) -> str:
    return f"{figure / reference:.2f} ×"


def _mb(count: float) -> str:
    return f"{count / 1e6:.1f} MB"
