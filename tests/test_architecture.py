"""The rules of the house: imports point one way, what exists is documented, the shell is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp import cli
from webapp.config import SETTINGS

ROOT = Path(__file__).parents[1]

# Who may import whom, lowest first: a part imports from parts that stand before it.
WEBAPP = (
    "articles",
    "config",
    "files",
    "words",
    "recovery",
    "sanitiser",
    "ingest",
    "face",
    "library",
    "editions",
    "publishing",
    "stamping",
    "builds",
    "shell",
    "problem",
    "negotiation",
    "delivery",
    "views",
    "",  # webapp/__init__.py: the one place where the parts meet
    "serving",
    "cli",
    "__main__",
)
MAY_IMPORT_FLASK = {"", "views"}

STATIC = (
    "first-paint",  # a classic script, which can import nothing
    "lib",
    "storage",
    "corpus",
    "shelf",
    "components",
    "views",
    "service-worker-bridge",
    "kept-app",
    "update-offer",
    "app",
)
RUN_ANYWHERE = {"lib", "storage", "corpus", "shelf"}


def part_of(path: Path, root: Path) -> str:
    """The first name below the package: `views` for views/pages.py, '' for __init__.py."""
    name = path.relative_to(root).parts[0].removesuffix(path.suffix)
    return "" if name == "__init__" else name


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            if node.module == "webapp":
                yield from (f"webapp.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sorted((ROOT / "webapp").rglob("*.py")), ids=str)
def test_python_imports_point_one_way(path: Path) -> None:
    part = part_of(path, ROOT / "webapp")
    for name in imports_of(path):
        if name == "webapp" or not name.startswith("webapp."):
            continue
        other = name.split(".")[1]
        if other not in WEBAPP:
            other = ""  # a name defined in webapp/__init__.py
        allowed = WEBAPP[: WEBAPP.index(part) + 1]
        assert other in allowed, f"{part or '__init__'} may not import {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "webapp").rglob("*.py")), ids=str)
def test_flask_is_imported_at_the_door_only(path: Path) -> None:
    imported = {name.split(".")[0] for name in imports_of(path)}
    part = part_of(path, ROOT / "webapp")
    if imported & {"flask", "flask_caching"}:
        assert part in MAY_IMPORT_FLASK
    # Its parsers of headers know the rules better than any of ours would.
    if "werkzeug" in imported:
        assert part in MAY_IMPORT_FLASK | {"negotiation"}


def scripts() -> list[Path]:
    return sorted((ROOT / "static").rglob("*.js"))


def script_imports(path: Path) -> list[Path]:
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"""^\s*(?:import|export)\b[^;'"\n]*['"](\.[^'"]+)['"];$""", text, re.M)
    names += re.findall(r"""\bimport\(\s*['"]([^'"]+)['"]""", text)
    assert all(name.startswith(("./", "../")) for name in names), f"{path} imports {names}"
    return [(path.parent / name).resolve() for name in names]


@pytest.mark.parametrize("path", scripts(), ids=str)
def test_the_pages_imports_point_one_way(path: Path) -> None:
    part = part_of(path, ROOT / "static")
    allowed = STATIC[: STATIC.index(part) + 1]
    for imported in script_imports(path):
        assert imported.is_file(), f"{path} imports {imported}, which is not there"
        assert part_of(imported, ROOT / "static") in allowed


@pytest.mark.parametrize("path", scripts(), ids=str)
def test_what_workers_run_touches_neither_window_nor_document(path: Path) -> None:
    if part_of(path, ROOT / "static") in RUN_ANYWHERE:
        assert not re.search(r"\b(window|document)\b", code_of(path))


@pytest.mark.parametrize("path", scripts(), ids=str)
def test_only_storage_names_the_browsers_stores(path: Path) -> None:
    # What is needed before the first paint cannot wait for a module.
    if part_of(path, ROOT / "static") not in {"storage", "first-paint"}:
        assert not re.search(r"\b(indexedDB|caches|localStorage)\s*[.\[]", code_of(path))


def test_the_worker_never_searches_all_caches() -> None:
    """The global match answers from the oldest cache first: from a build that was replaced."""
    for path in (ROOT / "service-worker").glob("*.js"):
        assert "caches.match(" not in code_of(path)


def code_of(path: Path) -> str:
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.S)


def everywhere() -> list[Path]:
    return [*scripts(), *sorted((ROOT / "service-worker").glob("*.js"))]


def files_with(pattern: str) -> set[str]:
    return {path.name for path in everywhere() if re.search(pattern, code_of(path))}


def test_there_are_two_policies_of_trusted_types_and_one_place_that_makes_them() -> None:
    (path,) = (path for path in scripts() if "createPolicy" in code_of(path))
    assert path.name == "trusted-types.js"
    assert set(re.findall(r"octavo-[a-z]+", code_of(path))) == {"octavo-html", "octavo-script"}


def test_nothing_writes_html_or_runs_text() -> None:
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|\beval\(|new Function"
    assert files_with(sinks) == set()


def test_a_new_worker_takes_over_only_when_a_page_says_so_or_the_worker_is_retired() -> None:
    assert files_with(r"\bskipWaiting\(") == {"messages.js", "retiring-worker.js"}


def test_no_store_that_grows_is_read_in_one_go() -> None:
    assert files_with(r"\bgetAll\(") == set()


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        default = str(setting.default).lower() if setting.default is False else setting.default
        row = f"| `{setting.name}` | `{setting.variable}` | `{default}` | {setting.help} |"
        assert row in text


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for name, command in cli.main.commands.items():
        (row,) = re.findall(rf"^\| `octavo {name}\b([^|]*)\|", text, re.M)
        for parameter in command.params:
            shown = parameter.opts[0] if parameter.opts[0].startswith("-") else "SOURCE"
            assert shown in row, f"octavo {name} {shown}"


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("docs/*.md")) + sorted(ROOT.glob("*.md")), ids=str
)
def test_documents_link_to_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"
    for name in re.findall(r"\b(docs/[\w-]+\.md)\b", text):
        assert (ROOT / name).exists(), f"{path.name} names {name}"
