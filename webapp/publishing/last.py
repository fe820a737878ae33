"""What the next edition goes on from: the last one, as the head says and the library remembers.

The head decides what is published. Where head, root or packs are damaged, or where they are older
than what the library remembers, the identity of the library and the number of its last edition are
what must not be lost: phones go by them.

Of head, root and library one may be wrong: the two that agree are believed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from webapp.articles import Article, Withdrawal, state_hash
from webapp.editions import (
    CLOCK,
    HEAD,
    Current,
    EditionError,
    Head,
    Root,
    entries_of_pack,
    is_time,
    is_withdrawal,
    read_current,
    read_head,
    read_root,
)
from webapp.library import LastEdition, Library, LibraryError, PublishedLine
from webapp.publishing.agreement import fault_of_head, is_credible
from webapp.publishing.sweeping import roots_in

LONG_AGO = "1970-01-01T00:00:00Z"


class Last(NamedTuple):
    """The last edition, None before the first, and whether the next one writes all files anew."""

    current: Current | None
    is_rebase: bool


class LostError(EditionError):
    """Nothing in DIR says any more which library it is of; the message says what to do."""


def find_last(library: Library, corpus: Path, *, rebase: bool, clock: datetime) -> Last:
    """Return the last edition, and let the library take what it says as what is published.

    What the library holds damaged is dropped: it comes in anew from what is published and SOURCE.
    `clock` is what the clock says; a head that is far before it is not believed.

    Raises EditionError where what is published is damaged, unless `rebase` asks for all of it to be
    written anew; LostError where that cannot help; LibraryError where the library is another one's.
    """
    remembered = _remembered(library)
    try:
        current = read_current(corpus)
        if current:
            _refuse_fault(current, remembered, clock)
    except EditionError as error:
        if not rebase:
            raise
        head = _head_that_was(remembered, corpus, clock)
        if head is None:
            raise LostError(
                f"{error}, and nothing else in {corpus.parent} says which library this is. Put"
                f" {HEAD} or library.sqlite back from a copy. Without one, move {corpus.parent}"
                " away and publish anew: phones then ask their readers whether the new library"
                " may take the place of the old one"
            ) from error
        return _last_that_was(library, corpus, head)
    if current is None:
        head = _head_that_was(remembered, corpus, clock)
        if head is None or (remembered is None and head.edition == 1):
            # A first publication, which may have been killed before its head.
            library.forget_damaged()
            return Last(None, rebase)
        if not rebase:
            raise EditionError(f"{HEAD} is missing, though edition {head.edition} was published")
        return _last_that_was(library, corpus, head)
    if remembered and remembered.library != current.head.library:
        raise LibraryError(
            f"library.sqlite is of library {remembered.library}, but {HEAD} is of library"
            f" {current.head.library}. Put back the one that belongs here, or move library.sqlite"
            " away: it is made anew from what is published and from SOURCE."
        )
    if not rebase:
        _refuse_missing_packs(corpus, current.root)
    _reconcile(library, corpus, current, rebase=rebase)
    if remembered and remembered.edition > current.head.edition:
        # Files of an older edition were put back. Phones that have the later one take no lower
        # number, and no changes lead from it: the next one has a number of its own and all files.
        head = replace(current.head, edition=remembered.edition, published=remembered.published)
        return Last(Current(head, current.root), is_rebase=True)
    return Last(current, rebase)


def _remembered(library: Library) -> LastEdition | None:
    last = library.last_edition()
    return last if last is None or is_time(last.published) else last._replace(published=LONG_AGO)


def _refuse_fault(current: Current, remembered: LastEdition | None, clock: datetime) -> None:
    """Raise EditionError where the head cannot be right."""
    head = current.head
    if fault := fault_of_head(head, current.root, remembered):
        raise EditionError(f"{HEAD} {fault}")
    if not _is_believed(head, remembered, clock):
        raise EditionError(
            f"{HEAD} says that edition {head.edition} was published at {head.published}, and the"
            f" clock says {clock.astimezone(UTC).strftime(CLOCK)}. If it is the clock that is"
            " wrong, set it and publish again"
        )


def _is_believed(head: Head, remembered: LastEdition | None, clock: datetime) -> bool:
    known = Head(**remembered._asdict()).time if remembered else None
    return is_credible(head.time, known, clock)


def _last_that_was(library: Library, corpus: Path, head: Head) -> Last:
    """Go on from an edition that the head does not name any more, with what is left of it."""
    root = Root({})
    with suppress(EditionError):
        root = read_root(corpus, head.root)
        _reconcile(library, corpus, Current(head, root), rebase=True)
    library.forget_damaged()
    return Last(Current(head, root), is_rebase=True)


def _head_that_was(remembered: LastEdition | None, corpus: Path, clock: datetime) -> Head | None:
    """Return the last edition that anything in DIR tells of: head, library, or a root.

    Of several libraries it is the one that most of them are of. Of several times of that edition it
    is the earliest: the clock makes up for one that is too early, nothing for one that is too late.
    """
    known: list[Head] = []
    with suppress(EditionError):
        if (head := read_head(corpus)) and not _contradicts_its_root(head, corpus):
            is_believed = _is_believed(head, remembered, clock)
            known.append(head if is_believed else replace(head, published=LONG_AGO))
    if remembered:
        known.append(Head(**remembered._asdict()))
    known += (
        Head(root.document["library"], root.edition, LONG_AGO, name)
        for name, root in roots_in(corpus)
    )
    if not known:
        return None
    ((library, _),) = Counter(head.library for head in known).most_common(1)
    own = [head for head in known if head.library == library]
    last = max(own, key=lambda head: head.edition)
    times = [head.published for head in own if head.edition == last.edition]
    told = [time for time in times if time != LONG_AGO]
    return replace(last, published=min(told, default=LONG_AGO))


def _contradicts_its_root(head: Head, corpus: Path) -> bool:
    with suppress(EditionError):
        return fault_of_head(head, read_root(corpus, head.root)) is not None
    return False


def _refuse_missing_packs(corpus: Path, root: Root) -> None:
    """Raise EditionError where a pack or a sibling of it is not there in its length.

    Its bytes are not read: publishing a few changes would take as long as publishing everything.
    """
    for pack in (*root.base, *root.changes):
        for suffix, kind in (("", "plain"), (".gz", "gzip"), (".br", "br")):
            path = corpus / (pack["file"] + suffix)
            try:
                length = path.stat().st_size
            except FileNotFoundError:
                raise EditionError(f"{path.name} is missing") from None
            if length != pack["bytes"][kind]:
                said = pack["bytes"][kind]
                raise EditionError(f"{path.name} has {length} bytes; its root says {said}")


def _reconcile(library: Library, corpus: Path, current: Current, *, rebase: bool) -> None:
    """Let the head decide what is published, also after a crash or when the library was lost.

    What the library holds damaged is dropped where it takes in what is published, in one step.
    """
    head, promised = current.head, current.root.document["articles"]["sha256"]
    remembered = library.last_edition()
    if (
        remembered
        and (remembered.edition, remembered.root) == (head.edition, head.root)
        and not library.damaged()
        and state_hash(library.published_hashes()) == promised
    ):
        return
    last = LastEdition(head.library, head.edition, head.published, head.root)
    try:
        library.adopt(last, _published_lines(corpus, current.root))
    except EditionError:
        if not rebase:
            raise
        some = _published_lines(corpus, current.root, are_damaged=True)
        library.adopt(last, some, are_all=False)


def _published_lines(
    corpus: Path, root: Root, *, are_damaged: bool = False
) -> Iterator[PublishedLine]:
    """Yield the newest line of each id; with `are_damaged` those of the packs that are whole."""
    seen: set[str] = set()
    for name in reversed(root.way_from_nothing()):
        try:
            for row, line in entries_of_pack(corpus, name):
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield PublishedLine(_entry(name, line), line)
        except EditionError:
            if not are_damaged:
                raise


def _entry(name: str, line: str) -> Article | Withdrawal:
    fields: dict[str, Any] = json.loads(line)
    try:
        if is_withdrawal(fields):
            return Withdrawal(**fields)
        fields["tags"], fields["blocks"] = tuple(fields["tags"]), tuple(fields["blocks"])
        return Article(**fields)
    except (KeyError, TypeError) as error:
        raise EditionError(f"{name} has a line of another form: {line[:80]}") from error
