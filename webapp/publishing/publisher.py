"""From a folder to an edition: reads SOURCE, updates the library, publishes what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from webapp.articles import Article, Withdrawal
from webapp.editions import (
    Current,
    Edition,
    EditionError,
    Head,
    Root,
    is_withdrawal,
    read_current,
    since_base,
)
from webapp.ingest import Draft, Outcome, Problem, Read, Refused, Stamp, read_source
from webapp.ingest.settings import SettingsError, read_settings
from webapp.library import LastEdition, Library, PublishedLine, open_library
from webapp.publishing.lock import hold_lock
from webapp.publishing.root import bytes_of
from webapp.publishing.writer import EditionWriter

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("Reading", "Writing"), how much of it is done, and of what."""


class EmptySourceError(ValueError):
    """SOURCE is empty and was not before; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one run of publishing did.

    `edition` is the edition that is served now; `is_new` says whether this run made it, and only
    then are the counts of changes above 0. `update_bytes` is what a phone with the edition before
    fetches, `whole_bytes` what a new phone fetches, both as brotli. `drafts` counts files that say
    that they are drafts, `problems` are files that could not be read, `warnings` what was read with
    reservations.
    """

    edition: int
    is_new: bool
    articles: int
    added: int
    corrected: int
    withdrawn: int
    update_bytes: int
    whole_bytes: int
    drafts: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def publish(
    source: Path,
    data: Path,
    *,
    quick: bool = False,
    withdraw_all: bool = False,
    rebase: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _what, _done, _all: None,
) -> Published:
    """Read SOURCE and publish what changed into DIR (`data`): one new edition, or none.

    A SOURCE without any file, where there were articles, is more often a disk that is not mounted
    than a wish: it withdraws everything only with `withdraw_all`, and else raises EmptySourceError.

    `rebase` writes the base anew and drops older changes, from the library: what was damaged on the
    disk is whole again, and phones fetch the whole.

    Raises HeldError when another publisher is at work, SettingsError when octavo.toml cannot be
    read, EditionError when what is published already is damaged, OSError when the disk refuses.
    """
    now = now or datetime.now(UTC)
    settings = read_settings(source)
    _refuse_inside(source, data)
    corpus = data / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with hold_lock(data / "lock"), open_library(data / "library.sqlite") as library:
        last = _last(library, corpus, rebase=rebase)
        reading = _Reading()
        known = library.stamps()
        refuse_empty = bool(known) and not withdraw_all
        outcomes = read_source(
            source,
            known,
            lang=settings.lang,
            progress=lambda done, of: progress("Reading", done, of),
        )
        heard = reading.listen(_not_empty(outcomes, source, known) if refuse_empty else outcomes)
        library.take_in(heard, today=now.date().isoformat())
        writer = EditionWriter(
            corpus,
            library,
            settings,
            last,
            now=now,
            quick=quick,
            rebase=rebase,
            progress=lambda done, of: progress("Writing", done, of),
        )
        if writer.is_due():
            return _summary(writer.write(), reading, is_new=True)
        assert last is not None  # noqa: S101  an edition is always due where there is none
        return _summary(last.root.document, reading, is_new=False)


def _refuse_inside(source: Path, data: Path) -> None:
    """Refuse a DIR that would be read as articles; a hidden one is passed over."""
    inside = data.resolve()
    if inside.is_relative_to(source.resolve()):
        parts = inside.relative_to(source.resolve()).parts
        if not any(part.startswith(".") for part in parts):
            raise SettingsError(
                f"{data} lies in {source}, and its own files would be read as articles. Name a"
                " folder outside it as --data, or one whose name begins with a dot."
            )


def _last(library: Library, corpus: Path, *, rebase: bool) -> Current | None:
    """Return what is published, as the head says; with `rebase` as the library remembers it.

    Where head or root are damaged, only the library still knows which edition was the last.
    """
    try:
        last = read_current(corpus)
    except EditionError:
        remembered = library.last_edition() if rebase else None
        if remembered is None:
            raise
        return Current(Head(**remembered._asdict()), Root({}))
    if last:
        _reconcile(library, corpus, last)
    return last


def _reconcile(library: Library, corpus: Path, last: Current) -> None:
    """Let the head decide what is published, also after a crash or when the library was lost."""
    head = last.head
    remembered = library.last_edition()
    if remembered is None or (remembered.edition, remembered.root) != (head.edition, head.root):
        lines = (PublishedLine(_entry(line), line) for line in Edition(corpus, last).lines())
        library.adopt(LastEdition(head.library, head.edition, head.published, head.root), lines)


def _entry(line: str) -> Article | Withdrawal:
    fields: dict[str, Any] = json.loads(line)
    if is_withdrawal(fields):
        return Withdrawal(**fields)
    fields["tags"], fields["blocks"] = tuple(fields["tags"]), tuple(fields["blocks"])
    return Article(**fields)


def _not_empty(
    outcomes: Iterable[Outcome], source: Path, known: Mapping[str, Stamp]
) -> Iterator[Outcome]:
    has_articles = False
    for outcome in outcomes:
        has_articles = has_articles or isinstance(outcome, Read) or outcome.path in known
        yield outcome
    if not has_articles:
        raise EmptySourceError(
            f"{source} has no article any more, and there were some before. Is it the"
            " right folder, and is its disk there? If all articles are to be withdrawn, publish"
            " with --withdraw-all."
        )


class _Reading:
    """Listens to the outcomes on their way into the library and keeps what the report needs."""

    def __init__(self) -> None:
        self.drafts = 0
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def listen(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            if isinstance(outcome, Draft):
                self.drafts += 1
            elif isinstance(outcome, Refused):
                self.problems.append(outcome.problem)
            elif isinstance(outcome, Read):
                self.warnings += outcome.warnings
            yield outcome


def _summary(root: Mapping[str, Any], reading: _Reading, *, is_new: bool) -> Published:
    edition, articles = root["edition"], root["articles"]["count"]
    latest = [pack for pack in root["changes"] if is_new and pack["to"] == edition]
    is_first = is_new and edition == 1
    return Published(
        edition=edition,
        is_new=is_new,
        articles=articles,
        added=articles if is_first else sum(pack["added"] for pack in latest),
        corrected=sum(pack["corrected"] for pack in latest),
        withdrawn=sum(pack["withdrawn"] for pack in latest),
        update_bytes=bytes_of(latest),
        whole_bytes=bytes_of([*root["base"], *since_base(root)]),
        drafts=reading.drafts,
        problems=tuple(reading.problems),
        warnings=tuple(reading.warnings),
    )
