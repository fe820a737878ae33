"""A publisher in a hard world: full and read-only disks, a rival, servers that read along."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import brotli

from tests.folder import Folder
from tests.ports import held_port
from tests.reader import apply_pack, head_of, root_of, sha256, state_hash, ways
from tests.webapp.mending import mend
from tests.webapp.server import answers, served
from webapp.publishing import check, publish

OCTAVO = (sys.executable, "-m", "webapp")

# The permissions of files do not hold for root.
AS_ANYONE = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)


def octavo(*arguments: object, **how: Any) -> subprocess.CompletedProcess[str]:
    command = [*AS_ANYONE, *OCTAVO, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=WIDE, timeout=60, **how
    )


WIDE = os.environ | {"COLUMNS": "1000"}


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    try:
        for path in reversed(paths):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


class TestAFullDisk:
    def test_that_takes_no_more_bytes_leaves_the_edition_and_says_so(
        self, folder: Folder, data: Path
    ) -> None:
        """The limit is the kernel's own: a write beyond it is refused in the middle."""
        folder.write("dawn")
        publish(folder.path, data)
        before = head_of(data / "corpus")
        folder.write("long", "\n\n".join(f"Paragraph {n} of words." for n in range(40_000)))

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

        result = octavo("publish", folder.path, "--data", data, preexec_fn=limit)
        assert result.returncode == 74, result.stderr
        assert f"({data}/library.sqlite)" in result.stderr
        assert "What was published before is untouched; make room" in result.stderr
        assert head_of(data / "corpus") == before
        assert [finding for finding in check(data) if finding.is_damage] == []
        assert publish(folder.path, data, quick=True).edition == 2
        assert check(data) == []


class TestAReadOnlyDir:
    def test_is_named_and_nothing_changes(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        publish(folder.path, data)
        folder.write("dusk")
        before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
        with read_only(data):
            result = octavo("publish", folder.path, "--data", data)
            checked = octavo("check", "--data", data)
        assert result.returncode == 74
        assert "Not published: Permission denied" in result.stderr
        assert str(data) in result.stderr
        assert "allow writing" in result.stderr
        assert (checked.returncode, checked.stderr) == (0, "Every published byte is whole.\n")
        assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before

    def test_that_cannot_be_made_is_named(self, folder: Folder, tmp_path: Path) -> None:
        folder.write("dawn")
        place = tmp_path / "place"
        place.mkdir()
        with read_only(place):
            result = octavo("publish", folder.path, "--data", place / "data")
        assert result.returncode == 74
        assert str(place / "data") in result.stderr

    def test_is_served_with_its_pages_its_app_and_its_articles(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        publish(folder.path, data)
        command = (*AS_ANYONE, *OCTAVO, "serve", folder.path, "--data", data, "--port")
        with (
            read_only(data),
            held_port() as port,
            subprocess.Popen(
                (*command, str(port)), stderr=subprocess.PIPE, text=True, env=WIDE
            ) as server,
        ):
            pause = threading.Event()
            try:
                while not answers(port):
                    assert server.poll() is None
                    pause.wait(0.01)
                url = f"http://127.0.0.1:{port}"
                page = fetch(f"{url}/").decode()
                assert "dawn" in page
                assert fetch(url + page.split('src="', 1)[1].split('"', 1)[0])
                assert fetch(f"{url}/corpus/{root_of(data / 'corpus')['base'][0]['file']}")
            finally:
                server.terminate()
                said = server.communicate(timeout=20)[1]
        assert "Serving what is published already." in said
        assert "cannot be written: Permission denied. The app's own files are in" in said
        temporary = said.split("files are in ", 1)[1].split(" until", 1)[0]
        assert not Path(temporary).exists()
        assert not (data / "shell").exists()


def test_a_second_publisher_ends_with_75_and_names_the_first_which_completes(
    folder: Folder, data: Path
) -> None:
    for number in range(200):
        folder.write(f"article {number}", f"Words of the article {number}. " * 200)
    command = (*OCTAVO, "publish", str(folder.path), "--data", str(data))
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as first:
        pause = threading.Event()
        while not (data / "lock").exists() or not (data / "lock").read_text():
            assert first.poll() is None
            pause.wait(0.001)
        first.send_signal(signal.SIGSTOP)
        try:
            second = octavo("publish", folder.path, "--data", data)
            checked = octavo("check", "--data", data)
        finally:
            first.send_signal(signal.SIGCONT)
        assert first.wait(timeout=60) == 0
    assert second.returncode == 75
    assert f"process {first.pid} on {socket.gethostname()} is publishing" in second.stderr
    assert "Try again later." in second.stderr
    assert "nothing is published" in checked.stderr
    assert check(data) == []


# Readers of a server while editions come


PUBLISHER = """
import sys
from pathlib import Path
from tests.folder import Folder
from webapp.publishing import publish

if __name__ == "__main__":
    folder, data = Folder(Path(sys.argv[1])), Path(sys.argv[2])
    for edition in map(int, sys.stdin):
        folder.write("dawn", f"The words of edition {edition}.")
        folder.write(f"news {edition}", "Fresh. " * 300)
        if edition % 3 == 2:
            folder.remove(f"news {edition - 1}")
        publish(folder.path, data, quick=edition % 2 == 0, rebase=edition % 5 == 4)
"""
"""Publishes an edition for each number that it reads."""

EDITIONS = 12
AT_ONCE = 3
"""How many editions come without waiting for the readers."""

INFLATE = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def fetch(url: str, encoding: str = "identity") -> bytes:
    """Return a file as a browser that takes this encoding sees it; a part of one is an error."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return bytes(INFLATE[answer.headers.get("Content-Encoding", "identity")](answer.read()))


class Reader:
    """Follows head, root and packs of a running server while a publisher is at work."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/corpus"
        self.editions: list[int] = []

    def follow(self, encoding: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Take the current edition whole, unless two others come meanwhile."""
        head = self._head()
        meanwhile()
        assert head["edition"] >= self.newest
        try:
            root = json.loads(self._file(head["root"], encoding))
            assert (root["edition"], root["library"]) == (head["edition"], head["library"])
            state: dict[str, bytes] = {}
            for file in next(ways(root, None)):
                apply_pack(state, self._file(file, encoding))
        except urllib.error.HTTPError as refusal:
            refusal.close()
            status = refusal.code
            # The files of an edition stay until the one after the next.
            now = self._head()["edition"]
            assert (status, now >= head["edition"] + 2) == (404, True)
            return
        assert state_hash(state) == root["articles"]["sha256"]
        self.editions.append(head["edition"])

    @property
    def newest(self) -> int:
        """The newest edition that was taken whole, 0 before the first."""
        return max(self.editions, default=0)

    def _head(self) -> dict[str, Any]:
        head: dict[str, Any] = json.loads(fetch(f"{self.url}/head.json"))
        return head

    def _file(self, name: str, encoding: str) -> bytes:
        data = fetch(f"{self.url}/{name}", encoding)
        assert f"{sha256(data)}.json" in name
        return data


def test_readers_of_a_server_get_whole_editions_in_order_while_another_publishes(
    folder: Folder, data: Path, tmp_path: Path
) -> None:
    folder.write("ballast", "\n\n".join(f"Paragraph {n} of words." for n in range(2000)))
    publish(folder.path, data)
    copies: list[Path] = []
    with served(folder, data) as server:
        reader = Reader(server.url)
        command = [sys.executable, "-c", PUBLISHER, str(folder.path), str(data)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, bufsize=0) as publisher:
            assert publisher.stdin
            for first in range(0, EDITIONS, AT_ONCE):
                numbers = range(first, first + AT_ONCE)
                publisher.stdin.write("".join(f"{number}\n" for number in numbers).encode())
                # The first edition was there before.
                while reader.newest < 1 + first + AT_ONCE:
                    assert publisher.poll() is None
                    for encoding in INFLATE:
                        reader.follow(encoding)
                    if len(copies) < 5:
                        copies.append(tmp_path / f"copy {len(copies)}")
                        # Its status says that files went away meanwhile.
                        subprocess.run(
                            ["cp", "-a", data, copies[-1]], stderr=subprocess.DEVNULL, check=False
                        )
        assert publisher.returncode == 0
        folder.write("dawn", "The last words.")
        reader.follow("br", meanwhile=lambda: publish(folder.path, data, rebase=True))
        reader.follow("br")
    assert reader.editions[-2:] == [EDITIONS + 1, EDITIONS + 2]
    assert check(data) == []
    library = head_of(data / "corpus")["library"]
    for copy in copies:
        mend(copy, partial(publish_aloud, folder, copy))
        assert head_of(copy / "corpus")["library"] == library


def publish_aloud(folder: Folder, data: Path, *how: str) -> tuple[int, str]:
    """Publish, and return the exit status and what was said."""
    result = octavo("publish", folder.path, "--data", data, "--quick", *how)
    return result.returncode, result.stderr
