"""`make bench`: measures a library of 10,000 generated articles and writes docs/benchmarks.md.

python -m benchmarks [--articles 10000]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import fuzzing, slow_clients
from benchmarks.measuring import measure
from benchmarks.report import write_report

REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        figures = measure(Path(place), arguments.articles)
        source, data = Path(place) / "source", Path(place) / "data"
        hanging = slow_clients.measure(source, data)
        fuzzed = fuzzing.fuzz(source, data)
    write_report(REPORT, figures, hanging, fuzzed)
    print(f"Written to {REPORT}")


if __name__ == "__main__":
    main()
