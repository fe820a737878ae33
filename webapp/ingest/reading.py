"""One file of SOURCE, read from its bytes to its outcome; this is what the worker processes run."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass

from webapp.articles import Article
from webapp.ingest import problems
from webapp.ingest.encoding import text_of_bytes
from webapp.ingest.finishing import finish
from webapp.ingest.formats import READERS, suffix_of
from webapp.ingest.links import links_of
from webapp.ingest.outcomes import Draft, Read, Refused, Stamp
from webapp.ingest.problems import SIZE_MOST, UnreadableError


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path under SOURCE, and where it really is.

    `was_read` says that something came of it before, so that a draft of it is a withdrawal.
    """

    path: str
    location: str
    lang: str
    recipe: str
    was_read: bool


def read_file(job: Job) -> Read | Draft | Refused:
    """Return what becomes of a file. Nothing in it makes this raise."""
    try:
        return _read(job)
    except UnreadableError as error:
        return Refused(job.path, error.finding.at(job.path))
    except Exception as error:
        # A fault of ours, or of a parser, in one file must not keep the others from being read.
        return Refused(job.path, problems.fault(error).at(job.path))


def _read(job: Job) -> Read | Draft:
    data, status = _bytes_of(job.location)
    text, findings = text_of_bytes(data)
    manuscript = READERS[suffix_of(job.path)](text, job.lang)
    if manuscript.metadata.is_draft and not job.was_read:
        return Draft(job.path)
    article, more = finish(manuscript, job.path, job.lang)
    digest = hashlib.sha256(data).hexdigest()
    stamp = Stamp(status.st_size, status.st_mtime_ns, digest, job.recipe, article.id)
    warnings = tuple(each.at(job.path) for each in (*findings, *more))
    links = links_of(article.blocks, job.path) if isinstance(article, Article) else ()
    return Read(job.path, stamp, article, warnings, links)


def _bytes_of(location: str) -> tuple[bytes, os.stat_result]:
    """Return a file's bytes, and its state before they were read: a later change will be noticed.

    The walk has followed every link and asked what each thing is; whatever was put in its place
    since is refused, and neither a pipe nor a growing file can hold the reading up.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with open(os.open(location, flags), "rb") as file:  # noqa: PTH123  a descriptor
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableError(problems.special())
            data = file.read(SIZE_MOST + 1)
    except FileNotFoundError as error:
        raise UnreadableError(problems.vanished()) from error
    except OSError as error:
        raise UnreadableError(problems.unreadable(error)) from error
    if len(data) > SIZE_MOST:
        raise UnreadableError(problems.too_large(status.st_size))
    return data, status
