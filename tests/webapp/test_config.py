"""Where a setting comes from, and what is said of one that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.config import SETTINGS, SettingError, read_settings


def test_without_anything_the_table_decides() -> None:
    settings = read_settings({}, {})
    assert {s.name: str(getattr(settings, s.name)) for s in SETTINGS} == {
        s.name: str(s.default) for s in SETTINGS
    }


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('host = "file"\nport = 1\nprocesses = 3\n')
    environ = {"OCTAVO_SETTINGS": str(file), "OCTAVO_HOST": "environment", "OCTAVO_PORT": "2"}
    settings = read_settings({"port": "3", "host": None}, environ)
    assert (settings.host, settings.port, settings.processes) == ("environment", 3, 3)


@pytest.mark.parametrize("port", ["eighty", "-1", "0", "65536", "", 3.7, True, [1]])
def test_a_port_that_cannot_be_meant_is_named_with_what_was_expected(port: object) -> None:
    with pytest.raises(SettingError, match=r"port is .*from 1 to 65535.*OCTAVO_PORT"):
        read_settings({"port": port}, {})


@pytest.mark.parametrize(("name", "value"), [("data", ""), ("cache", "Foo"), ("host", [1])])
def test_a_text_that_cannot_be_meant_is_named(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=rf"{name} is .*OCTAVO_{name.upper()}"):
        read_settings({name: value}, {})


def test_a_settings_file_with_an_unknown_name_says_which_are_known(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("prot = 1\n")
    with pytest.raises(SettingError, match=r"sets prot, which .* knows source, data"):
        read_settings({}, {"OCTAVO_SETTINGS": str(file)})


def test_a_settings_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingError, match=r"nowhere\.toml"):
        read_settings({}, {"OCTAVO_SETTINGS": "nowhere.toml"})


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://library.example.org", "https://library.example.org"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("auto", "auto"),
    ],
)
def test_the_url_of_a_library_is_its_root_without_a_slash(url: str, meant: str) -> None:
    assert read_settings({}, {"OCTAVO_URL": url}).url == meant


@pytest.mark.parametrize(
    "url", ["library.example.org", "ftp://a", "https://a/b", "https://a?b", 'https://a"', "", 1]
)
def test_a_url_that_cannot_be_meant_is_named(url: object) -> None:
    with pytest.raises(SettingError, match=r"url is .*without a path.*OCTAVO_URL"):
        read_settings({"url": url}, {})
