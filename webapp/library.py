"""All articles as the server holds them, with their history, in one SQLite file.

The library knows three things: what was read from which file of SOURCE (*sources*), what each
article or withdrawal is now (*articles*), and which of it the published edition already says
(the *published* columns). The difference of the last two is what the next edition has to bring.

Where a text links to other articles, their addresses stand in its line: *links* keeps what the text
itself says, since an article that comes later, or goes, changes where its links lead.

The published columns only repeat what `corpus/` says. After a crash between the flip of the head
and `record()`, or when this file was lost, `adopt()` fills them again from the edition itself, so
that `corpus/head.json` alone decides what is published.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa

from webapp.articles import BLOCKS_FOLLOW, Article, Withdrawal, id_of, line_hash, row_of
from webapp.ingest import Link, Outcome, Read, Stamp
from webapp.ingest.links import (
    address_of,
    name_of_url,
    names_of_file,
    names_of_link,
    with_links,
)

GONE = "Its file is no longer in the library’s folder."
"""The reason that a reader is told when a source file vanished and nobody gave another."""

metadata = sa.MetaData()

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("mtime_ns", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("recipe", sa.Text, nullable=False),
    sa.Column("article", sa.Text, nullable=False, index=True),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("lang", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("section", sa.Text),
    sa.Column("withdrawn", sa.Text),
    # What the published edition says of it.
    sa.Column("published_hash", sa.Text),
    sa.Column("published_live", sa.Boolean),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("article", sa.Text, primary_key=True),
    # As JSON: the links, and for each of them the slug that it leads to, or null.
    sa.Column("links", sa.Text, nullable=False),
    sa.Column("slugs", sa.Text, nullable=False),
    # The line as it was read, and its hash; NULL where it is the article's own.
    sa.Column("line", sa.Text),
    sa.Column("hash", sa.Text),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("edition", sa.Integer, primary_key=True),
    sa.Column("library", sa.Text, nullable=False),
    sa.Column("published", sa.Text, nullable=False),
    sa.Column("root", sa.Text, nullable=False),
)

ChangeKind = Literal["added", "corrected", "withdrawn"]

VARIABLES_AT_ONCE = 500
"""How many ids one statement names: SQLite takes 999 variables in its oldest builds."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line that the next edition brings, and what it is to a reader of the last one."""

    id: str
    line: str
    kind: ChangeKind
    newest: str | None
    """The article's publication date, or None: what a pack's `newest` is the maximum of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the order of the base: by date, then by section."""

    id: str
    published: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line of a published edition, as `adopt()` takes it in."""

    entry: Article | Withdrawal
    line: str


class LibraryError(Exception):
    """The library's file cannot be used; the message says what to do."""


class LastEdition(NamedTuple):
    """What the library remembers of the edition that was published last, as its head said it."""

    library: str
    edition: int
    published: str
    root: str


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
            raise _unusable(self._path, found)
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
            return _damaged(connection)

    def forget_damaged(self) -> None:
        """Drop the rows that `damaged()` names, and let their files be read again."""
        with self._engine.begin() as connection:
            _forget_damaged(connection)

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
            slugs = _Slugs(connection)
            linking = _Linking(connection, slugs, self._path)
            seen: set[str] = set()
            for outcome in outcomes:
                seen.add(outcome.path)
                if isinstance(outcome, Read):
                    entry = slugs.with_slug(outcome.article)
                    _put_source(connection, outcome, entry.id)
                    if isinstance(entry, Article) and outcome.links:
                        linking.put(entry, outcome.links)
                    else:
                        linking.forget(entry.id)
                        _put_entry(connection, entry, today)
            _forget_sources(connection, seen)
            for article in linking.changed():
                _put_entry(connection, article, today)
            _withdraw_orphans(connection, today)

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
            _forget_damaged(connection)
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
                    connection.execute(articles.insert().values(_columns(entry.entry) | noted))
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
            for some in _in_pieces(list(ids), VARIABLES_AT_ONCE):
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
        raise _in_words(error, path) from error


OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}
"""Which errors of SQLite are the disk's."""


def _in_words(error: sa.exc.DBAPIError, path: Path) -> Exception:
    # The lowest eight bits are the kind, the others say which of it (sqlite.org/rescode.html).
    kind = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if kind in OF_THE_DISK:
        return OSError(OF_THE_DISK[kind], str(error.orig), str(path))
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryError(f"Another program is at work in {path}. End it, and publish again.")
    return _unusable(path, str(error.orig))


def _unusable(path: Path, why: str) -> LibraryError:
    return LibraryError(
        f"{path} cannot be used ({why}). Move it away and publish again: the library is"
        " made anew from what is published and from SOURCE."
    )


def _url(path: Path) -> sa.URL:
    # Not as text: a path may hold what means something in a URL.
    return sa.URL.create("sqlite", database=str(path))


def _read_only_url(path: Path) -> sa.URL:
    # SQLite deletes its log when the last one lets go of the file, and a file without a log can be
    # read as it is, also where nothing may be written.
    is_closed = not path.with_name(f"{path.name}-wal").exists()
    how = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if is_closed else {})
    return sa.URL.create("sqlite", database=f"file:{quote(str(path))}", query=how)


class _Slugs:
    """Gives out slugs that no other article has or had: an old link never changes its meaning."""

    def __init__(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(articles.c.id, articles.c.slug))
        self._of: dict[str, str] = {row.id: row.slug for row in rows}
        self._taken = set(self._of.values())

    def with_slug(self, entry: Article | Withdrawal) -> Article | Withdrawal:
        """Return the entry with the slug that it has, else with one that nobody has."""
        return entry.with_slug(self._slug_for(entry.id, entry.slug))

    def of(self, id_: str) -> str | None:
        """Return the slug of an article or a withdrawal; None if there is no such id."""
        return self._of.get(id_)

    def _slug_for(self, id_: str, wish: str) -> str:
        if id_ in self._of:
            return self._of[id_]
        slug, number = wish, 1
        while slug in self._taken:
            number += 1
            slug = f"{wish}-{number}"
        self._of[id_] = slug
        self._taken.add(slug)
        return slug


class _Names:
    """What a link can name: the files of articles, and the addresses that articles came from.

    `read` are the addresses of articles that were read just now, by id.
    """

    def __init__(
        self, connection: sa.Connection, slugs: _Slugs, read: Mapping[str, str | None]
    ) -> None:
        self._slugs = slugs
        self._id_of_file: dict[str, str] = {}
        files = sa.select(sources.c.path, sources.c.article).order_by(sources.c.path)
        for file in connection.execute(files):
            for name in names_of_file(file.path):
                self._id_of_file.setdefault(name, file.article)
        self._id_of_url: dict[str, str] = {}
        # Of an article with many megabytes of text only the beginning is looked at.
        end = sa.func.instr(articles.c.line, BLOCKS_FOLLOW)
        row = sa.func.substr(articles.c.line, 1, end - 1).concat("}")
        url = sa.func.json_extract(row, "$.source").label("url")
        came_from = sa.select(articles.c.id, url).where(articles.c.live)
        known = {row.id: row.url for row in connection.execute(came_from)} | dict(read)
        for id_, address in sorted(known.items()):
            if address and (host_and_path := name_of_url(address)):
                self._id_of_url.setdefault(host_and_path, id_)

    def slug_of(self, link: Link) -> str | None:
        """Return the slug of the article that a link names, also of one that was withdrawn."""
        if link.kind == "url":
            return self._slugs.of(self._id_of_url.get(link.name, ""))
        names = tuple(names_of_link(link.name))
        there = (self._id_of_file[name] for name in names if name in self._id_of_file)
        # A file that is gone still names its withdrawal, if its path was its identity.
        ids = (*there, *map(id_of, names))
        return next((slug for id_ in ids if (slug := self._slugs.of(id_))), None)


class _Linking:
    """Keeps the links of articles, and finds out where they lead."""

    def __init__(self, connection: sa.Connection, slugs: _Slugs, path: Path) -> None:
        self._connection = connection
        self._slugs = slugs
        self._path = path
        self._read: dict[str, str | None] = {}

    def put(self, article: Article, said: Sequence[Link]) -> None:
        """Take in an article that was read; it waits until it is known what its links name."""
        before = self._connection.execute(
            sa.select(links.c.links, links.c.slugs).where(links.c.article == article.id)
        ).first()
        known = dict(zip(_links(before), json.loads(before.slugs), strict=True)) if before else {}
        line = article.line()
        self.forget(article.id)
        self._connection.execute(
            links.insert().values(
                article=article.id,
                links=json.dumps(said),
                slugs=json.dumps([known.get(link) for link in said]),
                line=line,
                hash=line_hash(line),
            )
        )
        self._read[article.id] = article.source

    def forget(self, id_: str) -> None:
        """Forget the links of an article that has none any more."""
        self._connection.execute(links.delete().where(links.c.article == id_))

    def changed(self) -> Iterator[Article]:
        """Yield the articles that were taken in, and those whose links lead elsewhere now.

        A link that led to an article once still does, whatever became of it: its address is never
        another's, and tells of its withdrawal.
        """
        gone = links.c.article.not_in(sa.select(sources.c.article))
        self._connection.execute(links.delete().where(gone))
        query = sa.select(links.c.article, links.c.links, links.c.slugs).order_by(links.c.article)
        rows = self._connection.execute(query).all()
        names = _Names(self._connection, self._slugs, self._read) if rows else None
        for row in rows:
            assert names  # noqa: S101  there are rows
            before = json.loads(row.slugs)
            said = _links(row)
            slugs = [names.slug_of(link) or old for link, old in zip(said, before, strict=True)]
            if slugs != before or row.article in self._read:
                yield self._linked(row.article, dict(zip(said, slugs, strict=True)))

    def _linked(self, id_: str, slugs: Mapping[Link, str | None]) -> Article:
        query = sa.select(
            sa.func.coalesce(links.c.line, articles.c.line).label("line"),
            sa.func.coalesce(links.c.hash, articles.c.hash).label("hash"),
        ).join_from(links, articles, links.c.article == articles.c.id, isouter=True)
        row = self._connection.execute(query.where(links.c.article == id_)).one()
        if line_hash(str(row.line)) != row.hash:
            raise LibraryError(
                f"{self._path} is damaged: the links of article {id_} are not those that were read."
                " Publish with --rebase: they are read anew from SOURCE."
            )
        fields = json.loads(row.line)
        addresses = {link.href: address_of(link, slug) for link, slug in slugs.items()}
        blocks = with_links(fields["blocks"], addresses)
        article = Article(**(fields | {"tags": tuple(fields["tags"]), "blocks": blocks}))
        is_as_read = article.line() == row.line
        self._connection.execute(
            links.update()
            .where(links.c.article == id_)
            .values(
                slugs=json.dumps(list(slugs.values())),
                line=None if is_as_read else row.line,
                hash=None if is_as_read else row.hash,
            )
        )
        return article


def _links(row: Any) -> list[Link]:
    return [Link(*link) for link in json.loads(row.links)]


def _put_entry(connection: sa.Connection, entry: Article | Withdrawal, today: str) -> None:
    old = connection.execute(
        sa.select(articles.c.line, articles.c.hash, articles.c.live, articles.c.withdrawn).where(
            articles.c.id == entry.id
        )
    ).first()
    if isinstance(entry, Withdrawal) and not entry.withdrawn:
        # Without a date of its own a withdrawal happened on the day that it was first seen.
        entry = replace(entry, withdrawn=old.withdrawn if old and not old.live else today)
    columns = _columns(entry)
    if old is None:
        connection.execute(articles.insert().values(columns))
    elif (old.line, old.hash) != (columns["line"], columns["hash"]):
        connection.execute(articles.update().where(articles.c.id == entry.id).values(columns))


COPIED_FROM_THE_LINE = ("id", "slug", "title", "lang", "published", "section", "withdrawn")
"""Columns that repeat what the line says, so that it can be asked for."""


def _damaged(connection: sa.Connection) -> list[str]:
    copied = [articles.c[name] for name in COPIED_FROM_THE_LINE]
    # As a number: SQLite takes 2 for neither true nor false, and Python takes it for true.
    live = sa.type_coerce(articles.c.live, sa.Integer).label("live")
    query = sa.select(articles.c.line, articles.c.hash, live, *copied)
    rows = connection.execute(query, execution_options={"yield_per": VARIABLES_AT_ONCE})
    return [row.id for row in rows if not _is_whole(row)]


def _is_whole(row: Any) -> bool:
    if line_hash(str(row.line)) != row.hash:
        return False
    said = row_of(row.line) if BLOCKS_FOLLOW in row.line else json.loads(row.line)
    return row.live == ("withdrawn" not in said) and all(
        getattr(row, name) == said.get(name) for name in COPIED_FROM_THE_LINE
    )


def _forget_damaged(connection: sa.Connection) -> None:
    damaged = _damaged(connection)
    for some in _in_pieces(damaged, VARIABLES_AT_ONCE):
        connection.execute(articles.delete().where(articles.c.id.in_(some)))
        connection.execute(links.delete().where(links.c.article.in_(some)))
    if damaged:
        lost = sources.c.article.not_in(sa.select(articles.c.id))
        connection.execute(sources.update().where(lost).values(recipe=""))


def _put_source(connection: sa.Connection, read: Read, article: str) -> None:
    connection.execute(sources.delete().where(sources.c.path == read.path))
    connection.execute(
        sources.insert().values(
            path=read.path,
            size=read.stamp.size,
            mtime_ns=read.stamp.mtime_ns,
            sha256=read.stamp.sha256,
            recipe=read.stamp.recipe,
            article=article,
        )
    )


def _forget_sources(connection: sa.Connection, seen: set[str]) -> None:
    known = set(connection.scalars(sa.select(sources.c.path)))
    for path in sorted(known - seen):
        connection.execute(sources.delete().where(sources.c.path == path))


def _withdraw_orphans(connection: sa.Connection, today: str) -> None:
    orphans = sa.select(articles.c.id, articles.c.slug, articles.c.title).where(
        articles.c.live, articles.c.id.not_in(sa.select(sources.c.article))
    )
    for id_, slug, title in connection.execute(orphans).all():
        gone = Withdrawal(id=id_, slug=slug, withdrawn=today, title=title, reason=GONE)
        _put_entry(connection, gone, today)


def _columns(entry: Article | Withdrawal) -> dict[str, object]:
    line = entry.line()
    columns: dict[str, object] = {
        "id": entry.id,
        "slug": entry.slug,
        "title": entry.title,
        "line": line,
        "hash": line_hash(line),
    }
    if isinstance(entry, Article):
        return columns | {
            "live": True,
            "lang": entry.lang,
            "published": entry.published,
            "section": entry.section,
            "withdrawn": None,
        }
    return columns | {
        "live": False,
        "lang": None,
        "published": None,
        "section": None,
        "withdrawn": entry.withdrawn,
    }


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


def _in_pieces(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
