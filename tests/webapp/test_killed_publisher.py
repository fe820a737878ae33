"""A publisher that is killed, or refused by the disk, at every call that changes DIR.

A walk publishes the same folder again and again and stops it one call further each time, in a
process of its own that traces a fork of itself. So that it is quick, its publishers read SOURCE
without the pool of reading processes, which changes nothing in DIR: a test says so.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

import pytest
from click.testing import CliRunner

from tests.folder import Folder
from tests.kill_walk import Fail, Kill, Point, trace
from tests.reader import apply_pack, head_of, read, root_of, state_hash, ways
from tests.webapp.mending import mend
from webapp import cli
from webapp.ingest import source as reading
from webapp.ingest import workers
from webapp.publishing import check, packs, publish

EVE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

SCENARIOS = ("first", "third", "base anew")
"""What is published: the first edition; one that adds, corrects, withdraws and deletes the files of
the first; and one whose changes are so many that it writes the base anew."""

WRITES = {"write", "pwrite64"}
SPACE = WRITES | {"fdatasync", "fsync", "ftruncate", "mkdir", "openat", "rename"}
"""The calls that a full disk refuses."""


PACK_BYTES = packs.PACK_BYTES


class Stops(NamedTuple):
    """Where a kind of walk stops, what becomes of the call there, and whether of all later ones."""

    calls: frozenset[str] | None
    fate: Kill | Fail
    is_for_good: bool = False


KINDS = {
    "killed before a call": Stops(None, Kill()),
    "killed in a write": Stops(frozenset(WRITES), Kill(half_written=True)),
    "on a disk that is full from then on": Stops(frozenset(SPACE), Fail(errno.ENOSPC), True),
    "on a disk that fails once": Stops(frozenset(SPACE), Fail(errno.EIO)),
}

WALKS = [
    (scenario, kind)
    for kind in KINDS
    for scenario in SCENARIOS
    # Once is enough: it is like the others, but for what is tidied up after it.
    if kind != "on a disk that fails once" or scenario == "third"
]

FEWEST = {"first": 110, "third": 75, "base anew": 105}
"""How many calls a publication makes at the least: nine tenths of what it was when written."""


@dataclass
class Stopper:
    """Stops at the call of this number among those that count."""

    stops: Stops
    number: int
    passed: int = 0
    stopped_at: Point | None = None

    def __call__(self, point: Point) -> Kill | Fail | None:
        self.passed += self.stops.calls is None or point.call in self.stops.calls
        is_here = self.passed == self.number and self.stopped_at is None
        if is_here:
            self.stopped_at = point
        is_later = self.stops.is_for_good and self.stopped_at and point.call in SPACE
        return self.stops.fate if is_here or is_later else None


class Library:
    """A small SOURCE, its DIR before a publication, and what that leads to undisturbed."""

    def __init__(self, place: Path, scenario: str) -> None:
        self.folder = Folder(place / "source")
        self.data = place / "data"
        self.said = place / "said"
        self._before = place / "before"
        for name in ("dawn", "noon", "dusk"):
            self.folder.write(name)
        if scenario != "base anew":
            # So heavy that small changes leave the base as it is.
            text = "\n\n".join(f"Paragraph {n} of some words." for n in range(150))
            self.folder.write("ballast", text)
        if scenario != "first":
            self._publish(self._before)
            self.folder.write("dusk", "Words that the next edition takes back.")
            self._publish(self._before)
            self.folder.write("night")
            self.folder.write("noon", "Other words.")
            self.folder.remove("dusk")
        self.put_back()
        self.old_head = self._head()
        self._publish(self.data)
        self.new_head = self._head()
        self.whole = self._contents()
        assert self.old_head != self.new_head
        root = root_of(self.data / "corpus")
        self._number = root["edition"]
        assert (root["base_edition"] == root["edition"]) is (scenario != "third")

    def put_back(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        if self._before.exists():
            shutil.copytree(self._before, self.data)

    def publish(self, *how: str) -> int:
        """Publish as the command does, and return its exit status."""
        arguments = ["publish", str(self.folder.path), "--data", str(self.data), "--quick", *how]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cli, "publish", partial(publish, now=self._when(self.data)))
            result = CliRunner().invoke(cli.main, arguments)
        self.said.write_text(result.output)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code

    def publish_aloud(self, *how: str) -> tuple[int, str]:
        """Publish, and return the exit status and what was said."""
        status = self.publish(*how)
        return status, self.said.read_text()

    def assert_whole(self) -> None:
        """What the head names is whole: the old edition or the new one, nothing in between."""
        head = self._head()
        assert head in (self.old_head, self.new_head)
        damage = [finding for finding in check(self.data) if finding.is_damage]
        if head is None:
            assert [finding.file for finding in damage] == ["head.json"]
            assert "nothing is published" in damage[0].what
            return
        assert damage == []
        corpus = self.data / "corpus"
        root = root_of(corpus)
        assert root["edition"] == head_of(corpus)["edition"]
        for way in ways(root, None):
            state: dict[str, bytes] = {}
            for file in way:
                apply_pack(state, read(corpus, file))
            assert state_hash(state) == root["articles"]["sha256"]

    def assert_says_why(self, status: int) -> None:
        """Where the disk refused, the words name what it refused and what is published."""
        said = self.said.read_text()
        if status == 0:
            return  # SQLite does without some calls
        assert status == 74, said
        assert str(self.data) in said
        assert "make room or allow writing, and publish again" in said
        is_out = self._head() == self.new_head
        assert ("is published, but" if is_out else "Not published:") in said

    def assert_completes(self) -> None:
        """The next run leads to what an undisturbed one leads to, to the byte."""
        self._publish(self.data)
        assert check(self.data) == []
        contents = self._contents()
        assert contents.keys() == self.whole.keys()
        assert contents == self.whole

    def assert_completes_with_other_words(self) -> None:
        """Where SOURCE changes meanwhile, what was written for the killed edition goes away."""
        path = self.folder.path / "noon.md"
        text, stat = path.read_text(), path.stat()
        self.folder.write("noon", "Words of the day after.")
        self._publish(self.data)
        assert check(self.data) == []
        assert root_of(self.data / "corpus")["edition"] in (self._number, self._number + 1)
        path.write_text(text)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def _publish(self, data: Path) -> None:
        publish(self.folder.path, data, quick=True, now=self._when(data))

    @staticmethod
    def _when(data: Path) -> datetime:
        """Return a time that is the same for each edition whenever it is made."""
        return EVE + timedelta(days=(data / "corpus" / "head.json").exists())

    def _head(self) -> bytes | None:
        head = self.data / "corpus" / "head.json"
        return head.read_bytes() if head.exists() else None

    def _contents(self) -> dict[str, object]:
        """Every file of DIR by its path; of library.sqlite what it says."""
        contents: dict[str, object] = {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in self.data.rglob("*")
            if path.is_file()
        }
        with closing(sqlite3.connect(self.data / "library.sqlite")) as library:
            contents["library.sqlite"] = sorted(library.iterdump())
        return contents


def in_this_process(
    work: Callable[[Any], Any], jobs: Sequence[Any], *, processes: int | None = None
) -> Iterator[Any]:
    yield from map(work, jobs)


def library_for(place: Path, scenario: str) -> Library:
    """Return a library whose publications all give the same bytes, and read in this process.

    For a process of its own, which this leaves changed.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "in_processes", in_this_process)
    patch.setattr(secrets, "token_hex", lambda _size: "a" * 16)
    patch.setattr(cli.console, "width", 1000)
    # Two packs, which two threads write.
    patch.setattr(packs, "PACK_BYTES", 900 if scenario == "base anew" else PACK_BYTES)
    return Library(place, scenario)


def walk(place: Path, scenario: str, kind: str) -> int:
    """Stop at one call after the other until none is left; return how many there were."""
    library = library_for(place, scenario)
    stops = KINDS[kind]
    for number in count(1):
        stopper = Stopper(stops, number)
        library.put_back()
        seen = trace(library.publish, library.data, stopper)
        if stopper.stopped_at is None:
            assert seen.status == 0
            return number - 1
        try:
            library.assert_whole()
            if isinstance(stops.fate, Kill):
                assert seen.status is None
            else:
                assert seen.status is not None
                library.assert_says_why(seen.status)
            if stops.calls == frozenset(WRITES):
                library.assert_completes_with_other_words()
            else:
                library.assert_completes()
        except Exception as error:
            raise AssertionError(f"{scenario}, {kind}, {stopper.stopped_at}: {error!r}") from error
    raise AssertionError


def points_of_a_publication(place: Path) -> tuple[list[Point], list[Point], int]:
    """Return what publishing does as it is and as in a walk, and how many tasks the first has."""
    library = library_for(place, "third")
    library.put_back()
    without = trace(library.publish, library.data)
    library.put_back()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "in_processes", workers.in_processes)
        real = trace(library.publish, library.data)
    assert real.status == without.status == 0
    return real.points, without.points, len(real.tasks)


P = ParamSpec("P")
T = TypeVar("T")

Copy = dict[str, bytes]
"""What a copy of DIR holds, by path."""


def copies_of(moments: list[Copy]) -> Iterator[Copy]:
    """Yield what a copy holds when some files were read at one moment and the others at a later.

    The head first or last, the library's file before its log or after it, the published files
    before the library or after it.
    """
    database: tuple[str, ...] = ("library.sqlite", "library.sqlite-")
    pairs = [(early, moments[-1], ("corpus/head.json", "corpus/", *database)) for early in moments]
    pairs += [(*pair, database) for pair in zip(moments, moments[10:], strict=False)]
    seen = set()
    for early, late, parts in pairs:
        for part in parts:
            for first, second in ((early, late), (late, early)):
                copy = {path: data for path, data in first.items() if is_of(path, part)}
                copy |= {path: data for path, data in second.items() if not is_of(path, part)}
                if (key := frozenset(copy.items())) not in seen:
                    seen.add(key)
                    yield copy


def is_of(path: str, part: str) -> bool:
    return path == part or (part[-1] in "/-" and path.startswith(part))


def mend_copies(place: Path) -> Counter[str]:
    """Copy DIR in every way while two editions are published, and mend each copy as it is told.

    Return how many copies each kind of mending took.
    """
    library = library_for(place, "third")
    library.put_back()
    moments: list[Copy] = []

    def look(_point: Point) -> None:
        now = {
            path.relative_to(library.data).as_posix(): path.read_bytes()
            for path in library.data.rglob("*")
            if path.is_file()
        }
        if not moments or moments[-1] != now:
            moments.append(now)

    for name in ("more", "last"):
        assert trace(library.publish, library.data, look).status == 0
        library.folder.write(name)
    identity = head_of(library.data / "corpus")["library"]
    mended: Counter[str] = Counter()
    for copy in copies_of(moments):
        shutil.rmtree(library.data)
        for path, data in copy.items():
            (library.data / path).parent.mkdir(parents=True, exist_ok=True)
            (library.data / path).write_bytes(data)
        mended[mend(library.data, library.publish_aloud)] += 1
        head = head_of(library.data / "corpus")
        assert head["library"] == identity
        if "corpus/head.json" in copy:
            assert head["edition"] >= json.loads(copy["corpus/head.json"])["edition"]
        titles = {path.stem for path in library.folder.path.glob("*.md")}
        assert titles == titles_in(library.data / "corpus")
    return mended


def titles_in(corpus: Path) -> set[str]:
    state: dict[str, bytes] = {}
    for file in next(ways(root_of(corpus), None)):
        apply_pack(state, read(corpus, file))
    return {json.loads(line)["title"] for line in state.values()}


def in_its_own_process(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Do this work in a new process, which has no children and which nobody else needs."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **named).result()


@pytest.mark.parametrize(("scenario", "kind"), WALKS)
def test_a_publisher_leaves_a_whole_edition_and_the_next_run_completes(
    tmp_path: Path, scenario: str, kind: str
) -> None:
    points = in_its_own_process(walk, tmp_path, scenario, kind)
    print(f"{scenario}, {kind}: stopped at {points} calls.")
    assert points >= FEWEST[scenario] // (3 if KINDS[kind].calls == frozenset(WRITES) else 1)


def test_a_copy_made_meanwhile_is_whole_or_says_how_to_mend_it(tmp_path: Path) -> None:
    mended = in_its_own_process(mend_copies, tmp_path)
    print(f"Copies, by what they needed: {dict(mended)}.")
    assert mended.total() > 300
    assert mended.keys() >= {"nothing", "rebased", "moved"}


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[list[Point], list[Point], int]:
    """What `points_of_a_publication` returns."""
    return in_its_own_process(points_of_a_publication, tmp_path_factory.mktemp("points"))


def test_the_processes_that_read_change_nothing_in_dir(
    published: tuple[list[Point], list[Point], int],
) -> None:
    real, without, tasks = published
    assert tasks > 3
    assert len({point.process for point in real}) == 1
    assert [(point.call, point.file) for point in real] == [
        (point.call, point.file) for point in without
    ]


def test_bytes_reach_the_disk_before_their_name_and_all_names_before_the_heads(
    published: tuple[list[Point], list[Point], int],
) -> None:
    """What a kill cannot show, and a power cut would."""
    calls = [(point.call, point.file) for point in published[0]]
    named = [file for call, file in calls if call == "rename"]
    assert named[-1] == "corpus/head.json"
    assert len(named) > 6
    for file in named:
        folder, _, name = file.rpartition("/")
        there = calls.index(("rename", file))
        written = [call for call, other in calls[:there] if other == f"{folder}/.{name}.new"]
        assert written[-2:] == ["write", "fsync"]
        assert calls[there + 1] == ("fsync", folder)
