"""The words of the interface: one gettext catalogue for each language, English among them.

In: locale/<language>/LC_MESSAGES/octavo.po, where a message's id is a name (`st.ready`) and its
words are those of the language. Out: `Words` for the server's pages, and for the app a JavaScript
module of each catalogue, `words/<language>.js`. Numbers and dates are CLDR's, by Babel.

A sentence is whole in every language. `{n}` in it is a value, and in a message with plural forms
the number that chooses among them; `{here}` says where the library is kept.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

__all__ = ["Words", "languages", "word_modules", "words_module"]

CATALOGUES = Path(__file__).parent / "locale"

ENGLISH = "en"
"""The language of whoever speaks none that there is a catalogue for."""

LOCALES = {ENGLISH: "en-GB"}
"""Where a language writes its dates otherwise than CLDR's first choice for it."""

PLURAL = re.compile(r"[n0-9\s()?:%<>=!&|]+")
"""What the plural formula of a catalogue may be made of: it becomes JavaScript."""

NO_BREAK = "\u00a0"
NO_END_BEFORE = re.compile(r" (?=[·%])")
"""A dot stays with what stands before it, and so does a per cent sign."""
COUNTED = "{n}" + NO_BREAK
"""In a message with plural forms a number stays with what it counts."""

WORDS_A_MINUTE = 238
"""Brysbaert 2019, doi 10.1016/j.jml.2019.104047: for languages that nobody has measured."""

READING_SPEEDS = {
    **{"ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188},
    **{"ja": 200, "ko": 168, "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199},
    **{"tr": 166, "zh": 200},
}
"""Words a minute by language, as the app has them (static/components/reading-time.js).

Trauzettel-Klosinski and Dietz 2012 (IReST), doi 10.1167/iovs.11-8284. Chinese and Japanese are read
at 400 characters a minute, of which two count as a word; Korean at 500, of which a word has 2.98.
"""


class Words:
    """What the interface says in one language."""

    def __init__(self, language: str) -> None:
        self._translations = _translations(language)
        self._locale = Locale.parse(LOCALES.get(language, language), sep="-")
        self.lang = language
        self.dir = self._locale.text_direction

    @classmethod
    def for_language(cls, tag: str) -> Words:
        """Return the words for a BCP 47 tag: those of `de` for `de-CH`, and English if none fit."""
        known = languages()
        while tag not in known:
            tag, _, _ = tag.rpartition("-")
            if not tag:
                tag = ENGLISH
        return _words(tag)

    def say(self, id_: str, **values: object) -> str:
        """Return a sentence; whole numbers are written as the language writes them.

        Raises LookupError for an id that is in no catalogue, and where a value is missing.
        """
        return self.sentence(id_, values.get("n")).format_map(self.values(values))

    def sentence(self, id_: str, n: object = None) -> str:
        """Return a sentence with its gaps, in the form that goes with `n`."""
        # For what it does not have gettext answers with the question.
        words = self._translations.ngettext(id_, id_, n) if isinstance(n, int) else id_
        if words == id_:
            words = self._translations.gettext(id_)
        if words == id_:
            raise LookupError(f"The catalogue of {self.lang} has no words for {id_!r}")
        return words

    def values(self, given: dict[str, object]) -> dict[str, object]:
        """Return what fills the gaps of a sentence. A page is the same on phones and on desks."""
        written = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in given.items()
        }
        return {"here": self.sentence("here"), **written}

    def number(self, number: int) -> str:
        """Return 3,120 as the language writes it."""
        return format_decimal(number, locale=self._locale)

    def date(self, iso: str) -> str:
        """Return YYYY-MM-DD as 23 Nov 2020."""
        return format_skeleton("yMMMd", date.fromisoformat(iso), locale=self._locale)

    def long_date(self, iso: str) -> str:
        """Return YYYY-MM-DD as 23 November 2020."""
        return format_date(date.fromisoformat(iso), "long", locale=self._locale)

    def month(self, iso: str) -> str:
        """Return YYYY-MM-DD as November 2020."""
        return format_skeleton("yMMMM", date.fromisoformat(iso), locale=self._locale)

    def minutes(self, words: int, lang: str = "") -> str:
        """Return how long so many words of a language are read: rounded up, at least a minute."""
        speed = READING_SPEEDS.get(lang.partition("-")[0], WORDS_A_MINUTE)
        hours, minutes = divmod(max(1, -(-words // speed)), 60)
        if hours:
            return self.say("time.hours", h=hours, n=minutes)
        return self.say("time.minutes", n=minutes)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, in order of their tags."""
    return tuple(sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))


def word_modules() -> dict[str, bytes]:
    """Return the module of every language, by its path in the shell."""
    return {f"words/{lang}.js": words_module(lang).encode() for lang in languages()}


def words_module(language: str) -> str:
    """Return the JavaScript module that gives the page one catalogue.

    It exports `lang`, `locale` (for Intl), `dir`, `plural` (which form goes with a number) and
    `words`: a sentence by its id, or a list of the forms that it has.
    """
    catalogue = _catalogue(language)
    if not PLURAL.fullmatch(catalogue.plural_expr):
        raise ValueError(
            f"The plural formula of {language} is {catalogue.plural_expr!r}; n, numbers and the"
            " operators of C were expected. Correct Plural-Forms in its octavo.po."
        )
    words = {_id(message.id): message.string for message in catalogue if message.id}
    locale = LOCALES.get(language, language)
    return "\n".join(
        (
            f"export const lang = {_literal(language)};",
            f"export const locale = {_literal(locale)};",
            f"export const dir = {_literal(Locale.parse(language).text_direction)};",
            f"export const plural = (n) => Number({catalogue.plural_expr});",
            f"export const words = Object.freeze({_literal(words)});",
            "",
        )
    )


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _id(id_: str | tuple[str, ...] | list[str]) -> str:
    """Return a message's id; one with plural forms has it twice."""
    return id_ if isinstance(id_, str) else id_[0]


@cache
def _words(language: str) -> Words:
    return Words(language)


@cache
def _catalogue(language: str) -> Catalog:
    """Return a catalogue, with the spaces at which no line may end."""
    with (CATALOGUES / language / "LC_MESSAGES" / "octavo.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    for message in catalogue:
        if isinstance(message.string, str):
            message.string = _unbroken(message.string)
        else:
            message.string = tuple(
                _unbroken(form.replace("{n} ", COUNTED)) for form in message.string or ()
            )
    return catalogue


def _unbroken(sentence: str) -> str:
    return NO_END_BEFORE.sub(NO_BREAK, sentence)


def _translations(language: str) -> GNUTranslations:
    file = BytesIO()
    write_mo(file, _catalogue(language))
    file.seek(0)
    return GNUTranslations(file)
