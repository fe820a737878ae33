"""How many requests schemathesis makes of the OpenAPI document, and what comes of them.

python -m benchmarks.fuzzing [--examples 500]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generator, publishing
from benchmarks.syncing import free_port, serving

EXAMPLES = 500
"""How many examples are made up for each operation."""

SETTINGS = """
[checks.positive_data_acceptance]
# As in tests/webapp/test_openapi.py: a condition that is not met is refused.
expected-statuses = ["2xx", "304", "404", "412"]
"""


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """One run: how many operations and test cases, how many of these failed, in which time."""

    operations: int
    cases: int
    failures: int
    seconds: float


def fuzz(source: Path, data: Path, examples: int = EXAMPLES) -> Fuzzed:
    """Ask a server over what is published in DIR everything that its document lets one think of."""
    port = free_port()
    with serving(source, data, port) as url, tempfile.TemporaryDirectory() as place:
        settings, report = Path(place) / "schemathesis.toml", Path(place) / "report.json"
        settings.write_text(SETTINGS)
        schemathesis = Path(sys.executable).with_name("schemathesis")
        command = [str(schemathesis), "--config-file", str(settings), "run"]
        options = ["--generation-deterministic", "--continue-on-failure", "-n", str(examples)]
        subprocess.run(
            [
                *(*command, f"{url}/api/v1/openapi.json", *options),
                *("--report", "json", "--report-json-path", str(report)),
            ],
            stdout=subprocess.DEVNULL,
            cwd=place,
        )
        told = json.loads(report.read_bytes())
    cases = told["test_cases"]
    failed = cases["with_failures"] + cases["errored"]
    return Fuzzed(told["operations"]["tested"], cases["generated"], failed, told["running_time"])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzzing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        source, data = Path(place) / "source", Path(place) / "data"
        generator.generate(source, 100)
        publishing.run_publish(source, data, "--quick")
        print(fuzz(source, data, arguments.examples))


if __name__ == "__main__":
    main()
