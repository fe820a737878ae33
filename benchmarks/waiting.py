"""What comes of times that were measured: the median and the 95th of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long one waits for one thing, in milliseconds."""

    p50: float
    p95: float


def waiting_of(times: Sequence[float]) -> Waiting:
    """Return what of the times is told."""
    return Waiting(nearest_rank(times, 0.5), nearest_rank(times, 0.95))


def nearest_rank(values: Sequence[float], share: float) -> float:
    """Return the least value that at least `share` of them do not exceed: one that was measured."""
    return sorted(values)[ceil(share * len(values)) - 1]
