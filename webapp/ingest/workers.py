"""Work on all cores that one bad piece of input cannot stop.

`in_processes()` maps a function over jobs in worker processes and yields the results in order. In
place of a result stands a `Loss` where the work took too much CPU time or its process died; the
others go on.

There are two walls. A timer of the process's own CPU time raises in the work, which then is given
up. Code in C may never see that, so at twice the time the system ends the process (RLIMIT_CPU).
When a process dies, whether so or for want of memory, the pool is built anew, and the jobs that it
may have been at are tried one at a time, to find the one that kills.

The processes come from a fork server: a plain fork would copy locks that another thread may hold,
and a spawned process would import everything again, which takes longer than most publications.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from types import FrameType
from typing import Generic, Literal, NoReturn, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

CPU_SECONDS = 20.0
"""What one file may take: ten times the worst of 418 hostile documents, for slow machines."""

CHUNK_MOST = 16
"""Jobs that travel together: a message to a process costs as much as reading a short article."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A job without a result, and why: it took too long, or its process died."""

    why: Literal["too-slow", "died"]


class _TooSlow(BaseException):
    """Raised in the work by its timer; no `except Exception` on the way takes it for its own."""


def in_processes(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    processes: int | None = None,
    seconds: float = CPU_SECONDS,
) -> Generator[Result | Loss]:
    """Yield what `work`, a function at the top of a module, makes of each job, in their order.

    Each job may take `seconds` of CPU time. Without `processes` there is one for each core.
    """
    if not jobs:
        return
    count = min(processes or len(os.sched_getaffinity(0)), len(jobs))
    waiting = deque(_chunks(jobs, max(1, min(CHUNK_MOST, len(jobs) // (count * 4)))))
    crew = _Crew(work, count, seconds)
    sent: deque[tuple[Sequence[Job], Future[list[Result | Loss]]]] = deque()
    try:
        while waiting or sent:
            try:
                # Two chunks a process, so that none has to wait, and no more results in memory.
                while waiting and len(sent) < count * 2:
                    sent.append((waiting[0], crew.start(waiting[0])))
                    waiting.popleft()
                results = sent[0][1].result()
                sent.popleft()
            except BrokenProcessPool:
                waiting.extendleft(chunk for chunk, _ in reversed(sent))
                sent.clear()
                crew.rebuild()
                results = _one_by_one(work, waiting.popleft(), seconds)
            yield from results
    finally:
        crew.close()


def _one_by_one(
    work: Callable[[Job], Result], chunk: Sequence[Job], seconds: float
) -> list[Result | Loss]:
    results: list[Result | Loss] = []
    crew = _Crew(work, 1, seconds)
    try:
        for job in chunk:
            try:
                results += crew.start([job]).result()
            except BrokenProcessPool:
                results.append(Loss("died"))
                crew.rebuild()
    finally:
        crew.close()
    return results


def _chunks(jobs: Sequence[Job], size: int) -> Iterator[Sequence[Job]]:
    return (jobs[start : start + size] for start in range(0, len(jobs), size))


class _Crew(Generic[Job, Result]):
    """A pool of processes for one kind of work."""

    def __init__(self, work: Callable[[Job], Result], count: int, seconds: float) -> None:
        self._work, self._count, self._seconds = work, count, seconds
        self._context = multiprocessing.get_context("forkserver")
        # Imported once by the fork server, which all processes are copies of.
        self._context.set_forkserver_preload(["__main__", work.__module__])
        self._pool = self._new_pool()

    def start(self, jobs: Sequence[Job]) -> Future[list[Result | Loss]]:
        return self._pool.submit(_do, self._work, jobs, self._seconds)

    def rebuild(self) -> None:
        self.close()
        self._pool = self._new_pool()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, self._context, _prepare_process)


# In a worker process


def _end_with_publisher() -> None:
    """End this process when the publisher is gone, killed or not: nobody waits for its work."""
    publisher = multiprocessing.parent_process()
    if publisher:
        connection.wait([publisher.sentinel])
        os._exit(1)


def _prepare_process() -> None:
    threading.Thread(target=_end_with_publisher, daemon=True).start()
    # Ctrl-C is the publisher's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _raise_too_slow)
    # A process that is ended by the system leaves no image of its memory.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _do(work: Callable[[Job], Result], jobs: Sequence[Job], seconds: float) -> list[Result | Loss]:
    return [_do_one(work, job, seconds) for job in jobs]


def _do_one(work: Callable[[Job], Result], job: Job, seconds: float) -> Result | Loss:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wall = int(time.process_time() + 2 * seconds) + 1
    soft = wall if hard == resource.RLIM_INFINITY else min(wall, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    try:
        # Again each second: Python drops an exception that is raised in a finaliser.
        signal.setitimer(signal.ITIMER_PROF, seconds, 1)
        try:
            return work(job)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except _TooSlow:
        return Loss("too-slow")


def _raise_too_slow(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _TooSlow
