"""Small questions about text: dates, languages, words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.ingest.dates import iso_date
from webapp.ingest.languages import direction, usual_tag
from webapp.ingest.words import count_words, shorten

MONTHS = "January February March April May June July August September October November December"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_understood_in_every_form(day: date) -> None:
    month = MONTHS.split()[day.month - 1]
    for form in (
        day.isoformat(),
        f"{month} {day.day}, {day:%Y}",
        f"{month[:3]}. {day.day} {day:%Y}",
        f"{day.day} {month} {day:%Y}",
        f"{day.day}.{day.month}.{day:%Y}",
        f"{day.isoformat()} 23:59:59 -0800",
    ):
        assert iso_date(form) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nov. 8",
        "November 2020",
        "2020",
        "11/12/2020",
        "2020-13-01",
        "23 Brumaire 2020",
        "2020-11-23 was a Monday",
        "2020-11/23",
        "0000-01-01",
    ],
)
def test_what_is_not_wholly_a_date_is_none(text: str) -> None:
    assert iso_date(text) is None


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ckb", "rtl"),
        ("dv", "rtl"),
        ("yi", "rtl"),
        ("az-Arab", "rtl"),
        ("pa-Arab-PK", "rtl"),
        ("ff-Adlm", "rtl"),
        ("en", "ltr"),
        ("ar-Latn", "ltr"),
        ("az", "ltr"),
        ("zh-Hans-CN", "ltr"),
        ("ur-Deva", "ltr"),
    ],
)
def test_the_direction_is_that_of_the_script(tag: str, expected: str) -> None:
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("EN", "en"),
        ("pt_br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("sl-ROZAJ", "sl-rozaj"),
        ("es-419", "es-419"),
        ("English language", None),
        ("", None),
        ("e", None),
        ("en-", None),
        ("<b>", None),
    ],
)
def test_tags_get_their_usual_spelling(written: str, usual: str | None) -> None:
    assert usual_tag(written) == usual


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One — two, three…", 3),
        ("L’été 2020 don't", 3),
        ("می\u200cخواهم بروم", 2),
        ("港の船が来た", 3),
        ("船 and 鐘", 2),
        ("ภาษาไทยง่าย", 3),
        ("그는 왔다", 2),
    ],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert count_words(text) == count


def test_a_text_is_cut_between_words() -> None:
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("港" * 20, 10) == "港" * 9 + "…"
    assert shorten("e\u0301" * 10, 10) == "e\u0301" * 4 + "…"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_short_text_is_the_beginning_of_the_long_one(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert text.startswith(short.removesuffix("…"))
