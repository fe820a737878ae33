"""The logo that `octavo.toml` names: found in SOURCE, made into icons, or reported."""

from __future__ import annotations

from pathlib import Path

from webapp.face.icons import SIDE_WISHED, LogoError, icons_of, read_logo
from webapp.face.making import IconsAndFaults
from webapp.ingest.problems import printable
from webapp.ingest.settings import setting_problem


def icons_from(source: Path, logo: str) -> IconsAndFaults:
    """Return the icons of the logo at a path in SOURCE."""
    try:
        found = read_logo(_inside(source, logo))
    except LogoError as error:
        seen = f"“{printable(logo)}”: {error.seen} The icons stay Octavo’s own."
        advice = "Put such a file there, or change or remove `logo`."
        return {}, (setting_problem("logo", seen, error.expected, advice),), ()
    if found.side >= SIDE_WISHED:
        return icons_of(found), (), ()
    warning = setting_problem(
        "logo",
        f"“{printable(logo)}” has {found.side} pixels on its short side.",
        f"{SIDE_WISHED} pixels or more: less looks blurred on large screens.",
        "Take a larger one if there is one.",
    )
    return icons_of(found), (), (warning,)


def _inside(source: Path, logo: str) -> Path:
    """Return where the logo is. Nothing outside SOURCE was meant for readers."""
    root = source.resolve()
    try:
        path = (root / logo).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise LogoError(
            "No such file.", "The path of a picture in SOURCE, as “pictures/logo.png”."
        ) from error
    if not path.is_relative_to(root) or not path.is_file():
        raise LogoError("No file inside SOURCE.", "The path of a picture in SOURCE.")
    return path
