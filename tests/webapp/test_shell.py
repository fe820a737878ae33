"""The shell: which files are of it, what its build id stands for, the worker, the builds kept."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest

from webapp.face import Accent, Face
from webapp.face.stylesheet import SELECTORS
from webapp.shell import ROUTES, SHORTEN, Route, Shell, ShellContext, ShellError, load_shell

ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).with_name("node")
HEADERS = {"Content-Security-Policy": "default-src 'none'"}

STATIC = {
    "app.js": "import { show } from './views/list.js';\nshow();\n",
    "views/list.js": "export function show() {}\n",
    "corpus/download-worker.js": "postMessage(1);\n",
    "css/app.css": "@import url('tokens.css');\n",
    "css/tokens.css": ":root { color: CanvasText; }\n",
    "icons/any-192.png": "a picture",
    "icons/any.svg": "<svg/>",
    "corpus/README.md": "What this folder is for.",
    ".DS_Store": "dust",
}
WORKER = {
    "service-worker.js": (
        "/** Events. */\n"
        "import { one, Two } from './parts.js';\n"
        "\n"
        "export function start(self, stamp) {\n"
        "  self.started = [one(), new Two(), stamp];\n"
        "}\n"
    ),
    "parts.js": (
        "/** @typedef {import('./types.js').Part} Part */\n"
        "import { base } from './base.js';\n"
        "export const one = () => base;\n"
        "export class Two {}\n"
    ),
    "base.js": "export const base = 1;\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page folder with a small app and a small worker."""
    folder = tmp_path / "page"
    write(folder / "static", STATIC)
    write(folder / "service-worker", WORKER)
    return folder


def render(shell: ShellContext) -> str:
    return (
        f'<html data-build="{shell.build}"><link rel="icon" href="{shell.icon("any-192")}">'
        f'<link rel="stylesheet" href="{shell.url("css/app.css")}">'
        f'<script type="module" src="{shell.url("app.js")}"></script>'
    )


def load(
    page: Path,
    headers: dict[str, str] | None = None,
    routes: tuple[Route, ...] = ROUTES,
) -> Shell:
    return load_shell(render, headers or HEADERS, page=page, routes=routes)


def file_of(shell: Shell, path: str) -> bytes:
    (data,) = (file.data for file in shell.files if file.path == path)
    return data


# Files


def test_every_file_of_static_is_of_the_shell_but_icons_documents_and_hidden_ones(
    page: Path,
) -> None:
    assert {file.path for file in load(page).files} == {
        "shell.html",
        "app.js",
        "views/list.js",
        "corpus/download-worker.js",
        "css/app.css",
        "css/tokens.css",
        "css/face.css",
    }


def test_integrity_is_what_browsers_compute(page: Path) -> None:
    for file in load(page).files:
        digest = base64.b64encode(hashlib.sha256(file.data).digest()).decode()
        assert file.integrity == f"sha256-{digest}"


def test_content_types_go_by_the_name(page: Path) -> None:
    types = {file.path: file.content_type for file in load(page).files}
    assert types["shell.html"] == "text/html"
    assert types["app.js"] == "text/javascript"
    assert types["css/app.css"] == "text/css"


@pytest.mark.parametrize("name", ["app.js~", "notes.txt", "two words.js", "größe.js", "a.min.js"])
def test_a_stray_file_is_named_instead_of_sent_to_phones(page: Path, name: str) -> None:
    write(page / "static", {name: ""})
    with pytest.raises(ShellError, match=re.escape(f"static/{name}")):
        load(page)


def test_the_page_holds_the_build_that_it_belongs_to(page: Path) -> None:
    shell = load(page)
    html = file_of(shell, "shell.html").decode()
    assert f'data-build="{shell.build}"' in html
    assert f'src="/a/{shell.build}/app.js"' in html
    assert "00000000" not in html


def test_an_icons_url_holds_its_hash(page: Path) -> None:
    shell = load(page)
    digest = hashlib.sha256(b"a picture").hexdigest()[:8]
    assert shell.icons == {"any-192": f"/icons/any-192-{digest}.png"}
    assert shell.icon_files == {f"/icons/any-192-{digest}.png": page / "static/icons/any-192.png"}


def test_screenshots_are_delivered_beside_the_shell_and_are_no_icons(page: Path) -> None:
    write(page / "static", {"icons/screenshots/library.png": "a screen"})
    shell = load(page)
    digest = hashlib.sha256(b"a screen").hexdigest()[:8]
    url = f"/icons/screenshots/library-{digest}.png"
    assert shell.screenshots == {"library": url}
    assert shell.icon_files[url] == page / "static/icons/screenshots/library.png"
    assert set(shell.icons) == {"any-192"}
    assert shell.build == load(page).build


def test_the_librarys_face_is_in_the_build_with_its_style_and_its_icons(
    page: Path, tmp_path: Path
) -> None:
    icon = tmp_path / "any-192-12345678.png"
    icon.write_text("a logo")
    accents = {theme: Accent("#816A01", "#FFFFFF", 4.6) for theme in SELECTORS}
    face = Face(title="Harbour", colour="#FFD400", accents=accents, icons={"any-192": icon})
    shell = load_shell(
        lambda shell: render(shell) + shell.face.title + shell.url("css/face.css"),
        HEADERS,
        page=page,
        face=face,
    )
    digest = hashlib.sha256(b"a logo").hexdigest()[:8]
    assert shell.icon_files == {f"/icons/any-192-{digest}.png": icon}
    assert b"--accent: #816A01" in file_of(shell, "css/face.css")
    assert b"Harbour" in file_of(shell, "shell.html")
    assert f"/a/{shell.build}/css/face.css".encode() in file_of(shell, "shell.html")


def test_a_template_that_asks_for_a_missing_file_is_told(page: Path) -> None:
    with pytest.raises(ShellError, match=r"no file 'missing\.js'"):
        load_shell(lambda shell: shell.url("missing.js"), HEADERS, page=page)


def test_a_template_that_asks_for_a_missing_icon_is_told_which_there_are(page: Path) -> None:
    with pytest.raises(ShellError, match=r"no icon 'badge'.*any-192"):
        load_shell(lambda shell: shell.icon("badge"), HEADERS, page=page)


def test_the_route_table_is_given_to_the_page_as_json(page: Path) -> None:
    assert json.loads(load(page).routes_json) == [list(route) for route in ROUTES]


def test_references_that_lead_nowhere_are_listed(page: Path) -> None:
    shell = load(page)
    assert shell.unresolved() == []
    write(
        page / "static",
        {
            "app.js": "import './gone.js';\n"
            "const late = () => import('./late.js');\n"
            "new Worker(new URL('./corpus/download-worker.js', import.meta.url));\n",
            "css/app.css": "a { background: url(gone.svg); }\n",
        },
    )
    assert load(page).unresolved() == [
        "app.js refers to ./gone.js, which is no file of the shell",
        "app.js refers to ./late.js, which is no file of the shell",
        "css/app.css refers to gone.svg, which is no file of the shell",
    ]


def test_a_relative_address_in_the_page_leads_nowhere(page: Path) -> None:
    shell = load_shell(lambda _: '<script src="app.js"></script>', HEADERS, page=page)
    assert shell.unresolved() == ["shell.html refers to app.js, which is no file of the shell"]


# The build id


def test_the_same_files_and_headers_give_the_same_build(page: Path) -> None:
    assert load(page).build == load(page).build
    assert re.fullmatch(r"[0-9a-f]{8}", load(page).build)


@pytest.mark.parametrize(
    "changed",
    [
        {"static/app.js": "show();\n"},
        {"static/extra.js": ""},
        {"static/icons/any-192.png": "another picture"},
        {"service-worker/base.js": "export const base = 2;\n"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_byte_gives_another_build(page: Path, changed: dict[str, str]) -> None:
    before = load(page).build
    write(page, changed)
    assert load(page).build != before


def test_a_changed_header_gives_another_build(page: Path) -> None:
    assert load(page).build != load(page, {"Content-Security-Policy": "default-src 'self'"}).build


def test_a_changed_route_gives_another_build(page: Path) -> None:
    assert load(page).build != load(page, routes=(*ROUTES, Route("saved", "/saved"))).build


def test_a_changed_template_gives_another_build(page: Path) -> None:
    other = load_shell(lambda shell: render(shell) + "<p>", HEADERS, page=page)
    assert load(page).build != other.build


# The worker


def test_the_stamped_worker_begins_with_its_build(page: Path) -> None:
    shell = load(page)
    assert shell.worker().startswith(f"// build {shell.build}\n".encode())


def test_the_stamped_worker_runs_as_a_classic_script_and_is_given_its_build(page: Path) -> None:
    shell = load(page)
    script = (
        f"var self = {{}};\n{shell.worker().decode()}\nconsole.log(JSON.stringify(self.started))"
    )
    run = subprocess.run(
        [NODE, "--input-type=commonjs"], input=script, capture_output=True, text=True, check=True
    )
    one, two, stamp = json.loads(run.stdout)
    assert (one, two) == (1, {})
    assert stamp == {
        "build": shell.build,
        "files": [[f"/a/{shell.build}/{file.path}", file.integrity] for file in shell.files],
        "routes": [list(route) for route in ROUTES],
        "recovery": [],
    }


def test_a_file_that_two_import_is_stamped_once(page: Path) -> None:
    entry = WORKER["service-worker.js"].replace("\n\n", "\nimport { base } from './base.js';\n", 1)
    write(page / "service-worker", {"service-worker.js": entry})
    assert load(page).worker().count(b"const base=1;") == 1


BROKEN_LAW = {
    "import base from './base.js';": "imports in another way",
    "import * as base from './base.js';": "imports in another way",
    "import { base as root } from './base.js';": "imports in another way",
    "import {": "imports in another way",
    "import './base.js';": "imports in another way",
    "import { base } from '../static/base.js';": "imports in another way",
    "import { other } from './base.js';": "imports other, which base.js does not export",
    "import { gone } from './gone.js';": "imports gone.js, which is not there",
    "import { start } from './service-worker.js';": (
        "imports in a circle: service-worker.js → parts.js → service-worker.js"
    ),
    "const late = import('./base.js');": "loads code as it runs",
    "importScripts('/other.js');": "loads code as it runs",
    "const here = import.meta.url;": "loads code as it runs",
    "export default function () {}": "declares or exports in another way",
    "export { one };": "declares or exports in another way",
    "export * from './base.js';": "declares or exports in another way",
    "const { base } = self;": "declares or exports in another way",
    "const base = 2;": "declares base, as service-worker/base.js:1 does",
    "async function base() {}": "declares base, as service-worker/base.js:1 does",
}


@pytest.mark.parametrize(("line", "seen"), BROKEN_LAW.items(), ids=BROKEN_LAW)
def test_a_broken_law_is_named_with_its_file_and_line(page: Path, line: str, seen: str) -> None:
    lines = WORKER["parts.js"].splitlines()
    write(page / "service-worker", {"parts.js": "\n".join([*lines, line]) + "\n"})
    place = f"service-worker/parts.js:{len(lines) + 1}"
    with pytest.raises(ShellError, match=re.escape(f"{place} {seen}")):
        load(page)


def test_a_worker_without_start_is_refused(page: Path) -> None:
    write(page / "service-worker", {"service-worker.js": "function start() {}\n"})
    with pytest.raises(ShellError, match="exports no start"):
        load(page)


def test_a_missing_worker_is_named(page: Path) -> None:
    (page / "service-worker/service-worker.js").unlink()
    with pytest.raises(ShellError, match=r"service-worker/service-worker\.js cannot be read"):
        load(page)


# Installing


@pytest.fixture
def shells(tmp_path: Path) -> Path:
    """Where builds are installed."""
    return tmp_path / "shell"


def builds_in(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir() if path.is_dir()}


def install_build(page: Path, directory: Path, text: str) -> str:
    write(page / "static", {"app.js": text})
    shell = load(page)
    shell.install(directory)
    return shell.build


def test_an_installed_build_holds_every_file_with_its_siblings(page: Path, shells: Path) -> None:
    shell = load(page)
    shell.install(shells)
    for file in shell.files:
        place = shells / shell.build / file.path
        assert place.read_bytes() == file.data
        assert gzip.decompress(place.with_name(f"{place.name}.gz").read_bytes()) == file.data
        assert brotli.decompress(place.with_name(f"{place.name}.br").read_bytes()) == file.data


def test_the_two_builds_before_this_one_are_kept(page: Path, shells: Path) -> None:
    builds = [install_build(page, shells, f"show({n});\n") for n in range(4)]
    assert builds_in(shells) >= set(builds[1:])
    assert builds[0] not in builds_in(shells)


def test_a_build_that_comes_back_counts_as_the_newest(page: Path, shells: Path) -> None:
    first, second, third = (install_build(page, shells, f"show({n});\n") for n in range(3))
    assert install_build(page, shells, "show(0);\n") == first
    fourth = install_build(page, shells, "show(3);\n")
    assert {first, third, fourth} <= builds_in(shells)
    assert second not in builds_in(shells)


def test_the_order_of_builds_does_not_hang_on_their_folders_times(page: Path, shells: Path) -> None:
    builds = [install_build(page, shells, f"show({n});\n") for n in range(3)]
    for age, build in enumerate(builds):
        os.utime(shells / build, (1_000_000 - age, 1_000_000 - age))
    last = install_build(page, shells, "show(3);\n")
    assert {builds[1], builds[2], last} <= builds_in(shells)
    assert builds[0] not in builds_in(shells)


@pytest.mark.parametrize("record", [b"", b"{", b"7", b'{"a": 1}'])
def test_a_lost_record_loses_no_build_that_is_needed(
    page: Path, shells: Path, record: bytes
) -> None:
    builds = [install_build(page, shells, f"show({n});\n") for n in range(2)]
    (shells / "builds.json").write_bytes(record)
    last = install_build(page, shells, "show(2);\n")
    assert {*builds, last} <= builds_in(shells)


def test_installing_again_writes_nothing(page: Path, shells: Path) -> None:
    shell = load(page)
    shell.install(shells)
    before = (shells / shell.build).stat().st_ino
    shell.install(shells)
    assert (shells / shell.build).stat().st_ino == before


@pytest.mark.parametrize("file", ["app.js", "app.js.br", "app.js.gz"])
def test_a_damaged_build_is_written_again(page: Path, shells: Path, file: str) -> None:
    shell = load(page)
    shell.install(shells)
    whole = (shells / shell.build / file).read_bytes()
    (shells / shell.build / file).write_text("half")
    shell.install(shells)
    assert (shells / shell.build / file).read_bytes() == whole


def test_a_build_appears_whole_or_not_at_all(
    page: Path, shells: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = load(page)
    writes = 0
    fsync = os.fsync

    def fail_in_the_middle(handle: int) -> None:
        nonlocal writes
        writes += 1
        if writes == 5:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail_in_the_middle)
    with pytest.raises(OSError, match="No space left"):
        shell.install(shells)
    assert not (shells / shell.build).exists()

    monkeypatch.undo()
    shell.install(shells)
    assert builds_in(shells) == {shell.build}


def test_processes_that_install_at_once_leave_one_whole_build(page: Path, shells: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from webapp.shell import load_shell\n"
        "load_shell(lambda _: '<html>', {}, page=Path(sys.argv[1])).install(Path(sys.argv[2]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, page, shells], cwd=ROOT) for _ in range(3)
    ]
    assert [process.wait() for process in started] == [0, 0, 0]
    (build,) = builds_in(shells)
    whole = load_shell(lambda _: "<html>", {}, page=page)
    assert build == whole.build
    for file in whole.files:
        assert (shells / build / file.path).read_bytes() == file.data


# What is really served


@pytest.fixture(scope="module")
def octavo(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The shell of Octavo itself, as its server makes it."""
    from webapp import create_app
    from webapp.config import read_settings
    from webapp.delivery import headers_for
    from webapp.views.pages import shell_renderer

    data = tmp_path_factory.mktemp("data")
    app = create_app(read_settings({"data": str(data)}, environ={}))
    return load_shell(shell_renderer(app), headers_for("/"))


def files_below(folder: Path) -> Iterable[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_octavos_shell_misses_no_script_and_no_style(octavo: Shell) -> None:
    wanted = {path for path in files_below(ROOT / "static") if path.endswith((".js", ".css"))}
    assert wanted <= octavo.paths


def test_octavos_shell_refers_to_nothing_outside_it(octavo: Shell) -> None:
    assert octavo.unresolved() == []


def test_octavos_stamped_worker_is_a_script(octavo: Shell) -> None:
    subprocess.run([NODE, "--check", "-"], input=octavo.worker(), check=True)


def test_octavos_worker_is_stamped_whole(octavo: Shell) -> None:
    """Every file of service-worker/ is in it, but the one that only holds types."""
    for path in (ROOT / "service-worker").glob("*.js"):
        exported = re.findall(r"^export \w+ (\w+)", path.read_text(encoding="utf-8"), re.M)
        assert all(f" {name}" in octavo.worker_code for name in exported), path.name


def test_octavos_shell_is_under_150_kilobytes_compressed(octavo: Shell) -> None:
    assert sum(len(brotli.compress(file.data)) for file in octavo.files) < 150_000


def test_scripts_travel_without_comments(octavo: Shell) -> None:
    """That they mean what they meant, every test in a browser shows."""
    for file in octavo.files:
        if file.path.endswith(".js"):
            assert b"/**" not in file.data


def test_a_shortened_style_sheet_says_what_it_said() -> None:
    css = '@layer a { /* why */ .text :is(h2, h3)::before { content: "/* not */" } }'
    assert SHORTEN[".css"](css) == css.replace("/* why */", "")
