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
    """The WAL index of that database, which a connection of this process holds open. Raises OSError without one."""

    def __init__(self, database: str | Path) -> None:
        # Never closed again as long as the process lives: closing any descriptor of a file ends the locks that this
        # process holds on it (POSIX), those of SQLite among them.
        self._descriptor = os.open(f"{database}-shm", os.O_RDONLY)
        self._map = mmap.mmap(self._descriptor, _HEADER, prot=mmap.PROT_READ)

    def header(self) -> bytes:
        """Another than before if, and as soon as, others may see that something was committed."""
        return self._map[:_HEADER]
