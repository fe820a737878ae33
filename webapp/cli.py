"""The command `octavo`: publish a folder, serve it, check what is published.

Exit status: 0 when all is well; 1 when something could not be read or is damaged and the rest was
done; 2 when the command or a setting cannot be meant; 74 when the disk refused (EX_IOERR); 75 when
another publisher is at work (EX_TEMPFAIL).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from webapp.config import SETTINGS, SettingError, Settings, read_settings
from webapp.editions import HEAD, EditionError
from webapp.face import FOLDER as FACE_FOLDER
from webapp.face.making import MadeFace
from webapp.ingest import Problem
from webapp.ingest.settings import FILE, SettingsError, start_settings
from webapp.library import LibraryError
from webapp.publishing import (
    EmptySourceError,
    Finding,
    HeldError,
    LostError,
    Published,
    UnfinishedError,
    check,
    publish,
)
from webapp.serving import AddressError, address_of, claim_address, is_secure_context, serve

INSECURE = (
    "Phones cannot keep articles from this address: browsers allow offline reading over HTTPS only"
    " (or on localhost). Put a proxy with a certificate in front, or test with `adb reverse`;"
    " docs/https.md shows how."
)

RETIRING = (
    "The worker is being retired: phones that come by drop the app's files and read online. What"
    " readers keep stays. Serve with --no-retire-worker (or without OCTAVO_RETIRE_WORKER) to bring"
    " offline reading back."
)

CANNOT_BE_MEANT, DISK_REFUSED, TRY_LATER = 2, 74, 75

MEND = "To write all that is published anew: octavo publish SOURCE --rebase"

ROOM = "make room or allow writing, and publish again"

MEND_FACE = "To write the library's looks anew: octavo publish SOURCE"

MEND_SHELL = (
    "To write the app's files anew: delete the builds that are named here from DIR/shell, and"
    " restart the server"
)

SHELL_ROOM = 4_000_000
"""How many bytes the app's own files may take on the disk: several times what they do."""

console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def _option(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    setting = next(setting for setting in SETTINGS if setting.name == name)
    if isinstance(setting.default, bool):
        # Not False where it is left out, so that the environment can still say yes.
        help_text = f"{setting.help} [{setting.variable}]"
        both = f"{setting.option}/--no-{setting.option.removeprefix('--')}"
        return click.option(both, default=None, help=help_text)
    return click.option(
        setting.option, help=f"{setting.help} [default: {setting.default}; {setting.variable}]"
    )


def _source(command: Callable[..., None]) -> Callable[..., None]:
    return click.argument("source", required=False)(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="octavo")
def main() -> None:
    """Put a library in a pocket: a folder of articles becomes an app that reads offline."""


@main.command(name="init")
@_source
def init_command(source: str | None) -> None:
    """Write a commented octavo.toml into SOURCE: the title, the looks, the languages."""
    settings = _settings(source=source)
    try:
        path = start_settings(settings.source)
    except SettingsError as error:
        raise _CannotBeMeant(str(error)) from error
    except OSError as error:
        raise _DiskRefused(f"{FILE} was not written: {_why(error)}.") from error
    console.print(f"Written: {path}")
    console.print(
        "Next: open it in a text editor, take the # away before what you want, and save it."
        f" Then: octavo serve {settings.source}"
    )


@main.command(name="publish")
@_source
@_option("data")
@click.option(
    "--quick", is_flag=True, help="Compress less: 12 % more bytes in a twentieth of the time."
)
@click.option("--withdraw-all", is_flag=True, help="Let an empty SOURCE withdraw every article.")
@click.option("--rebase", is_flag=True, help="Write every file anew: mends what check found.")
def publish_command(source: str | None, data: str | None, **how: bool) -> None:
    """Read SOURCE and publish what changed as the next edition."""
    published = _publish(_settings(source=source, data=data), **how)
    sys.exit(1 if published.problems or published.face.problems else 0)


@main.command(name="serve")
@_source
@_option("data")
@_option("host")
@_option("port")
@_option("processes")
@_option("url")
@_option("retire_worker")
def serve_command(source: str | None, data: str | None, **listen: str | bool | None) -> None:
    """Publish SOURCE, then serve it until stopped."""
    settings = _settings(source=source, data=data, **listen)
    try:
        claim_address(settings)
    except AddressError as error:
        raise _CannotBeMeant(str(error)) from error
    try:
        _publish(settings)
    except click.ClickException as refusal:
        # Readers keep what is published already, whatever keeps the next edition from them.
        if not isinstance(refusal, _Busy) and not (settings.corpus / HEAD).exists():
            raise
        console.print(f"{refusal.message} Serving what is published already.", style="yellow")
    console.print(f"Serving {address_of(settings)}")
    if settings.retire_worker:
        console.print(RETIRING, style="yellow")
    if not is_secure_context(settings.host):
        console.print(INSECURE, style="yellow")
    with _writable(settings) as writable:
        serve(writable)


@contextmanager
def _writable(settings: Settings) -> Iterator[Settings]:
    """Yield the settings to serve with: those given, if the app's own files can be put into DIR.

    Else they go to a temporary folder, beside which DIR's published files stand as they are: a
    server on a read-only or a full disk has readers too.
    """
    try:
        settings.shell.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.shell) as probe:
            probe.write(bytes(SHELL_ROOM))
            probe.flush()
    except OSError as error:
        with TemporaryDirectory(prefix="octavo-") as folder:
            for part in (settings.corpus, settings.data / FACE_FOLDER):
                (Path(folder) / part.name).symlink_to(part.resolve())
            console.print(
                f"{settings.shell} cannot be written: {error.strerror}. The app's own files are in"
                f" {folder} until the server stops.",
                style="yellow",
            )
            yield replace(settings, data=Path(folder))
    else:
        yield settings


@main.command(name="check")
@_option("data")
def check_command(data: str | None) -> None:
    """Verify every published byte against the head."""
    findings = check(_settings(data=data).data)
    for finding in findings:
        colour = "red" if finding.is_damage else "yellow"
        console.print(f"{finding.file}: {finding.what}", style=colour)
    damage = [finding for finding in findings if finding.is_damage]
    if damage:
        console.print(_verdict(damage))
    else:
        console.print("Every published byte is whole.")
    sys.exit(1 if damage else 0)


def _verdict(damage: list[Finding]) -> str:
    files, parts = {finding.file for finding in damage}, {finding.part for finding in damage}
    words = [f"{_count(len(files), 'file is', 'files are')} damaged."]
    if "corpus" in parts:
        words.append(MEND)
    if "face" in parts:
        words.append(MEND_FACE)
    if "shell" in parts:
        words.append(MEND_SHELL)
    return "\n".join(words) if len(words) > 2 else " ".join(words)


class _Busy(click.ClickException):
    exit_code = TRY_LATER


class _CannotBeMeant(click.ClickException):
    exit_code = CANNOT_BE_MEANT


def _settings(**chosen: Any) -> Settings:
    try:
        return read_settings(chosen)
    except SettingError as error:
        raise _CannotBeMeant(str(error)) from error


def _publish(
    settings: Settings, *, quick: bool = False, withdraw_all: bool = False, rebase: bool = False
) -> Published:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    ) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        try:
            published = publish(
                settings.source,
                settings.data,
                quick=quick,
                withdraw_all=withdraw_all,
                rebase=rebase,
                progress=show,
            )
        except HeldError as error:
            raise _Busy(str(error)) from error
        except (SettingsError, EmptySourceError) as error:
            raise _CannotBeMeant(str(error)) from error
        except LostError as error:
            raise click.ClickException(f"{error}.") from error
        except EditionError as error:
            raise click.ClickException(f"{error}. {MEND}") from error
        except LibraryError as error:
            raise click.ClickException(str(error)) from error
        except UnfinishedError as error:
            words = "The new edition is published, but what comes after it was refused"
            raise _DiskRefused(f"{words}: {_why(error)}. To finish: {ROOM}.") from error
        except OSError as error:
            words = f"Not published: {_why(error)}. What was published before is untouched"
            raise _DiskRefused(f"{words}; {ROOM}.") from error
    _report(published)
    return published


def _report(published: Published) -> None:
    for problem in published.face.problems:
        _print_problem("red", "Left out", problem)
    for problem in published.face.warnings:
        _print_problem("yellow", "Taken with reservations", problem)
    for problem in published.problems:
        _print_problem("red", "Not read", problem)
    for problem in published.warnings:
        _print_problem("yellow", "Read with reservations", problem)
    if published.is_new:
        console.print(
            f"Edition {published.edition}: {published.added} added,"
            f" {published.corrected} corrected, {published.withdrawn} withdrawn;"
            f" {_count(published.articles, 'article', 'articles')}."
        )
        if published.edition > 1:
            console.print(f"A phone fetches {_size(published.update_bytes)} for it.")
    else:
        console.print(
            f"Nothing changed. Edition {published.edition} stays,"
            f" with {_count(published.articles, 'article', 'articles')}."
        )
    console.print(f"A new phone fetches {_size(published.whole_bytes)}.")
    if published.clock_behind:
        console.print(
            f"The clock is wrong: it says less than {published.clock_behind:%Y-%m-%d %H:%M} UTC,"
            " when the edition before was published. That time was taken; set the clock.",
            style="yellow",
        )
    if published.drafts:
        drafts = _count(published.drafts, "draft was", "drafts were")
        console.print(f"{drafts} passed over.")
    if published.problems:
        not_read = _count(len(published.problems), "file was", "files were")
        console.print(f"{not_read} not read; the rest is published.", style="red")
    _report_face(published.face)
    if published.is_face_changed:
        console.print("The looks changed. A server that runs shows them after it is started again.")


def _report_face(face: MadeFace) -> None:
    """Tell which colour became which, since the publisher sees another than the one given."""
    colour = face.document["colour"]
    if not colour:
        return
    table = Table("theme", "colour", "upon it", "contrast", box=None, header_style="")
    for theme, accent in face.accents.items():
        # Rounded down, so that nothing seems to reach what it does not.
        least = f"{int(accent.contrast * 10) / 10:.1f}"
        shown = f"{accent.accent} (as given)" if accent.accent == colour else accent.accent
        table.add_row(theme, shown, accent.on_accent, least)
    console.print(f"The colour {colour}, made legible in each theme (contrast of 4.5 or more):")
    console.print(table)


def _print_problem(colour: str, heading: str, problem: Problem) -> None:
    place = f", {problem.place}" if problem.place else ""
    console.print(f"{heading} ({problem.code}): {problem.path}{place}", style=colour)
    console.print(f"  Seen: {problem.seen} Expected: {problem.expected} {problem.advice}")


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _size(count: int) -> str:
    """Return a number of bytes for people, in powers of a thousand as phones count data."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


class _DiskRefused(click.ClickException):
    exit_code = DISK_REFUSED


def _why(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"
