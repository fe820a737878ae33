"""The generator of large libraries: its libraries are reproducible, readable and like real ones."""

from __future__ import annotations

import lzma
import math
import re
from collections import Counter
from pathlib import Path
from random import Random
from statistics import linear_regression

import pytest

from benchmarks.generator import NOTES, SHARES, edits, generate
from benchmarks.languages import LANGUAGES, TOPICS, Voice, speak
from webapp.articles import Article, Withdrawal
from webapp.ingest import Read, read_source


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 300 articles in all languages, which no test changes."""
    out = tmp_path_factory.mktemp("library")
    generate(out, 300)
    return out


@pytest.fixture(scope="module")
def articles(library: Path) -> list[Article]:
    return [entry for entry in read_all(library) if isinstance(entry, Article)]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A library of 40 articles in two languages."""
    generate(tmp_path / "small", 40, languages=["en", "zh"])
    return tmp_path / "small"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != NOTES
    }


def read_all(folder: Path) -> list[Article | Withdrawal]:
    """Read a folder as Octavo does; nothing in it may give a warning."""
    outcomes = list(read_source(folder, {}, lang="en", processes=1))
    assert all(isinstance(outcome, Read) and not outcome.warnings for outcome in outcomes)
    return [outcome.article for outcome in outcomes if isinstance(outcome, Read)]


def voice(code: str, *, topic: int = 0, seed: int = 1) -> Voice:
    language = speak(code)
    return Voice(language, language.topics[topic], Random(seed))  # noqa: S311  repeatable on purpose


# Libraries


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", 40, languages=["en", "zh"])
    generate(tmp_path / "other", 40, languages=["en", "zh"], seed=2)
    assert contents(tmp_path / "again") == contents(small)
    assert contents(tmp_path / "other") != contents(small)


def test_an_article_does_not_depend_on_how_many_there_are(small: Path, tmp_path: Path) -> None:
    generate(tmp_path / "fewer", 10, languages=["en", "zh"])
    assert contents(tmp_path / "fewer").items() < contents(small).items()


def test_octavo_reads_every_article_without_a_warning(articles: list[Article]) -> None:
    assert len({article.id for article in articles}) == 300


def test_a_library_has_all_languages_and_directions(articles: list[Article]) -> None:
    assert {article.lang for article in articles} == set(SHARES)
    assert {article.lang for article in articles if article.dir == "rtl"} == {"ar"}
    assert len({article.section for article in articles}) > 5
    assert len({article.published[:4] for article in articles if article.published}) > 8


def test_articles_have_every_kind_of_block(articles: list[Article]) -> None:
    kinds = Counter(
        re.match(r"<(\w+)", block)[1]  # type: ignore[index]
        for article in articles
        for block in article.blocks
    )
    assert {"p", "h2", "h3", "ul", "ol", "table", "blockquote", "pre"} <= kinds.keys()
    assert kinds["p"] > kinds.total() / 2


def test_an_article_is_about_nine_kilobytes_of_json(articles: list[Article]) -> None:
    sizes = sorted(len(article.line().encode()) for article in articles)
    mean = sum(sizes) / len(sizes)
    assert 8_000 < mean < 10_500
    # Lognormal: half of them are clearly below the mean.
    assert sizes[len(sizes) // 2] < 0.9 * mean


def test_a_library_compresses_as_articles_do(articles: list[Article]) -> None:
    """10,000 real articles came to 17 %; a smaller library has less that recurs."""
    data = "\n".join(article.line() for article in articles).encode()
    assert 0.16 < len(lzma.compress(data)) / len(data) < 0.25


def test_a_folder_with_something_in_it_is_refused(small: Path) -> None:
    with pytest.raises(FileExistsError, match="not empty"):
        generate(small, 10)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No language here: tlh"):
        generate(tmp_path / "library", 1, languages=["tlh"])


# Languages


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "zh"])
def test_words_follow_zipfs_law(code: str) -> None:
    """On logarithmic scales the frequency of words falls with their rank at a slope near -1."""
    voices = (voice(code, topic=topic) for topic in range(TOPICS))
    text = "".join("".join(voice.sentences(2_000)) for voice in voices)
    counts = [count for _, count in Counter(re.split(r"[\s.,?।،؟]+", text)).most_common(1000)]
    ranks = range(6, len(counts) + 1)
    line = linear_regression(
        [math.log(rank) for rank in ranks], [math.log(counts[rank - 1]) for rank in ranks]
    )
    assert -1.2 < line.slope < -0.7


def test_frequent_words_are_short() -> None:
    words = speak("de").words
    mean = [sum(map(len, part)) / len(part) for part in (words[:100], words[1000:2000])]
    assert mean[0] < 0.7 * mean[1]


def test_a_text_is_about_something() -> None:
    """Its own names come again and again, and hardly in another text."""
    one, other = (voice("en", seed=seed) for seed in (1, 2))
    text, other_text = ("".join(voice.sentences(500)) for voice in (one, other))
    assert text.count(one.names[0]) > 10 > 3 > other_text.count(one.names[0])


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("en", r"[a-z]"),
        ("tr", r"[a-zçğıöşü]"),
        ("ru", r"[а-яё]"),
        ("ar", r"[\u0620-\u064a]"),
        ("hi", r"[\u0900-\u0963]"),
        ("zh", r"[\u4e00-\u9fff]"),
    ],
)
def test_a_language_has_its_script(code: str, letters: str) -> None:
    assert all(re.fullmatch(f"{letters}+", word) for word in speak(code).words)


# Edits


def test_edits_touch_exactly_what_they_say(small: Path) -> None:
    before = contents(small)
    done = edits(small, 2, changed=6, added=3, withdrawn=2)
    after = contents(small)
    assert [len(done.changed), len(done.added), len(done.withdrawn)] == [6, 3, 2]
    assert set(done.added) == after.keys() - before.keys()
    touched = {path for path in before if before[path] != after.get(path)}
    assert touched == {*done.changed, *done.withdrawn}


def test_what_was_edited_is_what_octavo_finds(small: Path) -> None:
    before = {article.id: article for article in read_all(small)}
    edits(small, 2, changed=6, added=3, withdrawn=4)
    after = {article.id: article for article in read_all(small)}
    living = {id_: article for id_, article in after.items() if isinstance(article, Article)}
    assert len(living.keys() - before.keys()) == 3
    assert len(before.keys() - living.keys()) == 4
    assert sum(living.get(id_, article) != article for id_, article in before.items()) == 6


def test_a_correction_leaves_most_of_an_article_as_it_was(small: Path) -> None:
    before = contents(small)
    for path in edits(small, 2, changed=20).changed:
        old, new = (text[path].decode().split() for text in (before, contents(small)))
        same = sum((Counter(old) & Counter(new)).values())
        assert same > 0.5 * len(old)


def test_a_history_goes_on_and_can_be_repeated(small: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", 40, languages=["en", "zh"])
    for edition in (2, 3, 4):
        done = edits(small, edition, changed=3, added=1, withdrawn=1)
        assert edits(tmp_path / "again", edition, changed=3, added=1, withdrawn=1) == done
    assert contents(tmp_path / "again") == contents(small)
    assert len(read_all(small)) >= 40


def test_an_edition_out_of_turn_is_refused(small: Path) -> None:
    with pytest.raises(ValueError, match="the next is 2, not 3"):
        edits(small, 3)


def test_more_edits_than_articles_are_refused(small: Path) -> None:
    before = contents(small)
    with pytest.raises(ValueError, match="only 40 are left"):
        edits(small, 2, changed=39, withdrawn=2)
    assert contents(small) == before
