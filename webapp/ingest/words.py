"""Counting and cutting text, also in scripts that put no spaces between words."""

from __future__ import annotations

import re
import unicodedata

_CHINESE_AND_JAPANESE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_THAI_TO_KHMER = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"

SPACELESS = re.compile(rf"[{_CHINESE_AND_JAPANESE}{_THAI_TO_KHMER}\u3000-\u303f\uff00-\uff65]")
"""A character of a script without spaces between words, or of its punctuation."""

CHARACTERS_A_WORD = (
    (re.compile(f"[{_CHINESE_AND_JAPANESE}]"), 2),
    # Thai, Lao, Burmese and Khmer, with their vowel signs.
    (re.compile(f"[{_THAI_TO_KHMER}]"), 5),
)
"""How many characters make a word, about, where no spaces say it: enough for a reading time."""

SPACED_WORD = re.compile(r"\S*\w\S*")


def count_words(text: str) -> int:
    """Return how many words a text has; where no spaces divide them, about how many."""
    count = 0
    for script, size in CHARACTERS_A_WORD:
        text, characters = script.subn(" ", text)
        count += -(-characters // size)
    return count + sum(1 for _ in SPACED_WORD.finditer(text))


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut between words and ended with “…”."""
    if len(text) <= most:
        return text
    cut = text[:most]
    between = cut.rfind(" ")
    # A text without spaces, or with one very long word, is cut between two characters.
    if between >= most // 2:
        cut = cut[:between]
    else:
        cut = cut[:-1]
        while cut and unicodedata.category(text[len(cut)]).startswith("M"):
            cut = cut[:-1]
    return cut.rstrip(" ,;:–—-") + "…"
