"""The face as a style sheet: `css/face.css` of the shell, which every page links to."""

from __future__ import annotations

from webapp.face import Accent, Face

PATH = "css/face.css"

SELECTORS = {
    "light": ':root,\n    [data-theme="light"]',
    "sepia": '[data-theme="sepia"]',
    "dark": '[data-theme="dark"]',
    "black": '[data-theme="black"]',
}
"""What wears a theme, as in static/css/tokens.css, whose values these follow."""


def face_css(face: Face) -> bytes:
    """Return the style sheet: an accent for each theme, or a comment where there is no colour."""
    if not face.accents:
        return b"/* The publisher gave no colour: the accents are those of tokens.css. */\n"
    rules = [_rule(selector, face.accents[theme]) for theme, selector in SELECTORS.items()]
    system = _rule(":root:not([data-theme])", face.accents["dark"]).replace("\n", "\n  ")
    rules.insert(1, f"@media (prefers-color-scheme: dark) {{\n      {system}\n    }}")
    body = "\n\n    ".join(rules)
    return (
        f"/* The publisher's colour, {face.colour}, made legible in each theme. */\n\n"
        "@layer tokens {\n"
        "  /* Forced colours are the reader's own. */\n"
        "  @media not (forced-colors: active) {\n"
        f"    {body}\n"
        "  }\n"
        "}\n"
    ).encode()


def _rule(selector: str, accent: Accent) -> str:
    return (
        f"{selector} {{\n"
        f"      --accent: {accent.accent};\n"
        f"      --on-accent: {accent.on_accent};\n"
        "    }"
    )
