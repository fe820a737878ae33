"""How tests of the publisher make editions, break off, and read what an edition brings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from tests.reader import lines_of, read, root_of
from webapp.publishing import Published

Publish = Callable[[], Published]
"""The fixture publish_folder."""


def entries(data: Path, packs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries of these packs, in order."""
    return [
        json.loads(line) for pack in packs for line in lines_of(read(data / "corpus", pack["file"]))
    ]


def latest(data: Path) -> list[dict[str, Any]]:
    """Return the entries that the newest changes bring."""
    root = root_of(data / "corpus")
    return entries(data, [pack for pack in root["changes"] if pack["to"] == root["edition"]])


def crash() -> NoReturn:
    """End as one who is stopped from outside."""
    raise KeyboardInterrupt
