"""What programs are told when something cannot be answered: problem documents (RFC 9457)."""

from __future__ import annotations

from webapp.articles import to_line

PROBLEM = "application/problem+json"


def problem_document(status: int, title: str, detail: str) -> str:
    """Return a problem document (RFC 9457): what was seen, what was expected, what to do."""
    return to_line({"type": "about:blank", "title": title, "status": status, "detail": detail})
