"""The app shell: its files, its build id, the route table and the worker that keeps it on phones.

In: the page folder (static/ and service-worker/), what renders shell.html, and the headers that
the files are sent with. Out: a `Shell`, one build of all of them. The server is the build step:
it hashes the files when it starts and stamps the worker; there is no bundler.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple

import rjsmin
import tinycss2

from webapp.builds import install_build
from webapp.face import Face
from webapp.face.stylesheet import PATH as FACE_CSS
from webapp.face.stylesheet import face_css
from webapp.stamping import ENTRY, RETIRING, ShellError, read_worker, stamp_worker

__all__ = ["ROUTES", "Route", "Shell", "ShellContext", "ShellError", "ShellFile", "load_shell"]


class Route(NamedTuple):
    """One screen of the app: its name, and its path with `<name>` for one variable segment."""

    name: str
    pattern: str


ROUTES = (
    Route("library", "/"),
    Route("article", "/articles/<slug>"),
    Route("changes", "/articles/<slug>/changes"),
    Route("updates", "/updates"),
    Route("search", "/search"),
    Route("saved", "/saved"),
    Route("settings", "/settings"),
)
"""The one route table: the server registers it, the page and the worker are given it."""

PAGE = "shell.html"
"""The page that answers every app route on a phone; the only file here that is not in static/."""

CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}

PATH = re.compile(r"(?:[\w-]+/)*[\w-]+\.\w+", re.ASCII)
"""What the server and the page's Trusted Types policy take for the path of a shell file."""

UNDECIDED = "00000000"
"""Stands for the build id while the id is computed, since shell.html holds the id itself."""


@dataclass(frozen=True, slots=True)
class ShellFile:
    """One file of the shell; `integrity` is what the browser checks it against."""

    path: str
    data: bytes
    integrity: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellContext:
    """What a template may ask of a build."""

    build: str
    paths: frozenset[str]
    icons: Mapping[str, str]
    routes: tuple[Route, ...]
    face: Face
    is_retired: bool = False
    """Whether phones are to let go of the worker. In shell.html never: nobody loads it then."""

    def url(self, path: str) -> str:
        """Return the URL of a file of the shell."""
        if path not in self.paths:
            raise ShellError(f"The shell has no file {path!r}; correct the template that asks.")
        return f"/a/{self.build}/{path}"

    def icon(self, name: str) -> str:
        """Return the URL of an icon, by its name without `.png`."""
        if name not in self.icons:
            raise ShellError(
                f"There is no icon {name!r}; static/icons/ has {', '.join(sorted(self.icons))}."
            )
        return self.icons[name]

    @property
    def routes_json(self) -> str:
        """The route table, for the attribute that the page reads it from."""
        return json.dumps(self.routes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell(ShellContext):
    """One build of the app: all its files, its pictures and its worker.

    The pictures are no part of what phones keep: `icons` and `screenshots` are their URLs by name,
    `icon_files` the files of both by URL.
    """

    files: tuple[ShellFile, ...]
    screenshots: Mapping[str, str]
    icon_files: Mapping[str, Path]
    worker_code: str
    recovery: Sequence[Mapping[str, str]]

    def worker(self) -> bytes:
        """Return `/sw.js`."""
        if self.is_retired:
            return stamp_worker(self.worker_code, "retired", {}, ())
        files = {self.url(file.path): file.integrity for file in self.files}
        return stamp_worker(self.worker_code, self.build, files, self.routes, self.recovery)

    def install(self, directory: Path) -> None:
        """Write this build to `directory`/<build>/ and delete all but the two builds before it."""
        install_build(directory, self.build, {file.path: file.data for file in self.files})

    def unresolved(self) -> list[str]:
        """Return, in words, every reference between the shell's files that leads nowhere."""
        return [
            f"{file.path} refers to {reference}, which is no file of the shell"
            for file in self.files
            for reference in _references(file)
            if self._target(file, reference) not in self.paths
        ]

    def _target(self, file: ShellFile, reference: str) -> str:
        if reference.startswith("/"):
            return reference.removeprefix(f"/a/{self.build}/")
        # shell.html answers at every route, where a relative address would mean something else.
        return "" if file.path == PAGE else normpath(join(dirname(file.path), reference))


def load_shell(
    render: Callable[[ShellContext], str],
    headers: Mapping[str, str],
    *,
    page: Path | None = None,
    generated: Mapping[str, bytes] | None = None,
    recovery: Sequence[Mapping[str, str]] = (),
    routes: tuple[Route, ...] = ROUTES,
    face: Face | None = None,
    is_retired: bool = False,
) -> Shell:
    """Return the current build of the shell.

    `render` makes shell.html; `headers` are those that the shell's files are sent with. `page` is
    the folder of static/ and service-worker/; `generated` holds more files of static/, by path;
    `recovery` what the worker says where the app cannot start, in each language.
    `face` is the library's, with its style sheet and its icons. With `is_retired` the build has, in
    place of its worker, the one that ends it.
    """
    face = face or Face()
    page = page or _page_folder()
    sources = dict(_static_files(page / "static")) | dict(generated or {})
    sources[FACE_CSS] = face_css(face)
    files = [_shell_file(path, data) for path, data in sorted(sources.items())]
    pictures = page / "static" / "icons"
    icons = {**_pictures_in(pictures), **face.icons}
    icon_urls = _urls_with_hashes("/icons/", icons)
    screenshots = _pictures_in(pictures / "screenshots")
    screenshot_urls = _urls_with_hashes("/icons/screenshots/", screenshots)
    context = ShellContext(
        build=UNDECIDED,
        paths=frozenset(file.path for file in files) | {PAGE},
        icons=icon_urls,
        routes=routes,
        face=face,
    )
    code = _worker_code(page)
    draft = _shell_file(PAGE, render(context).encode())
    build = _build_id([*files, draft], headers, code, routes, recovery)
    context = replace(context, build=build)
    shell_page = _shell_file(PAGE, render(context).encode())
    return Shell(
        build=build,
        paths=context.paths,
        icons=context.icons,
        routes=routes,
        face=face,
        files=(shell_page, *files),
        screenshots=screenshot_urls,
        icon_files={
            **{icon_urls[name]: path for name, path in icons.items()},
            **{screenshot_urls[name]: path for name, path in screenshots.items()},
        },
        recovery=recovery,
        worker_code=_worker_code(page, RETIRING) if is_retired else code,
        is_retired=is_retired,
    )


def _build_id(
    files: Iterable[ShellFile],
    headers: Mapping[str, str],
    code: str,
    routes: Sequence[Route],
    recovery: Sequence[Mapping[str, str]],
) -> str:
    """Return the id that stands for these bytes and headers: 8 hex digits.

    Headers count because phones keep them with the files: a changed policy must reach them too.
    """
    sources = {
        "files": sorted((file.path, file.integrity, file.content_type) for file in files),
        "headers": sorted(headers.items()),
        "recovery": recovery,
        "routes": routes,
        "worker": code,
    }
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:8]


# Reading the page folder


def _page_folder() -> Path:
    """Return where static/ and service-worker/ are: in the installed package, else beside it."""
    package = Path(__file__).parent
    for folder in (package / "_page", package.parent):
        if (folder / "static").is_dir() and (folder / "service-worker").is_dir():
            return folder
    raise ShellError(
        f"Neither {package / '_page'} nor {package.parent} holds static/ and service-worker/."
        " Install Octavo from its wheel, or run it in a checkout."
    )


def _static_files(static: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every file that belongs to the shell, sorted by path."""
    for file in sorted(static.rglob("*")):
        path = file.relative_to(static)
        hidden = any(part.startswith(".") for part in path.parts)
        if hidden or path.parts[0] == "icons" or path.suffix == ".md" or not file.is_file():
            continue
        if not PATH.fullmatch(path.as_posix()) or path.suffix not in CONTENT_TYPES:
            raise ShellError(
                f"static/{path.as_posix()} cannot be a file of the shell: letters, digits, - and _"
                f" were expected in its name, then one of {' '.join(CONTENT_TYPES)}."
                " Rename it or take it out of static/."
            )
        yield path.as_posix(), _shortened(path.suffix, file.read_bytes())


def _short_css(css: str) -> str:
    # By a parser: what joins `.text :is(a)` to `.text:is(a)` makes another selector of it.
    return str(tinycss2.serialize(tinycss2.parse_component_value_list(css, skip_comments=True)))


SHORTEN = {".js": rjsmin.jsmin, ".css": _short_css}


def _shortened(suffix: str, data: bytes) -> bytes:
    """Return a file without comments and spare blanks: a third of what a phone would fetch."""
    shorten = SHORTEN.get(suffix)
    return shorten(data.decode()).encode() if shorten else data


def _worker_code(page: Path, entry: str = ENTRY) -> str:
    return str(rjsmin.jsmin(read_worker(page / "service-worker", entry)))


def _shell_file(path: str, data: bytes) -> ShellFile:
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return ShellFile(path, data, f"sha256-{digest}", CONTENT_TYPES[Path(path).suffix])


def _pictures_in(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.png"))}


def _urls_with_hashes(below: str, pictures: Mapping[str, Path]) -> dict[str, str]:
    """Return the URLs of pictures: a changed one has a changed URL, whatever the build."""
    return {
        name: f"{below}{name}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.png"
        for name, path in pictures.items()
    }


REFERENCES = {
    ".js": re.compile(
        r"""\bfrom\s*['"]([./][^'"]*)['"]"""
        r"""|\bimport\s*\(?\s*['"]([./][^'"]*)['"]"""
        r"""|\bnew URL\(\s*['"]([./][^'"]*)['"],\s*import\.meta\.url"""
    ),
    ".css": re.compile(r"""(?:@import\s*['"]|url\(\s*['"]?)(?!data:|#)([^'")\s;]+)"""),
    ".html": re.compile(r"""(?:href|src)="(?=/a/|\.|[\w-]+[./])([^":]+)\""""),
}
"""How one file of the shell names another."""


def _references(file: ShellFile) -> Iterator[str]:
    pattern = REFERENCES.get(Path(file.path).suffix)
    if pattern:
        for match in pattern.finditer(file.data.decode()):
            yield next(filter(None, match.groups()))
