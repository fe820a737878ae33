"""What a report tells of measured times is one of them, never a guess beyond them."""

from __future__ import annotations

import pytest

from benchmarks.waiting import Waiting, waiting_of


@pytest.mark.parametrize(
    ("times", "p50", "p95"),
    [
        pytest.param([7], 7, 7, id="one"),
        pytest.param(range(1, 16), 8, 15, id="fifteen: the slowest"),
        pytest.param(range(1, 41), 20, 38, id="forty"),
        pytest.param(range(100, 0, -1), 50, 95, id="a hundred, unsorted"),
    ],
)
def test_the_median_and_the_95th_of_a_hundred_are_times_that_were_measured(
    times: range, p50: float, p95: float
) -> None:
    assert waiting_of(times) == Waiting(p50, p95)
