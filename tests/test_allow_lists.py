"""What the server lets through and what the page does are one list."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from webapp.sanitiser import allowed

PAGE = Path(__file__).parents[1] / "static" / "components" / "allowed.js"

AS_JSON = f"""
import * as lists from {json.dumps(PAGE.as_uri())};
console.log(JSON.stringify(lists, (_, value) =>
  value instanceof Set ? [...value] : value instanceof Map ? Object.fromEntries(value) : value));
"""


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    node = Path(sys.executable).with_name("node")
    command = [str(node), "--input-type=module", "--eval", AS_JSON]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    lists: dict[str, Any] = json.loads(said)
    return lists


def test_the_elements_of_html_and_their_attributes_are_the_same(page: dict[str, Any]) -> None:
    theirs = {element: frozenset(names) for element, names in page["HTML_ELEMENTS"].items()}
    assert theirs == allowed.HTML


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("EVERYWHERE", allowed.EVERYWHERE),
        ("MATHML_ELEMENTS", allowed.MATHML),
        ("MATHML_ATTRIBUTES", allowed.MATHML_ATTRIBUTES),
        # A browser writes some names of SVG with capitals; the page compares them without.
        ("SVG_ELEMENTS", {name.lower() for name in allowed.SVG}),
        ("SVG_ATTRIBUTES", {name.lower() for name in allowed.SVG_ATTRIBUTES}),
        ("CLASSES", allowed.CLASSES),
        ("ROLES", allowed.ROLES),
        ("SCHEMES", allowed.SCHEMES),
        ("PICTURE_TYPES", allowed.PICTURE_TYPES),
    ],
)
def test_a_list_is_the_same(page: dict[str, Any], name: str, ours: frozenset[str]) -> None:
    assert set(page[name]) == set(ours)


def test_ids_have_the_same_prefix(page: dict[str, Any]) -> None:
    assert page["ID_PREFIX"] == allowed.ID_PREFIX
