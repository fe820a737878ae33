"""A second reader of the wire format, written from docs/format.md alone.

It shares no code with the application, so that an error in both publisher and reader cannot hide.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(corpus: Path, name: str) -> bytes:
    """Return a file's plain bytes, which must be what its name promises."""
    data = (corpus / name).read_bytes()
    assert name.split("-")[1] == f"{sha256(data)}.json", name
    return data


def head_of(corpus: Path) -> dict[str, Any]:
    head: dict[str, Any] = json.loads((corpus / "head.json").read_bytes())
    return head


def root_of(corpus: Path) -> dict[str, Any]:
    root: dict[str, Any] = json.loads(read(corpus, head_of(corpus)["root"]))
    return root


def lines_of(data: bytes) -> list[bytes]:
    """Cut a pack into its lines, byte for byte as the format says."""
    assert data.startswith(b"[\n")
    assert data.endswith(b"]\n")
    body = data[2:-2]
    if not body:
        return []
    assert body.endswith(b"\n")
    lines = body[:-1].split(b",\n")
    assert all(json.loads(line) for line in lines)
    assert json.loads(data) == [json.loads(line) for line in lines]
    return lines


State = dict[str, bytes]
"""What a reader holds: the line of each article by id."""


def apply_pack(state: State, data: bytes) -> None:
    for line in lines_of(data):
        entry = json.loads(line)
        if "withdrawn" in entry:
            state.pop(entry["id"], None)
        else:
            state[entry["id"]] = line


def state_hash(state: State) -> str:
    lines = sorted(f"{id_} {sha256(line)}\n".encode() for id_, line in state.items())
    return sha256(b"".join(lines))


def ways(root: dict[str, Any], start: int | None) -> Iterator[list[str]]:
    """Yield every legal way to the root's edition, as file names in order.

    With an edition: each row of ranges that leads to the head, and always the way with nothing.
    """
    files = [pack["file"] for pack in root["base"]]
    for cover in covers(root, root["base_edition"]):
        yield files + cover
    if start is not None:
        yield from covers(root, start)


def covers(root: dict[str, Any], start: int) -> Iterator[list[str]]:
    if start == root["edition"]:
        yield []
        return
    for to in sorted({pack["to"] for pack in root["changes"] if pack["from"] == start}):
        here = [
            pack["file"] for pack in root["changes"] if pack["from"] == start and pack["to"] == to
        ]
        for rest in covers(root, to):
            yield here + rest
