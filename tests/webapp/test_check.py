"""`check` names every kind of damage to what is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.reader import head_of, root_of
from webapp.publishing import Published, check

Publish = Callable[[], Published]


@pytest.fixture
def corpus(folder: Folder, data: Path, publish_folder: Publish) -> Path:
    """Two editions: a base that stayed, and one pack of changes."""
    folder.write("ballast", "\n\n".join(f"Paragraph {n} of many words." for n in range(500)))
    folder.write("dawn")
    publish_folder()
    folder.write("dusk")
    publish_folder()
    return data / "corpus"


def found(data: Path) -> dict[str, str]:
    return {finding.file: finding.what for finding in check(data)}


def test_whole_files_give_no_finding(corpus: Path, data: Path) -> None:
    assert check(data) == []


def test_nothing_published_is_said(data: Path) -> None:
    assert "nothing is published" in found(data)["head.json"]


@pytest.mark.parametrize("part", ["base", "changes"])
@pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
def test_a_flipped_byte_is_found_by_its_files_name(
    corpus: Path, data: Path, part: str, suffix: str
) -> None:
    path = corpus / (root_of(corpus)[part][0]["file"] + suffix)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert path.name in found(data)


@pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
def test_a_file_that_is_gone_is_found_by_its_name(corpus: Path, data: Path, suffix: str) -> None:
    path = corpus / (root_of(corpus)["base"][0]["file"] + suffix)
    path.unlink()
    assert "cannot be read" in found(data)[path.name]


def test_a_damaged_root_is_found(corpus: Path, data: Path) -> None:
    root = head_of(corpus)["root"]
    (corpus / root).write_bytes((corpus / root).read_bytes()[:-5])
    assert "its name promises" in found(data)[root]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format":2}', b"<html>"])
def test_a_head_that_says_nothing_is_found(corpus: Path, data: Path, content: bytes) -> None:
    (corpus / "head.json").write_bytes(content)
    assert "head.json" in found(data)


def test_a_head_of_another_edition_than_its_root_is_found(corpus: Path, data: Path) -> None:
    head = head_of(corpus) | {"edition": 9}
    (corpus / "head.json").write_text(json.dumps(head))
    assert "the head says 9" in found(data)[head["root"]]
