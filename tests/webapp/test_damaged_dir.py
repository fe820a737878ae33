"""A DIR of which something was lost or damaged, or that says two things at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.folder import Folder
from tests.reader import head_of, root_of
from tests.webapp.editions import Publish, crash, entries, latest
from webapp.editions import EditionError
from webapp.library import LibraryError, open_library
from webapp.publishing import EmptySourceError, LostError, check, publish, writer


class TestARebase:
    @pytest.mark.parametrize("suffix", ["", ".br", ".gz"])
    @pytest.mark.parametrize("damage", ["flipped", "lost"])
    def test_mends_what_was_damaged_on_the_disk(
        self, folder: Folder, data: Path, publish_folder: Publish, damage: str, suffix: str
    ) -> None:
        folder.write("dawn", "words " * 500)
        publish_folder()
        path = data / "corpus" / (root_of(data / "corpus")["base"][0]["file"] + suffix)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink() if damage == "lost" else path.write_bytes(content)
        assert check(data)
        published = publish(folder.path, data, rebase=True)
        assert published.edition == 2
        assert check(data) == []
        assert root_of(data / "corpus")["changes"] == []

    @pytest.mark.parametrize("part", ["head", "root"])
    def test_goes_on_from_what_the_library_remembers_where_head_or_root_are_damaged(
        self, folder: Folder, data: Path, publish_folder: Publish, part: str
    ) -> None:
        folder.write("dawn")
        publish_folder()
        head = head_of(data / "corpus")
        damaged = "head.json" if part == "head" else head["root"]
        (data / "corpus" / damaged).write_bytes(b"{")
        with pytest.raises(EditionError, match=damaged):
            publish_folder()
        published = publish(folder.path, data, rebase=True)
        assert published.edition == 2
        assert head_of(data / "corpus")["library"] == head["library"]
        assert check(data) == []


class TestWhatIsLeftOfADamagedDir:
    """Phones go by the library's id and the number of the edition: neither may be lost."""

    @pytest.fixture
    def head(self, folder: Folder, data: Path, publish_folder: Publish) -> dict[str, Any]:
        """The head after three editions, one of which withdrew an article."""
        folder.write("ballast", "\n\n".join(f"Paragraph {n} of words." for n in range(500)))
        folder.write("dawn", title="The harbour")
        folder.write("dusk")
        publish_folder()
        folder.write("dawn", title="The old harbour")
        publish_folder()
        folder.remove("dusk")
        publish_folder()
        return head_of(data / "corpus")

    @pytest.mark.parametrize(
        "lost",
        [
            ["corpus/head.json"],
            ["corpus/head.json", "library.sqlite"],
            ["corpus/root-*"],
            ["corpus/root-*", "library.sqlite"],
            ["corpus/root-*", "corpus/head.json"],
            ["corpus/pack-*"],
            ["corpus/pack-*", "library.sqlite"],
            ["corpus/*"],
        ],
        ids=" and ".join,
    )
    def test_a_rebase_goes_on_with_the_librarys_id_and_number(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        lost: list[str],
    ) -> None:
        for pattern in lost:
            for path in data.glob(pattern):
                path.unlink()
        with pytest.raises(EditionError, match=r"is missing|cannot be read"):
            publish_folder()
        assert publish(folder.path, data, quick=True, rebase=True).edition == 4
        assert [finding for finding in check(data) if finding.is_damage] == []
        assert head_of(data / "corpus")["library"] == head["library"]
        slugs = {entry["slug"] for entry in entries(data, root_of(data / "corpus")["base"])}
        if lost in (["corpus/root-*", "library.sqlite"], ["corpus/pack-*", "library.sqlite"]):
            assert slugs == {"ballast", "the-old-harbour"}  # nothing has the addresses any more
        else:
            assert slugs == {"ballast", "the-harbour", "dusk"}

    def test_a_lost_head_is_never_a_new_library(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        (data / "corpus" / "head.json").unlink()
        with pytest.raises(EditionError, match=r"head\.json is missing, though edition 3"):
            publish_folder()

    def test_where_nothing_tells_the_id_the_words_say_what_to_do(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        for path in [*data.glob("library.sqlite"), *data.glob("corpus/root-*.json")]:
            path.unlink()
        (data / "corpus" / "head.json").write_bytes(b"{")
        with pytest.raises(LostError, match="back from a copy"):
            publish(folder.path, data, rebase=True)

    def test_a_library_file_of_another_library_is_refused(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        tmp_path: Path,
    ) -> None:
        publish(folder.path, tmp_path / "other", quick=True)
        shutil.copy(tmp_path / "other" / "library.sqlite", data)
        with pytest.raises(LibraryError, match=head["library"]):
            publish_folder()
        assert head_of(data / "corpus") == head

    def test_older_files_that_were_put_back_are_followed_by_a_later_edition(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        tmp_path: Path,
    ) -> None:
        """Phones that hold edition 4 ignore a lower one, and no changes lead from it."""
        shutil.copytree(data / "corpus", tmp_path / "older")
        folder.write("night")
        publish_folder()
        shutil.rmtree(data / "corpus")
        shutil.copytree(tmp_path / "older", data / "corpus")
        published = publish_folder()
        root = root_of(data / "corpus")
        assert (published.edition, published.articles) == (5, 3)
        assert (root["base_edition"], root["changes"]) == (5, [])
        assert check(data) == []
        assert not publish_folder().is_new

    def test_what_the_library_wrongly_takes_for_published_is_put_right(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE articles SET published_hash = 'x'")
        assert not publish_folder().is_new
        assert check(data) == []

    def test_a_rebase_reads_all_of_source_again(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        """A torn copy may know a file as read and not hold what it said."""
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE articles SET line = replace(line, 'words', 'swords')")
        publish(folder.path, data, quick=True, rebase=True)
        (article,) = (
            entry
            for entry in entries(data, root_of(data / "corpus")["base"])
            if entry["slug"] == "the-harbour"
        )
        assert article["blocks"] == ["<p>Some words.</p>"]

    @pytest.mark.parametrize(
        "damage", ["line = CAST(x'7BFF7D' AS TEXT)", "slug = 'x'", "live = NOT live", "live = 2"]
    )
    @pytest.mark.parametrize("slug", ["ballast", "dusk"])
    def test_a_damaged_row_never_reaches_a_reader(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        slug: str,
        damage: str,
    ) -> None:
        before = dict(_live_and_withdrawn(data))
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute(f"UPDATE articles SET {damage} WHERE slug = '{slug}'")  # noqa: S608
        assert [finding.file for finding in check(data)] == ["library.sqlite"]
        assert not publish_folder().is_new
        assert check(data) == []
        folder.write("night", "words " * 9000)
        publish_folder()
        root = root_of(data / "corpus")
        assert root["base_edition"] == root["edition"] == 4
        assert check(data) == []
        after = {slug: lines for slug, lines in _live_and_withdrawn(data) if slug != "night"}
        assert after == before

    def test_a_damaged_row_of_what_is_not_published_yet_is_read_again(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        folder.write("night", "Newer words.")
        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_published", lambda *_, **__: crash())
            with pytest.raises(KeyboardInterrupt):
                publish_folder()
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE articles SET line = replace(line, 'Newer', 'Xewer')")
        assert publish_folder().added == 1
        assert [entry["blocks"] for entry in latest(data)] == [["<p>Newer words.</p>"]]
        assert check(data) == []

    def test_a_line_that_is_damaged_while_it_is_published_refuses_the_edition(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE articles SET line = '{}'")
            ids = [id_ for (id_,) in library.execute("SELECT id FROM articles WHERE live")]
        with open_library(data / "library.sqlite") as opened:
            with pytest.raises(LibraryError, match="Publish again"):
                list(opened.lines(ids))
            with pytest.raises(LibraryError, match="Publish again"):
                opened.withdrawals_since("2000-01-01")

    def test_a_source_whose_article_is_unknown_withdraws_nothing(
        self, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE sources SET article = 'x' WHERE path = 'dawn.md'")
        assert not publish_folder().is_new

    @pytest.mark.parametrize(
        "said",
        [
            {"library": "f" * 16},
            {"edition": 9},
            {"edition": 1},
            {"published": "3026-11-20T08:30:00Z"},
            {"root": "before"},
        ],
        ids=str,
    )
    @pytest.mark.parametrize("is_library_lost", [False, True])
    def test_a_head_that_says_otherwise_is_refused_and_mended_by_a_rebase(
        self,
        folder: Folder,
        data: Path,
        publish_folder: Publish,
        head: dict[str, Any],
        said: dict[str, Any],
        is_library_lost: bool,
    ) -> None:
        corpus = data / "corpus"
        if "root" in said:
            roots = {path.name for path in corpus.glob("root-*.json")}
            (before,) = roots - {head["root"]}
            said = {"root": before}
        (corpus / "head.json").write_text(json.dumps(head | said))
        if is_library_lost:
            (data / "library.sqlite").unlink()
        files = {path.name for path in corpus.iterdir()}
        with pytest.raises(EditionError, match=r"head\.json (says|is of library)"):
            publish_folder()
        assert {path.name for path in corpus.iterdir()} == files
        published = publish(folder.path, data, quick=True, rebase=True)
        assert (published.edition, published.articles, published.clock_behind) == (4, 2, None)
        assert head_of(corpus)["library"] == head["library"]
        assert head_of(corpus)["published"] < "2999"
        assert check(data) == []

    def test_a_library_that_tells_a_time_to_come_is_not_believed(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        with closing(sqlite3.connect(data / "library.sqlite")) as library, library:
            library.execute("UPDATE editions SET published = '3026-11-20T08:30:00Z'")
        with pytest.raises(EditionError, match=r"library\.sqlite says 3026"):
            publish_folder()
        assert publish(folder.path, data, quick=True, rebase=True).clock_behind is None
        assert check(data) == []

    def test_an_empty_source_is_refused_though_the_library_file_was_lost(
        self, folder: Folder, data: Path, publish_folder: Publish, head: dict[str, Any]
    ) -> None:
        (data / "library.sqlite").unlink()
        for path in folder.path.glob("*.md"):
            path.unlink()
        with pytest.raises(EmptySourceError):
            publish_folder()


def _live_and_withdrawn(data: Path) -> list[tuple[str, dict[str, Any]]]:
    """What a new phone holds, by slug; the newest line of each wins."""
    root = root_of(data / "corpus")
    packs = [
        *root["base"],
        *(pack for pack in root["changes"] if pack["from"] >= root["base_edition"]),
    ]
    return [(entry["slug"], entry) for entry in entries(data, packs)]
