"""How long a text takes is one number, whoever says it: the server's page or the app."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.words import READING_SPEEDS, WORDS_A_MINUTE

APP = Path(__file__).parents[1] / "static" / "components" / "reading-time.js"


def test_the_app_reads_as_fast_as_the_server() -> None:
    script = APP.read_text(encoding="utf-8")
    speeds = {lang: int(words) for lang, words in re.findall(r"\['(\w+)', (\d+)\]", script)}
    assert speeds == READING_SPEEDS
    assert re.findall(r"WORDS_A_MINUTE = (\d+);", script) == [str(WORDS_A_MINUTE)]
