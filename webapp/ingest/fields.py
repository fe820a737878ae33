"""What the fields of front matter mean: their names in Hugo, Jekyll and newsrooms, and their kinds.

A field that is there and cannot be meant is an error: to drop a date or a language in silence would
publish something that its author did not say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Any, TypeVar
from urllib.parse import urlsplit

from webapp.ingest import problems
from webapp.ingest.dates import iso_date
from webapp.ingest.front_matter import FrontMatter
from webapp.ingest.languages import usual_tag
from webapp.ingest.manuscript import Metadata, Retraction
from webapp.ingest.problems import Finding, UnreadableError

# The names that a field goes by; the first one that is there counts.
BYLINE = ("byline", "author", "authors")
PUBLISHED = ("date", "publishdate", "pubdate")
MODIFIED = ("lastmod", "last_modified_at", "modified", "updated")
LANG = ("lang", "language")
SECTION = ("section", "category", "categories")
SUMMARY = ("summary", "description")
CANONICAL = ("canonical", "canonical_url", "canonicalurl")

BY = re.compile(r"by\s+", re.IGNORECASE)

TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

Value = TypeVar("Value")


def metadata_of(front: FrontMatter) -> tuple[Metadata, tuple[Finding, ...]]:
    """Return what front matter says about its article, and reservations about it.

    Raises UnreadableError when a field cannot be meant.
    """
    source, warnings = _source(front)
    byline = _first(front, BYLINE, _names)
    is_published = _first(front, ("published",), _truth_or_date)
    metadata = Metadata(
        identity=_first(front, ("id",), _text),
        title=_first(front, ("title",), _text),
        byline=BY.sub("", byline, count=1) if byline and BY.match(byline) else byline,
        published=_first(front, PUBLISHED, _date)
        or (is_published if isinstance(is_published, str) else None),
        modified=_first(front, MODIFIED, _date),
        lang=_first(front, LANG, _lang),
        section=_first(front, SECTION, _section),
        tags=_first(front, ("tags",), _tags) or (),
        summary=_first(front, SUMMARY, _text),
        source=source,
        note=_first(front, ("note",), _text),
        # Hugo says `draft: true`, Jekyll `published: false`.
        is_draft=bool(_first(front, ("draft",), _truth)) or is_published is False,
        retraction=_retraction(front),
    )
    return metadata, warnings


def _first(
    front: FrontMatter, names: tuple[str, ...], kind: Callable[[Any], Value]
) -> Value | None:
    """Return the first of these fields that says something, as a value of this kind."""
    for name in names:
        value = front.fields.get(name)
        if value is None or value in ("", [], {}):
            continue
        try:
            return kind(value)
        except _KindError as error:
            finding = problems.field(name, value, str(error), front.lines.get(name))
            raise UnreadableError(finding) from error
    return None


# Kinds


class _KindError(ValueError):
    """The value is of another kind; the message says what was expected."""


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | time):
        raise _KindError("A text was expected.")
    text = " ".join(str(value).split())
    # An escape in YAML can write what no file in UTF-8 and no JSON can hold.
    if not text or any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise _KindError("A text of visible characters was expected.")
    return text


def _names(value: Any) -> str:
    """Return one or several names; Jekyll’s authors may be tables with a name in them."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(_text(name["name"] if _has_name(name) else name) for name in values)


def _has_name(value: Any) -> bool:
    return isinstance(value, dict) and "name" in value


def _date(value: Any) -> str:
    found = value.isoformat()[:10] if isinstance(value, date) else iso_date(_text(value))
    if found is None:
        raise _KindError("A date was expected, as 2026-11-20.")
    return found


def _lang(value: Any) -> str:
    tag = usual_tag(_text(value))
    if tag is None:
        raise _KindError("A language tag was expected, as en, pt-BR or ar.")
    return tag


def _section(value: Any) -> str:
    """Return the first of the sections that an article is in."""
    first = value[0] if isinstance(value, list) else _text(value).split(",")[0]
    return _text(first)


def _tags(value: Any) -> tuple[str, ...]:
    """Return tags from a list, or from a text with commas or, as in Jekyll, spaces between them."""
    if not isinstance(value, list):
        text = _text(value)
        value = [tag for tag in (text.split(",") if "," in text else text.split()) if tag.strip()]
    return tuple(dict.fromkeys(map(_text, value)))


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    truth = TRUTHS.get(_text(value).lower())
    if truth is None:
        raise _KindError("true or false was expected.")
    return truth


def _truth_or_date(value: Any) -> bool | str:
    """Return what `published` says: whether it is, in Jekyll; elsewhere the day."""
    try:
        return _truth(value)
    except _KindError:
        return _date(value)


# Fields that take more than a kind


def _source(front: FrontMatter) -> tuple[str | None, tuple[Finding, ...]]:
    if canonical := _first(front, CANONICAL, _url):
        return canonical, ()
    source = _first(front, ("source",), _text)
    if source is None or _is_url(source):
        return source, ()
    return None, (problems.no_url(source),)


def _url(value: Any) -> str:
    text = _text(value)
    if not _is_url(text):
        raise _KindError("A URL was expected that begins with https:// or http://.")
    return text


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in text


def _retraction(front: FrontMatter) -> Retraction | None:
    """Read `withdrawn` (a reason; or true, or the date of it) and `withdrawn_on` (the date)."""
    withdrawn = _first(front, ("withdrawn",), _reason)
    if withdrawn is None or withdrawn is False:
        return None
    day = _first(front, ("withdrawn_on",), _date)
    if withdrawn is True:
        return Retraction(None, day)
    if on := iso_date(withdrawn):
        return Retraction(None, day or on)
    return Retraction(withdrawn, day)


def _reason(value: Any) -> str | bool:
    if isinstance(value, bool):
        return value
    text = _text(value)
    return TRUTHS.get(text.lower(), text)
