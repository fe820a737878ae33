"""What views are told of the published edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.folder import Folder
from tests.reader import root_of
from webapp.editions import EditionError, Editions, lines_of_pack
from webapp.publishing import Published

Publish = Callable[[], Published]


def test_before_the_first_publication_there_is_none(data: Path) -> None:
    assert Editions(data / "corpus").current() is None


def test_rows_come_newest_first_and_without_a_date_last(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    folder.write("old", date="2020-11-23")
    folder.put("undated.txt", b"An undated one\n\nIts text.\n")
    folder.write("b", date="2026-11-20")
    folder.write("a", date="2026-11-20")
    publish_folder()
    edition = Editions(data / "corpus").current()
    assert edition
    assert [row["title"] for row in edition.rows] == ["a", "b", "old", "An undated one"]


def test_a_new_edition_is_seen_as_soon_as_the_head_names_it(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    folder.write("dawn")
    publish_folder()
    editions = Editions(data / "corpus")
    first = editions.current()
    assert first is editions.current()
    folder.write("dusk")
    publish_folder()
    second = editions.current()
    assert second
    assert second.number == 2
    assert second.find("dusk")


def test_a_withdrawn_article_has_no_line_but_is_found_by_its_slug(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    folder.write("dawn")
    folder.write("dusk")
    publish_folder()
    folder.remove("dawn")
    publish_folder()
    edition = Editions(data / "corpus").current()
    assert edition
    withdrawal = edition.find("dawn")
    assert withdrawal
    assert "withdrawn" in withdrawal
    assert edition.line(withdrawal["id"]) is None
    assert [row["title"] for row in edition.rows] == ["dusk"]


def test_pages_go_on_after_the_cursor_and_end(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    for name in "abcde":
        folder.write(name)
    publish_folder()
    edition = Editions(data / "corpus").current()
    assert edition
    titles: list[str] = []
    cursor: str | None = None
    while page := edition.page(cursor, 2):
        titles += [row["title"] for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert titles == list("abcde")
    assert edition.page("0" * 16, 2) is None


def test_a_damaged_pack_is_an_error_with_its_name(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    folder.write("dawn")
    publish_folder()
    pack = root_of(data / "corpus")["base"][0]["file"]
    (data / "corpus" / pack).write_bytes(b"[\n]\n")
    with pytest.raises(EditionError, match=pack):
        Editions(data / "corpus").current()


@pytest.mark.parametrize(
    "data_", [b"", b"[]", b"[\n{}]\n", b"[\n{},\n]\n", b"[\n{}\n{}\n]\n", b"[\n{}\n]"]
)
def test_bytes_that_are_no_pack_are_refused(data_: bytes) -> None:
    with pytest.raises((EditionError, ValueError)):
        list(lines_of_pack(data_))


def test_a_list_has_pages_of_its_section_or_tag(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    for number in range(5):
        folder.write(f"s{number}", section="Sea", tags="salt")
    folder.write("t", tags="salt, dry")
    publish_folder()
    edition = Editions(data / "corpus").current()
    assert edition
    assert edition.sections == {"Sea": 5, "": 1}
    assert edition.tags == {"salt": 6, "dry": 1}
    assert [row["title"] for row in edition.rows_of("", None)] == ["t"]
    assert [row["title"] for row in edition.rows_of("Sea", "dry")] == ["t"]
    assert edition.rows_of("None", None) == []
    sea = edition.rows_of("Sea", None)
    first = edition.page(None, 2, sea)
    assert first
    second = edition.page(first.next, 2, sea)
    assert second
    third = edition.page(second.next, 2, sea)
    assert third
    assert [page.start for page in (first, second, third)] == [0, 2, 4]
    assert [page.before for page in (first, second, third)] == [None, None, sea[1]["id"]]
    assert edition.page(third.before, 2, sea) == second
    assert edition.page(edition.rows_of("", None)[0]["id"], 2, sea) is None


def test_an_article_has_neighbours_but_at_the_ends(
    folder: Folder, data: Path, publish_folder: Publish
) -> None:
    for name in "abc":
        folder.write(name)
    publish_folder()
    edition = Editions(data / "corpus").current()
    assert edition
    a, b, c = edition.rows
    assert [edition.neighbours(row["id"]) for row in (a, b, c)] == [(None, b), (a, c), (b, None)]
