"""The rows of articles and of their files, as one transaction changes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from webapp.articles import BLOCKS_FOLLOW, Article, Withdrawal, line_hash
from webapp.ingest import Read
from webapp.library.tables import articles, links, sources

GONE = "Its file is no longer in the library’s folder."
"""The reason that a reader is told when a source file vanished and nobody gave another."""

VARIABLES_AT_ONCE = 500
"""How many ids one statement names: SQLite takes 999 variables in its oldest builds."""


def put_entry(connection: sa.Connection, entry: Article | Withdrawal, today: str) -> None:
    """Write what an article or withdrawal is now, if that is not what stands there."""
    old = connection.execute(
        sa.select(articles.c.line, articles.c.hash, articles.c.live, articles.c.withdrawn).where(
            articles.c.id == entry.id
        )
    ).first()
    if isinstance(entry, Withdrawal) and not entry.withdrawn:
        # Without a date of its own a withdrawal happened on the day that it was first seen.
        entry = replace(entry, withdrawn=old.withdrawn if old and not old.live else today)
    columns = columns_of(entry)
    if old is None:
        connection.execute(articles.insert().values(columns))
    elif (old.line, old.hash) != (columns["line"], columns["hash"]):
        connection.execute(articles.update().where(articles.c.id == entry.id).values(columns))


COPIED_FROM_THE_LINE = ("id", "slug", "title", "lang", "published", "section", "withdrawn")
"""Columns that repeat what the line says, so that it can be asked for."""


def damaged(connection: sa.Connection) -> list[str]:
    """Return the ids of the rows that are not as they were written, as their hashes tell."""
    copied = [articles.c[name] for name in COPIED_FROM_THE_LINE]
    # As a number: SQLite takes 2 for neither true nor false, and Python takes it for true.
    live = sa.type_coerce(articles.c.live, sa.Integer).label("live")
    # As its bytes: what is hashed is what stands there, and most of it need not become a text.
    line = sa.cast(articles.c.line, sa.LargeBinary).label("line")
    query = sa.select(line, articles.c.hash, live, *copied)
    rows = connection.execute(query, execution_options={"yield_per": VARIABLES_AT_ONCE})
    return [row.id for row in rows if not _is_whole(row)]


def _is_whole(row: Any) -> bool:
    if row.line is None or hashlib.sha256(row.line).hexdigest() != row.hash:
        return False
    head, has_blocks, _ = row.line.partition(BLOCKS_FOLLOW.encode())
    said = json.loads(head + b"}" if has_blocks else row.line)
    return row.live == ("withdrawn" not in said) and all(
        getattr(row, name) == said.get(name) for name in COPIED_FROM_THE_LINE
    )


def forget_damaged(connection: sa.Connection) -> None:
    """Drop the rows that `damaged()` names, and let their files be read again."""
    lost_rows = damaged(connection)
    for some in in_pieces(lost_rows):
        connection.execute(articles.delete().where(articles.c.id.in_(some)))
        connection.execute(links.delete().where(links.c.article.in_(some)))
    if lost_rows:
        lost = sources.c.article.not_in(sa.select(articles.c.id))
        connection.execute(sources.update().where(lost).values(recipe=""))


def put_source(connection: sa.Connection, read: Read, article: str) -> None:
    """Note what a file was when it was read, and which article it gave."""
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


def forget_sources(connection: sa.Connection, seen: set[str]) -> None:
    """Drop the files that are no longer in SOURCE: all that were not seen."""
    known = set(connection.scalars(sa.select(sources.c.path)))
    for path in sorted(known - seen):
        connection.execute(sources.delete().where(sources.c.path == path))


def withdraw_orphans(connection: sa.Connection, today: str) -> None:
    """Withdraw the articles whose files are no longer in SOURCE."""
    orphans = sa.select(articles.c.id, articles.c.slug, articles.c.title).where(
        articles.c.live, articles.c.id.not_in(sa.select(sources.c.article))
    )
    for id_, slug, title in connection.execute(orphans).all():
        gone = Withdrawal(id=id_, slug=slug, withdrawn=today, title=title, reason=GONE)
        put_entry(connection, gone, today)


def columns_of(entry: Article | Withdrawal) -> dict[str, object]:
    """Return the row of an article or withdrawal, without what is published of it."""
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


def in_pieces(items: list[str]) -> Iterator[list[str]]:
    """Yield the items, as many at a time as one statement may name."""
    for start in range(0, len(items), VARIABLES_AT_ONCE):
        yield items[start : start + VARIABLES_AT_ONCE]
