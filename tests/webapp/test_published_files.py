"""What lies in DIR once an edition is published, to the byte."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest

from tests.folder import Folder
from tests.reader import root_of
from tests.webapp.editions import Publish, entries
from webapp.publishing import publish


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
