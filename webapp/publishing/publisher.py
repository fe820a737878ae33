"""From a folder to an edition: reads SOURCE, updates the library, publishes what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from webapp.editions import HEAD, EditionError, read_head, since_base
from webapp.face import FOLDER
from webapp.face.making import MadeFace, make_face, write_face
from webapp.files import sync_folder
from webapp.ingest import Draft, Outcome, Problem, Read, Refused, Stamp, read_source
from webapp.ingest.settings import SettingsError, read_settings
from webapp.library import Library, open_library
from webapp.publishing.last import Last, find_last
from webapp.publishing.lock import hold_lock
from webapp.publishing.root import bytes_of
from webapp.publishing.sweeping import sweep
from webapp.publishing.writer import EditionWriter

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("Reading", "Writing"), how much of it is done, and of what."""


class EmptySourceError(ValueError):
    """SOURCE is empty and was not before; the message says what to do."""


class UnfinishedError(OSError):
    """The disk refused after the new edition was out: what is left to do, the next run does."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one run of publishing did.

    `edition` is the edition that is served now; `is_new` says whether this run made it, and only
    then are the counts of changes above 0. `update_bytes` is what a phone with the edition before
    fetches, `whole_bytes` what a new phone fetches, both as brotli. `drafts` counts files that say
    that they are drafts, `problems` are files that could not be read, `warnings` what was read with
    reservations. `clock_behind` is the time of the edition before where the clock says less: then
    that time was taken. `face` is the library's face with what is wrong with it, and
    `is_face_changed` says whether a server that runs still shows another.
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
    clock_behind: datetime | None
    face: MadeFace
    is_face_changed: bool


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
    """Read SOURCE and publish what changed into DIR (`data`): one new edition, or none; its face.

    A SOURCE without any file, where there were articles, is more often a disk that is not mounted
    than a wish: it withdraws everything only with `withdraw_all`, and else raises EmptySourceError.

    `rebase` reads all of SOURCE again, writes the base anew and drops older changes: what was
    damaged on the disk is whole again, and phones fetch the whole.

    Time never goes back: where `now` is before the last edition, that edition's time is taken, for
    the head and for the dates of withdrawals.

    Raises HeldError when another publisher is at work, SettingsError when octavo.toml cannot be
    read, EditionError when what is published already is damaged, LibraryError when library.sqlite
    is, OSError when the disk refuses: UnfinishedError when it does after the new edition is out.
    """
    settings = read_settings(source)
    _refuse_inside(source, data)
    face = make_face(source, settings)
    corpus = data / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    sync_folder(data)
    with hold_lock(data / "lock"):
        before = _head_bytes(corpus)
        try:
            with open_library(data / "library.sqlite") as library:
                clock = now or datetime.now(UTC)
                last = find_last(library, corpus, rebase=rebase, clock=clock)
                time = max(clock, last.current.head.time) if last.current else clock
                reading = _Reading(clock_behind=time if time > clock else None)
                outcomes = _outcomes(
                    source,
                    library,
                    lang=settings.lang,
                    may_be_empty=withdraw_all,
                    again=last.is_rebase,
                    progress=lambda done, of: progress("Reading", done, of),
                )
                today = time.astimezone(UTC).date().isoformat()
                library.take_in(reading.listen(outcomes), today=today)
                writer = EditionWriter(
                    corpus,
                    library,
                    settings,
                    last,
                    now=time,
                    quick=quick,
                    progress=lambda done, of: progress("Writing", done, of),
                )
                is_new = writer.is_due()
                root = writer.write() if is_new else _document(last)
            sweep(corpus, read_head(corpus))
            is_face_changed = write_face(data / FOLDER, face)
        except OSError as error:
            if _head_bytes(corpus) != before:
                raise UnfinishedError(error.errno, error.strerror, error.filename) from error
            _make_room(corpus)
            raise
    return _summary(root, reading, face, is_new=is_new, is_face_changed=is_face_changed)


def _head_bytes(corpus: Path) -> bytes | None:
    with suppress(OSError):
        return (corpus / HEAD).read_bytes()
    return None


def _make_room(corpus: Path) -> None:
    """Delete what a refused edition has written already: the disk may be full because of it."""
    with suppress(OSError, EditionError):
        if head := read_head(corpus):
            sweep(corpus, head)


def _document(last: Last) -> Mapping[str, Any]:
    assert last.current is not None  # noqa: S101  an edition is always due where there is none
    return last.current.root.document


def _outcomes(
    source: Path,
    library: Library,
    *,
    lang: str,
    may_be_empty: bool,
    again: bool,
    progress: Callable[[int, int], None],
) -> Iterator[Outcome]:
    """Read what changed in SOURCE; all of it `again` where what is known of it may be damaged."""
    known = library.stamps()
    unlike = {path: replace(stamp, recipe="") for path, stamp in known.items()}
    outcomes = read_source(source, unlike if again else known, lang=lang, progress=progress)
    # The library may hold articles and know no file: its own file was lost and made anew.
    had_articles = bool(known or library.hashes())
    return outcomes if may_be_empty or not had_articles else _not_empty(outcomes, source, known)


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

    def __init__(self, *, clock_behind: datetime | None) -> None:
        self.clock_behind = clock_behind
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


def _summary(
    root: Mapping[str, Any],
    reading: _Reading,
    face: MadeFace,
    *,
    is_new: bool,
    is_face_changed: bool,
) -> Published:
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
        clock_behind=reading.clock_behind,
        face=face,
        is_face_changed=is_face_changed,
    )
