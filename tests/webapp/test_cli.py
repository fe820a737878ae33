"""The command `octavo`, as a publisher meets it."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.folder import Folder
from tests.reader import root_of
from webapp.cli import main
from webapp.publishing import publish
from webapp.publishing.lock import hold_lock


@pytest.fixture
def wide_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each message, whatever terminal the tests run in."""
    monkeypatch.setattr("webapp.cli.console.width", 1000)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("wide_console")
class TestPublish:
    def test_says_what_the_edition_brings_and_what_it_costs(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        folder.write("dusk")
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 0
        assert "Edition 1: 2 added, 0 corrected, 0 withdrawn; 2 articles." in result.output
        assert "A new phone fetches" in result.output

    def test_says_that_nothing_changed(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        assert (
            "Nothing changed. Edition 1 stays" in run("publish", folder.path, "--data", data).output
        )

    def test_names_what_it_could_not_read_and_publishes_the_rest(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        folder.put("empty.txt", b" \n")
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 1
        assert "Not read (empty): empty.txt" in result.output
        assert root_of(data / "corpus")["articles"]["count"] == 1

    def test_ends_with_75_while_another_publishes(self, folder: Folder, data: Path) -> None:
        data.mkdir()
        with hold_lock(data / "lock"):
            result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 75
        assert "is publishing into" in result.output

    def test_ends_with_2_when_the_folder_is_not_there(self, data: Path, tmp_path: Path) -> None:
        result = run("publish", tmp_path / "nowhere", "--data", data)
        assert result.exit_code == 2
        assert "nowhere" in result.output
        assert not data.exists()

    def test_ends_with_2_when_dir_lies_among_the_articles(self, folder: Folder) -> None:
        folder.write("dawn")
        result = run("publish", folder.path, "--data", folder.path / "out")
        assert result.exit_code == 2
        assert "outside it" in result.output
        assert run("publish", folder.path, "--data", folder.path / ".octavo").exit_code == 0

    def test_ends_with_1_and_says_what_to_do_when_the_library_file_is_none(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        data.mkdir()
        (data / "library.sqlite").write_bytes(b"garbage " * 200)
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 1
        assert "Move it away" in result.output

    def test_keeps_its_library_in_dir_whatever_dir_is_called(
        self, folder: Folder, tmp_path: Path
    ) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", tmp_path / "d?x=1")
        assert (tmp_path / "d?x=1" / "library.sqlite").exists()
        assert not (tmp_path / "d").exists()

    def test_ends_with_2_when_octavo_toml_cannot_be_read(self, folder: Folder, data: Path) -> None:
        folder.put("octavo.toml", b"title = ")
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 2
        assert "octavo.toml" in result.output

    def test_ends_with_74_when_the_disk_refuses(self, folder: Folder, tmp_path: Path) -> None:
        folder.write("dawn")
        (tmp_path / "file").write_text("")
        result = run("publish", folder.path, "--data", tmp_path / "file" / "data")
        assert result.exit_code == 74
        assert "Not published" in result.output

    def test_ends_with_1_and_says_how_to_mend_it_when_what_is_published_is_damaged(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        (data / "corpus" / "head.json").write_bytes(b"{")
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 1
        assert "--rebase" in result.output
        assert run("publish", folder.path, "--data", data, "--rebase").exit_code == 0

    def test_says_when_the_clock_is_behind_the_edition_before(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        publish(folder.path, data, now=datetime(2099, 1, 1, tzinfo=UTC))
        folder.write("dusk")
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 0
        assert "The clock is wrong: it says less than 2099-01-01 00:00 UTC" in result.output
        assert "set the clock" in result.output

    def test_ends_with_1_and_other_words_when_a_rebase_cannot_help(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        for path in (*data.glob("corpus/*"), data / "library.sqlite"):
            path.unlink()
        (data / "corpus" / "head.json").write_bytes(b"{")
        result = run("publish", folder.path, "--data", data, "--rebase")
        assert result.exit_code == 1
        assert "back from a copy" in result.output
        assert "--rebase" not in result.output


@pytest.mark.usefixtures("wide_console")
class TestCheck:
    def test_ends_with_0_when_every_byte_is_whole(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        result = run("check", "--data", data)
        assert (result.exit_code, result.output) == (0, "Every published byte is whole.\n")

    def test_ends_with_1_and_names_what_is_damaged(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        pack = root_of(data / "corpus")["base"][0]["file"]
        (data / "corpus" / pack).write_bytes(b"[\n]\n")
        result = run("check", "--data", data)
        assert result.exit_code == 1
        assert pack in result.output

    def test_ends_with_0_and_tells_of_what_is_left_over(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        (data / "corpus" / ".head.json.new").write_bytes(b"half")
        result = run("check", "--data", data)
        assert result.exit_code == 0
        assert ".head.json.new: is left from a publication" in result.output
        assert "Every published byte is whole." in result.output

    def test_says_how_each_kind_of_damage_is_mended(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        build = data / "shell" / ("0" * 8)
        build.mkdir(parents=True)
        (data / "shell" / "builds.json").write_text("[]")
        result = run("check", "--data", data)
        assert result.exit_code == 1
        assert "1 file is damaged." in result.output
        assert "delete the builds that are named here" in result.output
        assert "--rebase" not in result.output
        (data / "library.sqlite").write_bytes(b"x" * 999)
        (data / "corpus" / (root_of(data / "corpus")["base"][0]["file"] + ".br")).unlink()
        result = run("check", "--data", data)
        assert "3 files are damaged." in result.output
        assert "--rebase" in result.output
        assert "library.sqlite: " in result.output
        assert "Move it away" in result.output


@pytest.mark.usefixtures("wide_console")
class TestServe:
    @pytest.mark.parametrize(
        ("host", "is_warned"),
        [
            ("127.0.0.1", False),
            ("::1", False),
            ("localhost", False),
            ("0.0.0.0", True),  # noqa: S104  it is the case to warn of
            ("192.168.1.20", True),
            ("fe80::1", True),
            ("library.example", True),
        ],
    )
    def test_says_when_phones_cannot_keep_articles_from_the_address(
        self,
        folder: Folder,
        data: Path,
        monkeypatch: pytest.MonkeyPatch,
        host: str,
        is_warned: bool,
    ) -> None:
        monkeypatch.setattr("webapp.cli.serve", lambda _settings: None)
        monkeypatch.setattr("webapp.cli.claim_address", lambda _settings: None)
        folder.write("dawn")
        output = run("serve", folder.path, "--data", data, "--host", host).output
        assert ("HTTPS" in output) is is_warned

    def test_serves_what_is_there_while_another_publishes(
        self, folder: Folder, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[object] = []
        monkeypatch.setattr("webapp.cli.serve", served.append)
        data.mkdir()
        with hold_lock(data / "lock"):
            result = run("serve", folder.path, "--data", data)
        assert result.exit_code == 0
        assert len(served) == 1
        assert "Serving what is published already." in result.output

    def test_an_option_takes_back_the_retiring_that_the_environment_asks_for(
        self, folder: Folder, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("webapp.cli.serve", lambda _settings: None)
        monkeypatch.setattr("webapp.cli.claim_address", lambda _settings: None)
        monkeypatch.setenv("OCTAVO_RETIRE_WORKER", "yes")
        folder.write("dawn")
        serve = ("serve", folder.path, "--data", data)
        assert "Serve with --no-retire-worker" in run(*serve).output
        assert "being retired" not in run(*serve, "--no-retire-worker").output
        monkeypatch.delenv("OCTAVO_RETIRE_WORKER")
        assert "being retired" in run(*serve, "--retire-worker").output

    def test_a_port_that_cannot_be_meant_ends_with_2(self, folder: Folder, data: Path) -> None:
        result = run("serve", folder.path, "--data", data, "--port", "eighty")
        assert result.exit_code == 2
        assert "OCTAVO_PORT" in result.output

    def test_serves_what_is_published_when_the_next_edition_is_refused(
        self, folder: Folder, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[object] = []
        monkeypatch.setattr("webapp.cli.serve", served.append)
        folder.write("dawn")
        run("publish", folder.path, "--data", data)
        folder.put("octavo.toml", b"title = ")
        result = run("serve", folder.path, "--data", data)
        assert len(served) == 1
        assert "octavo.toml" in result.output
        assert "Serving what is published already." in result.output

    def test_ends_with_2_when_the_port_is_taken(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            result = run("serve", folder.path, "--data", data, "--port", str(port))
        assert result.exit_code == 2
        assert f"http://127.0.0.1:{port}/" in result.output
        assert not data.exists()
