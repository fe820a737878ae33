"""The addresses of articles, each of them given out once."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.articles import Article, Withdrawal
from webapp.library.tables import articles


class Slugs:
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
