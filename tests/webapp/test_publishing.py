"""Editions: when one is made, what it brings, and when it says that it was."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.reader import head_of, root_of
from tests.webapp.editions import Publish, entries, latest
from webapp.library import GONE
from webapp.publishing import EmptySourceError, publish


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
