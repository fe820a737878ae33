"""SOURCE, read: what became of each file, in the order of paths."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from webapp.articles import id_of
from webapp.ingest import problems
from webapp.ingest.finishing import identity_of_path
from webapp.ingest.links import dead_links, names_of_file
from webapp.ingest.outcomes import Draft, Outcome, Read, Refused, Stamp, Unchanged
from webapp.ingest.reading import Job, read_file
from webapp.ingest.walk import File, walk
from webapp.ingest.workers import CPU_SECONDS, Loss, in_processes

LIBRARIES = (
    "bleach",
    "markdown-it-py",
    "mdit-py-plugins",
    "python-frontmatter",
    "python-slugify",
    "pyyaml",
)
"""The libraries that decide what a file becomes."""


def read_source(
    source: Path,
    known: Mapping[str, Stamp],
    *,
    lang: str,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Yield what became of each file under SOURCE, in the order of paths.

    A file whose size, time and recipe are those of its stamp in `known` is not opened. `lang` is
    the language of what does not say its own. `progress` is called with how many files are done,
    and of how many. Files are read by `processes` processes, else by one for each core; never by
    this one, were it for a single file: the walls around a reading need a process that may end.

    Raises OSError when SOURCE itself cannot be listed.
    """
    recipe = _recipe(lang)
    entries = _with_known_files(walk(source), known)
    unchanged = {
        entry.path
        for entry in entries
        if isinstance(entry, File) and _is_unchanged(entry, known.get(entry.path), recipe)
    }
    files = [entry for entry in entries if isinstance(entry, File) and entry.path not in unchanged]
    jobs = [Job(file.path, file.location, lang, recipe, file.path in known) for file in files]
    articles: dict[str, str] = {}
    links = _LinkCheck([entry.path for entry in entries])
    with closing(in_processes(read_file, jobs, processes=processes)) as results:
        for done, entry in enumerate(entries, start=1):
            if isinstance(entry, Refused):
                yield entry
            elif entry.path in unchanged:
                yield _only(articles, known[entry.path].article, Unchanged(entry.path))
            else:
                yield links.checked(_outcome(articles, entry.path, next(results)))
            if progress:
                progress(done, len(entries))


def _with_known_files(
    entries: Sequence[File | Refused], known: Mapping[str, Stamp]
) -> list[File | Refused]:
    """Refuse, with a folder that cannot be looked into, each file that was read from it before.

    Else a disk that is away for an hour would look like a publisher who withdraws articles.
    """
    refused = {f"{entry.path}/": entry for entry in entries if isinstance(entry, Refused)}
    there = {entry.path for entry in entries}
    hidden = [
        Refused(path, replace(entry.problem, path=path))
        for path in known.keys() - there
        for folder, entry in refused.items()
        if path.startswith(folder)
    ]
    return sorted([*entries, *hidden], key=lambda entry: entry.path)


def _is_unchanged(file: File, stamp: Stamp | None, recipe: str) -> bool:
    return stamp is not None and (stamp.size, stamp.mtime_ns, stamp.recipe) == (
        file.size,
        file.mtime_ns,
        recipe,
    )


def _outcome(articles: dict[str, str], path: str, result: Read | Draft | Refused | Loss) -> Outcome:
    if isinstance(result, Loss):
        slow = result.why == "too-slow"
        finding = problems.too_slow(CPU_SECONDS) if slow else problems.died()
        return Refused(path, finding.at(path))
    if isinstance(result, Read):
        return _only(articles, result.article.id, result)
    return result


def _only(articles: dict[str, str], id_: str, outcome: Unchanged | Read) -> Outcome:
    """Return the outcome if its file is the first with this id, else refuse it."""
    first = articles.setdefault(id_ or id_of(identity_of_path(outcome.path)), outcome.path)
    if first == outcome.path:
        return outcome
    return Refused(outcome.path, problems.duplicate(first).at(outcome.path))


class _LinkCheck:
    """Finds links to files that SOURCE has not."""

    GUESSES = 20
    """How often the nearest name is looked for: among 10,000 files that takes up to a second."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._guesses = self.GUESSES
        self._names = {name for path in paths for name in names_of_file(path)}
        self._path_of = {PurePosixPath(path).name: path for path in reversed(paths)}

    def checked(self, outcome: Outcome) -> Outcome:
        """Return the outcome with a warning for each link that leads nowhere."""
        if not isinstance(outcome, Read):
            return outcome
        warnings = (
            problems.no_article(link.href, self._nearest(link.name)).at(outcome.path)
            for link in dead_links(outcome.links, self._names)
        )
        return replace(outcome, warnings=(*outcome.warnings, *warnings))

    def _nearest(self, name: str) -> str | None:
        """Return the path whose file's name is most like that of this one."""
        if not self._guesses:
            return None
        self._guesses -= 1
        nearest = get_close_matches(PurePosixPath(name).name, self._path_of, n=1)
        return self._path_of[nearest[0]] if nearest else None


def _recipe(lang: str) -> str:
    """Return what else decides an outcome: the code and the libraries that read, and the language.

    It is taken from the code itself, since a number that someone forgot to raise would leave
    articles on phones that a mended sanitiser would have cleaned.
    """
    return f"{_code()} {lang}"


@cache
def _code() -> str:
    here = Path(__file__).parents[1]
    code = hashlib.sha256()
    parts = ("articles.py", "ingest/**/*.py", "sanitiser/**/*.py")
    for path in sorted(path for part in parts for path in here.glob(part)):
        code.update(path.read_bytes())
    for library in LIBRARIES:
        code.update(f"{library} {version(library)}\n".encode())
    return code.hexdigest()[:16]
