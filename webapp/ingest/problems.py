"""What can be wrong with a file, and the words for it: all that a publisher is told stands here.

A `Finding` is what a reader of a format found, which knows nothing of paths; `Finding.at()` makes
the `Problem` of it that the report shows. `UnreadableError` carries a finding that ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SIZE_MOST = 5_000_000
"""The largest file in bytes: six times the largest of 290 honest documents that were measured."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with which file, in whole sentences, for someone who can mend it.

    `path` is printable whatever the file is called; `place` says where in the file, if that is
    known ("line 3"); `code` is one word that stays, for programs.
    """

    path: str
    place: str | None
    code: str
    seen: str
    expected: str
    advice: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that has not been told yet which file it is in."""

    code: str
    seen: str
    expected: str
    advice: str
    place: str | None = None

    def at(self, path: str) -> Problem:
        """Return the problem of the file at this path."""
        return Problem(
            printable(path), self.place, self.code, self.seen, self.expected, self.advice
        )


class UnreadableError(Exception):
    """The file cannot become an article, and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def printable(text: str) -> str:
    r"""Return a file's name as it can be shown and sent: bytes that are no text as `\xe9`.

    Control characters and line breaks are written as escapes too, so that no name can forge a line
    of a report.
    """
    known = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda found: repr(found[0])[1:-1], known)


# The file as a thing in a folder


def name(seen: str) -> Finding:
    """Its name cannot be told to anyone."""
    return Finding(
        "name",
        seen,
        "A name of printable characters in UTF-8, without “..” as a part.",
        "Rename it.",
    )


def outside() -> Finding:
    """A link leads out of SOURCE: its target was perhaps never meant for readers."""
    return Finding(
        "outside",
        "A symbolic link that leads out of the library’s folder.",
        "Links to files and folders inside it.",
        "Copy the file or folder here in place of the link.",
    )


def dead_link() -> Finding:
    """A link leads nowhere, or in a circle."""
    return Finding(
        "link",
        "A symbolic link that leads to nothing.",
        "Links to files and folders inside the library’s folder.",
        "Remove the link, or put back what it leads to.",
    )


def special() -> Finding:
    """A pipe, a socket, a device."""
    return Finding(
        "special",
        "Something that is no ordinary file (a pipe, a socket or a device).",
        "Files and folders.",
        "Move it out of the library’s folder.",
    )


def unknown_format(suffix: str, known: list[str]) -> Finding:
    """No reader for this kind of file."""
    return Finding(
        "unknown-format",
        f"A file of the kind “{printable(suffix)}”."
        if suffix
        else "A file whose name says no kind.",
        f"Articles as {', '.join(known)}.",
        "Save it in one of these formats, or move it out of the library’s folder.",
    )


def too_large(size: int) -> Finding:
    """Larger than any article."""
    return Finding(
        "too-large",
        f"A file of {size / 1_000_000:.1f} MB." if size > SIZE_MOST else "A file that grew.",
        f"At most {SIZE_MOST // 1_000_000} MB of text.",
        "Divide it into several articles.",
    )


def unreadable(error: OSError) -> Finding:
    """The system does not give it out."""
    return Finding(
        "unreadable",
        f"The system’s answer was: {error.strerror or error}.",
        "Files and folders that the account which publishes may read.",
        "Give it the right to read this one.",
    )


def vanished() -> Finding:
    """It was there a moment ago."""
    return Finding(
        "vanished",
        "The file was taken away or replaced while the folder was read.",
        "A folder that keeps still for as long as it is read.",
        "Publish again.",
    )


def duplicate(first: str) -> Finding:
    """Two files say that they are the same article."""
    return Finding(
        "duplicate",
        f"The same identity as “{printable(first)}”, which comes first and was taken.",
        "One file for each article.",
        "Remove one of the two, or give one an `id` of its own in its front matter.",
    )


# The file as bytes


def binary(position: int) -> Finding:
    """Bytes that no text has."""
    return Finding(
        "binary",
        f"Bytes that no text contains (the first is byte {position}).",
        "Text.",
        "Save the article as text in UTF-8; a picture or a document of a word processor is none.",
    )


def empty() -> Finding:
    """Nothing, or nothing but space."""
    return Finding("empty", "Nothing.", "An article.", "Write it, or remove the file.")


def encoding(wanted: str, position: int, seen: str, line: int) -> Finding:
    """Not the encoding that it should have."""
    return Finding(
        "encoding",
        f"Byte {position} ({seen}) is not {wanted}.",
        "Text in UTF-8.",
        "Open it in the program that wrote it and save it with the encoding UTF-8.",
        f"line {line}",
    )


def controls(count: int, line: int) -> Finding:
    """Invisible characters that were left out of the text (a warning)."""
    return Finding(
        "controls",
        f"{count} invisible control characters, left out.",
        "Text, spaces and line breaks.",
        "Remove them if the text should look otherwise.",
        f"line {line}",
    )


# The file as an article


def front_matter(seen: str, line: int | None = None) -> Finding:
    """Front matter that does not parse."""
    return Finding(
        "front-matter",
        seen,
        "Front matter in YAML between two lines “---”, or in TOML between two lines “+++”.",
        "Mend it; a value with a colon or a quotation mark in it needs quotation marks around it.",
        f"line {line}" if line else None,
    )


def field(key: str, seen: object, expected: str, line: int | None) -> Finding:
    """Front matter that parses and cannot be meant."""
    shown = repr(seen)
    return Finding(
        "front-matter",
        f"`{key}` is {shown if len(shown) <= 80 else shown[:79] + '…'}.",
        expected,
        f"Change `{key}`, or remove it.",
        f"line {line}" if line else None,
    )


def no_text() -> Finding:
    """A title and nothing else."""
    return Finding(
        "no-text",
        "A title, and no text after it.",
        "A title and a text.",
        "Write the text, or say `draft: true` in the front matter until it is there.",
    )


def no_title(title: str) -> Finding:
    """The title was made from the file's name (a warning)."""
    return Finding(
        "no-title",
        f"No title; it was made from the file’s name: “{title}”.",
        "A title in the front matter, or a heading of the first level.",
        "Write one.",
    )


def no_url(value: str) -> Finding:
    """A source that is no address (a warning)."""
    return Finding(
        "source",
        f"`source` is “{value[:80]}”, which is no address; it was left out.",
        "The URL that the article comes from, beginning with https:// or http://.",
        "Write the URL, or name the source in the text.",
    )


def pictures(count: int) -> Finding:
    """Pictures that the article shows, which are not published yet."""
    return Finding(
        "pictures",
        f"{count} picture{'s' if count > 1 else ''} that the article refers to.",
        "Octavo publishes text; readers see a picture’s description in its place.",
        "Say in the description what must not be missed.",
    )


def no_article(href: str, nearest: str | None) -> Finding:
    """A link to a file that is no article (a warning)."""
    guess = f"Did you mean “{printable(nearest)}”? " if nearest else ""
    return Finding(
        "no-article",
        f"A link to “{printable(href[:80])}”, where no article is; its words stay without a link.",
        "The path of an article’s file, as seen from this one.",
        f"{guess}Correct the link, or remove it.",
    )


def guarded(guard: str) -> Finding:
    """The sanitiser kept the text and gave up its markup (a warning)."""
    return Finding(
        "markup",
        f"Markup beyond a limit: {guard}. The text was kept without it.",
        "Markup as people write it.",
        "Make the markup simpler.",
    )


def nested(most: int) -> Finding:
    """Markdown that is nested deeper than its parser goes (a warning)."""
    return Finding(
        "markup",
        f"Lists or quotations more than {most} deep. The text was kept as it stands in the file.",
        "Markup as people write it.",
        "Make the markup simpler.",
    )


def too_slow(seconds: float) -> Finding:
    """Reading was stopped at its limit."""
    return Finding(
        "too-slow",
        f"Reading it took more than {seconds:g} seconds of computing and was stopped.",
        "Markup as people write it, which takes a fraction of a second.",
        "Make the markup simpler, or divide the article.",
    )


def died() -> Finding:
    """The process that read it came to an end."""
    return Finding(
        "died",
        "The process that read it broke down.",
        "A file that fits into memory and can be read.",
        "Make the markup simpler, or divide the article; make sure that there is free memory.",
    )


def fault(error: Exception) -> Finding:
    """A fault in Octavo itself."""
    return Finding(
        "fault",
        f"Octavo failed on it: {type(error).__name__}: {printable(ascii(str(error))[1:201])}.",
        "To be able to read any text.",
        "Please report this with the file; it is a fault of Octavo.",
    )
