"""One look into an index: at some of what answers a query, or at all."""

from __future__ import annotations

from typing import NamedTuple

#: Matches that are ranked: one more than are counted.
MOST = 501
#: Of fewer entries, all that answer are looked at.
MANY = 100_000
#: Of fewer, an index gathers those with the beginning of a word as fast as they are read.
SOME = 8_000
#: Matches among the newest entries that are enough: two pages.
ENOUGH = 40
#: Entries that are read to see whether they have a word that begins so.
MOST_READ = 2_048
#: While somebody types, with each key.
MOST_READ_FOR_SOME = 1_000


class Look(NamedTuple):
    """A statement with a place for the `gate` (of whose interviews), and what it is given before the gate's values and
    a limit. The next look is made where this one finds fewer than are enough; it `adds` to what was found, or is made
    anew."""

    statement: str
    given: list[object]
    enough: int = MOST
    adds: bool = False
