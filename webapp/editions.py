"""Reads a published edition the way a phone does: head, root, packs, and nothing else.

The API, the pages and the check answer from here, never from the library, so that no reader sees
an unpublished state. An index of rows and places is kept; an article's text is read from its pack
when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from webapp.articles import BLOCKS_FOLLOW, row_of

FORMAT = 1
"""The number of the wire format (docs/format.md) that this code writes and reads."""

Row = dict[str, Any]
"""An article's metadata without its blocks, keyed as on the wire."""

ROWS_A_PAGE = 50
"""How many rows a page of the list has unless more are asked for; the app's leaves have as many."""

CLOCK = "%Y-%m-%dT%H:%M:%SZ"
"""How a head says when its edition was published, in UTC."""

HEAD = "head.json"
FILE_NAME = re.compile(r"(root|pack)-([0-9a-f]{64})\.json")


class EditionError(Exception):
    """Something published is missing or not what its name promises; the message names it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The one small mutable document: which root is current."""

    library: str
    edition: int
    published: str
    root: str

    @property
    def time(self) -> datetime:
        """When the edition was published."""
        return datetime.strptime(self.published, CLOCK).replace(tzinfo=UTC)

    def document(self) -> dict[str, Any]:
        """Return what head.json says."""
        return {
            "format": FORMAT,
            "library": self.library,
            "edition": self.edition,
            "published": self.published,
            "root": self.root,
        }


@dataclass(frozen=True, slots=True)
class Root:
    """One edition as its root describes it; `document` is the whole JSON object."""

    document: Mapping[str, Any]

    @property
    def edition(self) -> int:
        """The number of the edition."""
        return int(self.document["edition"])

    @property
    def base(self) -> Sequence[Mapping[str, Any]]:
        """The packs that hold every article of the edition `base_edition`."""
        packs: Sequence[Mapping[str, Any]] = self.document["base"]
        return packs

    @property
    def changes(self) -> Sequence[Mapping[str, Any]]:
        """The packs that lead from one edition to a later one."""
        packs: Sequence[Mapping[str, Any]] = self.document["changes"]
        return packs

    def files(self) -> list[str]:
        """Return the name of every pack that this root names."""
        return [pack["file"] for pack in (*self.base, *self.changes)]

    def way_from_nothing(self) -> list[str]:
        """Return the packs that give this edition to who has none, oldest first.

        The base, then the changes since it: the newest line of an id wins.
        """
        later = sorted(since_base(self.document), key=lambda pack: pack["to"])
        return [pack["file"] for pack in (*self.base, *later)]


def since_base(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the changes of a root that a new phone takes after the base."""
    return [pack for pack in document["changes"] if pack["from"] >= document["base_edition"]]


@dataclass(frozen=True, slots=True)
class Current:
    """What is published now, as its head and root tell: all that the next edition needs of it."""

    head: Head
    root: Root


@dataclass(frozen=True, slots=True)
class Line:
    """Where one line of a pack stands, and what it says of its article."""

    pack: str
    start: int
    length: int
    row: Row

    @property
    def live(self) -> bool:
        """Whether this is an article; a withdrawal otherwise."""
        return not is_withdrawal(self.row)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list.

    `next` is the cursor that the next ones begin after. `start` is the place of the first row in
    the list, and `before` the cursor of the page that ends there; None for that of the first rows.
    """

    rows: list[Row]
    next: str | None
    start: int
    before: str | None


class Edition:
    """One published edition with an index over its packs."""

    def __init__(self, corpus: Path, current: Current) -> None:
        self.corpus = corpus
        self.head = current.head
        self.root = current.root
        lines: dict[str, Line] = {}
        for name in self.root.way_from_nothing():
            lines |= {line.row["id"]: line for line in index_of_pack(corpus, name)}
        self._lines = lines
        self._id_of_slug = {line.row["slug"]: id_ for id_, line in lines.items()}
        self.rows = sorted((line.row for line in lines.values() if line.live), key=_newest_first)
        self._position = _places(self.rows)

    @property
    def number(self) -> int:
        """The number of the edition."""
        return self.head.edition

    @property
    def title(self) -> str:
        """The library's title."""
        return str(self.root.document["title"])

    @property
    def lang(self) -> str:
        """The library's own language, as a BCP 47 tag."""
        return str(self.root.document["lang"])

    def line(self, id_: str) -> str | None:
        """Return an article's line as it was published; None if this edition has none."""
        place = self._lines.get(id_)
        return self._read(place) if place and place.live else None

    def lines(self) -> Iterator[str]:
        """Yield the line of every article and every withdrawal that it holds."""
        return map(self._read, self._lines.values())

    def find(self, slug: str) -> Row | None:
        """Return the row of an article, or the withdrawal, that stands at this slug."""
        id_ = self._id_of_slug.get(slug)
        return None if id_ is None else self._lines[id_].row

    def page(self, after: str | None, limit: int, among: list[Row] | None = None) -> Page | None:
        """Return up to `limit` rows, newest first, after the article whose id is the cursor.

        They are of the whole library, or `among` these rows of it. None says that none of them has
        that id.
        """
        listed = self.rows if among is None else among
        start = 0
        if after is not None:
            place = self._position if among is None else _places(among)
            if after not in place:
                return None
            start = place[after] + 1
        rows = listed[start : start + limit]
        more = start + limit < len(listed)
        before = listed[start - limit - 1]["id"] if start > limit else None
        return Page(rows, rows[-1]["id"] if more else None, start, before)

    def rows_of(self, section: str | None, tag: str | None) -> list[Row]:
        """Return the rows with a tag, else those of a section (an empty one: without a section)."""
        if tag is not None:
            return self._by_tag.get(tag, [])
        return self.rows if section is None else self._by_section.get(section, [])

    @cached_property
    def _by_tag(self) -> dict[str, list[Row]]:
        by_tag = defaultdict[str, list[Row]](list)
        for row in self.rows:
            for tag in dict.fromkeys(row["tags"]):
                by_tag[tag].append(row)
        return by_tag

    @cached_property
    def _by_section(self) -> dict[str, list[Row]]:
        by_section = defaultdict[str, list[Row]](list)
        for row in self.rows:
            by_section[row["section"] or ""].append(row)
        return by_section

    @cached_property
    def sections(self) -> Counter[str]:
        """How many articles each section has; the empty name is that of those without one."""
        return Counter(row["section"] or "" for row in self.rows)

    @cached_property
    def tags(self) -> Counter[str]:
        """How many articles have each tag."""
        return Counter(tag for row in self.rows for tag in row["tags"])

    @property
    def withdrawals(self) -> list[Row]:
        """What was taken back and is still explained, the latest first."""
        gone = (line.row for line in self._lines.values() if not line.live)
        return sorted(gone, key=lambda row: (row["withdrawn"], row["id"]), reverse=True)

    def neighbours(self, id_: str) -> tuple[Row | None, Row | None]:
        """Return the rows before and after an article of this edition, newest first."""
        place = self._position[id_]
        before = self.rows[place - 1] if place else None
        return before, next(iter(self.rows[place + 1 : place + 2]), None)

    def _read(self, place: Line) -> str:
        try:
            with (self.corpus / place.pack).open("rb") as file:
                file.seek(place.start)
                return file.read(place.length).decode()
        except OSError as error:
            raise EditionError(f"{place.pack} of the published edition cannot be read") from error


class Editions:
    """The current edition, read again when the head changed; safe to use from many threads."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._edition: Edition | None = None

    def current(self) -> Edition | None:
        """Return the edition that the head names; None when nothing was published yet."""
        try:
            stat = (self.corpus / HEAD).stat()
        except FileNotFoundError:
            return None
        seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        with self._lock:
            if seen != self._seen:
                current = read_current(self.corpus)
                self._edition = None if current is None else Edition(self.corpus, current)
                self._seen = seen
            return self._edition


def read_head(corpus: Path) -> Head | None:
    """Return the head; None when nothing was published yet.

    Raises EditionError if it is there and does not say what docs/format.md asks of it.
    """
    try:
        document = json.loads((corpus / HEAD).read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditionError(f"{corpus / HEAD} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise EditionError(f"{HEAD} is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise EditionError(f"{HEAD} is not of format {FORMAT}")
    match document:
        case {
            "library": str(library),
            "edition": int(edition),
            "published": str(published),
            "root": str(root),
        } if FILE_NAME.fullmatch(root) and root.startswith("root-") and is_time(published):
            return Head(library, edition, published, root)
    raise EditionError(
        f"{HEAD} lacks one of library, edition, published and root, or says it in another form"
    )


def is_time(text: str) -> bool:
    """Return whether this is a time as a head says it."""
    try:
        datetime.strptime(text, CLOCK)
    except ValueError:
        return False
    return True


def read_root(corpus: Path, name: str) -> Root:
    """Return the root of this name, checked against the hash in the name.

    Raises EditionError if it is not there or does not say what docs/format.md asks of a root.
    """
    data = read_published(corpus, name)
    try:
        document = json.loads(data)
    except ValueError as error:
        raise EditionError(f"{name} is not JSON: {error}") from error
    if not _is_root(document):
        raise EditionError(f"{name} is no root of format {FORMAT}")
    return Root(document)


def _is_root(document: Any) -> bool:
    match document:
        case {
            "format": number,
            "library": str(),
            "edition": int(),
            "title": str(),
            "lang": str(),
            "languages": list(),
            "articles": {"count": int(), "sha256": str()},
            "base_edition": int(),
            "base": list(base),
            "changes": list(changes),
        }:
            return (
                number == FORMAT
                and all(_is_pack(pack) for pack in (*base, *changes))
                and all(_is_range(pack) for pack in changes)
            )
    return False


def _is_pack(entry: Any) -> bool:
    match entry:
        case {
            "file": str(),
            "articles": int(),
            "newest": None | str(),
            "bytes": {"plain": int(), "gzip": int(), "br": int()},
        }:
            return True
    return False


def _is_range(entry: Any) -> bool:
    match entry:
        case {"from": int(), "to": int(), "added": int(), "corrected": int(), "withdrawn": int()}:
            return True
    return False


def read_published(corpus: Path, name: str) -> bytes:
    """Return the bytes of a published file; EditionError if they are not what the name promises."""
    promise = FILE_NAME.fullmatch(name)
    if promise is None:
        raise EditionError(f"{name!r} is no name of a published file")
    try:
        data = (corpus / name).read_bytes()
    except OSError as error:
        raise EditionError(f"{name} cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != promise[2]:
        raise EditionError(f"{name} does not hold the bytes that its name promises")
    return data


def read_current(corpus: Path) -> Current | None:
    """Return head and root of what is published; None when nothing was published yet."""
    head = read_head(corpus)
    return None if head is None else Current(head, read_root(corpus, head.root))


def lines_of_pack(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, line) of each line of a pack's bytes; EditionError if it is no pack.

    A pack is a JSON array with one article a line, so that a line can be cut out as it is.
    """
    if not (data.startswith(b"[\n") and data.endswith(b"]\n")):
        raise EditionError("a pack begins with a line [ and ends with a line ]")
    at, end = 2, len(data) - 2
    while at < end:
        stop = data.index(b"\n", at)
        last = stop + 1 == end
        if (data[stop - 1 : stop] == b",") is last:
            raise EditionError("every line of a pack but the last ends with a comma")
        yield at, data[at : stop if last else stop - 1]
        at = stop + 1


@lru_cache(maxsize=1024)
def index_of_pack(corpus: Path, name: str) -> tuple[Line, ...]:
    """Return where the lines of a pack stand and their rows.

    A name can only ever mean one content, so a new edition costs no more than its new packs.
    """
    return tuple(
        Line(name, start, len(line), _row_or_withdrawal(line, name))
        for start, line in _lines_of(name, read_published(corpus, name))
    )


def entries_of_pack(corpus: Path, name: str) -> Iterator[tuple[Row, str]]:
    """Yield (row or withdrawal, line) of each line of a pack, one after the other."""
    for _, line in _lines_of(name, read_published(corpus, name)):
        yield _row_or_withdrawal(line, name), line.decode()


def _lines_of(name: str, data: bytes) -> Iterator[tuple[int, bytes]]:
    try:
        yield from lines_of_pack(data)
    except (EditionError, ValueError) as error:
        raise EditionError(f"{name} is no pack: {error}") from error


def is_withdrawal(row: Mapping[str, Any]) -> bool:
    """Return whether a line's metadata are those of a withdrawal; else they are an article's."""
    return "withdrawn" in row


def _row_or_withdrawal(line: bytes, name: str) -> Row:
    try:
        text = line.decode()
        row = row_of(text) if BLOCKS_FOLLOW in text else json.loads(text)
    except ValueError as error:
        raise EditionError(f"{name} has a line that is not JSON: {error}") from error
    match row:
        case {"id": str(), "slug": str(), "title": str(), "withdrawn": str()}:
            return dict(row)
        case {"id": str(), "slug": str(), "title": str(), "published": None | str()}:
            return dict(row)
    raise EditionError(f"{name} has a line that is neither an article nor a withdrawal")


def _places(rows: Sequence[Row]) -> dict[str, int]:
    return {row["id"]: place for place, row in enumerate(rows)}


def _newest_first(row: Row) -> tuple[bool, int, str, str]:
    # Dates sort backwards by their digits' complement; what has no date comes last.
    published = row["published"]
    return (published is None, -int((published or "0").replace("-", "")), row["title"], row["id"])
