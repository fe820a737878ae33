"""Whether the head agrees with what tells the same: the root that it names, and the library.

A root is held by the hash in its name, and the library notes what the head said when it was
written; nothing holds the head. Where it contradicts them, it is the head that is damaged.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.editions import Head, Root
from webapp.library import LastEdition

A_DAY = timedelta(days=1)


def fault_of_head(head: Head, root: Root, remembered: LastEdition | None = None) -> str | None:
    """Return in words what the head says otherwise than its root or the library; None if nothing.

    A library of another edition says nothing of this one.
    """
    if (library := root.document["library"]) != head.library:
        return f"is of library {head.library}; the root that it names is of library {library}"
    if root.edition != head.edition:
        return f"says edition {head.edition}; the root that it names is of edition {root.edition}"
    if (
        remembered
        and remembered[:2] == (head.library, head.edition)
        and remembered.root == head.root
        and remembered.published != head.published
    ):
        return (
            f"says that edition {head.edition} was published at {head.published};"
            f" library.sqlite says {remembered.published}"
        )
    return None


def is_credible(time: datetime, remembered: datetime | None, clock: datetime) -> bool:
    """Return whether a time that the head alone tells can be believed.

    One far ahead of the clock and of what the library knows would hold all later editions at
    itself. A clock may be a day behind after a power cut, until the network sets it.
    """
    return time - max(clock, remembered or clock) <= A_DAY
