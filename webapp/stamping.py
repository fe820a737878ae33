"""Stamps the service worker: the modules of service-worker/ in, one classic script out.

The modules are written under a law (service-worker/README.md) that lets them be put into one file
by removing their import lines and the word `export`; the law is checked here line by line, and
`ShellError` names the file and the line where it is broken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ENTRY = "service-worker.js"
"""The module that everything else is imported from; it exports `start(self, stamp)`."""

RETIRING = "retiring-worker.js"
"""The entry of the worker that ends the other one on phones."""

IMPORT = re.compile(r"import \{ (\w+(?:, \w+)*) \} from '\./([\w-]+\.js)';")
DECLARATION = re.compile(r"(export )?(?:async )?(?:function\*?|class|const|let|var) (\w+)\b")
DECLARES = re.compile(r"(?:export )?(?:async )?(?:function|class|const|let|var)\b")
LOADS_CODE = re.compile(r"\bimport\s*[(.]|\bimportScripts\b")
COMMENT = re.compile(r"\s*(?:\*|/\*|//)")


class ShellError(Exception):
    """The shell cannot be built from the files that are there; the message says what to change."""


@dataclass(slots=True)
class Module:
    """One file of the worker: its code without imports and exports, and the names in it."""

    name: str
    code: list[str] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    declared: dict[str, int] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Import:
    """One import line: where it stands, and which names it takes from which file."""

    line: int
    names: tuple[str, ...]
    file: str


def read_worker(folder: Path, entry: str = ENTRY) -> str:
    """Return the worker's code, every file of it in import order, without what a build adds."""
    modules = _in_import_order(folder, entry)
    _refuse_names_alike(modules)
    if "start" not in modules[-1].exported:
        raise ShellError(
            f"service-worker/{entry} exports no start; 'export function start(self, stamp)' was"
            " expected, which the stamped worker calls."
        )
    return "\n".join(line for module in modules for line in module.code)


def stamp_worker(
    code: str,
    build: str,
    files: Mapping[str, str],
    routes: Sequence[tuple[str, str]],
    recovery: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """Return `/sw.js` of one build.

    `files` gives the integrity of every URL of the shell, `recovery` the words of the page for when
    there is neither shell nor server.
    """
    known = {"build": build, "files": list(files.items()), "routes": routes, "recovery": recovery}
    stamp = json.dumps(known, indent=1, ensure_ascii=False)
    script = f"(() => {{\n'use strict';\n{code}\nstart(self, {stamp});\n}})();\n"
    return f"// build {build}\n{script}".encode()


def _in_import_order(folder: Path, entry: str) -> list[Module]:
    done: dict[str, Module] = {}
    _visit(folder, entry, (), done)
    return list(done.values())


def _visit(folder: Path, name: str, above: tuple[str, ...], done: dict[str, Module]) -> None:
    """Read a module after all that it imports, each once."""
    if name in done:
        return
    module = _read(folder, name)
    above = (*above, name)
    for needed in module.imports:
        if needed.file in above:
            way = " → ".join((*above[above.index(needed.file) :], needed.file))
            raise _broken(
                name,
                needed.line,
                f"imports in a circle: {way}",
                "put what both need into a file of its own",
            )
        if not (folder / needed.file).is_file():
            raise _broken(
                name, needed.line, f"imports {needed.file}, which is not there", "correct the name"
            )
        _visit(folder, needed.file, above, done)
        for wanted in needed.names:
            if wanted not in done[needed.file].exported:
                raise _broken(
                    name,
                    needed.line,
                    f"imports {wanted}, which {needed.file} does not export",
                    f"write 'export' before its declaration in {needed.file}, or correct the name",
                )
    done[name] = module


def _read(folder: Path, name: str) -> Module:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise ShellError(
            f"service-worker/{name} cannot be read ({error.strerror}); it was expected in {folder}."
        ) from error
    module = Module(name)
    for number, line in enumerate(text.splitlines(), 1):
        _take_line(module, number, line)
    return module


def _take_line(module: Module, number: int, line: str) -> None:
    if COMMENT.match(line):
        module.code.append(line)
    elif re.match(r"import\b(?!\s*[(.])", line):
        module.imports.append(_import(module, number, line))
    elif LOADS_CODE.search(line):
        raise _broken(
            module.name,
            number,
            f"loads code as it runs: {line.strip()!r}",
            "import it in a line at the top: a worker may load nothing once it is installed",
        )
    else:
        _take_declaration(module, number, line)
        module.code.append(line.removeprefix("export "))


def _import(module: Module, number: int, line: str) -> Import:
    match = IMPORT.fullmatch(line)
    if match is None:
        raise _broken(
            module.name,
            number,
            f"imports in another way than the law allows: {line!r}",
            "write it on one line as: import { one, two } from './file.js';",
        )
    return Import(number, tuple(match[1].split(", ")), match[2])


def _take_declaration(module: Module, number: int, line: str) -> None:
    """Note the name that a line at the top level declares."""
    match = DECLARATION.match(line)
    if match is None:
        if DECLARES.match(line) or re.match(r"export\b", line):
            raise _broken(
                module.name,
                number,
                f"declares or exports in another way than the law allows: {line!r}",
                "write one name on its own declaration, as: export function name() {",
            )
        return
    module.declared[match[2]] = number
    if match[1]:
        module.exported.add(match[2])


def _refuse_names_alike(modules: Sequence[Module]) -> None:
    seen: dict[str, str] = {}
    for module in modules:
        for name, number in module.declared.items():
            if name in seen:
                raise _broken(
                    module.name,
                    number,
                    f"declares {name}, as {seen[name]} does",
                    "rename one: all files share one scope when they are stamped",
                )
            seen[name] = f"service-worker/{module.name}:{number}"


def _broken(name: str, line: int, seen: str, advice: str) -> ShellError:
    return ShellError(f"service-worker/{name}:{line} {seen}. What to do: {advice}.")
