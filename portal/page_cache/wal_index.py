"""Whether anybody has written to an SQLite database, told without asking it.

In WAL mode each commit, by whatever process, ends by writing the header of the database's WAL index, a file that all of
them map into memory: that is how they hear of each other (https://sqlite.org/walformat.html, 2.1). So do we, and only
compare: what is in there is none of our business.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

#: Of the first of the two copies, in bytes: the one that is written last.
_HEADER = 48


class WalIndex:
    """The WAL index of a database, which a connection of this process holds open. To be had by `of`."""

    def __init__(self, descriptor: int) -> None:
        self._map = mmap.mmap(descriptor, _HEADER, prot=mmap.PROT_READ)

    @classmethod
    def of(cls, database: str | Path) -> WalIndex:
        """The one index of that database in this process. Raises OSError where there is none."""
        found = os.stat(f"{database}-shm")
        index = _known.get((found.st_dev, found.st_ino))
        if index is None:
            index = _known[found.st_dev, found.st_ino] = cls(os.open(f"{database}-shm", os.O_RDONLY))
        return index

    def header(self) -> bytes:
        """Another than before if, and as soon as, others may see that something was committed."""
        return self._map[:_HEADER]


#: By file. They are never let go: closing any descriptor of a file, as ending a mapping does, ends all locks that this
#: process holds on it (POSIX), and SQLite's own are among them.
_known: dict[tuple[int, int], WalIndex] = {}
