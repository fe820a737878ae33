"""Verifies all that DIR holds against what was published, and names what is damaged.

Nothing is written, and no other program is kept waiting.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from webapp.articles import line_hash, state_hash
from webapp.editions import (
    FILE_NAME,
    HEAD,
    Current,
    EditionError,
    Root,
    entries_of_pack,
    is_withdrawal,
    read_current,
    read_head,
    read_published,
    read_root,
)
from webapp.face import FACE, FOLDER, FaceError, read_face
from webapp.files import COMPRESSED_ALREADY, INFLATE, INFLATE_ERRORS, sibling
from webapp.library import LastEdition, LibraryError, open_library
from webapp.publishing.agreement import fault_of_head
from webapp.publishing.lock import holder_of
from webapp.publishing.sweeping import kept_roots, leftovers, roots_in

LIBRARY = "library.sqlite"

BUILD = re.compile(r"[0-9a-f]{8}")

Part = Literal["corpus", "library", "face", "shell"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was published: the file, and in words what is wrong.

    `part` says whose it is, since each is mended in another way. Where `is_damage` is False it is
    only something to know, such as what an interrupted publication left behind.
    """

    file: str
    what: str
    part: Part = "corpus"
    is_damage: bool = True


def check(data: Path) -> list[Finding]:
    """Return all that is wrong in DIR (`data`); empty when it is whole."""
    corpus = data / "corpus"
    while True:
        before = _signs_of(corpus)
        findings = [
            *_check_corpus(data),
            *_check_library(data),
            *_check_face(data / FOLDER),
            *_check_shell(data / "shell"),
        ]
        # A publisher may have been at work: what was read first is swept by its second edition.
        if _signs_of(corpus) == before:
            return findings


def _signs_of(corpus: Path) -> tuple[int, int] | None:
    try:
        stat = (corpus / HEAD).stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


# What is published


def _check_corpus(data: Path) -> Iterator[Finding]:
    corpus = data / "corpus"
    try:
        head = read_head(corpus)
        if head is None:
            yield Finding(HEAD, _why_no_head(data))
            return
    except EditionError as error:
        yield Finding(HEAD, str(error))
        return
    try:
        root = read_root(corpus, head.root)
    except EditionError as error:
        yield Finding(head.root, str(error))
        return
    if fault := fault_of_head(head, root):
        yield Finding(HEAD, fault)
        return
    kept = kept_roots(corpus, head)
    said = set()
    for name, root in kept.items():
        is_current = name == head.root
        packs = _check_packs(corpus, name, root, is_current=is_current)
        for finding in (*_check_root_siblings(corpus, name), *packs):
            if is_current:
                said.add(finding.file)
                yield finding
            elif finding.file not in said:
                what = f"{finding.what} (only the edition before the current one needs it)"
                yield replace(finding, what=what, is_damage=False)
    yield from _check_leftovers(data, kept)


def _why_no_head(data: Path) -> str:
    # A first publication that was interrupted leaves a root too, which no phone has seen.
    known = [root.edition for _, root in roots_in(data / "corpus") if root.edition > 1]
    with suppress(LibraryError, OSError), open_library(data / LIBRARY, read_only=True) as library:
        remembered = library.last_edition() if library.is_made() else None
        known += [remembered.edition] if remembered else []
    if not known:
        return f"nothing is published in {data}"
    return f"is missing, though edition {max(known)} was published"


Entries = list[tuple[str, str, bool]]
"""Of each line of a pack: id, hash, and whether it is an article."""


def _check_packs(corpus: Path, name: str, root: Root, *, is_current: bool) -> Iterator[Finding]:
    entries: dict[str, Entries] = {}
    for pack in (*root.base, *root.changes):
        file = pack["file"]
        try:
            plain = read_published(corpus, file)
            entries[file] = [
                (row["id"], line_hash(line), not is_withdrawal(row))
                for row, line in entries_of_pack(corpus, file)
            ]
        except EditionError as error:
            yield Finding(file, str(error))
        else:
            if len(plain) != pack["bytes"]["plain"]:
                yield Finding(file, _unlike(f"{len(plain)} bytes", pack["bytes"]["plain"]))
            yield from _check_counts(pack, entries[file])
            for suffix, kind in ((".gz", "gzip"), (".br", "br")):
                path = sibling(corpus / file, suffix)
                # What was mended since may be compressed in another way than an older root says.
                size = pack["bytes"][kind] if is_current else None
                if what := _fault_of_sibling(path, plain, size):
                    yield Finding(path.name, what)
    if all(file in entries for file in root.way_from_nothing()):
        yield from _check_state(name, root, entries)


def _check_counts(pack: Mapping[str, Any], entries: Entries) -> Iterator[Finding]:
    articles = sum(live for _, _, live in entries)
    if articles != pack["articles"]:
        yield Finding(pack["file"], _unlike(f"{articles} articles", pack["articles"]))
    if "to" not in pack:
        return
    brought = pack["added"] + pack["corrected"]
    if articles == pack["articles"] != brought:
        yield Finding(pack["file"], _unlike(f"{articles} added and corrected articles", brought))
    if (withdrawn := len(entries) - articles) != pack["withdrawn"]:
        yield Finding(pack["file"], _unlike(f"{withdrawn} withdrawals", pack["withdrawn"]))


def _unlike(has: str, said: int) -> str:
    return f"has {has}; its root says {said}"


def _check_state(name: str, root: Root, entries: Mapping[str, Entries]) -> Iterator[Finding]:
    """Arrive at the edition as a new phone does, and compare with what the root promises."""
    state: dict[str, tuple[str, bool]] = {}
    for file in root.way_from_nothing():
        state |= {id_: (hash_, live) for id_, hash_, live in entries[file]}
    live = [(id_, hash_) for id_, (hash_, is_live) in state.items() if is_live]
    promised = root.document["articles"]
    if len(live) != promised["count"] or state_hash(live) != promised["sha256"]:
        yield Finding(
            name,
            f"its base and changes lead to {len(live)} articles whose state is not the one of"
            f" edition {root.edition} ({promised['count']} articles)",
        )


def _check_root_siblings(corpus: Path, name: str) -> Iterator[Finding]:
    plain = read_published(corpus, name)
    for suffix in INFLATE:
        path = sibling(corpus / name, suffix)
        if what := _fault_of_sibling(path, plain):
            yield Finding(path.name, what)


def _fault_of_sibling(path: Path, plain: bytes, size: int | None = None) -> str | None:
    try:
        packed = path.read_bytes()
        if INFLATE[path.suffix](packed) != plain:
            return f"does not unpack to {path.stem}"
    except INFLATE_ERRORS as error:
        return f"cannot be unpacked: {error}"
    except OSError as error:
        return _unreadable(error)
    return _unlike(f"{len(packed)} bytes", size) if size not in (None, len(packed)) else None


def _check_leftovers(data: Path, kept: dict[str, Root]) -> Iterator[Finding]:
    corpus = data / "corpus"
    try:
        holder = holder_of(data / "lock")
        said = (
            holder and f"{holder} is publishing now; what it has written so far was not looked at"
        )
    except OSError as error:
        said = f"{_unreadable(error)}, so that nobody can tell whether a publisher is at work"
    if said:
        yield Finding("lock", said, is_damage=False)
        return
    for path in leftovers(corpus, kept):
        what = "is left from a publication that was interrupted; the next one deletes it"
        yield Finding(path.name, what, is_damage=False)
    for path in sorted(corpus.iterdir()):
        plain = path.name.removesuffix(".gz").removesuffix(".br")
        if path.name != HEAD and path.suffix != ".new" and not FILE_NAME.fullmatch(plain):
            yield Finding(path.name, "is none of Octavo's files", is_damage=False)


# The library


def _check_library(data: Path) -> Iterator[Finding]:
    current, path = _agreeing(data / "corpus"), data / LIBRARY
    if not path.exists():
        if current:
            yield Finding(LIBRARY, f"is missing; {MADE_ANEW}", "library", is_damage=False)
        return
    if _is_held(data / "lock"):
        return  # it changes under our eyes
    if path.with_name(f"{LIBRARY}-journal").exists():
        what = "was being made when its publisher was interrupted; the next publication goes on"
        yield Finding(LIBRARY, what, "library", is_damage=False)
        return
    remembered, state, damaged = None, None, []
    try:
        with open_library(path, read_only=True) as library:
            if library.is_made():
                remembered, damaged = library.last_edition(), library.damaged()
                state = state_hash(library.published_hashes())
    except LibraryError as error:
        yield Finding(LIBRARY, str(error), "library")
    except OSError as error:
        yield Finding(LIBRARY, _unreadable(error), "library")
    else:
        yield from _damaged_rows(damaged)
        if current and remembered:
            yield from _disagreement(current, remembered, state)
        elif current:
            what = f"notes no edition; {MADE_ANEW}"
            yield Finding(LIBRARY, what, "library", is_damage=False)


MADE_ANEW = "the next publication makes it anew from what is published"


def _agreeing(corpus: Path) -> Current | None:
    """Return what is published; None where the check of it has said already what is wrong."""
    with suppress(EditionError):
        current = read_current(corpus)
        if current and not fault_of_head(current.head, current.root):
            return current
    return None


def _is_held(lock: Path) -> bool:
    with suppress(OSError):  # said already
        return holder_of(lock) is not None
    return False


def _damaged_rows(damaged: list[str]) -> Iterator[Finding]:
    if damaged:
        what = (
            f"does not hold what was written of {len(damaged)} of its articles ({damaged[0]}"
            f"{', …' if damaged[1:] else ''}). Publish again: they are taken from what is"
            " published, and read anew from SOURCE"
        )
        yield Finding(LIBRARY, what, "library")


def _disagreement(
    current: Current, remembered: LastEdition, state: str | None
) -> Iterator[Finding]:
    """Yield in what the library's notes differ from what is published; `state` is its hash."""
    head = current.head
    if remembered.library != head.library:
        what = (
            f"is of library {remembered.library}; head and root say {head.library}. Put back the"
            " one that belongs here, or move it away and publish again"
        )
        yield Finding(LIBRARY, what, "library")
    elif remembered.edition > head.edition:
        what = (
            f"remembers edition {remembered.edition}, and the head says {head.edition}: older files"
            " were put back. Publish again, so that phones with the later edition get a newer one"
        )
        yield Finding(LIBRARY, what, "library")
    elif (remembered.edition, remembered.root) != (head.edition, head.root):
        what = f"has not noted edition {head.edition} yet; the next publication does"
        yield Finding(LIBRARY, what, "library", is_damage=False)
    elif fault := fault_of_head(head, current.root, remembered):
        yield Finding(HEAD, fault)
    elif state != current.root.document["articles"]["sha256"]:
        what = (
            "takes other articles for published than edition"
            f" {head.edition} has. Publish again with --rebase, which reads all of SOURCE anew"
        )
        yield Finding(LIBRARY, what, "library")


# The face


MISSING_FACE = "is missing; the next publication writes it"


def _check_face(folder: Path) -> Iterator[Finding]:
    name = f"{FOLDER}/{FACE}"
    try:
        face = read_face(folder)
    except FileNotFoundError:
        # Published before there were faces, or interrupted at the first one.
        if folder.is_dir():
            yield Finding(name, MISSING_FACE, "face", is_damage=False)
        return
    except OSError as error:
        yield Finding(name, _unreadable(error), "face")
        return
    except FaceError as error:
        yield Finding(name, str(error), "face")
        return
    for path in face.icons.values():
        if what := _fault_of_icon(path):
            yield Finding(f"{FOLDER}/{path.name}", what, "face")


def _fault_of_icon(path: Path) -> str | None:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return _unreadable(error)
    return None if path.stem.endswith(f"-{digest[:8]}") else "does not hold what its name says"


# Builds of the app


def _check_shell(shell: Path) -> Iterator[Finding]:
    """Verify the builds by their siblings: what was compressed says what the plain file was."""
    if not shell.is_dir():
        return
    try:
        builds = sorted(path for path in shell.iterdir() if BUILD.fullmatch(path.name))
        for build in builds:
            yield from _check_build(shell, build)
        yield from _check_record(shell / "builds.json", {build.name for build in builds})
    except OSError as error:
        yield Finding(f"shell/{Path(error.filename).name}", _unreadable(error), "shell")


def _check_build(shell: Path, build: Path) -> Iterator[Finding]:
    files = {path for path in build.rglob("*") if not path.is_dir()}
    plain_files = {path.with_suffix("") if path.suffix in INFLATE else path for path in files}
    if not files:
        yield Finding(f"shell/{build.name}", "is empty", "shell")
    for path in sorted(plain_files):
        for at_fault, what in _faults_of_file(path):
            yield Finding(f"shell/{at_fault.relative_to(shell)}", what, "shell")


def _faults_of_file(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield (file, what is wrong) of a file and its siblings: the two that agree are believed."""
    try:
        plain = path.read_bytes()
    except OSError as error:
        yield path, _unreadable(error)
        return
    if path.suffix in COMPRESSED_ALREADY:
        return
    with suppress(OSError, *INFLATE_ERRORS):
        first, second = (
            inflate(sibling(path, end).read_bytes()) for end, inflate in INFLATE.items()
        )
        if first == second != plain:
            yield path, "is not what its siblings unpack to"
            return
    for suffix in INFLATE:
        packed = sibling(path, suffix)
        if what := _fault_of_sibling(packed, plain):
            yield packed, what


def _check_record(record: Path, builds: set[str]) -> Iterator[Finding]:
    name = f"shell/{record.name}"
    try:
        recorded = json.loads(record.read_bytes())
    except ValueError as error:
        yield Finding(name, f"is not JSON: {error}", "shell")
        return
    if not isinstance(recorded, list):
        yield Finding(name, "is no list of builds", "shell")
        return
    for build in recorded:
        if build not in builds:
            yield Finding(f"shell/{build}", "is missing", "shell")


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"
