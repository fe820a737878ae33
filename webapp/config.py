"""The settings of a server and a publisher: name, default and help of each, in one table.

A setting comes from the command line, else from the environment (`OCTAVO_DATA=…`), else from the
TOML file that `OCTAVO_SETTINGS` names, else from the table. docs/settings.md lists the same table;
a test compares the two.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """One row of the table of settings."""

    name: str
    default: str | int | bool
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"OCTAVO_{self.name.upper()}"

    @property
    def option(self) -> str:
        """The option of the command line that sets it."""
        return f"--{self.name.replace('_', '-')}"


AUTO = "auto"
"""The URL of a library that does not know its own: addresses begin at the root."""

SETTINGS = (
    Setting("source", "seeds", "The folder of articles."),
    Setting("data", ".octavo", "The folder that Octavo keeps: the library and what is published."),
    Setting("host", "127.0.0.1", "The address that the server listens on."),
    Setting("port", 8000, "The port that the server listens on."),
    Setting("url", AUTO, "The address that readers know, as https://library.example.org."),
    Setting("processes", 2, "How many processes serve."),
    Setting("cache", "SimpleCache", "The kind of flask-caching cache that keeps API answers."),
    Setting("retire_worker", False, "Take the app off phones: pages load from the network only."),
)


ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?/?|https?://\[[0-9a-f:.]+\](?::[0-9]+)?/?")
"""A scheme and a host: the app's addresses begin at its root."""

CACHES = ("SimpleCache", "NullCache")
"""The kinds of cache that need no more settings: in each process's memory, and none."""


class SettingError(ValueError):
    """A setting has a value that cannot be meant; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values, as one run uses them."""

    source: Path
    data: Path
    host: str
    port: int
    url: str
    processes: int
    cache: str
    retire_worker: bool

    @property
    def corpus(self) -> Path:
        """Everything published: copy this folder and you have the corpus."""
        return self.data / "corpus"

    @property
    def shell(self) -> Path:
        """The builds of the app shell that this server hands out."""
        return self.data / "shell"


def read_settings(
    chosen: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings: those chosen on the command line first, then the environment's."""
    environ = os.environ if environ is None else environ
    chosen = {name: value for name, value in (chosen or {}).items() if value is not None}
    from_file = _read_file(environ.get("OCTAVO_SETTINGS"))
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        for origin in (
            chosen.get(setting.name),
            environ.get(setting.variable),
            from_file.get(setting.name),
            setting.default,
        ):
            if origin is not None:
                values[setting.name] = _as_kind_of_default(setting, origin)
                break
    return Settings(
        source=Path(values["source"]),
        data=Path(values["data"]),
        host=values["host"],
        port=values["port"],
        url=values["url"],
        processes=values["processes"],
        cache=values["cache"],
        retire_worker=values["retire_worker"],
    )


def _as_kind_of_default(setting: Setting, value: Any) -> str | int | bool:
    if setting.name == "url":
        return _url(setting, value)
    if isinstance(setting.default, str):
        return _text(setting, value)
    if isinstance(setting.default, bool):
        return _yes_or_no(setting, value)
    most = 65535 if setting.name == "port" else 64
    is_whole = type(value) is int or (isinstance(value, str) and value.isdecimal())
    if not is_whole or not 1 <= int(value) <= most:
        raise _wrong(setting, value, f"a whole number from 1 to {most}")
    return int(value)


def _yes_or_no(setting: Setting, value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    known = words.get(str(value).lower())
    if known is None:
        raise _wrong(setting, value, "yes or no")
    return known


def _url(setting: Setting, value: Any) -> str:
    if value == AUTO:
        return AUTO
    if not isinstance(value, str) or not ORIGIN.fullmatch(value):
        raise _wrong(
            setting, value, f"{AUTO}, or an address as https://library.example.org without a path"
        )
    return value.rstrip("/")


def _text(setting: Setting, value: Any) -> str:
    known = CACHES if setting.name == "cache" else None
    if not isinstance(value, str | Path) or not str(value) or (known and value not in known):
        raise _wrong(setting, str(value), " or ".join(known) if known else "a text")
    return str(value)


def _wrong(setting: Setting, value: object, expected: str) -> SettingError:
    return SettingError(
        f"{setting.name} is {value!r}; {expected} was expected."
        f" Change {setting.option}, {setting.variable} or the settings file."
    )


def _read_file(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(
            f"OCTAVO_SETTINGS names {path!r}, which cannot be read as TOML: {error}."
        ) from error
    if unknown := sorted(values.keys() - {setting.name for setting in SETTINGS}):
        raise SettingError(
            f"{path} sets {', '.join(unknown)}, which Octavo does not know."
            f" It knows {', '.join(setting.name for setting in SETTINGS)}."
        )
    return values
