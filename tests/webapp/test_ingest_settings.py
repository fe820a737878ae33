"""octavo.toml: what a library is called, and its language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.folder import Folder
from webapp.ingest.settings import LibrarySettings, SettingsError, read_settings


def test_without_a_file_the_folder_names_the_library(folder: Folder) -> None:
    assert read_settings(folder.path) == LibrarySettings("source", "en")


def test_title_and_language_come_from_the_file(folder: Folder) -> None:
    folder.put("octavo.toml", 'title = " The  Harbour "\nlang = "PT_br"\n'.encode("utf-8-sig"))
    assert read_settings(folder.path) == LibrarySettings("The Harbour", "pt-BR")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"title = Harbour", "cannot be read as TOML"),
        (b"\xff\xfe", "cannot be read as TOML"),
        (b"title = " + b"[" * 30_000, "cannot be read as TOML"),
        (b'titel = "Harbour"', "titel, which Octavo does not know"),
        (b"title = 3", "a text in quotation marks was expected"),
        (b'title = " "', "title in octavo.toml is empty"),
        (b'lang = "English, mostly"', "a language tag was expected"),
        (b"#" * 70_000, "larger than 64 KB"),
    ],
)
def test_a_file_that_cannot_be_meant_is_named_in_words(
    folder: Folder, data: bytes, words: str
) -> None:
    folder.put("octavo.toml", data)
    with pytest.raises(SettingsError, match=words):
        read_settings(folder.path)


def test_a_source_that_is_no_folder_is_named_in_words(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is no folder"):
        read_settings(tmp_path / "nowhere")
