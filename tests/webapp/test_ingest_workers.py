"""Work in processes that one bad piece of input cannot stop."""

from __future__ import annotations

import itertools
import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from webapp.ingest.workers import Loss, in_processes


def square(number: int) -> int:
    return number * number


def obey(order: str) -> str:
    """Die, hang in Python, hang in C, swallow what is raised, or answer."""
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "hang":
        for _ in itertools.count():
            pass
    if order == "hang in C":
        re.fullmatch("(a|a)*b", "a" * 60)
    if order == "hang deaf":
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        for _ in itertools.count():
            pass
    if order == "hang stubbornly":
        while True:
            with suppress(Exception):
                while time.time():
                    pass
    return order


@pytest.mark.parametrize("processes", [None, 1, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 200])
def test_results_come_in_the_order_of_jobs(processes: int | None, count: int) -> None:
    found = list(in_processes(square, range(count), processes=processes))
    assert found == [number * number for number in range(count)]


@pytest.mark.parametrize("order", ["hang", "hang in C", "hang stubbornly"])
def test_a_job_that_takes_too_long_is_given_up_and_the_others_go_on(order: str) -> None:
    found = list(in_processes(obey, ["a", order, "b"], processes=2, seconds=0.2))
    assert found == ["a", Loss("too-slow"), "b"]


def test_a_job_whose_process_dies_is_lost_and_no_other() -> None:
    jobs = [f"{number}" for number in range(100)]
    jobs[3] = jobs[50] = jobs[51] = jobs[99] = "die"
    found = list(in_processes(obey, jobs, processes=2))
    assert found == [Loss("died") if job == "die" else job for job in jobs]


def test_a_job_that_hears_no_signal_is_ended_by_the_system() -> None:
    found = list(in_processes(obey, ["a", "hang deaf", "b"], processes=1, seconds=0.2))
    assert found == ["a", Loss("died"), "b"]


def test_whoever_stops_listening_leaves_no_process(tmp_path: Path) -> None:
    results = in_processes(square, range(1000), processes=2)
    assert next(results) == 0
    results.close()
    assert list(in_processes(square, [2])) == [4]
