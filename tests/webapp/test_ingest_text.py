"""Plain text in news style."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.articles import Article
from webapp.ingest.outcomes import Read
from webapp.ingest.reading import Job, read_file
from webapp.ingest.text import read_text

SEEDS = Path(__file__).parents[2] / "seeds"

PARAGRAPH = (
    "The first ship came in at noon, and the harbour bell rang for as long as she was there."
)


def header(text: str, lang: str = "en") -> tuple[str | None, str | None, str | None]:
    metadata = read_text(text, lang).metadata
    return metadata.title, metadata.byline, metadata.published


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, as a reader sees them; a line break in one is `/`."""
    found = re.findall(r"<p>(.*?)</p>\n", read_text(text, "en").html, re.S)
    return [html.unescape(paragraph.replace("<br>", " / ")) for paragraph in found]


def test_the_first_article_is_read_whole() -> None:
    path = SEEDS / "000_6162b21d0734d9b8.txt"
    outcome = read_file(Job(path.name, str(path), "en", "recipe", was_read=False))
    assert isinstance(outcome, Read)
    assert outcome.warnings == ()
    article = outcome.article
    assert isinstance(article, Article)
    assert article.title == "Belarus regime attacks protests, forced to free unionists"
    assert article.byline == "Roy Landersen"
    assert article.published == "2020-11-23"
    assert (article.lang, article.dir) == ("en", "ltr")
    text = path.read_text(encoding="utf-8").split("November 23, 2020\n")[1].strip()
    assert article.blocks == tuple(f"<p>{part}</p>" for part in text.split("\n\n"))
    assert len(article.blocks) == 6
    assert article.words == len(text.split())
    assert article.slug == "belarus-regime-attacks-protests-forced-to-free-unionists"


@pytest.mark.parametrize(
    "lines",
    [
        "By A. Writer\nNovember 23, 2020",
        "November 23, 2020\nBy A. Writer",
        "By A. Writer\n\nNovember 23, 2020",
        "By A. Writer, November 23, 2020",
        "By A. Writer | Nov. 23, 2020",
        "By A. Writer – 23 November 2020",
        "By A. Writer - 2020-11-23",
        "November 23, 2020 by A. Writer",
        "BY A. Writer\nMonday, 23 Nov 2020",
        "by: A. Writer\n23.11.2020",
        "   By  A. Writer\n\t2020/11/23",
    ],
)
def test_byline_and_date_stand_between_title_and_text(lines: str) -> None:
    expected = ("Harbour opens", "A. Writer", "2020-11-23")
    assert header(f"Harbour opens\n\n{lines}\n\n{PARAGRAPH}") == expected
    assert header(f"Harbour opens\n{lines}\n{PARAGRAPH}") == expected
    assert paragraphs(f"Harbour opens\n\n{lines}\n\n{PARAGRAPH}\n") == [PARAGRAPH]
    assert paragraphs(f"Harbour opens\n{lines}\n{PARAGRAPH}\n") == [PARAGRAPH]


@pytest.mark.parametrize(
    ("lines", "byline", "published"),
    [
        ("By A. Writer", "A. Writer", None),
        ("23 November 2020", None, "2020-11-23"),
        ("", None, None),
        ("By Ana de la Cruz and Jan van den Berg", "Ana de la Cruz and Jan van den Berg", None),
        ("By A. Writer, Harbour News", "A. Writer, Harbour News", None),
        ("By John Writer Jr.", "John Writer Jr.", None),
    ],
)
def test_byline_and_date_may_be_missing(
    lines: str, byline: str | None, published: str | None
) -> None:
    text = f"Harbour opens\n\n{lines}\n\n{PARAGRAPH}"
    assert header(text) == ("Harbour opens", byline, published)
    assert paragraphs(text) == [PARAGRAPH]


@pytest.mark.parametrize(
    ("lang", "line"), [("de", "Von A. Writer"), ("fr", "Par A. Writer"), ("pt-BR", "Por A. Writer")]
)
def test_a_byline_may_be_in_the_librarys_language(lang: str, line: str) -> None:
    assert header(f"Harbour opens\n\n{line}\n\n{PARAGRAPH}", lang)[1] == "A. Writer"
    assert header(f"Harbour opens\n\n{line}\n\n{PARAGRAPH}", "en")[1] is None


@pytest.mark.parametrize(
    "line",
    [
        "By noon the streets were empty.",
        "By Monday the streets of the capital",
        "By November 8 all was over",
        "By A. Writer. The harbour is open again.",
        "Nov. 8",
        "11/12/2020",
        "30 February 2020",
        "On November 23, 2020 the harbour opened.",
        "Von A. Writer",
        "A. Writer",
        "By",
    ],
)
def test_what_is_not_wholly_a_byline_or_date_stays_text(line: str) -> None:
    text = f"Harbour opens\n\n{line}\n\n{PARAGRAPH}"
    assert header(text) == ("Harbour opens", None, None)
    assert paragraphs(text) == [line, PARAGRAPH]


def test_byline_and_date_count_in_their_place_only() -> None:
    text = f"Harbour opens\n\n{PARAGRAPH}\n\nBy A. Writer\n\nNovember 23, 2020\n"
    assert header(text) == ("Harbour opens", None, None)
    assert paragraphs(text) == [PARAGRAPH, "By A. Writer", "November 23, 2020"]


def test_a_second_byline_or_date_is_text() -> None:
    text = f"Harbour opens\n\nBy A. Writer\nBy B. Writer\n2020-11-23\n\n{PARAGRAPH}"
    assert header(text) == ("Harbour opens", "A. Writer", None)
    assert paragraphs(text) == ["By B. Writer / 2020-11-23", PARAGRAPH]


def test_lines_that_were_wrapped_become_one_paragraph() -> None:
    text = (
        "Harbour opens\n\n"
        "The first ship came in at noon, and the harbour bell\n"
        "rang for as long as she was in sight of it. Then all\n"
        "went home.\n"
    )
    assert paragraphs(text) == [
        "The first ship came in at noon, and the harbour bell rang for as long as she was in sight"
        " of it. Then all went home."
    ]


def test_lines_too_long_to_be_wrapped_are_paragraphs() -> None:
    long = f"{PARAGRAPH} {PARAGRAPH}"
    assert paragraphs(f"Harbour opens\n{long}\nShort.\n{long}") == [long, "Short.", long]


def test_breaks_between_short_lines_are_kept() -> None:
    assert paragraphs("Song\n\nThe bell rings\nThe ship sings\n\nHome") == [
        "The bell rings / The ship sings",
        "Home",
    ]


def test_a_break_before_a_line_was_full_is_kept() -> None:
    text = "Ships\n\nFirst\nThe small one with the red sail and with the dog on\nher deck\nAll\n"
    assert paragraphs(text) == [
        "First / The small one with the red sail and with the dog on her deck / All"
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    text = (
        "Ships\n\n  First the small one came in the night with her red sail,\nand then\n"
        "  all of the others.\n"
    )
    assert paragraphs(text) == [
        "First the small one came in the night with her red sail, and then",
        "all of the others.",
    ]


def test_a_text_that_is_indented_throughout_is_read_like_any_other() -> None:
    text = f"    Harbour opens\n\n    By A. Writer\n    2020-11-23\n\n    {PARAGRAPH}\n"
    assert header(text) == ("Harbour opens", "A. Writer", "2020-11-23")
    assert paragraphs(text) == [PARAGRAPH]


def test_scripts_without_spaces_are_joined_without_spaces() -> None:
    text = f"港が開く\n\n{'船' * 30}\n{'鐘' * 30}\n終わり。"
    assert paragraphs(text) == ["船" * 30 + "鐘" * 30 + "終わり。"]


def test_a_first_line_too_long_for_a_title_is_text() -> None:
    long = f"{PARAGRAPH} {PARAGRAPH} {PARAGRAPH}"
    assert header(f"{long}\n\n{PARAGRAPH}") == (None, None, None)
    assert paragraphs(f"{long}\n\n{PARAGRAPH}") == [long, PARAGRAPH]


def test_a_paragraph_that_was_wrapped_is_no_title() -> None:
    text = (
        "The first ship came in at noon, and the harbour bell\n"
        "rang for as long as she was in sight of it. Then all\n"
        "went home.\n\nThe end."
    )
    assert header(text) == (None, None, None)
    assert len(paragraphs(text)) == 2


def test_a_headline_that_was_wrapped_is_one_title() -> None:
    text = (
        "The harbour opens again after a winter that nobody in\n"
        f"the town will forget\n\nBy A. Writer\n\n{PARAGRAPH}"
    )
    title = "The harbour opens again after a winter that nobody in the town will forget"
    assert header(text) == (title, "A. Writer", None)
    assert paragraphs(text) == [PARAGRAPH]


def test_markup_in_plain_text_is_text() -> None:
    assert read_text("Tags\n\n<b>Fish</b> & chips", "en").html == (
        "<p>&lt;b&gt;Fish&lt;/b&gt; &amp; chips</p>\n"
    )


LINES = st.lists(
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=150)
    | st.sampled_from(["", "By A. Writer", "2020-11-23", PARAGRAPH, "  " + PARAGRAPH]),
    min_size=1,
)


@given(lines=LINES)
def test_no_character_of_a_text_is_lost_or_invented(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    manuscript = read_text(text, "en")
    shown = html.unescape(re.sub(r"</?p>|<br>", " ", manuscript.html))
    metadata = manuscript.metadata
    for said in (metadata.title, metadata.byline and "By A. Writer"):
        if said:
            shown = f"{said} {shown}"
    if metadata.published:
        shown = f"2020-11-23 {shown}"
    assert sorted("".join(shown.split())) == sorted("".join(text.split()))


@given(lines=LINES)
def test_the_text_keeps_its_order(lines: list[str]) -> None:
    text = "\n".join(["Harbour opens", "", PARAGRAPH, *lines])
    shown = html.unescape(re.sub(r"</?p>|<br>", " ", read_text(text, "en").html))
    assert "".join(shown.split()) == "".join("".join([PARAGRAPH, *lines]).split())
