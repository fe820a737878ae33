"""How Lighthouse rates the list and an article that `octavo serve` serves, as on a phone.

Its own defaults: a mid-range phone on a slow link, simulated from what is measured here. What it
needs of npm, `make bench` installs into benchmarks/lighthouse/.

    python -m benchmarks lighthouse
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import syncing
from benchmarks.progress import tell

HOME = Path(__file__).parent / "lighthouse"

CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}

METRICS = {
    "largest-contentful-paint": "LCP",
    "cumulative-layout-shift": "CLS",
    "total-blocking-time": "TBT",
}

RUNS = 3

PATIENCE_S = 180


@dataclass(frozen=True, slots=True)
class Failed:
    """One audit that was not passed in full in at least one run.

    `weight` is its share in its category; 0 where it only informs.
    """

    category: str
    name: str
    title: str
    weight: float
    value: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What became of one page: medians of the scores (0 to 100) and of the metrics, by name."""

    page: str
    version: str
    runs: int
    scores: Mapping[str, float]
    metrics: Mapping[str, float]
    failed: tuple[Failed, ...]


def rate(source: Path, data: Path, *, runs: int = RUNS) -> list[Rating]:
    """Rate the list and its first article of the library that is published in DIR."""
    with syncing.serving(source, data, syncing.free_port()) as url:
        pages = {"the list": url, "an article": f"{url}/articles/{_first_slug(url)}"}
        return [_rate_page(name, address, runs) for name, address in pages.items()]


def _first_slug(url: str) -> str:
    """Return, as an address has it, the first article in the library's own language."""
    with urllib.request.urlopen(f"{url}/api/v1/articles") as answer:  # noqa: S310  our own server
        articles = json.load(answer)["articles"]
    return next(str(article["slug"]) for article in articles if article["lang"] == "en")


def _rate_page(name: str, url: str, runs: int) -> Rating:
    reports = [_lighthouse(url) for _ in range(runs)]
    rating = Rating(
        name,
        reports[0]["lighthouseVersion"],
        runs,
        {
            words: _median(100 * report["categories"][category]["score"] for report in reports)
            for category, words in CATEGORIES.items()
        },
        {
            words: _median(report["audits"][metric]["numericValue"] for report in reports)
            for metric, words in METRICS.items()
        },
        tuple(_failed(reports)),
    )
    tell(f"Lighthouse, {name}: {dict(rating.scores)}, {dict(rating.metrics)}")
    for failed in rating.failed:
        tell(f"  not passed: {failed}")
    return rating


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _failed(reports: list[dict[str, Any]]) -> Iterable[Failed]:
    """Yield each audit below its full score once, as the run says that rates it lowest."""
    worst: dict[str, tuple[float, Failed]] = {}
    for report in reports:
        for category, words in CATEGORIES.items():
            for reference in report["categories"][category]["auditRefs"]:
                if reference.get("group") == "hidden":
                    continue  # kept for old readers of reports; nobody is shown it
                audit = report["audits"][reference["id"]]
                score = audit["score"]
                if score is None or score >= 1 or score >= worst.get(audit["id"], (1,))[0]:
                    continue
                failed = Failed(
                    words,
                    audit["id"],
                    audit["title"],
                    reference["weight"],
                    audit.get("displayValue", ""),
                )
                worst[audit["id"]] = (score, failed)
    return [failed for _, failed in worst.values()]


def _lighthouse(url: str) -> dict[str, Any]:
    """Return the report of one run, which is tried once more: now and then a browser hangs."""
    try:
        return _run(url)
    except LighthouseError as error:
        tell(f"Lighthouse runs once more: {error}")
        return _run(url)


class LighthouseError(RuntimeError):
    """A run that ended without a report; the message is Lighthouse's own."""


def _run(url: str) -> dict[str, Any]:
    """Run Lighthouse once, in a browser of its own, and return its report."""
    node = Path(sys.executable).with_name("node")
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        run = subprocess.run(
            [
                *(node, HOME / "node_modules" / "lighthouse" / "cli" / "index.js", url),
                *("--output=json", f"--output-path={report}", "--quiet"),
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags=--headless=new{' --no-sandbox' if os.geteuid() == 0 else ''}",
                "--no-enable-error-reporting",
            ],
            env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
        )
        if run.returncode:
            raise LighthouseError(run.stderr[-2_000:])
        result: dict[str, Any] = json.loads(report.read_bytes())
    return result
