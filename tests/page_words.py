"""Prints the modules of the page's words as JSON, by path: what Node's tests import of them."""

from __future__ import annotations

import json
import sys

from webapp.words import word_modules


def main() -> None:
    json.dump({path: data.decode() for path, data in word_modules().items()}, sys.stdout)


if __name__ == "__main__":
    main()
