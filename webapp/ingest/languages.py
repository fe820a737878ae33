"""Language tags (BCP 47): their usual spelling, and the direction of a language’s writing."""

from __future__ import annotations

import re

from webapp.articles import Direction

TAG = re.compile(r"([A-Za-z]{2,3}|[A-Za-z]{5,8})([-_][A-Za-z0-9]{1,8})*")
"""RFC 5646 §2.1 in outline; whether a tag is registered is not asked."""

SCRIPTS_FROM_RIGHT = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)

_LANGUAGES_FROM_RIGHT = (
    "ar arc ary arz azb bal bqi ckb dv fa glk he iw khw ks lrc mzn nqo pes pnb prs ps sd sdh skr"
    " syr ug ur yi"
)
LANGUAGES_FROM_RIGHT = frozenset(_LANGUAGES_FROM_RIGHT.split())
"""Written from the right unless a script is named (after the likely scripts of Unicode CLDR)."""


def usual_tag(tag: str) -> str | None:
    """Return a language tag in its usual spelling (`pt-BR`, `zh-Hans`), or None if it is none."""
    if not TAG.fullmatch(tag):
        return None
    language, *rest = re.split("[-_]", tag)
    return "-".join([language.lower(), *map(_usual_subtag, rest)])


def direction(tag: str) -> Direction:
    """Return the direction in which the language of a tag is written."""
    language, *rest = tag.split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    if script:
        return "rtl" if script in SCRIPTS_FROM_RIGHT else "ltr"
    return "rtl" if language in LANGUAGES_FROM_RIGHT else "ltr"


def _usual_subtag(part: str) -> str:
    # RFC 5646 §2.1.1: scripts begin with a capital, regions are in capitals, the rest is small.
    if len(part) == 4 and part.isalpha():
        return part.capitalize()
    if len(part) == 2 and part.isalpha():
        return part.upper()
    return part.lower()
