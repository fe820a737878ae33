"""The text of an article before it is parsed: made regular, and measured."""

from __future__ import annotations

import html
import re
from html.entities import html5 as named_references

from webapp.sanitiser.limits import (
    MAX_AMPERSANDS,
    MAX_CHARACTERS,
    MAX_TAGS,
    BeyondLimitError,
)

_LAST_OF_PLANES = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
# Controls except tab and line ends, and code points that Unicode keeps from being characters.
_UNUSABLE = re.compile(f"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_LAST_OF_PLANES}]")
_REFERENCE = re.compile(
    r"&(?:#0*+([0-9]++);?|#[xX]0*+([0-9a-fA-F]++);?|([a-zA-Z][a-zA-Z0-9]{1,31};))"
)


def normal(source: str) -> str:
    """Return text that has a UTF-8 form, one kind of line end and few character references.

    bleach breaks on lone surrogates. A reference that is left costs the parser a token.
    """
    source = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    return _REFERENCE.sub(_character, _UNUSABLE.sub("", source))


def _character(reference: re.Match[str]) -> str:
    """Return the characters that a reference stands for, if none of them is ASCII.

    Those mean nothing to a tokenizer; an ASCII one may, and is left to it. Numbers are written
    anew: Python refuses to convert one of more than 4,300 digits.
    """
    decimal, hexadecimal, name = reference.groups()
    if name:
        characters = named_references.get(name, "&")
        return reference[0] if any(char.isascii() for char in characters) else characters
    digits, base = (decimal, 10) if decimal else (hexadecimal, 16)
    code = int(digits, base) if 0 < len(digits) < 8 else 0x110000 if digits else 0
    character = html.unescape(f"&#{code};")  # knows what HTML replaces, and what it refuses
    if not character or not character.isascii():
        return character
    return {"\f": "&#32;", "\r": "&#10;"}.get(character, f"&#{ord(character)};")


def check_size(source: str) -> None:
    """Raise if a text has too many characters, tags or references for the parser."""
    for seen, limit, what in (
        (len(source), MAX_CHARACTERS, "characters"),
        (source.count("<"), MAX_TAGS, "signs “<”"),
        (source.count("&"), MAX_AMPERSANDS, "signs “&”"),
    ):
        if seen > limit:
            raise BeyondLimitError(f"{seen:,} {what}; at most {limit:,} can be read")
