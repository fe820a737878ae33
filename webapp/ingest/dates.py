"""Dates as people write them in front matter and under a headline, made ISO dates.

Only whole dates count ("Nov. 8" is none), and only forms that can be read in one way: 11/12/2020
is refused, since half of the world means December by it. Of a time with a zone the date is taken as
it was written: it is the day that the publisher saw.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{2,4})?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH_NAME = r"(?P<name>[a-z]+)\.?"
_YEAR = r"(?P<year>\d{4})"

FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2020-11-23, 2020/11/23; with a time after it as Hugo and Jekyll write it.
        rf"{_YEAR}(?P<mark>[-/])(?P<month>\d{{1,2}})(?P=mark){_DAY}(?:(?:T|\s+){_CLOCK})?",
        # 23 November 2020, Monday, 23rd of Nov., 2020
        rf"{_WEEKDAY}{_DAY}\.?\s+(?:of\s+)?{_MONTH_NAME},?\s+{_YEAR}",
        # November 23, 2020, Mon. Nov. 23rd 2020
        rf"{_WEEKDAY}{_MONTH_NAME}\s+{_DAY},?\s+{_YEAR}",
        # 23.11.2020: with points the day comes first wherever it is written so.
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
    )
)


def iso_date(text: str) -> str | None:
    """Return the date that a text is, as YYYY-MM-DD, or None if it is not wholly a date."""
    for form in FORMS:
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else MONTHS.get(parts["name"].lower())
            return _valid(int(parts["year"]), month, int(parts["day"]))
    return None


def _valid(year: int, month: int | None, day: int) -> str | None:
    try:
        return date(year, month or 0, day).isoformat()
    except ValueError:
        return None
