"""The links from article to article: what a text says, and where that leads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from webapp.articles import BLOCKS_FOLLOW, Article, id_of, line_hash
from webapp.ingest import Link
from webapp.ingest.links import (
    address_of,
    name_of_url,
    names_of_file,
    names_of_link,
    with_links,
)
from webapp.library.failures import LibraryError
from webapp.library.slugs import Slugs
from webapp.library.tables import articles, links, sources


class _Names:
    """What a link can name: the files of articles, and the addresses that articles came from.

    `read` are the addresses of articles that were read just now, by id.
    """

    def __init__(
        self, connection: sa.Connection, slugs: Slugs, read: Mapping[str, str | None]
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


class Linking:
    """Keeps the links of articles, and finds out where they lead."""

    def __init__(self, connection: sa.Connection, slugs: Slugs, path: Path) -> None:
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
