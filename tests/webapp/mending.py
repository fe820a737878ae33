"""A copy of DIR that is not whole is mended by what the words say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from webapp.publishing import check

Publish = Callable[..., tuple[int, str]]
"""Runs `octavo publish` with these options; returns its exit status and what it said."""


def mend(data: Path, publish: Publish) -> str:
    """Do what the words say until the copy at `data` is whole, and return what that was."""
    damage = {finding.file for finding in check(data) if finding.is_damage}
    steps = []
    for how in ((), ("--rebase",)):
        status, said = publish(*how)
        if status == 1 and "Move it away" in said:
            assert "library.sqlite" in damage, said
            steps.append("moved")
            for path in data.glob("library.sqlite*"):
                path.unlink()
            status, said = publish(*how)
        if status == 0:
            break
        assert status == 1, said
        assert "octavo publish SOURCE --rebase" in said
        assert damage - {"library.sqlite"}, said
        steps.append("rebased")
    assert status == 0, said
    assert [finding for finding in check(data) if finding.is_damage] == []
    return " and ".join(steps) or "nothing"
