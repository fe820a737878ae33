"""What a publisher says about a library as a whole: `octavo.toml` in SOURCE.

`title` and `lang` belong to what is published: where they cannot be meant, nothing is published,
since every phone would fetch the mistake. The other keys are the library's face: where one cannot
be meant, it is left out and reported, and the rest goes on.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from webapp.ingest.languages import usual_tag
from webapp.ingest.problems import Problem, printable

FILE = "octavo.toml"

TEMPLATE = Path(__file__).with_name("octavo.toml")
"""What `octavo init` writes: every key with its meaning, and `TITLE` for the title."""

SIZE_MOST = 65_536

KNOWN = ("title", "lang", "publisher", "start", "colour", "logo", "languages")

START_MOST = 200
"""How many characters of a start text a phone shows without scrolling, above the button."""

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

Value = TypeVar("Value")


class SettingsError(ValueError):
    """SOURCE or its octavo.toml cannot be meant; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibrarySettings:
    """What a library is called, how it looks, and which languages it offers.

    `lang` is the BCP 47 tag of what does not say its own language; `languages` are those that the
    interface is offered in, and empty where all are. `colour` is `#RRGGBB` in capitals, `logo` the
    path of a picture under SOURCE, `start` what is said at the first visit. `problems` are values
    that were left out, `warnings` keys that nobody knows.
    """

    title: str
    lang: str
    publisher: str
    start: str = ""
    colour: str | None = None
    logo: str | None = None
    languages: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_settings(source: Path) -> LibrarySettings:
    """Return what octavo.toml says; without one, the folder's name and English."""
    _expect_folder(source)
    values = _read(source / FILE)
    title = _needed(values, "title", folder_title(source), _text)
    face = _Face(values)
    return LibrarySettings(
        title=title,
        lang=_needed(values, "lang", "en", _tag),
        publisher=face.value("publisher", title, _text),
        start=face.value("start", "", _start),
        colour=face.value("colour", None, _colour),
        logo=face.value("logo", None, _text),
        languages=face.value("languages", (), _tags),
        problems=tuple(face.problems),
        warnings=tuple(_unknown(key) for key in sorted(values.keys() - set(KNOWN))),
    )


def start_settings(source: Path) -> Path:
    """Write a commented octavo.toml into SOURCE, with a title guessed from the folder's name.

    Raises SettingsError where there is one already or SOURCE is no folder, OSError when the disk
    refuses.
    """
    _expect_folder(source)
    path = source / FILE
    words = folder_title(source).replace("-", " ").replace("_", " ").strip() or "Library"
    title = json.dumps(words[0].upper() + words[1:], ensure_ascii=False)
    text = TEMPLATE.read_text(encoding="utf-8").replace("TITLE", title, 1)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise SettingsError(
            f"{printable(str(path))} is there already, and was left as it is. Change it in a text"
            " editor; to start again, move it away first."
        ) from error
    return path


def folder_title(source: Path) -> str:
    """Return the title of a library that does not say its own: the folder's name."""
    return " ".join(printable(source.resolve().name).split()) or "Library"


def setting_problem(key: str, seen: str, expected: str, advice: str) -> Problem:
    """Return the problem of one key of octavo.toml."""
    return Problem(FILE, f"`{key}`", "setting", seen, expected, advice)


def _expect_folder(source: Path) -> None:
    if not source.is_dir():
        raise SettingsError(
            f"{printable(str(source))} is no folder; the folder of articles was expected."
            " Name it as SOURCE, or make it."
        )


def _read(path: Path) -> dict[str, Any]:
    if path.exists() and not path.is_file():
        raise SettingsError(f"{FILE} is no ordinary file. Put one in its place, or remove it.")
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_MOST + 1)
        if len(data) > SIZE_MOST:
            raise SettingsError(f"{FILE} is larger than 64 KB; a few lines were expected.")
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(
            f"{FILE} cannot be read as TOML in UTF-8: {error}."
            ' It was expected to say title = "…" and lang = "…"; mend or remove it.'
        ) from error


def _needed(values: dict[str, Any], key: str, default: str, kind: Callable[[Any], str]) -> str:
    try:
        return kind(values[key]) if key in values else default
    except _KindError as error:
        raise SettingsError(
            f"{key} in {FILE} is {_shown(values[key])}. Expected: {error} Change or remove it."
        ) from error


class _Face:
    """Reads the keys whose absence changes nothing that is published, and notes what is wrong."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values
        self.problems: list[Problem] = []

    def value(self, key: str, default: Value, kind: Callable[[Any], Value]) -> Value:
        if key not in self._values:
            return default
        try:
            return kind(self._values[key])
        except _KindError as error:
            seen = f"{_shown(self._values[key])}; it was left out."
            self.problems.append(setting_problem(key, seen, str(error), "Change or remove it."))
            return default


def _unknown(key: str) -> Problem:
    near = difflib.get_close_matches(key.lower(), KNOWN, n=1)
    return setting_problem(
        printable(key),
        "A key that Octavo does not know; it was passed over.",
        f"One of {', '.join(KNOWN)}.",
        f"Did you mean `{near[0]}`? Rename it, or remove it." if near else "Remove it.",
    )


def _shown(value: object) -> str:
    shown = printable(repr(value))
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


# Kinds of values


class _KindError(ValueError):
    """The value is of another kind; the message says what was expected."""


def _text(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or any(unicodedata.category(character) == "Cc" for character in text):
        raise _KindError("A text in quotation marks, which is not empty.")
    return text


def _start(value: Any) -> str:
    text = _text(value)
    if len(text) > START_MOST:
        raise _KindError(
            f"One or two sentences of at most {START_MOST} characters; these are {len(text)}."
        )
    return text


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not COLOUR.fullmatch(value):
        raise _KindError('A colour as "#RRGGBB", for example "#0B4F9E".')
    return value.upper()


def _tag(value: Any) -> str:
    tag = usual_tag(value) if isinstance(value, str) else None
    # No registered language has more than three letters: "English" is a word and no tag.
    if tag is None or len(tag.split("-")[0]) > 3:
        raise _KindError("A language tag, as en, pt-BR or ar.")
    return tag


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _KindError('A list of language tags, as ["en", "ar"].')
    return tuple(dict.fromkeys(map(_tag, value)))
