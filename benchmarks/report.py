"""Makes docs/benchmarks.md: every figure beside the promise or the reference it is held to."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.fuzzing import Fuzzed
from benchmarks.measuring import SLOW_BYTES_PER_S, SLOW_DELAY_S, Figures
from benchmarks.phones import Phone
from benchmarks.rating import Failed, Rating
from benchmarks.shell_bytes import ShellBytes
from benchmarks.slow_clients import Hanging
from benchmarks.waiting import Waiting


@dataclass(slots=True)
class Taken:
    """What was measured, part by part."""

    library: Figures | None = None
    shell: ShellBytes | None = None
    ratings: list[Rating] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    fuzzed: Fuzzed | None = None


class Promise(NamedTuple):
    """One promise of the design, and what was measured of it."""

    what: str
    promised: str
    measured: str
    is_kept: bool


def report_of(taken: Taken) -> str:
    """Return the report as Markdown; ratios first, since seconds are this machine's."""
    sections = [_head(taken), _promises([*_all_promises(taken)])]
    if taken.library:
        sections.append(_library(taken.library))
    if taken.phones:
        sections.append(_phones(taken.phones))
    if taken.shell:
        sections.append(_shell(taken.shell))
    if taken.ratings:
        sections.append(_lighthouse(taken.ratings))
    if taken.hanging and taken.fuzzed:
        sections.append(_server(taken.hanging, taken.fuzzed))
    return "\n".join(sections)


def _head(taken: Taken) -> str:
    library = taken.library
    of = (
        f": {library.articles:,} generated articles in\nseveral languages, {_mb(library.plain)} of JSON"
        if library
        else ""
    )
    return f"""# Benchmarks

Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({os.cpu_count()} cores,
{platform.machine()}, Python {platform.python_version()}, Chromium headless){of}. Seconds depend on the machine and on what else it does; ratios are taken in
one run. The promises are those of docs/design.md §10.
"""


def _promises(promises: Iterable[Promise]) -> str:
    rows = [
        f"| {what} | {promised} | {measured} | {'kept' if is_kept else '**missed**'} |"
        for what, promised, measured, is_kept in promises
    ]
    return f"""## Promises

| what | promise | measured | |
|---|---|---|---|
{chr(10).join(rows)}
"""


def _all_promises(taken: Taken) -> Iterator[Promise]:
    if taken.library:
        yield from _promises_of_library(taken.library)
    if taken.phones:
        yield from _promises_of_phone(taken.phones[0])
    if taken.shell:
        sent = taken.shell.shell.sent
        yield Promise("the whole shell, compressed", "at most 150 KB", _kb(sent), sent <= 150_000)
    for rating in taken.ratings:
        if rating.page == "an article":
            scores = rating.scores.values()
            yield Promise(
                f"Lighthouse of an article: {', '.join(rating.scores)}",
                "100 each",
                ", ".join(f"{score:.0f}" for score in scores),
                min(scores) >= 100,
            )


def _promises_of_phone(phone: Phone) -> Iterator[Promise]:
    yield Promise(
        f"cold start without a server, to the first rows on the screen, p95 of {phone.starts}",
        "under 1 s",
        _ms(phone.rows.p95),
        phone.rows.p95 < 1000,
    )
    yield Promise(
        f"opening an article, from tap to text on the screen, p95 of {phone.opens}",
        "under 20 ms",
        _ms(phone.shown.p95),
        phone.shown.p95 < 20,
    )


def _promises_of_library(f: Figures) -> list[Promise]:
    return [
        Promise(
            "on the wire, brotli, of the plain JSON",
            "at most 20 %",
            _share(f.br, f.plain),
            f.br <= 0.20 * f.plain,
        ),
        Promise(
            "on the phone's disk, of the plain JSON",
            "at most 30 %",
            _share(f.disk, f.plain),
            f.disk <= 0.30 * f.plain,
        ),
        Promise(
            "CPU of the first sync, against fetching and dropping the same bytes",
            "at most 4 ×",
            _times(f.sync.cpu_s, f.dropping.cpu_s),
            f.sync.cpu_s <= 4 * f.dropping.cpu_s,
        ),
        Promise(
            "first sync at 1.6 Mbit/s, against the time that the bytes alone take",
            "at most 1.05 ×",
            _times(f.slow_sync_s, f.slow_bytes_s),
            f.slow_sync_s <= 1.05 * f.slow_bytes_s,
        ),
        Promise(
            "longest task of the main thread while syncing",
            "at most 50 ms",
            f"{f.sync.longest_task_ms:.0f} ms",
            f.sync.longest_task_ms <= 50,
        ),
        Promise(
            "growth of the renderer over an idle page",
            "at most 80 MB",
            _mb(f.sync.growth),
            f.sync.growth <= 80e6,
        ),
        Promise(
            "publishing again with 10 changed",
            "under 2 s",
            f"{f.publish_again.seconds:.1f} s",
            f.publish_again.seconds < 2,
        ),
        Promise(
            "packs of the base touched by that",
            "none",
            "none" if f.base_kept else "some",
            f.base_kept,
        ),
    ]


def _library(f: Figures) -> str:
    return f"""## How to read this

- Wire and disk follow the text. The generator's invented words in eight languages compress worse than real articles: the
  measurements behind the design had 10,000 real ones at 18.3 MB on the wire and 25 MB on the disk, of 90 to 97 MB.
- The renderer's growth is the peak of all its heaps, before anything is collected; fetching and dropping, below, has one too.
- CPU is that of all the browser's processes, the drawing of the list included.

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

Reading an article from the store takes {f.read.p50:.1f} ms (p50) to {f.read.p95:.1f} ms (p95).
"""


def _phones(phones: Sequence[Phone]) -> str:
    starts, opens = phones[0].starts, phones[0].opens
    rows = [
        f"| {phone.articles:,} | {phone.rate} × | {_both(phone.words)} | {_both(phone.rows)}"
        f" | {_both(phone.opened)} | {_both(phone.shown)} |"
        for phone in phones
    ]
    return f"""## On a phone, without a server

The browser is started anew with the profile of a phone that keeps the library, while nothing answers at its address:
{starts} times for each line. Then {opens} articles are opened, from all over the list. p50 / p95 in milliseconds:

| articles | slower than this machine | start: first words | start: first rows | tap: text in the page | tap: text on the screen |
|---|---|---|---|---|---|
{chr(10).join(rows)}

- A start counts from its navigation (`performance.timeOrigin`), an opening from the timestamp of the click; “on the screen” is the
  frame in which the browser says that the rows, or the text, were painted (Element Timing). A frame comes every 17 ms, and what is
  painted is told to within 4 ms.
- Each p95 is a time that was measured, by the nearest rank: of so few starts it is the slowest one.
- Slower is Chromium's own throttle (`Emulation.setCPUThrottlingRate`). It holds up the page's main thread; the service worker and the
  browser's other processes keep their speed, which those of a real phone of that class would not.
"""


def _shell(shell: ShellBytes) -> str:
    rows = [
        f"| {kind} | {files} | {_kb(plain)} | {_kb(sent)} |"
        for kind, files, plain, sent in (
            (of.kind, of.files, of.plain, of.sent) for of in (*shell.kinds, shell.shell)
        )
    ]
    return f"""## The app itself

What a phone fetches for the app, as `octavo serve` sends it to a browser that takes brotli:

| kind | files | plain | as sent |
|---|---|---|---|
{chr(10).join(rows)}

The shell is what every phone keeps of a build: scripts, words, styles and the page. A first visit to the list, until the app is
kept, takes {_kb(shell.visit)} from the server, headers included: the page, the shell once or twice (the worker does not trust the
browser's cache), the worker, icons and what the library says of itself.
"""


def _lighthouse(ratings: Sequence[Rating]) -> str:
    names = [*ratings[0].scores, *ratings[0].metrics]
    rows = [
        "| "
        + " | ".join(
            [
                rating.page,
                *(f"{score:.0f}" for score in rating.scores.values()),
                *(_metric(name, value) for name, value in rating.metrics.items()),
            ]
        )
        + " |"
        for rating in ratings
    ]
    failed = [_failed(rating.page, audit) for rating in ratings for audit in rating.failed]
    return f"""## Lighthouse

Lighthouse {ratings[0].version} as it comes (a mid-range phone on a slow link, simulated), against `octavo serve`; medians of {ratings[0].runs} runs:

| page | {" | ".join(names)} |
|{"---|" * (len(names) + 1)}
{chr(10).join(rows)}

{_list_of_failed(failed)}
"""


def _list_of_failed(failed: Sequence[str]) -> str:
    if not failed:
        return "Every audit is passed in full."
    rows = chr(10).join(failed)
    return f"""Not passed in full, in the run that rates it lowest; what weighs nothing only informs:

| page | category | audit | weight | |
|---|---|---|---|---|
{rows}"""


def _failed(page: str, audit: Failed) -> str:
    title = audit.title.replace("|", "/")
    return f"| {page} | {audit.category} | {title} | {audit.weight:g} | {audit.value} |"


def _server(hanging: Sequence[Hanging], fuzzed: Fuzzed) -> str:
    rows = [
        f"| {h.clients:,} {h.kind} | {name} | {h.without[name].p50:.2f} / {h.without[name].p95:.2f} ms"
        f" | {beside.p50:.2f} / {beside.p95:.2f} ms | {_times(beside.p50, h.without[name].p50)}"
        f" / {_times(beside.p95, h.without[name].p95)} |"
        for h in hanging
        for name, beside in h.beside.items()
    ]
    growths = [f"{_mb(h.growth)} where they {h.kind}" for h in hanging]
    return f"""## The server among strangers

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


def _kb(count: float) -> str:
    return f"{count / 1000:.1f} KB"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms"


def _both(waiting: Waiting) -> str:
    return f"{waiting.p50:.0f} / {waiting.p95:.0f}"


def _metric(name: str, value: float) -> str:
    return f"{value:.3f}" if name == "CLS" else _ms(value)
