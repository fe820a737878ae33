"""What a library is called and which language it is in: `octavo.toml` in SOURCE."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.ingest.languages import usual_tag
from webapp.ingest.problems import printable

FILE = "octavo.toml"

SIZE_MOST = 65_536

KNOWN = ("title", "lang")


class SettingsError(ValueError):
    """SOURCE or its octavo.toml cannot be meant; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """The title of a library, and the language of what does not say its own, as a BCP 47 tag."""

    title: str
    lang: str


def read_settings(source: Path) -> LibrarySettings:
    """Return what octavo.toml says; without one, the folder's name and English."""
    if not source.is_dir():
        raise SettingsError(
            f"{printable(str(source))} is no folder; the folder of articles was expected."
            " Name it as SOURCE, or make it."
        )
    values = _read(source / FILE)
    if unknown := sorted(values.keys() - set(KNOWN)):
        raise SettingsError(
            f"{FILE} sets {', '.join(map(printable, unknown))}, which Octavo does not know."
            f" It knows {' and '.join(KNOWN)}; change or remove the rest."
        )
    folder = printable(source.resolve().name)
    title = " ".join(_text(values, "title", folder or "Library").split())
    lang = _text(values, "lang", "en")
    tag = usual_tag(lang)
    if not title:
        raise SettingsError(f"title in {FILE} is empty. Write the library’s title, or remove it.")
    if tag is None:
        raise SettingsError(
            f"lang in {FILE} is {lang!r}; a language tag was expected, as en, pt-BR or ar."
        )
    return LibrarySettings(title, tag)


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


def _text(values: dict[str, Any], key: str, default: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise SettingsError(
            f"{key} in {FILE} is {value!r}; a text in quotation marks was expected."
        )
    return value
