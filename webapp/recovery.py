"""What the worker says where the app cannot start: the page of its words cannot be had then."""

from __future__ import annotations

from html import escape

from webapp.words import ENGLISH, Words, languages

RecoveryWords = dict[str, str]
"""`lang`, `dir`, and the sentences by their names, as HTML."""


def recovery_words() -> list[RecoveryWords]:
    """Return the words in every language, English first: it is for whoever speaks none of them."""
    others = [language for language in languages() if language != ENGLISH]
    return [_in_one_language(Words(language)) for language in (ENGLISH, *others)]


def _in_one_language(words: Words) -> RecoveryWords:
    sentences = {
        "title": words.say("rc.title"),
        "what": words.say("rc.what"),
        "kept": words.say("rc.kept"),
        "connect": words.say("rc.connect"),
        "again": words.say("st.again"),
        "otherwise": words.say("rc.otherwise"),
        "reset": words.say("rc.reset"),
        "note": words.say("rc.note"),
    }
    return {
        "lang": words.lang,
        "dir": words.dir,
        **{name: escape(text) for name, text in sentences.items()},
    }
