"""octavo.toml: what a library is called, its language, and its face."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.folder import Folder
from webapp.ingest.settings import (
    KNOWN,
    START_MOST,
    LibrarySettings,
    SettingsError,
    read_settings,
    start_settings,
)

ROOT = Path(__file__).parents[2]


def read(folder: Folder, text: str) -> LibrarySettings:
    folder.put("octavo.toml", text.encode())
    return read_settings(folder.path)


def test_without_a_file_the_folder_names_the_library(folder: Folder) -> None:
    expected = LibrarySettings(title="source", lang="en", publisher="source")
    assert read_settings(folder.path) == expected


def test_title_and_language_come_from_the_file(folder: Folder) -> None:
    folder.put("octavo.toml", 'title = " The  Harbour "\nlang = "PT_br"\n'.encode("utf-8-sig"))
    settings = read_settings(folder.path)
    assert (settings.title, settings.lang) == ("The Harbour", "pt-BR")


def test_the_face_comes_from_the_file(folder: Folder) -> None:
    settings = read(
        folder,
        'title = "Harbour"\npublisher = "Harbour News"\nstart = "Read  it\\nat sea."\n'
        'colour = "#ffd400"\nlogo = "art/logo.png"\nlanguages = ["en", "AR", "en"]\n',
    )
    assert settings == LibrarySettings(
        title="Harbour",
        lang="en",
        publisher="Harbour News",
        start="Read it at sea.",
        colour="#FFD400",
        logo="art/logo.png",
        languages=("en", "ar"),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"title = Harbour", "cannot be read as TOML"),
        (b"\xff\xfe", "cannot be read as TOML"),
        (b"title = " + b"[" * 30_000, "cannot be read as TOML"),
        (b"title = 3", "title in octavo.toml is 3. Expected: A text in quotation marks"),
        (b'title = " "', "title in octavo.toml is ' '"),
        (b'lang = "English, mostly"', "A language tag"),
        (b'lang = "English"', "A language tag"),
        (b"#" * 70_000, "larger than 64 KB"),
    ],
)
def test_what_would_change_every_article_is_refused_in_words(
    folder: Folder, data: bytes, words: str
) -> None:
    folder.put("octavo.toml", data)
    with pytest.raises(SettingsError, match=words):
        read_settings(folder.path)


@pytest.mark.parametrize(
    ("line", "seen", "expected"),
    [
        ("publisher = true", "True", "A text in quotation marks"),
        ('publisher = "a\\u0007b"', "'a\\x07b'", "A text in quotation marks"),
        (f'start = "{"x" * (START_MOST + 1)}"', "xxx…", "these are 201"),
        ('colour = "red"', "'red'", 'as "#RRGGBB"'),
        ('colour = "#FFD40"', "'#FFD40'", 'as "#RRGGBB"'),
        ("colour = 0xFFD400", "16765952", 'as "#RRGGBB"'),
        ("logo = []", "[]", "A text in quotation marks"),
        ('languages = "en"', "'en'", "A list of language tags"),
        ("languages = []", "[]", "A list of language tags"),
        ('languages = ["en", "English"]', "'English'", "A language tag"),
        ("languages = [7]", "[7]", "A language tag"),
    ],
)
def test_a_face_that_cannot_be_meant_is_left_out_and_reported(
    folder: Folder, line: str, seen: str, expected: str
) -> None:
    settings = read(folder, f'title = "Harbour"\n{line}\n')
    (problem,) = settings.problems
    assert (problem.path, problem.code) == ("octavo.toml", "setting")
    assert problem.place == f"`{line.split()[0]}`"
    assert seen in problem.seen
    assert expected in problem.expected
    without = LibrarySettings(title="Harbour", lang="en", publisher="Harbour")
    assert settings == LibrarySettings(
        title=without.title,
        lang=without.lang,
        publisher=without.publisher,
        problems=settings.problems,
    )


def test_one_value_that_is_left_out_takes_no_other_along(folder: Folder) -> None:
    settings = read(folder, 'colour = "red"\nstart = "Read it at sea."\nlogo = 1\n')
    assert settings.start == "Read it at sea."
    assert [problem.place for problem in settings.problems] == ["`colour`", "`logo`"]


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("titel", "Did you mean `title`?"),
        ("color", "Did you mean `colour`?"),
        ("Language", "Did you mean `languages`?"),
        ("wind", "Remove it."),
    ],
)
def test_an_unknown_key_is_named_beside_the_nearest_known_one(
    folder: Folder, key: str, advice: str
) -> None:
    settings = read(folder, f'{key} = "x"\n')
    (warning,) = settings.warnings
    assert warning.place == f"`{key}`"
    assert warning.advice.startswith(advice)
    assert settings.problems == ()


def test_a_source_that_is_no_folder_is_named_in_words(tmp_path: Path) -> None:
    for act in (read_settings, start_settings):
        with pytest.raises(SettingsError, match="is no folder"):
            act(tmp_path / "nowhere")


class TestStarting:
    def test_writes_a_file_that_says_no_more_than_the_title(self, tmp_path: Path) -> None:
        source = Folder(tmp_path / "the_harbour-news").path
        start_settings(source)
        title = "The harbour news"
        assert read_settings(source) == LibrarySettings(title=title, lang="en", publisher=title)

    def test_every_key_stands_in_it_with_an_example_that_holds(self, folder: Folder) -> None:
        lines = start_settings(folder.path).read_text(encoding="utf-8").splitlines()
        examples = [line.removeprefix("# ") for line in lines if " = " in line]
        settings = read(folder, "\n".join(examples))
        assert tuple(tomllib.loads("\n".join(examples))) == KNOWN
        assert (settings.problems, settings.warnings) == ((), ())

    def test_a_folders_name_is_a_title_whatever_is_in_it(self, tmp_path: Path) -> None:
        source = Folder(tmp_path / 'say "hi"\n\\').path
        start_settings(source)
        assert read_settings(source).title == 'Say "hi"\\n\\'

    def test_never_overwrites(self, folder: Folder) -> None:
        path = folder.put("octavo.toml", b"# mine\n")
        with pytest.raises(SettingsError, match="is there already"):
            start_settings(folder.path)
        assert path.read_bytes() == b"# mine\n"


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for key in KNOWN:
        assert f"| `{key}` |" in text


def test_the_sample_library_says_nothing_that_cannot_be_meant() -> None:
    settings = read_settings(ROOT / "seeds")
    assert (settings.problems, settings.warnings) == ((), ())
    assert settings.start
