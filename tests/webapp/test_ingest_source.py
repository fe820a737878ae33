"""A folder of any files, read: one outcome for each, and nothing from outside."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.folder import Folder
from webapp.articles import Article, Withdrawal, id_of
from webapp.ingest import (
    Draft,
    Outcome,
    Read,
    Refused,
    Stamp,
    Unchanged,
    problems,
    read_source,
    source,
    workers,
)
from webapp.ingest.problems import SIZE_MOST
from webapp.ingest.reading import Job, read_file


def read(folder: Folder, known: dict[str, Stamp] | None = None, lang: str = "en") -> list[Outcome]:
    return list(read_source(folder.path, known or {}, lang=lang))


def one(folder: Folder) -> Outcome:
    (outcome,) = read(folder)
    return outcome


def article(folder: Folder) -> Article:
    outcome = one(folder)
    assert isinstance(outcome, Read), outcome
    assert isinstance(outcome.article, Article)
    return outcome.article


def codes(outcomes: list[Outcome]) -> dict[str, str]:
    """What was refused, by path."""
    return {each.path: each.problem.code for each in outcomes if isinstance(each, Refused)}


def stamps(outcomes: list[Outcome]) -> dict[str, Stamp]:
    return {each.path: each.stamp for each in outcomes if isinstance(each, Read)}


# Articles


def test_front_matter_becomes_the_articles_metadata(folder: Folder) -> None:
    text = """---
title: The road
byline: A. Writer
date: 2026-11-20
lastmod: 2026-11-21
lang: ar
section: Town
tags: [sea]
summary: A ship comes in.
source: https://example.org/road
note: The name of the ship was wrong.
---
One <script>alert(1)</script> two.

Three
"""
    folder.put("news/road.md", text.encode())
    assert article(folder) == Article(
        id=id_of("https://example.org/road"),
        slug="the-road",
        title="The road",
        byline="A. Writer",
        published="2026-11-20",
        modified="2026-11-21",
        lang="ar",
        dir="rtl",
        section="Town",
        tags=("sea",),
        summary="A ship comes in.",
        source="https://example.org/road",
        words=3,
        note="The name of the ship was wrong.",
        blocks=("<p>One  two.</p>", "<p>Three</p>"),
    )


@pytest.mark.parametrize(
    ("path", "front", "identity"),
    [
        ("news/Road.md", "", "news/Road"),
        ("news/Cafe\u0301.v2.txt", "", "news/Café.v2"),
        ("road.md", "---\nid: My road\nsource: https://example.org/\n---\n", "My road"),
        ("road.md", "---\nsource: https://example.org/\n---\n", "https://example.org/"),
    ],
)
def test_an_article_is_known_by_id_then_source_then_path(
    folder: Folder, path: str, front: str, identity: str
) -> None:
    folder.put(path, f"{front}Title\n\nText.\n".encode())
    assert article(folder).id == id_of(identity)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("“Fish” & <chips>: l’été", "fish-chips-l-été"),
        ("دليل القارئ", "دليل-القارئ"),
        ("सेवा का मूल्य", "सेवा-का-मूल्य"),
        ("snake_case &amp; &#65;", "snake-case-amp-65"),
        ("word " * 30, "-".join(["word"] * 16)),
        ("港" * 100, "港" * 80),
        ("…!", "name"),
    ],
)
def test_the_slug_comes_from_the_title(folder: Folder, title: str, slug: str) -> None:
    folder.put("name.txt", f"{title}\n\nText.\n".encode())
    assert article(folder).slug == slug


def test_a_slug_is_never_empty(folder: Folder) -> None:
    folder.put("….txt", "…\n\nText.\n".encode())
    assert article(folder).slug == article(folder).id


@pytest.mark.parametrize(
    ("path", "title", "published"),
    [
        ("2026-11-20-the_long-road.md", "The long road", "2026-11-20"),
        ("2026-13-40-road.md", "Road", None),
        ("roads/index.md", "Roads", None),
        ("index.md", "Index", None),
        ("2026-11-20.md", "2026 11 20", None),
    ],
)
def test_a_file_without_a_title_is_called_by_its_name(
    folder: Folder, path: str, title: str, published: str | None
) -> None:
    folder.put(path, b"Text.\n")
    outcome = one(folder)
    assert isinstance(outcome, Read)
    assert [warning.code for warning in outcome.warnings] == ["no-title"]
    assert (article(folder).title, article(folder).published) == (title, published)


def test_a_summary_is_the_beginning_of_the_first_paragraph(folder: Folder) -> None:
    folder.put("a.md", f"# Title\n\n## Heading\n\nA *ship* {'came ' * 60}\n\nMore.\n".encode())
    summary = article(folder).summary
    assert summary is not None
    assert summary.startswith("A ship came came")
    assert summary.endswith("came…")
    assert len(summary) <= 200


def test_a_publisher_is_told_that_pictures_are_not_published(folder: Folder) -> None:
    folder.put("a.md", b"# Title\n\n![A map](map.png)\n\n![A dot](data:image/gif;base64,R0lGOD)\n")
    outcome = one(folder)
    assert isinstance(outcome, Read)
    (warning,) = outcome.warnings
    assert (warning.code, warning.seen) == ("pictures", "1 picture that the article refers to.")


def test_an_article_may_be_a_picture(folder: Folder) -> None:
    folder.put("a.md", b'# Title\n\n<img src="https://example.org/a.png" alt="">\n')
    assert article(folder).words == 0
    assert article(folder).summary is None


def test_markup_beyond_a_limit_is_a_warning(folder: Folder) -> None:
    folder.put("a.md", b"# Title\n\n" + b"<div>" * 1000 + b"Text.\n")
    outcome = one(folder)
    assert isinstance(outcome, Read)
    assert [warning.code for warning in outcome.warnings] == ["markup"]
    assert any("Text." in block for block in article(folder).blocks)


def test_a_withdrawal_keeps_title_and_reason(folder: Folder) -> None:
    folder.write("road", text="", withdrawn="It was wrong.")
    folder.write("way", withdrawn="true", withdrawn_on="2026-11-21", id="w")
    found = [each.article for each in read(folder) if isinstance(each, Read)]
    assert found == [
        Withdrawal(id_of("road"), "road", "", "road", "It was wrong."),
        Withdrawal(id_of("w"), "way", "2026-11-21", "way", None),
    ]


def test_a_draft_is_passed_over(folder: Folder) -> None:
    folder.write("road", draft="true")
    assert read(folder) == [Draft("road.md")]


def test_an_article_that_is_a_draft_again_is_withdrawn(folder: Folder) -> None:
    folder.write("road")
    known = stamps(read(folder))
    folder.write("road", draft="true")
    (outcome,) = read(folder, known)
    assert isinstance(outcome, Read)
    assert outcome.article == Withdrawal(
        id_of("road"), "road", "", "road", "Its publisher is working on it again."
    )


# What is unchanged


def test_a_file_that_is_as_it_was_is_not_opened(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("road")
    known = stamps(read(folder))
    monkeypatch.setattr(source, "in_processes", refuse_any_work)
    assert read(folder, known) == [Unchanged("road.md")]


def refuse_any_work(_work: object, jobs: list[Job], **_how: Any) -> Iterator[Any]:
    assert not jobs
    yield


def test_size_time_and_recipe_decide_whether_a_file_is_read_again(folder: Folder) -> None:
    path = folder.write("road")
    known = stamps(read(folder))
    assert isinstance(read(folder, known, lang="ar")[0], Read)
    os.utime(path, ns=(0, known["road.md"].mtime_ns + 1))
    (outcome,) = read(folder, known)
    assert isinstance(outcome, Read)
    assert outcome.stamp.sha256 == known["road.md"].sha256
    folder.write("road", "Some other words.")
    os.utime(path, ns=(0, known["road.md"].mtime_ns))
    assert isinstance(read(folder, known)[0], Read)


def test_progress_counts_every_file(folder: Folder) -> None:
    folder.write("a")
    folder.put("b.md", b"\0")
    folder.write("c", draft="true")
    seen: list[tuple[int, int]] = []
    list(read_source(folder.path, {}, lang="en", progress=lambda *counts: seen.append(counts)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


# Two files, one article


def test_of_two_files_with_one_id_the_first_by_path_counts(folder: Folder) -> None:
    folder.write("a", id="same")
    folder.write("b", id="same")
    folder.put("c.txt", b"Title\n\nText.\n")
    folder.write("c")
    outcomes = read(folder)
    assert codes(outcomes) == {"b.md": "duplicate", "c.txt": "duplicate"}
    assert "“a.md”" in next(each for each in outcomes if isinstance(each, Refused)).problem.seen


def test_it_stays_so_when_only_one_of_them_is_read_again(folder: Folder) -> None:
    folder.write("b", id="same")
    known = stamps(read(folder))
    folder.write("c", id="same")
    assert codes(read(folder, known)) == {"c.md": "duplicate"}
    folder.write("a", id="same")
    assert codes(read(folder, known)) == {"b.md": "duplicate", "c.md": "duplicate"}


# What is refused, or passed over


def test_unreadable_files_are_named_and_the_rest_is_read(folder: Folder) -> None:
    folder.write("good")
    folder.put("binary.md", b"\x89PNG\r\n\0")
    folder.put("empty.txt", b" \n")
    folder.put("latin.txt", "Café\n\nOlé".encode("latin-1"))
    folder.put("large.txt", b"Title\n\n" + b"x " * (SIZE_MOST // 2))
    folder.put("title.txt", b"Title\n")
    folder.put("front.md", b"---\ntitle: [\n---\nText.\n")
    folder.put("word.docx", b"PK")
    folder.put("README", b"Text.")
    outcomes = read(folder)
    assert codes(outcomes) == {
        "README": "unknown-format",
        "binary.md": "binary",
        "empty.txt": "empty",
        "front.md": "front-matter",
        "large.txt": "too-large",
        "latin.txt": "encoding",
        "title.txt": "no-text",
        "word.docx": "unknown-format",
    }
    assert [each.path for each in outcomes if isinstance(each, Read)] == ["good.md"]
    assert [each.path for each in outcomes] == sorted(each.path for each in outcomes)
    for each in outcomes:
        if isinstance(each, Refused):
            assert each.path == each.problem.path
            for words in (each.problem.seen, each.problem.expected, each.problem.advice):
                assert words.endswith(".")


def test_a_huge_file_is_not_opened(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    with folder.put("huge.txt", b"").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(source, "in_processes", refuse_any_work)
    assert codes(read(folder)) == {"huge.txt": "too-large"}


def test_a_file_that_grew_since_it_was_found_is_not_read_whole(folder: Folder) -> None:
    path = folder.put("huge.txt", b"x" * (SIZE_MOST + 1))
    assert refusal_of(path) == "too-large"


def test_hidden_files_assets_and_settings_are_passed_over(folder: Folder) -> None:
    for name in (
        ".hidden.md",
        ".git/a.md",
        "a.png",
        "B.JPG",
        "c.css",
        "octavo.toml",
        "..data/a.md",
    ):
        folder.put(name, b"x")
    folder.put("sub/octavo.toml", b"x")
    assert read(folder) == []


def test_a_folder_may_be_called_like_an_asset(folder: Folder) -> None:
    folder.write("paper.js/road")
    assert [each.path for each in read(folder)] == ["paper.js/road.md"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"two\nlines.md", "two\\nlines.md"),
        (b"bell\x07.txt", "bell\\x07.txt"),
        (b"caf\xe9.md", "caf\\xe9.md"),
        ("line\u2028.md".encode(), "line\\u2028.md"),
        (b"..up.md", "..up.md"),
        (b"..\\up.md", "..\\up.md"),
        (b"a\\..\\up.md", "a\\..\\up.md"),
    ],
)
def test_a_name_that_cannot_be_told_is_refused(folder: Folder, name: bytes, shown: str) -> None:
    with open(os.fsencode(folder.path) + b"/" + name, "wb") as file:  # noqa: PTH123  bytes
        file.write(b"Title\n\nText.\n")
    outcome = one(folder)
    assert isinstance(outcome, Refused)
    assert (outcome.path, outcome.problem.path, outcome.problem.code) == (shown, shown, "name")
    json.dumps(outcome.path, ensure_ascii=False).encode()


def test_nothing_in_a_folder_with_such_a_name_is_read(folder: Folder) -> None:
    folder.write("bad\nfolder/road")
    assert codes(read(folder)) == {"bad\\nfolder": "name"}


# Links and special files


def test_links_that_lead_outside_are_refused(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret\n\nText.\n")
    (tmp_path / "source-2").mkdir()
    (folder.path / "file.txt").symlink_to(secret)
    (folder.path / "relative.txt").symlink_to("../secret.txt")
    (folder.path / "folder").symlink_to(tmp_path)
    (folder.path / "neighbour").symlink_to(tmp_path / "source-2")
    (folder.path / "in.txt").symlink_to("out/secret.txt")
    (folder.path / "out").symlink_to("..")
    assert codes(read(folder)) == dict.fromkeys(
        ["file.txt", "folder", "in.txt", "neighbour", "out", "relative.txt"], "outside"
    )


def test_links_inside_are_followed(folder: Folder) -> None:
    folder.write(".releases/5/road")
    (folder.path / "current").symlink_to(".releases/5")
    (folder.path / "way.md").symlink_to(".releases/5/road.md")
    assert [each.path for each in read(folder)] == ["current/road.md", "way.md"]
    assert codes(read(folder)) == {}


def test_links_in_a_circle_end(folder: Folder) -> None:
    folder.write("sub/road")
    (folder.path / "sub/up").symlink_to("..")
    (folder.path / "again").symlink_to("sub")
    (folder.path / "self.md").symlink_to("self.md")
    (folder.path / "nothing.md").symlink_to("nowhere.md")
    outcomes = read(folder)
    assert codes(outcomes) == {"self.md": "link", "nothing.md": "link"}
    assert [each.path for each in outcomes if isinstance(each, Read)] == ["sub/road.md"]


def test_the_source_itself_may_be_a_link(folder: Folder, tmp_path: Path) -> None:
    folder.write("road")
    (tmp_path / "link").symlink_to(folder.path)
    assert [each.path for each in read_source(tmp_path / "link", {}, lang="en")] == ["road.md"]


def test_pipes_and_sockets_are_refused_unopened(folder: Folder) -> None:
    os.mkfifo(folder.path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder.path / "socket.txt"))
        assert codes(read(folder)) == {"pipe.md": "special", "socket.txt": "special"}


def refusal_of(path: Path) -> str:
    outcome = read_file(Job(path.name, str(path), "en", "recipe", was_read=False))
    assert isinstance(outcome, Refused)
    return outcome.problem.code


def test_what_was_replaced_since_it_was_found_is_refused(folder: Folder) -> None:
    (folder.path / "link.md").symlink_to(folder.write("road"))
    os.mkfifo(folder.path / "pipe.md")
    assert refusal_of(folder.path / "gone.md") == "vanished"
    assert refusal_of(folder.path / "link.md") == "unreadable"
    assert refusal_of(folder.path / "pipe.md") == "special"


def test_a_file_that_may_not_be_read_is_refused(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = folder.write("road")
    monkeypatch.setattr(os, "open", forbid)
    assert refusal_of(path) == "unreadable"


def test_a_folder_that_cannot_be_listed_takes_nothing_from_readers(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("away/road")
    folder.write("here/road")
    known = stamps(read(folder))
    scandir = os.scandir

    def forbid(path: str) -> Any:
        if path.endswith("away"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbid)
    outcomes = read(folder, known)
    assert codes(outcomes) == {"away": "unreadable", "away/road.md": "unreadable"}
    assert outcomes[-1] == Unchanged("here/road.md")


def test_a_source_that_cannot_be_listed_is_no_empty_library(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_source(tmp_path / "nowhere", {}, lang="en"))


# Whatever comes


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_read(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "CPU_SECONDS", 2.5)
    lost = [workers.Loss("too-slow"), workers.Loss("died")]
    results = iter([*lost, read_file(job_of(folder, "c"))])
    monkeypatch.setattr(source, "in_processes", lambda *_, **__: (each for each in results))
    folder.write("a")
    folder.write("b")
    outcomes = read(folder)
    assert codes(outcomes) == {"a.md": "too-slow", "b.md": "died"}
    assert isinstance(outcomes[-1], Read)
    assert "2.5 seconds" in problems.too_slow(2.5).seen


def job_of(folder: Folder, name: str) -> Job:
    path = folder.write(name)
    return Job(path.name, str(path), "en", "recipe", was_read=False)


def test_a_fault_of_ours_in_one_file_is_reported(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str) -> None:
        raise RecursionError("deep\nly")

    job = job_of(folder, "road")
    monkeypatch.setattr("webapp.ingest.finishing.clean", fail)
    outcome = read_file(job)
    assert isinstance(outcome, Refused)
    assert outcome.problem.code == "fault"
    assert "\n" not in outcome.problem.seen


CONTENTS = (
    st.binary()
    | st.text().map(str.encode)
    | st.text().map(lambda text: f"---\ntitle: a\n---\n{text}".encode())
    | st.text().map(lambda text: f"---\n{text}\n---\nText.\n".encode())
    | st.text(st.sampled_from("<>/ab&;#\"'= -!\n")).map(str.encode)
)


@given(data=CONTENTS, suffix=st.sampled_from([".txt", ".md"]))
def test_any_bytes_have_one_outcome(data: bytes, suffix: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        outcome = read_file(Job(f"a{suffix}", file.name, "en", "recipe", was_read=True))
    assert isinstance(outcome, Read | Refused)
    if isinstance(outcome, Refused):
        assert outcome.problem.code != "fault", outcome
    else:
        json.loads(outcome.article.line().encode())


NAMES = st.binary(min_size=1, max_size=20).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b"..")
)


@settings(max_examples=15, deadline=None)
@given(files=st.dictionaries(NAMES.map(lambda name: name + b".md"), CONTENTS, max_size=10))
def test_any_folder_has_one_outcome_for_each_file(files: dict[bytes, bytes]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = Folder(Path(directory))
        for name, data in files.items():
            with open(os.fsencode(directory) + b"/" + name, "wb") as file:  # noqa: PTH123  bytes
                file.write(data)
        first, second = read(folder), read(folder)
    seen = [name for name in files if not name.startswith(b".") or name.startswith(b"..")]
    assert first == second
    assert len(first) == len(seen)
    for outcome in first:
        json.dumps(outcome.path, ensure_ascii=False).encode()
