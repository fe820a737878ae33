"""Which files of `corpus/` an edition needs, and the deletion of all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from webapp.editions import FILE_NAME, HEAD, EditionError, Head, Root, read_root
from webapp.publishing.agreement import fault_of_head


def roots_in(corpus: Path) -> Iterator[tuple[str, Root]]:
    """Yield (name, root) of every root that lies in `corpus` and is whole."""
    for path in corpus.glob("root-*.json"):
        try:
            yield path.name, read_root(corpus, path.name)
        except EditionError:
            continue


def kept_roots(corpus: Path, head: Head) -> dict[str, Root]:
    """Return the roots whose files stay, by name: the head's, and the one before it if it is here.

    A phone in the middle of a download still finds the edition before this one. Raises
    EditionError where the head's own root is not whole, or where the head contradicts it: it may
    name an older one.
    """
    kept = {head.root: read_root(corpus, head.root)}
    if fault := fault_of_head(head, kept[head.root]):
        raise EditionError(f"{HEAD} {fault}")
    before = [
        (root.edition, name, root)
        for name, root in roots_in(corpus)
        if root.document["library"] == head.library and root.edition < head.edition
    ]
    if before:
        _, name, root = max(before, key=lambda found: found[:2])
        kept[name] = root
    return kept


def leftovers(corpus: Path, kept: dict[str, Root]) -> Iterator[Path]:
    """Yield what lies in `corpus` that Octavo wrote and no kept root names.

    In the order of names a plain file comes before its siblings: where it goes first, a server
    forgets them too.
    """
    named = {file for name, root in kept.items() for file in (name, *root.files())}
    for path in sorted(corpus.iterdir()):
        plain = path.name.removesuffix(".gz").removesuffix(".br")
        if plain not in named and (FILE_NAME.fullmatch(plain) or path.suffix == ".new"):
            yield path


def sweep(corpus: Path, head: Head | None) -> None:
    """Delete what was left by a crash, and what the head's edition no longer needs.

    For who holds the lock: else it is another's work that lies here.
    """
    for path in leftovers(corpus, kept_roots(corpus, head) if head else {}):
        path.unlink(missing_ok=True)
