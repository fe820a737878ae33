"""The catalogues of the interface: complete in each language, and asked for nothing they lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from webapp import words
from webapp.words import Words, languages, words_module

ROOT = Path(__file__).parents[2]
LANGUAGES = languages()


def catalogue(language: str) -> Catalog:
    with (words.CATALOGUES / language / "LC_MESSAGES" / "octavo.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> dict[str, Message]:
    return {id_of(message): message for message in catalogue(language) if message.id}


def id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ())


def gaps(message: Message) -> set[str]:
    return {gap for form in forms(message) for gap in re.findall(r"\{(\w*)\}", form)}


ENGLISH = messages("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_sentence_whole(language: str) -> None:
    plurals = catalogue(language).num_plurals
    own = messages(language)
    assert own.keys() == ENGLISH.keys()
    for id_, message in own.items():
        assert not message.fuzzy, id_
        assert len(forms(message)) == (plurals if ENGLISH[id_].pluralizable else 1), id_
        assert gaps(message) == gaps(ENGLISH[id_]), id_
        for form in forms(message):
            assert form.strip() == form != "", id_
            assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", form)), id_


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_counts_as_its_language_does(language: str) -> None:
    """The plural formula divides the numbers as CLDR does."""
    said = Words(language)
    rule = Locale(language).plural_form
    pairs = {(rule(n), said.sentence("lib.under", n)) for n in (*range(1, 250), 1000, 1002)}
    ours = catalogue(language).num_plurals - (language == "ar")  # nothing is shorter than 0
    assert len({category for category, _ in pairs}) == ours
    form_of = catalogue(language).plural_expr
    assert words_module(language).count(form_of) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_does_not_shout_nor_excuse_itself(language: str) -> None:
    shouted = r"!|\b(?:please|sorry|oops|successfully|bitte|leider|erfolgreich)\b|عذرًا|معذرة|نأسف"
    for id_, message in messages(language).items():
        for form in forms(message):
            assert not re.search(shouted, form, re.I), id_


def ids_in(path: Path) -> Iterator[str]:
    """What a file asks the catalogues for; `*` where a part of an id is worked out."""
    text = path.read_text(encoding="utf-8")
    yield from re.findall(r"""\b(?:say|sentence)\(\s*["']([^"']+)["']""", text)
    yield from re.findall(r'data-say(?:-label)?="([^"]+)"', text)
    if path.suffix == ".js":
        prefixes = "|".join({id_.split(".")[0] for id_ in ENGLISH if "." in id_})
        yield from re.findall(rf"'((?:{prefixes})(?:\.[a-z-]+)+)'", text)
        for id_ in re.findall(rf"`((?:{prefixes})\.[^`\s/]+)`", text):
            yield re.sub(r"\$\{[^}]*\}", "*", id_)


def speakers() -> list[Path]:
    static = (ROOT / "static").rglob("*.js")
    templates = (ROOT / "webapp" / "templates").glob("*.html")
    python = [ROOT / "webapp" / "recovery.py", *(ROOT / "webapp" / "views").glob("*.py")]
    return sorted([*static, *templates, *python])


@pytest.mark.parametrize("path", speakers(), ids=str)
def test_nothing_is_said_that_has_no_words(path: Path) -> None:
    for id_ in ids_in(path):
        assert any(fnmatchcase(known, id_) for known in ENGLISH), id_


def test_it_is_seen_what_a_file_says() -> None:
    """Else the test above would find nothing, and be content."""
    said = {id_ for path in speakers() for id_ in ids_in(path)}
    assert {"nav.skip", "ar.corrected", "st.pause", "tr.*.*", "fv.mend.*", "up.get"} <= said
    assert "ar.unknown.title" in said


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("ar-Latn-EG", "ar"),
        ("en-US", "en"),
        ("fi", "en"),
        ("", "en"),
    ],
)
def test_a_language_without_a_catalogue_is_spoken_to_in_the_nearest(
    tag: str, language: str
) -> None:
    assert Words.for_language(tag).lang == language


def test_a_sentence_takes_the_form_that_goes_with_its_number() -> None:
    counts = [Words("en").say("lib.count", n=n) for n in (0, 1, 3120)]
    assert counts == ["0\u00a0articles", "1\u00a0article", "3,120\u00a0articles"]
    arabic = [Words("ar").say("lib.count", n=n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(arabic)) == 6
    assert arabic[1:5] == ["مقالة واحدة", "مقالتان", "3\u00a0مقالات", "11\u00a0مقالة"]


def test_a_sentence_without_words_or_without_a_value_is_refused() -> None:
    with pytest.raises(LookupError, match=r"no words for 'st\.nothing'"):
        Words("en").say("st.nothing")
    with pytest.raises(LookupError, match="publisher"):
        Words("de").say("lib.empty")


def test_the_place_of_the_library_is_a_phrase_of_the_language() -> None:
    assert Words("de").say("ar.missing") == "Dieser Artikel liegt nicht auf diesem Gerät."


def test_dates_and_times_are_written_as_the_language_writes_them() -> None:
    english, german, arabic = Words("en"), Words("de"), Words("ar")
    assert english.date("2020-09-03") == "3 Sept 2020"
    assert english.long_date("2020-11-23") == "23 November 2020"
    assert english.month("2020-11-23") == "November 2020"
    assert [english.minutes(words) for words in (0, 239, 238 * 70)] == [
        "1 min",
        "2 min",
        "1 h 10 min",
    ]
    assert german.long_date("2020-11-23") == "23. November 2020"
    assert arabic.date("2020-11-23") == "23 نوفمبر 2020"
    assert (english.dir, arabic.dir) == ("ltr", "rtl")


def test_a_plural_formula_that_is_more_than_a_formula_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It becomes code on every phone."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = r'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(alert(n));\n"'
    text = header.replace(r"\nmsgstr", "\nmsgstr")
    (folder / "octavo.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(words, "CATALOGUES", tmp_path)
    words._catalogue.cache_clear()
    with pytest.raises(ValueError, match=r"alert\(n\).*Correct Plural-Forms"):
        words_module("de")
    words._catalogue.cache_clear()


def test_every_page_names_the_languages_that_the_app_is_served_in(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    named = re.search(r'data-languages="([^"]*)"', page)
    build = re.search(r'data-build="(\w+)"', page)
    assert named
    assert build
    assert tuple(named[1].split()) == LANGUAGES == ("ar", "de", "en")
    for language in LANGUAGES:
        answer = client.get(f"/a/{build[1]}/words/{language}.js")
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
        assert answer.get_data(as_text=True) == words_module(language)


def test_every_sentence_is_said_somewhere() -> None:
    said = {id_ for path in speakers() for id_ in ids_in(path)} | {"here"}
    for id_ in ENGLISH:
        assert any(fnmatchcase(id_.removesuffix(".phone"), asked) for asked in said), id_
