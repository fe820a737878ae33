"""Editions: when one is made, what it brings, and what a crash leaves."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.folder import Folder
from tests.reader import head_of, lines_of, read, root_of
from webapp.editions import EditionError
from webapp.library import GONE, LibraryError, open_library
from webapp.publishing import (
    EmptySourceError,
    HeldError,
    LostError,
    Published,
    check,
    publish,
    writer,
)
from webapp.publishing.lock import hold_lock

Publish = Callable[[], Published]


def entries(data: Path, packs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for pack in packs for line in lines_of(read(data / "corpus", pack["file"]))
    ]


def latest(data: Path) -> list[dict[str, Any]]:
    """The entries that the newest changes bring."""
    root = root_of(data / "corpus")
    return entries(data, [pack for pack in root["changes"] if pack["to"] == root["edition"]])


class TestAnEdition:
    def test_the_first_holds_every_article_in_its_base(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("dusk")
        published = publish_folder()
        root = root_of(data / "corpus")
        assert (published.edition, published.added) == (1, 2)
        assert {entry["title"] for entry in entries(data, root["base"])} == {"dawn", "dusk"}
        assert root["changes"] == root["purged"] == []
        assert head_of(data / "corpus")["edition"] == root["edition"] == 1

    def test_an_unchanged_source_makes_none(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        before = {path: path.stat().st_mtime_ns for path in (data / "corpus").iterdir()}
        published = publish_folder()
        assert not published.is_new
        assert {path: path.stat().st_mtime_ns for path in (data / "corpus").iterdir()} == before

    def test_a_file_that_was_only_touched_makes_none(
        self, folder: Folder, publish_folder: Publish
    ) -> None:
        path = folder.write("dawn")
        publish_folder()
        os.utime(path, (1, 1))
        assert not publish_folder().is_new

    def test_an_added_a_corrected_and_a_vanished_file_make_exactly_one(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("noon")
        publish_folder()
        folder.write("dusk")
        folder.write("noon", "Other words.")
        folder.remove("dawn")
        published = publish_folder()
        assert (published.added, published.corrected, published.withdrawn) == (1, 1, 1)
        assert published.edition == 2
        assert {entry["title"] for entry in latest(data)} == {"dawn", "noon", "dusk"}
        assert not publish_folder().is_new

    def test_a_vanished_file_leaves_a_withdrawal_with_a_reason(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("dusk")
        publish_folder()
        folder.remove("dawn")
        publish_folder()
        (withdrawal,) = latest(data)
        assert list(withdrawal) == ["id", "slug", "withdrawn", "title", "reason"]
        assert withdrawal["reason"] == GONE

    def test_a_withdrawal_says_the_publishers_reason_and_keeps_its_date(
        self, folder: Folder, data: Path
    ) -> None:
        folder.write("dawn")
        publish(folder.path, data, now=datetime(2026, 11, 1, tzinfo=UTC))
        folder.write("dawn", withdrawn="It named the wrong person.")
        publish(folder.path, data, now=datetime(2026, 11, 5, tzinfo=UTC))
        (withdrawal,) = latest(data)
        assert withdrawal["reason"] == "It named the wrong person."
        assert withdrawal["withdrawn"] == "2026-11-05"
        folder.write("dawn", "Other words.", withdrawn="It named the wrong person.")
        later = publish(folder.path, data, now=datetime(2026, 11, 9, tzinfo=UTC))
        assert not later.is_new

    def test_an_article_that_comes_back_is_added_at_its_old_address(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("dusk")
        publish_folder()
        folder.remove("dawn")
        publish_folder()
        folder.write("dawn", "Back again.")
        assert publish_folder().added == 1
        (article,) = latest(data)
        assert article["slug"] == "dawn"

    def test_what_was_withdrawn_before_it_was_published_is_no_news(
        self, folder: Folder, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        folder.write("dusk", withdrawn="Never meant for readers.")
        assert not publish_folder().is_new

    def test_a_corrected_title_keeps_its_slug_and_a_second_one_gets_a_number(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn", title="The harbour")
        publish_folder()
        folder.write("dawn", title="The old harbour")
        folder.write("dusk", title="The harbour")
        publish_folder()
        slugs = {entry["title"]: entry["slug"] for entry in latest(data)}
        assert slugs == {"The old harbour": "the-harbour", "The harbour": "the-harbour-2"}

    def test_a_file_that_cannot_be_read_any_more_keeps_its_last_article(
        self, folder: Folder, publish_folder: Publish
    ) -> None:
        path = folder.write("dawn")
        publish_folder()
        path.write_bytes(b"\x00\x01\x02" * 100)
        published = publish_folder()
        assert [problem.code for problem in published.problems] == ["binary"]
        assert (published.is_new, published.articles) == (False, 1)

    def test_another_title_alone_makes_one_with_an_empty_pack(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn", "words " * 2000)
        folder.describe("One name")
        publish_folder()
        folder.describe("Another name")
        assert publish_folder().edition == 2
        assert root_of(data / "corpus")["title"] == "Another name"
        assert latest(data) == []

    def test_an_empty_folder_withdraws_everything_only_when_that_is_said(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        """It is more often a disk that is not mounted."""
        folder.write("dawn")
        publish_folder()
        folder.remove("dawn")
        for left in ("nothing", "a draft", "a file that cannot be read"):
            if left == "a draft":
                folder.write("dusk", draft="true")
            elif left == "a file that cannot be read":
                folder.put("letter.docx", b"PK")
            with pytest.raises(EmptySourceError, match="--withdraw-all"):
                publish_folder()
        assert head_of(data / "corpus")["edition"] == 1
        published = publish(folder.path, data, withdraw_all=True)
        assert (published.withdrawn, published.articles) == (1, 0)

    def test_a_draft_is_passed_over_and_counted(
        self, folder: Folder, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("dusk", draft="true")
        published = publish_folder()
        assert (published.articles, published.drafts) == (1, 1)

    def test_a_folder_without_articles_is_an_edition_too(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        assert publish_folder().articles == 0
        assert root_of(data / "corpus")["base"] == []


class TestThePublishedFiles:
    def test_siblings_unpack_to_the_plain_bytes_and_have_the_size_that_the_root_says(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn", "words " * 500)
        publish_folder()
        (pack,) = root_of(data / "corpus")["base"]
        plain = data / "corpus" / pack["file"]
        gz, br = plain.with_name(f"{plain.name}.gz"), plain.with_name(f"{plain.name}.br")
        assert gzip.decompress(gz.read_bytes()) == plain.read_bytes()
        assert brotli.decompress(br.read_bytes()) == plain.read_bytes()
        sizes = {"plain": plain, "gzip": gz, "br": br}
        assert pack["bytes"] == {name: path.stat().st_size for name, path in sizes.items()}

    def test_one_history_gives_one_sequence_of_bytes(
        self, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The clock stands in the head and nowhere else."""
        monkeypatch.setattr("secrets.token_hex", lambda _size: "a" * 16)
        days = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC))
        folder.write("dawn")
        folder.write("dusk")
        for name, now in zip(("one", "two"), days, strict=True):
            publish(folder.path, tmp_path / name, now=now)
        folder.write("dawn", "Other words.")
        for name, now in zip(("one", "two"), days, strict=True):
            publish(folder.path, tmp_path / name, now=now)
        one, two = (
            {path.name: path.read_bytes() for path in (tmp_path / name / "corpus").iterdir()}
            for name in ("one", "two")
        )
        assert one.pop("head.json") != two.pop("head.json")
        assert one == two

    def test_the_base_is_newest_first_in_packs_of_about_a_megabyte(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        for day in range(1, 25):
            folder.write(f"day {day:02}", f"word{day} " * 20_000, date=f"2026-10-{day:02}")
        publish_folder()
        packs = root_of(data / "corpus")["base"]
        dates = [entry["published"] for entry in entries(data, packs)]
        assert dates == sorted(dates, reverse=True)
        assert len(packs) > 2
        assert all(pack["bytes"]["plain"] <= 1_000_000 for pack in packs)
        assert [pack["newest"] for pack in packs] == sorted(
            (pack["newest"] for pack in packs), reverse=True
        )

    def test_no_pack_of_the_base_is_touched_by_small_changes(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("long", "\n\n".join(f"paragraph {n} of many words" for n in range(2000)))
        folder.write("dawn")
        publish_folder()
        base = root_of(data / "corpus")["base"]
        folder.write("dawn", "Other words.")
        publish_folder()
        assert root_of(data / "corpus")["base"] == base

    def test_the_base_is_written_anew_when_changes_exceed_a_quarter_of_it(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        folder.write("dusk")
        publish_folder()
        folder.write("dawn", "Other words.")
        publish_folder()
        root = root_of(data / "corpus")
        assert root["base_edition"] == 2
        assert [(pack["from"], pack["to"]) for pack in root["changes"]] == [(1, 2)]

    def test_a_new_base_explains_withdrawals_for_a_year(self, folder: Folder, data: Path) -> None:
        start = datetime(2025, 1, 1, tzinfo=UTC)
        for name in ("dawn", "dusk", "noon"):
            folder.write(name)
        publish(folder.path, data, now=start)
        folder.remove("dawn")
        publish(folder.path, data, now=start + timedelta(days=1))
        for days, explained in ((300, ["dawn"]), (400, [])):
            folder.write("noon", f"After {days} days. " * 50)
            publish(folder.path, data, now=start + timedelta(days=days))
            root = root_of(data / "corpus")
            assert root["base_edition"] == root["edition"]
            gone = [entry for entry in entries(data, root["base"]) if "withdrawn" in entry]
            assert [entry["title"] for entry in gone] == explained

    def test_only_files_of_this_edition_and_the_one_before_stay(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        corpus = data / "corpus"
        folder.write("dawn")
        publish_folder()
        first = root_of(corpus)["base"][0]["file"]
        for text in ("Second.", "Third."):
            folder.write("dawn", text)
            publish_folder()
        assert not (corpus / first).exists()
        assert not (corpus / f"{first}.br").exists()
        assert not (corpus / f"{first}.gz").exists()


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
            patch.setattr(writer, "write_published", lambda *_, **__: _crash())
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


class TestTheClock:
    def test_that_runs_backwards_takes_time_neither_from_the_head_nor_from_withdrawals(
        self, folder: Folder, data: Path
    ) -> None:
        today = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
        for name in ("dawn", "dusk", "noon"):
            folder.write(name)
        publish(folder.path, data, quick=True, now=today)
        folder.remove("dawn")
        published = publish(folder.path, data, quick=True, now=datetime(1970, 1, 2, tzinfo=UTC))
        head = head_of(data / "corpus")
        assert (head["edition"], head["published"]) == (2, "2026-11-20T08:30:00Z")
        assert published.clock_behind == today
        assert [entry["withdrawn"] for entry in latest(data)] == ["2026-11-20"]
        # The year in which a base explains the withdrawal is the right one too.
        later = publish(folder.path, data, quick=True, rebase=True, now=today + timedelta(days=300))
        assert later.clock_behind is None
        base = entries(data, root_of(data / "corpus")["base"])
        assert "dawn" in {entry["title"] for entry in base}
        assert head_of(data / "corpus")["published"] == "2027-09-16T08:30:00Z"

    def test_that_says_more_in_another_zone_is_not_behind(self, folder: Folder, data: Path) -> None:
        folder.write("dawn")
        publish(folder.path, data, now=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
        folder.write("dusk")
        east = timezone(timedelta(hours=12))
        published = publish(folder.path, data, now=datetime(2026, 11, 21, 12, tzinfo=east))
        assert published.clock_behind is None
        assert head_of(data / "corpus")["published"] == "2026-11-21T00:00:00Z"


class TestACrash:
    def test_before_the_flip_leaves_the_old_edition_and_the_next_run_completes(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn")
        publish_folder()
        folder.write("dusk")

        def crash(path: Path, content: bytes) -> None:
            raise OSError(28, "No space left on device", str(path))

        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_durably", crash)
            with pytest.raises(OSError, match="No space"):
                publish_folder()
        assert head_of(data / "corpus")["edition"] == 1
        published = publish_folder()
        assert (published.edition, published.added) == (2, 1)

    def test_after_the_flip_needs_no_edition_more(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn")
        publish_folder()
        folder.write("dusk")
        with monkeypatch.context() as patch:
            patch.setattr("webapp.library.Library.record", lambda *_: _crash())
            with pytest.raises(KeyboardInterrupt):
                publish_folder()
        assert head_of(data / "corpus")["edition"] == 2
        published = publish_folder()
        assert (published.is_new, published.edition, published.articles) == (False, 2, 2)

    def test_a_change_that_is_taken_back_before_the_next_run_makes_no_edition(
        self, folder: Folder, data: Path, publish_folder: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.write("dawn", "One.")
        publish_folder()
        folder.write("dawn", "Two.")
        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_published", lambda *_, **__: _crash())
            with pytest.raises(KeyboardInterrupt):
                publish_folder()
        folder.write("dawn", "One.")
        assert not publish_folder().is_new

    def test_what_a_crash_left_half_written_is_swept_by_the_next_edition(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn")
        publish_folder()
        leftovers = [
            data / "corpus" / f"pack-{'0' * 64}.json.br",
            data / "corpus" / f".pack-{'1' * 64}.json.new",
        ]
        for path in leftovers:
            path.write_bytes(b"half")
        folder.write("dusk")
        publish_folder()
        assert not any(path.exists() for path in leftovers)

    def test_a_lost_library_file_changes_neither_addresses_nor_editions(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        folder.write("dawn", title="The harbour")
        publish_folder()
        folder.write("dawn", title="The old harbour")
        folder.write("dusk", title="The harbour")
        publish_folder()
        for path in data.glob("library.sqlite*"):
            path.unlink()
        assert not publish_folder().is_new
        folder.remove("dusk")
        assert publish_folder().withdrawn == 1


def _crash() -> None:
    raise KeyboardInterrupt


class TestTheLock:
    def test_a_second_publisher_is_told_who_holds_it(
        self, folder: Folder, data: Path, publish_folder: Publish
    ) -> None:
        data.mkdir()
        holder = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path\n"
                "from webapp.publishing.lock import hold_lock\n"
                "with hold_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
                str(data / "lock"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert holder.stdin
        assert holder.stdout
        with holder, holder.stdin, holder.stdout:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(HeldError, match=f"process {holder.pid} on "):
                publish_folder()
            holder.kill()
        # The lock ended with its holder, however that ended.
        with hold_lock(data / "lock"):
            pass
