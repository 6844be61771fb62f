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
#: Letters of a beginning that few words may have: of a shorter one the newest entries mostly hold enough.
LONG = 4
#: Entries that are read to see whether they have a word that begins so.
MOST_READ = 2_048


class Effort(NamedTuple):
    """How many entries are read for the beginning of a word, and how many matches will do, in an archive of many.

    With `in_parts`, the newest entries are looked at first, whatever is sought: its matches may be few among many that
    have one of the words, and then all of these are read. Unless `in_full`, the index is not asked for a beginning that
    many words have: what was read will do, however few that gave.
    """

    most_read: int
    enough: int
    in_parts: bool = False
    in_full: bool = True


class Look(NamedTuple):
    """A statement with places for its `columns` and the `gate` (of whose interviews), and what it is given before the
    gate's values and a limit. The next look is made where this one finds fewer than are enough; it `adds` to what was
    found, or is made anew."""

    statement: str
    given: list[object]
    enough: int = MOST
    adds: bool = False
