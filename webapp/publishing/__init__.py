"""Library in, immutable files out: packs, changes, root, and the head that names them.

`publish()` makes the next edition if anything changed; `check()` verifies every published byte.
"""

from webapp.publishing.check import Finding, check
from webapp.publishing.lock import HeldError
from webapp.publishing.publisher import EmptySourceError, Published, publish

__all__ = ["EmptySourceError", "Finding", "HeldError", "Published", "check", "publish"]
