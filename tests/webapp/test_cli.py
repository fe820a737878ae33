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
from webapp.config import Settings
from webapp.face import Face, load_face
from webapp.publishing import publish
from webapp.publishing.lock import hold_lock


@pytest.fixture
def wide_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each message, whatever terminal the tests run in."""
    monkeypatch.setattr("webapp.cli.console.width", 1000)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("wide_console")
class TestInit:
    def test_writes_the_settings_and_says_what_comes_next(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        result = run("init", folder.path)
        assert result.exit_code == 0
        assert f"Written: {folder.path / 'octavo.toml'}" in result.output
        assert f"Then: octavo serve {folder.path}" in result.output
        assert run("publish", folder.path, "--data", data).exit_code == 0

    def test_ends_with_2_and_leaves_what_is_there(self, folder: Folder) -> None:
        path = folder.put("octavo.toml", b"# mine\n")
        result = run("init", folder.path)
        assert result.exit_code == 2
        assert "is there already" in result.output
        assert path.read_bytes() == b"# mine\n"

    def test_ends_with_2_when_the_folder_is_not_there(self, tmp_path: Path) -> None:
        result = run("init", tmp_path / "nowhere")
        assert result.exit_code == 2
        assert "is no folder" in result.output


@pytest.mark.usefixtures("wide_console")
class TestTheFace:
    def test_the_report_tells_which_colour_became_which(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        folder.put("octavo.toml", b'colour = "#ffd400"\n')
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 0
        assert "The colour #FFD400, made legible in each theme" in result.output
        rows = [line.split() for line in result.output.splitlines()]
        assert ["light", "#816A01", "#FFFFFF", "4.6"] in rows
        assert ["sepia", "#776200", "#FFFFFF", "4.5"] in rows
        assert ["dark", "#FFD400", "(as", "given)", "#10131A", "10.8"] in rows
        assert ["black", "#FFD400", "(as", "given)", "#10131A", "12.5"] in rows

    def test_without_a_colour_the_report_is_silent(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        assert "colour" not in run("publish", folder.path, "--data", data).output

    def test_ends_with_1_and_publishes_the_rest_when_a_value_is_left_out(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        folder.put("octavo.toml", b'colour = "red"\n')
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 1
        assert "Left out (setting): octavo.toml, `colour`" in result.output
        assert "Seen: 'red'; it was left out. Expected: A colour as" in result.output
        assert root_of(data / "corpus")["articles"]["count"] == 1

    def test_ends_with_0_and_names_the_nearest_key(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        folder.put("octavo.toml", b'color = "#FFD400"\n')
        result = run("publish", folder.path, "--data", data)
        assert result.exit_code == 0
        assert "Did you mean `colour`?" in result.output

    def test_says_when_a_server_shows_other_looks(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        words = "shows them after it is started again"
        assert words not in run("publish", folder.path, "--data", data).output
        folder.put("octavo.toml", b'colour = "#FFD400"\n')
        assert words in run("publish", folder.path, "--data", data).output
        assert words not in run("publish", folder.path, "--data", data).output

    def test_is_served_where_dir_cannot_be_written(
        self, folder: Folder, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[Face] = []

        def serve(settings: Settings) -> None:
            assert settings.data != data
            served.append(load_face(settings.data / "face"))

        monkeypatch.setattr("webapp.cli.serve", serve)
        folder.write("dawn")
        folder.put("octavo.toml", b'title = "Harbour"\n')
        run("publish", folder.path, "--data", data)
        (data / "shell").write_text("in the way of the app's files")
        run("serve", folder.path, "--data", data)
        assert [face.title for face in served] == ["Harbour"]


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
        (data / "face" / "face.json").write_bytes(b"{")
        assert "octavo publish SOURCE" in run("check", "--data", data).output
        run("publish", folder.path, "--data", data)
        assert "face" not in run("check", "--data", data).output
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
