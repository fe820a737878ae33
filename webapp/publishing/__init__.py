"""Library in, immutable files out: packs, changes, root, and the head that names them.

`publish()` makes the next edition if anything changed; `check()` verifies every published byte.
"""

from webapp.publishing.check import Finding, check
from webapp.publishing.last import LostError
from webapp.publishing.lock import HeldError
from webapp.publishing.publisher import EmptySourceError, Published, UnfinishedError, publish

__all__ = [
    "EmptySourceError",
    "Finding",
    "HeldError",
    "LostError",
    "Published",
    "UnfinishedError",
    "check",
    "publish",
]
