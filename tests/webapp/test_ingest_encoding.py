"""From bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.ingest.encoding import text_of_bytes
from webapp.ingest.problems import Finding, UnreadableError


def refusal(data: bytes) -> Finding:
    with pytest.raises(UnreadableError) as caught:
        text_of_bytes(data)
    return caught.value.finding


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_what_says_that_it_is_utf_16_are_read(codec: str) -> None:
    assert text_of_bytes("“Ça va?” 港 😀".encode(codec)) == ("“Ça va?” 港 😀", ())


def test_every_kind_of_line_break_is_one() -> None:
    text, _ = text_of_bytes("a\r\nb\rc\fd\u2028e\u2029f\x85g".encode())
    assert text == "a\nb\nc\nd\ne\n\nf\ng"


def test_characters_that_readers_need_are_kept() -> None:
    text = "می\u200cخواهم \u200fא\u200e e\u0301 👩\u200d👩 ❤\ufe0f\u00a0\u00ad."
    assert text_of_bytes(text.encode()) == (text, ())


@pytest.mark.parametrize(
    ("data", "code", "seen"),
    [
        (b"", "empty", "Nothing."),
        (b" \r\n\t", "empty", "Nothing."),
        (b"\xef\xbb\xbf", "empty", "Nothing."),
        (b"\x01 ", "binary", "byte 1"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary", "byte 9"),
        (b"text\x01\x02\x03", "binary", "byte 5"),
        ("text".encode("utf-16-le"), "binary", "byte 2"),
        ("te\0xt".encode("utf-16"), "binary", "byte 7"),
        (
            b"one\ntwo \x93three\x94",
            "encoding",
            "Byte 9 (0x93, which would be ““” in Windows-1252)",
        ),
        (b"one\n\n\x81\x81", "encoding", "Byte 6 (0x81) is not UTF-8"),
        (b"\xef\xbb\xbfcaf\xe9", "encoding", "Byte 7 (0xE9"),
        (b"\xff\xfea\0b", "encoding", "is not UTF-16"),
        (b"\xed\xa0\x80", "encoding", "Byte 1"),
    ],
)
def test_what_is_no_text_is_refused_with_what_was_seen(data: bytes, code: str, seen: str) -> None:
    finding = refusal(data)
    assert finding.code == code
    assert seen in finding.seen


def test_a_wrong_encoding_is_shown_with_its_line() -> None:
    assert refusal(b"one\ntwo \x93three\x94").place == "line 2"


def test_a_few_control_characters_are_left_out_and_named() -> None:
    text, findings = text_of_bytes(b"An honest text\nwith a bell\x07 and an escape\x1b in it.")
    assert text == "An honest text\nwith a bell and an escape in it."
    assert [(finding.code, finding.place) for finding in findings] == [("controls", "line 2")]


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = text_of_bytes(data)
    except UnreadableError as error:
        text = error.finding.advice
    assert text.strip()
    assert "\0" not in text
    assert "\r" not in text
