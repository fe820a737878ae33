"""From a file's bytes to text: UTF-8, or UTF-16 that says so by its byte order mark."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from webapp.ingest import problems
from webapp.ingest.problems import Finding, UnreadableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    # What Windows' Notepad calls Unicode.
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))

CONTROLS_MOST = 0.1
"""More than this share of control bytes is no text, whatever else is in it."""

LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028]")

CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def text_of_bytes(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    r"""Return a file's text with every line break as `\n`, and what was left out of it.

    Raises UnreadableError when it is binary, not in the encoding that it should have, or empty.
    """
    mark, codec, name = next(
        (known for known in MARKS if data.startswith(known[0])), (b"", "utf-8", "UTF-8")
    )
    body = data[len(mark) :]
    if codec == "utf-8":
        _refuse_binary(body)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableError(_encoding(body, error, len(mark), name)) from error
    if (position := text.find("\0")) >= 0:
        raise UnreadableError(problems.binary(len(mark) + len(text[:position].encode(codec)) + 1))
    text = LINE_BREAKS.sub("\n", text).replace("\u2029", "\n\n")
    if not text.strip():
        raise UnreadableError(problems.empty())
    return _without_controls(text)


def _refuse_binary(data: bytes) -> None:
    position = data.find(0)
    if position < 0:
        controls = len(data) - len(data.translate(None, CONTROL_BYTES))
        if controls <= CONTROLS_MOST * len(data):
            return
        position = next(at for at, byte in enumerate(data) if byte in CONTROL_BYTES)
    raise UnreadableError(problems.binary(position + 1))


def _encoding(data: bytes, error: UnicodeDecodeError, before: int, wanted: str) -> Finding:
    byte = data[error.start]
    seen = f"0x{byte:02X}"
    with suppress(UnicodeDecodeError):
        # By far the most common cause: a program that still writes Windows' Western European.
        seen += f", which would be “{bytes([byte]).decode('cp1252')}” in Windows-1252"
    line = data.count(b"\n", 0, error.start) + 1
    return problems.encoding(wanted, before + error.start + 1, seen, line)


def _without_controls(text: str) -> tuple[str, tuple[Finding, ...]]:
    first = CONTROLS.search(text)
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    text, count = CONTROLS.subn("", text)
    if not text.strip():
        raise UnreadableError(problems.empty())
    return text, (problems.controls(count, line),)
