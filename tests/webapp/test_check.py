"""`check` names every kind of damage to what is published, and writes nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.folder import Folder
from tests.reader import head_of, root_of
from webapp import create_app
from webapp.config import read_settings
from webapp.publishing import Published, check, publish
from webapp.publishing.lock import hold_lock

Publish = Callable[[], Published]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions: a base that stayed, and one pack of changes."""
    place = tmp_path_factory.mktemp("published")
    folder = Folder(place / "source")
    folder.write("ballast", "\n\n".join(f"Paragraph {n} of many words." for n in range(500)))
    folder.write("dawn")
    publish(folder.path, place / "data", quick=True)
    folder.write("dusk")
    folder.write("dawn", "Other words.")
    publish(folder.path, place / "data", quick=True)
    return place


@pytest.fixture
def corpus(published: Path, folder: Folder, data: Path) -> Path:
    """What is published, in a copy that a test may damage; with its source."""
    shutil.copytree(published / "source", folder.path, dirs_exist_ok=True)
    shutil.copytree(published / "data", data)
    return data / "corpus"


def found(data: Path) -> dict[str, str]:
    """What is damaged, by file."""
    return {finding.file: finding.what for finding in check(data) if finding.is_damage}


def noted(data: Path) -> dict[str, str]:
    """What is not damaged, but worth to know."""
    return {finding.file: finding.what for finding in check(data) if not finding.is_damage}


def pack_of(corpus: Path, part: str = "base") -> Path:
    return corpus / str(root_of(corpus)[part][0]["file"])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def change_a_byte_of(path: Path, words: bytes, byte: bytes) -> None:
    content = path.read_bytes()
    assert words in content
    path.write_bytes(content.replace(words, byte + words[1:]))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose(path: Path) -> None:
    path.unlink()


def make_a_folder_of(path: Path) -> None:
    path.unlink()
    path.mkdir()


def put(corpus: Path, kind: str, document: bytes) -> str:
    """Write a published file with its siblings under the name that is its due."""
    name = f"{kind}-{hashlib.sha256(document).hexdigest()}.json"
    (corpus / name).write_bytes(document)
    (corpus / f"{name}.gz").write_bytes(gzip.compress(document))
    (corpus / f"{name}.br").write_bytes(brotli.compress(document))
    return name


def name_root(corpus: Path, document: bytes) -> str:
    """Let the head name a root with these bytes."""
    name = put(corpus, "root", document)
    (corpus / "head.json").write_text(json.dumps(head_of(corpus) | {"root": name}))
    return name


def with_root(corpus: Path, change: Callable[[dict[str, Any]], object]) -> str:
    """Let the head name a root that differs from the real one in what `change` does to it."""
    root = root_of(corpus)
    change(root)
    return name_root(corpus, json.dumps(root).encode())


class TestTheHead:
    def test_whole_files_give_no_finding(self, corpus: Path, data: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
        assert check(data) == []
        assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before

    def test_nothing_published_is_said(self, data: Path) -> None:
        assert "nothing is published" in found(data)["head.json"]

    def test_one_that_is_gone_is_told_from_none(self, corpus: Path, data: Path) -> None:
        (corpus / "head.json").unlink()
        assert found(data) == {"head.json": "is missing, though edition 2 was published"}
        (data / "library.sqlite").unlink()
        assert found(data) == {"head.json": "is missing, though edition 2 was published"}

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is not JSON"),
            (b"<html>", "is not JSON"),
            (b"\xff", "is not JSON"),
            (b"[]", "is not of format 1"),
            (b'{"format":2}', "is not of format 1"),
            (b'{"format":1}', "lacks one of"),
        ],
    )
    def test_one_that_says_nothing_is_found(
        self, corpus: Path, data: Path, content: bytes, words: str
    ) -> None:
        (corpus / "head.json").write_bytes(content)
        assert words in found(data)["head.json"]

    @pytest.mark.parametrize(
        ("key", "value"),
        [("edition", "9"), ("published", "yesterday"), ("root", "pack-1.json"), ("library", None)],
    )
    def test_one_that_says_something_else_is_found(
        self, corpus: Path, data: Path, key: str, value: object
    ) -> None:
        (corpus / "head.json").write_text(json.dumps(head_of(corpus) | {key: value}))
        assert "in another form" in found(data)["head.json"]

    def test_one_that_names_no_file_is_found_by_that_files_name(
        self, corpus: Path, data: Path
    ) -> None:
        name = f"root-{'0' * 64}.json"
        (corpus / "head.json").write_text(json.dumps(head_of(corpus) | {"root": name}))
        assert "cannot be read: No such file" in found(data)[name]

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("edition", 9, "says edition 9; the root that it names is of edition 2"),
            ("edition", 1, "says edition 1; the root that it names is of edition 2"),
            ("library", "f" * 16, f"is of library {'f' * 16}; the root that it names is of"),
            (
                "published",
                "3026-11-20T08:30:00Z",
                "published at 3026-11-20T08:30:00Z; library.sqlite",
            ),
            (
                "published",
                "1026-11-20T08:30:00Z",
                "published at 1026-11-20T08:30:00Z; library.sqlite",
            ),
        ],
    )
    def test_one_that_contradicts_its_root_or_the_library_is_the_one_at_fault(
        self, corpus: Path, data: Path, key: str, value: object, words: str
    ) -> None:
        (corpus / "head.json").write_text(json.dumps(head_of(corpus) | {key: value}))
        assert list(found(data)) == ["head.json"]
        assert words in found(data)["head.json"]

    def test_one_that_names_the_root_before_is_the_one_at_fault(
        self, corpus: Path, data: Path
    ) -> None:
        head = head_of(corpus)
        (before,) = (path.name for path in corpus.glob("root-*.json") if path.name != head["root"])
        (corpus / "head.json").write_text(json.dumps(head | {"root": before}))
        assert found(data) == {
            "head.json": "says edition 2; the root that it names is of edition 1"
        }


class TestTheRoot:
    @pytest.mark.parametrize("damage", [flip, cut, empty])
    def test_one_that_is_damaged_is_found(
        self, corpus: Path, data: Path, damage: Callable[[Path], None]
    ) -> None:
        root = head_of(corpus)["root"]
        damage(corpus / root)
        assert "does not hold the bytes that its name promises" in found(data)[root]

    @pytest.mark.parametrize(
        ("document", "words"),
        [
            (b"<html>", "is not JSON"),
            (b"[1]", "is no root of format 1"),
            (b'{"format":1}', "is no root of format 1"),
        ],
    )
    def test_one_that_is_none_is_found_though_its_name_is_right(
        self, corpus: Path, data: Path, document: bytes, words: str
    ) -> None:
        name = name_root(corpus, document)
        assert words in found(data)[name]

    def test_one_that_promises_another_state_is_found(self, corpus: Path, data: Path) -> None:
        name = with_root(corpus, lambda root: root["articles"].update(count=7))
        assert "lead to 3 articles" in found(data)[name]

    @pytest.mark.parametrize(
        ("part", "change", "words"),
        [
            ("base", {"articles": 7}, "has 2 articles; its root says 7"),
            ("changes", {"added": 7}, "has 2 added and corrected articles; its root says 8"),
            ("changes", {"withdrawn": 7}, "has 0 withdrawals; its root says 7"),
            ("base", {"bytes": {"plain": 7, "gzip": 7, "br": 7}}, "bytes; its root says 7"),
        ],
    )
    def test_wrong_counts_are_found_at_the_pack(
        self, corpus: Path, data: Path, part: str, change: dict[str, Any], words: str
    ) -> None:
        with_root(corpus, lambda root: root[part][0].update(change))
        assert words in found(data)[pack_of(corpus, part).name]

    @pytest.mark.parametrize("suffix", [".gz", ".br"])
    def test_its_siblings_are_checked_too(self, corpus: Path, data: Path, suffix: str) -> None:
        path = corpus / (head_of(corpus)["root"] + suffix)
        path.unlink()
        assert "cannot be read: No such file" in found(data)[path.name]


class TestPacks:
    @pytest.mark.parametrize("part", ["base", "changes"])
    @pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
    @pytest.mark.parametrize("damage", [flip, cut, empty, lose, make_a_folder_of])
    def test_every_damage_is_found_by_its_files_name(
        self,
        corpus: Path,
        data: Path,
        part: str,
        suffix: str,
        damage: Callable[[Path], None],
    ) -> None:
        pack = pack_of(corpus, part)
        path = pack.with_name(pack.name + suffix)
        damage(path)
        assert path.name in found(data)
        if damage in (lose, make_a_folder_of):
            assert "cannot be read" in found(data)[path.name]

    def test_two_that_changed_places_are_found(self, corpus: Path, data: Path) -> None:
        base, changes = pack_of(corpus), pack_of(corpus, "changes")
        content = base.read_bytes()
        base.write_bytes(changes.read_bytes())
        changes.write_bytes(content)
        assert found(data).keys() >= {base.name, changes.name}

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"<html>", "is no pack"),
            (b"[\n{}\n]\n", "neither an article nor a withdrawal"),
            (b"[\n1\n]\n", "neither an article nor a withdrawal"),
            (b"[\n\xff\n]\n", "is not JSON"),
            (b"[\n{\n]\n", "is not JSON"),
        ],
    )
    def test_one_that_is_none_is_found_though_its_name_is_right(
        self, corpus: Path, data: Path, content: bytes, words: str
    ) -> None:
        name = put(corpus, "pack", content)
        with_root(corpus, lambda root: root["base"][0].update(file=name))
        assert words in found(data)[name]

    @pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".br", brotli.compress)])
    def test_a_sibling_of_other_content_or_length_is_found(
        self, corpus: Path, data: Path, suffix: str, pack: Callable[[bytes], bytes]
    ) -> None:
        plain = pack_of(corpus)
        path = plain.with_name(plain.name + suffix)
        path.write_bytes(pack(b"[\n]\n"))
        assert f"does not unpack to {plain.name}" in found(data)[path.name]
        longer = (
            gzip.compress(plain.read_bytes(), compresslevel=1)
            if suffix == ".gz"
            else brotli.compress(plain.read_bytes(), quality=1)
        )
        path.write_bytes(longer)
        assert f"has {len(longer)} bytes; its root says" in found(data)[path.name]

    def test_damage_to_the_edition_before_is_only_noted(
        self, corpus: Path, data: Path, folder: Folder, publish_folder: Publish
    ) -> None:
        """A phone in the middle of it finds a wrong hash, and takes the current edition."""
        before = pack_of(corpus)
        publish(folder.path, data, quick=True, rebase=True)
        assert before.name not in json.dumps(root_of(corpus))
        flip(before)
        assert found(data) == {}
        assert "only the edition before the current one needs it" in noted(data)[before.name]


class TestWhatElseLiesThere:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            (f"pack-{'0' * 64}.json", "is left from a publication that was interrupted"),
            (f"pack-{'0' * 64}.json.br", "is left from a publication that was interrupted"),
            (f".pack-{'0' * 64}.json.new", "is left from a publication that was interrupted"),
            ("notes.txt", "is none of Octavo's files"),
        ],
    )
    def test_is_noted_and_no_damage(self, corpus: Path, data: Path, name: str, words: str) -> None:
        (corpus / name).write_bytes(b"half")
        assert words in noted(data)[name]
        assert found(data) == {}

    def test_is_not_looked_at_while_a_publisher_is_at_work(self, corpus: Path, data: Path) -> None:
        (corpus / f"pack-{'0' * 64}.json.br").write_bytes(b"half")
        with hold_lock(data / "lock"):
            assert list(noted(data)) == ["lock"]
            assert f"process {os.getpid()} on" in noted(data)["lock"]

    def test_a_lock_that_is_none_is_noted(self, corpus: Path, data: Path) -> None:
        make_a_folder_of(data / "lock")
        assert "cannot be read: Is a directory" in noted(data)["lock"]
        assert found(data) == {}

    def test_what_may_not_be_read_is_named(self, corpus: Path, data: Path) -> None:
        pack, library = pack_of(corpus), data / "library.sqlite"
        anyone = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        command = [sys.executable, "-m", "webapp", "check", "--data", str(data)]
        for path in (pack, library, data / "lock"):
            path.chmod(0)
        result = subprocess.run(
            [*(anyone if os.geteuid() == 0 else []), *command],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 1
        assert f"{pack.name} cannot be read: Permission denied" in result.stderr
        assert "library.sqlite: cannot be read" in result.stderr
        assert "lock: cannot be read: Permission denied" in result.stderr


class TestTheLibrary:
    def test_a_lost_file_is_noted(self, corpus: Path, data: Path) -> None:
        (data / "library.sqlite").unlink()
        assert "the next publication makes it anew" in noted(data)["library.sqlite"]
        assert found(data) == {}

    def test_an_emptied_file_is_noted_too(self, corpus: Path, data: Path) -> None:
        empty(data / "library.sqlite")
        assert "the next publication makes it anew" in noted(data)["library.sqlite"]
        assert found(data) == {}

    @pytest.mark.parametrize("content", [b"garbage " * 999, b"SQLite format 3\0" + b"x" * 9000])
    def test_one_that_is_none_is_found(self, corpus: Path, data: Path, content: bytes) -> None:
        (data / "library.sqlite").write_bytes(content)
        assert "Move it away and publish again" in found(data)["library.sqlite"]

    def test_a_malformed_one_is_found(self, corpus: Path, data: Path) -> None:
        path = data / "library.sqlite"
        content = bytearray(path.read_bytes())
        content[4096 : 4096 * 3] = bytes(4096 * 2)
        path.write_bytes(content)
        assert "cannot be used" in found(data)["library.sqlite"]

    def test_one_of_another_library_is_found(
        self, corpus: Path, data: Path, folder: Folder, tmp_path: Path
    ) -> None:
        publish(folder.path, tmp_path / "other", quick=True)
        shutil.copy(tmp_path / "other" / "library.sqlite", data)
        assert "is of library" in found(data)["library.sqlite"]
        assert head_of(corpus)["library"] in found(data)["library.sqlite"]

    def test_one_that_knows_a_later_edition_is_found(
        self, corpus: Path, data: Path, folder: Folder, publish_folder: Publish, tmp_path: Path
    ) -> None:
        shutil.copytree(corpus, tmp_path / "older")
        folder.write("night")
        publish_folder()
        shutil.rmtree(corpus)
        shutil.copytree(tmp_path / "older", corpus)
        assert "remembers edition 3, and the head says 2" in found(data)["library.sqlite"]

    def test_one_that_is_behind_is_only_noted(
        self, corpus: Path, data: Path, folder: Folder, publish_folder: Publish
    ) -> None:
        """So a crash between the head and the library leaves it."""
        older = (data / "library.sqlite").read_bytes()
        folder.write("night")
        publish_folder()
        (data / "library.sqlite").write_bytes(older)
        assert "has not noted edition 3 yet" in noted(data)["library.sqlite"]
        assert found(data) == {}

    def test_one_that_takes_other_articles_for_published_is_found(
        self, corpus: Path, data: Path
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE articles SET published_hash = 'x'")
        assert "takes other articles for published" in found(data)["library.sqlite"]

    @pytest.mark.parametrize("byte", [b"X", b"\xff"])
    def test_one_changed_byte_of_a_line_is_found(
        self, corpus: Path, data: Path, byte: bytes
    ) -> None:
        change_a_byte_of(data / "library.sqlite", b"Other words.", byte)
        assert "Publish again" in found(data)["library.sqlite"]

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("line", "{}"),
            ("hash", "x"),
            ("slug", "x"),
            ("title", "x"),
            ("lang", "x"),
            ("published", "2026-11-21"),
            ("section", "x"),
            ("withdrawn", "2026-11-21"),
            ("live", 0),
            ("live", 2),
        ],
    )
    def test_a_row_that_is_not_as_it_was_written_is_found(
        self, corpus: Path, data: Path, column: str, value: object
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute(f"UPDATE articles SET {column} = ? WHERE slug = 'dawn'", [value])  # noqa: S608
        assert "of 1 of its articles" in found(data)["library.sqlite"]


class TestBuildsOfTheApp:
    @pytest.fixture
    def build(self, corpus: Path, data: Path) -> Path:
        create_app(read_settings({"data": str(data)}, environ={}))
        assert check(data) == []
        (build,) = (path for path in (data / "shell").iterdir() if path.is_dir())
        return build

    @pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
    @pytest.mark.parametrize("damage", [flip, cut, empty, lose])
    def test_every_damage_is_found_by_its_files_path(
        self, build: Path, data: Path, suffix: str, damage: Callable[[Path], None]
    ) -> None:
        damage(build / f"app.js{suffix}")
        assert found(data).keys() == {f"shell/{build.name}/app.js{suffix}"}

    def test_where_no_two_of_three_agree_the_siblings_are_named(
        self, build: Path, data: Path
    ) -> None:
        for suffix in ("", ".gz"):
            flip(build / f"app.js{suffix}")
        assert found(data).keys() == {f"shell/{build.name}/app.js{end}" for end in (".gz", ".br")}

    def test_a_build_that_is_gone_or_empty_is_found(self, build: Path, data: Path) -> None:
        shutil.rmtree(build)
        assert found(data) == {f"shell/{build.name}": "is missing"}
        build.mkdir()
        assert found(data) == {f"shell/{build.name}": "is empty"}

    @pytest.mark.parametrize(("content", "words"), [(b"", "is not JSON"), (b"{}", "is no list")])
    def test_a_damaged_record_is_found(
        self, build: Path, data: Path, content: bytes, words: str
    ) -> None:
        (data / "shell" / "builds.json").write_bytes(content)
        assert words in found(data)["shell/builds.json"]
