"""Lines, hashes, ids and the hash of a state."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.articles import Article, Withdrawal, id_of, line_hash, row_of, state_hash

KEYS = (
    "id slug title byline published modified lang dir section tags summary source words note blocks"
)


def article(title: str = "Dawn", block: str = "<p>Light.</p>") -> Article:
    return Article(
        id="9f3c5d2e8a714b06",
        slug="dawn",
        title=title,
        byline=None,
        published="2026-11-20",
        modified=None,
        lang="en",
        dir="ltr",
        section=None,
        tags=(),
        summary=None,
        source=None,
        words=1,
        note=None,
        blocks=(block,),
    )


def test_a_line_has_every_key_in_the_order_of_the_format() -> None:
    assert list(json.loads(article().line())) == KEYS.split()


@given(title=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_line_is_one_line_and_says_what_went_in(title: str) -> None:
    line = article(title, f"<p>{title}</p>").line()
    assert "\n" not in line
    assert json.loads(line)["title"] == title


@given(text=st.text(st.characters(exclude_categories=["Cs"])) | st.just(',"blocks":['))
def test_a_row_is_cut_from_a_line_whatever_its_text_is(text: str) -> None:
    whole = json.loads(article(text, text).line())
    del whole["blocks"]
    assert row_of(article(text, text).line()) == whole


def test_a_withdrawals_line_has_no_row() -> None:
    line = Withdrawal("9f3c5d2e8a714b06", "dawn", "2026-11-20", "Dawn", None).line()
    with pytest.raises(ValueError, match="with blocks in it"):
        row_of(line)


def test_an_id_is_the_same_however_its_letters_are_composed() -> None:
    assert (
        id_of("caf\u00e9")
        == id_of("cafe\u0301")
        == hashlib.sha256("café".encode()).hexdigest()[:16]
    )


def test_the_state_hash_does_not_depend_on_order() -> None:
    pairs = [("b" * 16, "2" * 64), ("a" * 16, "1" * 64)]
    lines = f"{'a' * 16} {'1' * 64}\n{'b' * 16} {'2' * 64}\n"
    assert state_hash(pairs) == state_hash(pairs[::-1]) == line_hash(lines)
