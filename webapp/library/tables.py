"""The tables of the library's file."""

from __future__ import annotations

import sqlalchemy as sa

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
