"""The library itself: one SQLite file, opened for as long as somebody is at work with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from webapp.articles import Article, line_hash
from webapp.ingest import Outcome, Read, Stamp
from webapp.library import rows
from webapp.library.failures import LibraryError, in_words, unusable
from webapp.library.linking import Linking
from webapp.library.records import Change, ChangeKind, LastEdition, Place, PublishedLine
from webapp.library.rows import (
    columns_of,
    forget_sources,
    in_pieces,
    put_entry,
    put_source,
    withdraw_orphans,
)
from webapp.library.slugs import Slugs
from webapp.library.tables import articles, editions, metadata, sources


class Library:
    """The library in one SQLite file; made when it is not there yet.

    With `read_only` nothing is made or written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._makes = not read_only
        self._engine = sa.create_engine(_read_only_url(path) if read_only else _url(path))

        @sa.event.listens_for(self._engine, "connect")
        def _configure(connection: sqlite3.Connection, _record: object) -> None:
            # Left to itself the driver makes each table in a transaction of its own.
            connection.isolation_level = None
            # A damaged row must come out to be found: left to itself the driver fails at its bytes.
            connection.text_factory = lambda data: data.decode(errors="replace")
            if not read_only:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")

        @sa.event.listens_for(self._engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN")

    def prepare(self) -> None:
        """Verify what is there, and make what is lacking.

        A copy that was made while a publisher was at work may be half old, half new, and would
        otherwise tell only later, or never. A library of 10,000 articles takes a twentieth of a
        second.
        """
        with self._engine.connect() as connection:
            found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
        if found != "ok":
            raise unusable(self._path, found)
        if self._makes:
            metadata.create_all(self._engine)

    def is_made(self) -> bool:
        """Return whether it holds anything: a publisher that was killed may leave it empty."""
        return sa.inspect(self._engine).has_table(editions.name)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def damaged(self) -> list[str]:
        """Return the ids of the rows that are not as they were written, as their hashes tell.

        SQLite verifies its own structure, not what stands in a row.
        """
        with self._engine.connect() as connection:
            return rows.damaged(connection)

    def forget_damaged(self) -> None:
        """Drop the rows that `damaged()` names, and let their files be read again."""
        with self._engine.begin() as connection:
            rows.forget_damaged(connection)

    # What was read

    def stamps(self) -> dict[str, Stamp]:
        """Return what each source file was when it was last read.

        One whose article is not here has no recipe, so that it is read again: else the article that
        it really gave would be taken for one without a file, and withdrawn.
        """
        is_here = sources.c.article.in_(sa.select(articles.c.id))
        query = sa.select(
            sources.c.path,
            sources.c.size,
            sources.c.mtime_ns,
            sources.c.sha256,
            sa.case((is_here, sources.c.recipe), else_=""),
            sources.c.article,
        )
        with self._engine.connect() as connection:
            return {path: Stamp(*stamp) for path, *stamp in connection.execute(query)}

    def take_in(self, outcomes: Iterable[Outcome], *, today: str) -> None:
        """Bring the library to what one whole reading of SOURCE found, in one transaction.

        A file that was refused keeps the article it gave before: a slip of the pen takes nothing
        from readers. A file that is no longer there withdraws its article, with `today` as date.
        Links lead to the addresses of the articles that they name, also of those that were read
        before.
        """
        with self._engine.begin() as connection:
            slugs = Slugs(connection)
            linking = Linking(connection, slugs, self._path)
            seen: set[str] = set()
            for outcome in outcomes:
                seen.add(outcome.path)
                if isinstance(outcome, Read):
                    entry = slugs.with_slug(outcome.article)
                    put_source(connection, outcome, entry.id)
                    if isinstance(entry, Article) and outcome.links:
                        linking.put(entry, outcome.links)
                    else:
                        linking.forget(entry.id)
                        put_entry(connection, entry, today)
            forget_sources(connection, seen)
            for article in linking.changed():
                put_entry(connection, article, today)
            withdraw_orphans(connection, today)

    # What is published

    def adopt(
        self, last: LastEdition, lines: Iterable[PublishedLine], *, are_all: bool = True
    ) -> None:
        """Take a published edition as what is published, whatever was noted before.

        An article that the edition has and the library has not (the file was lost) comes in with
        its slug, so that no address changes; so does one whose row is damaged. Where the lines are
        not all that the edition has, what was noted of the others stays.
        """
        with self._engine.begin() as connection:
            rows.forget_damaged(connection)
            if are_all:
                nothing = {"published_hash": None, "published_live": None}
                connection.execute(articles.update().values(nothing))
            known = set(connection.scalars(sa.select(articles.c.id)))
            for entry in lines:
                live = isinstance(entry.entry, Article)
                noted = {"published_hash": line_hash(entry.line), "published_live": live}
                if entry.entry.id in known:
                    connection.execute(
                        articles.update().where(articles.c.id == entry.entry.id).values(noted)
                    )
                else:
                    connection.execute(articles.insert().values(columns_of(entry.entry) | noted))
            _note_edition(connection, last)

    def record(self, last: LastEdition) -> None:
        """Note that everything as it stands now is published, as this edition."""
        with self._engine.begin() as connection:
            connection.execute(
                articles.update()
                .where(_differs_from_published())
                .values(
                    published_hash=articles.c.hash,
                    published_live=articles.c.live,
                )
            )
            _note_edition(connection, last)

    def last_edition(self) -> LastEdition | None:
        """Return the last edition that was recorded."""
        query = sa.select(
            editions.c.library, editions.c.edition, editions.c.published, editions.c.root
        ).order_by(editions.c.edition.desc())
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).first()
        return LastEdition(*row) if row else None

    def published_hashes(self) -> list[tuple[str, str]]:
        """Return (id, line hash) of every article that it takes for published."""
        query = sa.select(articles.c.id, articles.c.published_hash).where(articles.c.published_live)
        with self._engine.connect() as connection:
            return [(row.id, row.published_hash) for row in connection.execute(query)]

    def changes(self) -> list[Change]:
        """Return what the next edition has to bring, in the order of ids."""
        query = (
            sa.select(
                articles.c.id,
                articles.c.line,
                articles.c.hash,
                articles.c.live,
                articles.c.published,
                articles.c.published_live,
            )
            .where(_differs_from_published())
            .order_by(articles.c.id)
        )
        with self._engine.connect() as connection:
            return [
                Change(row.id, self._line(row), _kind(row.live, row.published_live), row.published)
                for row in connection.execute(query)
            ]

    # What it holds

    def places(self) -> list[Place]:
        """Return where each article that is not withdrawn stands, newest first."""
        query = (
            sa.select(articles.c.id, articles.c.published, articles.c.section)
            .where(articles.c.live)
            .order_by(articles.c.published.desc().nulls_last(), articles.c.id)
        )
        with self._engine.connect() as connection:
            return [Place(*row) for row in connection.execute(query)]

    def lines(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield the lines of these articles, in this order, a few at a time in memory."""
        with self._engine.connect() as connection:
            for some in in_pieces(list(ids)):
                query = sa.select(articles.c.id, articles.c.line, articles.c.hash).where(
                    articles.c.id.in_(some)
                )
                lines = {row.id: self._line(row) for row in connection.execute(query)}
                yield from (lines[id_] for id_ in some)

    def withdrawals_since(self, date: str) -> list[str]:
        """Return the lines of what readers had and what was withdrawn since an ISO date, by id."""
        query = (
            sa.select(articles.c.id, articles.c.line, articles.c.hash)
            .where(
                ~articles.c.live,
                articles.c.withdrawn >= date,
                articles.c.published_hash.is_not(None),
            )
            .order_by(articles.c.id)
        )
        with self._engine.connect() as connection:
            return [self._line(row) for row in connection.execute(query)]

    def hashes(self) -> list[tuple[str, str]]:
        """Return (id, line hash) of every article that is not withdrawn."""
        query = sa.select(articles.c.id, articles.c.hash).where(articles.c.live)
        with self._engine.connect() as connection:
            return [(row.id, row.hash) for row in connection.execute(query)]

    def languages(self) -> list[str]:
        """Return the languages that articles are written in, in alphabetical order."""
        query = sa.select(articles.c.lang).where(articles.c.live).distinct()
        with self._engine.connect() as connection:
            return sorted(connection.scalars(query))

    def _line(self, row: Any) -> str:
        """Return a row's line; LibraryError where an edition with it would not keep its promise."""
        line = str(row.line)
        if line_hash(line) != row.hash:
            raise LibraryError(
                f"{self._path} was damaged while it was read: the line of article {row.id} is not"
                " the one that was written. Publish again: it is read anew from SOURCE."
            )
        return line


@contextmanager
def open_library(path: Path, *, read_only: bool = False) -> Iterator[Library]:
    """Open the library for as long as the block runs.

    Raises LibraryError where its file is none or is damaged, OSError where the disk refuses.
    """
    try:
        library = Library(path, read_only=read_only)
        try:
            library.prepare()
            yield library
        finally:
            library.close()
    except sa.exc.DBAPIError as error:
        raise in_words(error, path) from error


def _url(path: Path) -> sa.URL:
    # Not as text: a path may hold what means something in a URL.
    return sa.URL.create("sqlite", database=str(path))


def _read_only_url(path: Path) -> sa.URL:
    # SQLite deletes its log when the last one lets go of the file, and a file without a log can be
    # read as it is, also where nothing may be written.
    is_closed = not path.with_name(f"{path.name}-wal").exists()
    how = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if is_closed else {})
    return sa.URL.create("sqlite", database=f"file:{quote(str(path))}", query=how)


def _differs_from_published() -> sa.ColumnElement[bool]:
    # What was withdrawn before any reader saw it is nobody's news.
    return articles.c.hash.is_distinct_from(articles.c.published_hash) & (
        articles.c.live | articles.c.published_hash.is_not(None)
    )


def _kind(live: bool, published_live: bool | None) -> ChangeKind:
    if not live:
        return "withdrawn"
    return "corrected" if published_live else "added"


def _note_edition(connection: sa.Connection, last: LastEdition) -> None:
    connection.execute(editions.delete().where(editions.c.edition >= last.edition))
    connection.execute(editions.insert().values(last._asdict()))
