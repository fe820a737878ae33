"""Prints the stamped `/sw.js`, so that `node --check` can look at what phones will get."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from webapp import create_app
from webapp.config import read_settings


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        app = create_app(read_settings({"data": str(Path(data))}, environ={}))
        sys.stdout.write(app.test_client().get("/sw.js").get_data(as_text=True))


if __name__ == "__main__":
    main()
