"""`make bench`: measures generated libraries and what is read of them; writes docs/benchmarks.md.

Parts can be measured alone; their sections are then printed, and no file is written:

    python -m benchmarks [library | shell | lighthouse | phones | server …]

The whole takes about half an hour on two quiet cores, and 5 GB in the temporary folder (TMPDIR).
Take 3,000 articles or more for library and phones: fewer come unasked, and they wait to tap.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import (
    fuzzing,
    generator,
    measuring,
    phones,
    publishing,
    rating,
    shell_bytes,
    slow_clients,
)
from benchmarks.progress import tell
from benchmarks.report import Taken, report_of

REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"

PARTS = ("library", "shell", "lighthouse", "phones", "server")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="; ".join(PARTS) + "; else all")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--many", type=int, default=100_000, help="of the second library of the phones; 0 for none"
    )
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.parts) - set(PARTS)):
        parser.error(f"there is no part {', '.join(unknown)}")
    taken = Taken()
    for _ in take(taken, arguments.parts or PARTS, arguments.articles, arguments.many):
        # Part by part: half an hour of measuring is not lost with its last minute.
        if not arguments.parts:
            REPORT.write_text(report_of(taken), encoding="utf-8")
            tell(f"Written to {REPORT}")
    if arguments.parts:
        print(report_of(taken))


def take(taken: Taken, parts: Sequence[str], articles: int, many: int) -> Iterator[None]:
    """Take the measurements of these parts, in an order that needs each library once.

    Yields after each part.
    """
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
        place = Path(folder)
        source, data = place / "source", place / "data"
        if "library" in parts:
            taken.library = measuring.measure(place, source, data, articles)
            yield
        else:
            _publish_quickly(source, data, articles)
        if "shell" in parts:
            taken.shell = shell_bytes.measure(source, data, place / "visiting")
            yield
        if "lighthouse" in parts:
            taken.ratings = rating.rate(source, data)
            yield
        if "phones" in parts:
            taken.phones = phones.measure(source, data, place / "reading")
            yield
        if "server" in parts:
            tell("the server among strangers")
            taken.hanging = slow_clients.measure(source, data)
            taken.fuzzed = fuzzing.fuzz(source, data)
            yield
    if "phones" in parts and many:
        with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
            place = Path(folder)
            source, data = place / "source", place / "data"
            _publish_quickly(source, data, many)
            taken.phones += phones.measure(source, data, place / "reading")
            yield


def _publish_quickly(source: Path, data: Path, articles: int) -> None:
    """Make a library whose bytes on the wire are not what is measured."""
    tell(f"generating {articles:,} articles")
    generator.generate(source, articles)
    tell("publishing them")
    publishing.run_publish(source, data, "--quick")


if __name__ == "__main__":
    main()
