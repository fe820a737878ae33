"""Markdown, and the front matter above it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.ingest.manuscript import Manuscript, Metadata, Retraction
from webapp.ingest.markdown import NESTING_MOST, read_markdown
from webapp.ingest.problems import Finding, UnreadableError


def read(text: str) -> Manuscript:
    return read_markdown(text, "en")


def metadata(*fields: str) -> Metadata:
    return read("---\n" + "\n".join(fields) + "\n---\n\nText.\n").metadata


def refusal(text: str) -> Finding:
    with pytest.raises(UnreadableError) as caught:
        read(text)
    return caught.value.finding


# Text


def test_tables_footnotes_and_strikethrough_are_read() -> None:
    html = read("| a | b |\n|---|---|\n| 1 | 2 |\n\nSo[^1] ~~no~~.\n\n[^1]: Why.\n").html
    assert "<table>" in html
    assert "<td>2</td>" in html
    assert 'href="#fn1"' in html
    assert "<s>no</s>" in html


def test_html_in_markdown_passes_through() -> None:
    html = '<figure id="x"><img src="a.png"></figure>\n'
    assert read(f"{html}\nAnd <kbd>Esc</kbd>.\n").html == f"{html}<p>And <kbd>Esc</kbd>.</p>\n"


def test_without_a_title_the_first_heading_is_it_and_stands_once() -> None:
    manuscript = read("Before.\n\n# The *long* `road`\n\nText.\n\n# Second\n")
    assert manuscript.metadata.title == "The long road"
    assert manuscript.html == "<p>Before.</p>\n<p>Text.</p>\n<h1>Second</h1>\n"


def test_a_heading_that_repeats_the_title_stands_once() -> None:
    assert read("---\ntitle: Road\n---\n# Road\n\nText.\n").html == "<p>Text.</p>\n"
    assert "<h1>Way</h1>" in read("---\ntitle: Road\n---\n# Way\n\nText.\n").html


def test_a_heading_in_a_quotation_is_no_title() -> None:
    manuscript = read("> # Quoted\n\nText.\n")
    assert manuscript.metadata.title is None
    assert "<h1>Quoted</h1>" in manuscript.html


def test_what_is_nested_too_deeply_is_kept_as_text() -> None:
    manuscript = read(">" * (NESTING_MOST + 20) + " deep\n")
    assert [warning.code for warning in manuscript.warnings] == ["markup"]
    assert "deep" in manuscript.html
    assert "<blockquote>" not in manuscript.html
    assert "<blockquote>" in read(">" * (NESTING_MOST - 20) + " deep\n").html


def test_code_at_the_very_beginning_keeps_its_indentation() -> None:
    assert read("---\ntitle: Code\n---\n    one\n").html == "<pre><code>one\n</code></pre>\n"


@given(st.text(st.sampled_from("ab#>-*`[]()<>!|~^: \n\t1.&\\")))
def test_any_markdown_is_read(text: str) -> None:
    read(f"Text.\n\n{text}")


# Front matter: where it is


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert read("---\n\nText.\n\n---\n\nMore.\n").html == (
        "<hr />\n<p>Text.</p>\n<hr />\n<p>More.</p>\n"
    )
    assert read("---\nText.\n").html == "<hr />\n<p>Text.</p>\n"
    assert read("-----\ntitle: no\n").html.startswith("<hr />")


def test_front_matter_may_be_empty_or_all_comment() -> None:
    assert read("---\n---\nText.\n").html == "<p>Text.</p>\n"
    assert read("---\n# nothing\n---\nText.\n").html == "<p>Text.</p>\n"
    assert read("+++\n+++\nText.\n").html == "<p>Text.</p>\n"


def test_yaml_may_end_with_points_and_toml_has_plus_signs() -> None:
    assert read("---\ntitle: Road\n...\nText.\n").metadata.title == "Road"
    assert read('+++\ntitle = "Road"\n+++\nText.\n').metadata.title == "Road"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('---\ndate: 2020-11-23\ntitle: "unclosed\n---\nText.\n', "line 3"),
        ("---\ntitle: Road: long\n---\nText.\n", "line 2"),
        ("---\ntitle: Road\n\tdate: 2020-11-23\n---\nText.\n", "line 3"),
        ("---\ntitle: Road\nTitle: Way\ntitle: Way\n---\nText.\n", "line 4"),
        ("---\ntitle: Road\n\nText.\n", "line 1"),
        ("---\n- one\n- two\n---\nText.\n", "line 2"),
        ("---\njust words\n---\nText.\n", "line 2"),
        ("---\ntitle: !!python/object:os.system x\n---\nText.\n", "line 2"),
        ("---\n? [a, b]\n: c\n---\nText.\n", "line 2"),
        ('+++\ndate = 2020-11-23\ntitle = "Road\n+++\nText.\n', "line 3"),
        ("+++\ntitle = Road\n+++\nText.\n", "line 2"),
        ("+++\ntitle = 'Road'\n\nText.\n", "line 1"),
    ],
)
def test_front_matter_that_does_not_parse_is_refused_with_its_line(text: str, place: str) -> None:
    finding = refusal(text)
    assert (finding.code, finding.place) == ("front-matter", place)


def test_front_matter_that_unfolds_is_refused() -> None:
    """Nine lines of aliases unfold to a billion words."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    finding = refusal("---\n" + "\n".join(lines) + "\n---\nText.\n")
    assert (finding.code, finding.place) == ("front-matter", "line 3")
    assert "alias" in finding.seen


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: " + "[" * 30_000 + "\n---\nText.\n",
        "---\ntitle: " + "{a: " * 10_000 + "\n---\nText.\n",
        "---\n" + "".join(f"{' ' * n}a:\n" for n in range(300)) + "---\nText.\n",
        "+++\ntitle = " + "[" * 30_000 + "\n+++\nText.\n",
        "---\ntitle: " + "x" * 70_000 + "\n---\nText.\n",
    ],
    ids=["lists", "tables", "indents", "toml", "long"],
)
def test_front_matter_beyond_any_measure_is_refused(text: str) -> None:
    assert refusal(text).code == "front-matter"


@given(st.text(), st.sampled_from(["---", "+++"]))
def test_any_front_matter_is_read_or_refused(table: str, delimiter: str) -> None:
    code = None
    try:
        read(f"{delimiter}\ntitle{table}\n{delimiter}\nText.\n")
    except UnreadableError as error:
        code = error.finding.code
    assert code in (None, "front-matter")


# Front matter: what it says


def test_hugos_toml_is_understood() -> None:
    text = """+++
title = 'The road'
date = 2020-11-23T23:30:00-05:00
lastmod = 2020-11-24
draft = false
tags = ['sea', 'harbour']
categories = ['News', 'Town']
description = 'A ship comes in.'
author = 'A. Writer'
+++
Text.
"""
    assert read(text).metadata == Metadata(
        title="The road",
        byline="A. Writer",
        published="2020-11-23",
        modified="2020-11-24",
        section="News",
        tags=("sea", "harbour"),
        summary="A ship comes in.",
    )


def test_jekylls_yaml_is_understood() -> None:
    assert metadata(
        "layout: post",
        "title:  'The road'",
        "date: 2020-11-23 10:00:00 +0100",
        "last_modified_at: 2020-11-24T10:00:00Z",
        "categories: News, Town",
        "tags: sea harbour sea",
        "author: {name: A. Writer, url: 'https://example.org/'}",
        "canonical_url: https://example.org/road",
        "excerpt: ~",
    ) == Metadata(
        title="The road",
        byline="A. Writer",
        published="2020-11-23",
        modified="2020-11-24",
        section="News",
        tags=("sea", "harbour"),
        source="https://example.org/road",
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("authors: [A. Writer, B. Writer]", "A. Writer, B. Writer"),
        ("byline: By A. Writer", "A. Writer"),
        ("author:\n  - name: A. Writer\n  - B. Writer", "A. Writer, B. Writer"),
        ("author: ''\nauthors: B. Writer", "B. Writer"),
    ],
)
def test_the_byline_has_several_names(field: str, expected: str) -> None:
    assert metadata(field).byline == expected


@pytest.mark.parametrize("title", ["1984", "007", "1_000", "12:30", "No", "2020-11-23", "1e3"])
def test_a_title_is_what_is_written(title: str) -> None:
    assert metadata(f"title: {title}").title == title


def test_norwegian_is_a_language() -> None:
    assert metadata("lang: no").lang == "no"
    assert metadata("language: ZH_hans-cn").lang == "zh-Hans-CN"


@pytest.mark.parametrize(
    "written",
    [
        "2020-11-23",
        "2020/11/23",
        "'2020-11-23T10:00:00.5+01:00'",
        "November 23, 2020",
        "Nov. 23, 2020",
        "23rd of November 2020",
        "Mon, 23 Nov 2020",
        "23.11.2020",
    ],
)
def test_dates_are_understood_as_people_write_them(written: str) -> None:
    assert metadata(f"date: {written}").published == "2020-11-23"


def test_published_may_be_a_date() -> None:
    assert metadata("published: 2020-11-23") == Metadata(published="2020-11-23")
    assert metadata("published: 2020-11-23", "date: 2020-11-20").published == "2020-11-20"


def test_names_of_fields_may_be_in_capitals() -> None:
    assert metadata("Title: Road", "Date: 2020-11-23").title == "Road"


def test_tags_may_have_spaces_between_commas() -> None:
    assert metadata("tags: deep sea, harbour,").tags == ("deep sea", "harbour")


def test_null_and_empty_fields_say_nothing() -> None:
    assert metadata("byline: null", "date:", "tags: []", "note: ''", "lang: ~") == Metadata()


def test_the_slug_of_another_system_is_no_identity() -> None:
    assert metadata("slug: road").identity is None
    assert metadata("id: 42").identity == "42"


@pytest.mark.parametrize(
    ("field", "is_draft"),
    [
        ("draft: true", True),
        ("draft: yes", True),
        ("draft: false", False),
        ("published: false", True),
        ("published: true", False),
        ("title: Road", False),
    ],
)
def test_a_draft_says_so(field: str, is_draft: bool) -> None:
    assert metadata(field).is_draft is is_draft


@pytest.mark.parametrize(
    ("fields", "retraction"),
    [
        (["withdrawn: It was wrong."], Retraction("It was wrong.", None)),
        (
            ["withdrawn: It was wrong.", "withdrawn_on: 2020-11-24"],
            Retraction("It was wrong.", "2020-11-24"),
        ),
        (["withdrawn: true"], Retraction(None, None)),
        (["withdrawn: 2020-11-24"], Retraction(None, "2020-11-24")),
        (["withdrawn: false"], None),
        (["withdrawn:"], None),
    ],
)
def test_a_withdrawal_has_a_reason_and_perhaps_a_date(
    fields: list[str], retraction: Retraction | None
) -> None:
    assert metadata(*fields).retraction == retraction


def test_a_source_that_is_no_address_is_left_out_with_a_warning() -> None:
    manuscript = read("---\nsource: The Harbour News\n---\nText.\n")
    assert manuscript.metadata.source is None
    assert [warning.code for warning in manuscript.warnings] == ["source"]


@pytest.mark.parametrize(
    "field",
    [
        "date: sometime",
        "date: 11/12/2020",
        "date: 2020-02-30",
        "date: [2020-11-23]",
        "title: [a, b]",
        "title: {a: b}",
        'title: "\\0"',
        'title: "\\ud800"',
        "title: !!binary aGVsbG8=",
        "tags: {a: b}",
        "tags: [[a]]",
        "author: {mail: a@example.org}",
        "lang: English language",
        "draft: perhaps",
        "published: perhaps",
        "canonical: javascript:alert(1)",
        "withdrawn: [a]",
        "id: [1]",
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_with_its_line(field: str) -> None:
    finding = refusal(f"---\nlayout: post\n{field}\n---\nText.\n")
    assert (finding.code, finding.place) == ("front-matter", "line 3")
    assert finding.seen.startswith(f"`{field.partition(':')[0]}` is ")
