"""Verifies every published byte against the head, and names what is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.articles import state_hash
from webapp.editions import (
    HEAD,
    EditionError,
    Root,
    entries_of_pack,
    read_head,
    read_published,
    read_root,
)
from webapp.files import INFLATE, INFLATE_ERRORS, sibling


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was published: the file, and in words what is wrong."""

    file: str
    what: str


def check(data: Path) -> list[Finding]:
    """Return all that is wrong with what is published in DIR (`data`); empty when it is whole."""
    corpus = data / "corpus"
    try:
        head = read_head(corpus)
    except EditionError as error:
        return [Finding(HEAD, str(error))]
    if head is None:
        return [Finding(HEAD, f"nothing is published in {data}")]
    try:
        root = read_root(corpus, head.root)
    except EditionError as error:
        return [Finding(head.root, str(error))]
    return [
        *_check_agreement(head.root, root, head.edition, head.library),
        *_check_siblings(corpus, head.root, None),
        *_check_packs(corpus, root),
    ]


def _check_agreement(name: str, root: Root, edition: int, library: str) -> Iterator[Finding]:
    if root.edition != edition:
        yield Finding(name, f"is of edition {root.edition}; the head says {edition}")
    if root.document["library"] != library:
        yield Finding(name, f"is of library {root.document['library']}; the head says {library}")


def _check_packs(corpus: Path, root: Root) -> Iterator[Finding]:
    entries: dict[str, list[tuple[str, str, bool]]] = {}
    for pack in (*root.base, *root.changes):
        name = pack["file"]
        try:
            data = read_published(corpus, name)
            entries[name] = list(entries_of_pack(data))
        except (EditionError, ValueError, KeyError) as error:
            yield Finding(name, str(error))
            continue
        if len(data) != pack["bytes"]["plain"]:
            yield Finding(name, f"has {len(data)} bytes; its root says {pack['bytes']['plain']}")
        if (count := sum(live for _, _, live in entries[name])) != pack["articles"]:
            yield Finding(name, f"holds {count} articles; its root says {pack['articles']}")
        yield from _check_siblings(corpus, name, pack)
    if all(name in entries for name in root.way_from_nothing()):
        yield from _check_state(root, entries)


def _check_state(
    root: Root, entries: Mapping[str, list[tuple[str, str, bool]]]
) -> Iterator[Finding]:
    """Arrive at the edition as a new phone does, and compare with what the root promises."""
    state: dict[str, tuple[str, bool]] = {}
    for name in root.way_from_nothing():
        state |= {id_: (hash_, live) for id_, hash_, live in entries[name]}
    live = [(id_, hash_) for id_, (hash_, is_live) in state.items() if is_live]
    promised = root.document["articles"]
    if len(live) != promised["count"] or state_hash(live) != promised["sha256"]:
        yield Finding(
            "root",
            f"base and changes lead to {len(live)} articles whose state is not the one of edition"
            f" {root.edition} ({promised['count']} articles)",
        )


def _check_siblings(corpus: Path, name: str, pack: Mapping[str, Any] | None) -> Iterator[Finding]:
    try:
        plain = read_published(corpus, name)
    except EditionError:
        return  # said already
    for suffix, kind in ((".gz", "gzip"), (".br", "br")):
        path = sibling(corpus / name, suffix)
        try:
            packed = path.read_bytes()
            if INFLATE[suffix](packed) != plain:
                yield Finding(path.name, f"does not unpack to {name}")
        except INFLATE_ERRORS as error:
            yield Finding(path.name, f"cannot be unpacked: {error}")
        except OSError as error:
            yield Finding(path.name, f"cannot be read: {error.strerror or error}")
            continue
        if pack is not None and len(packed) != pack["bytes"][kind]:
            said = pack["bytes"][kind]
            yield Finding(path.name, f"has {len(packed)} bytes; its root says {said}")
