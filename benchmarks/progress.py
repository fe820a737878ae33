"""Tells what is being measured, and since when: `make bench` takes long enough to wonder."""

from __future__ import annotations

import time

_START = time.monotonic()


def tell(what: str) -> None:
    """Print a line, with the minutes and seconds since the start before it."""
    minutes, seconds = divmod(round(time.monotonic() - _START), 60)
    print(f"[{minutes:02}:{seconds:02}] {what}", flush=True)
