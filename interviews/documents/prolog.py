"""What stands before the first element of a file of marks."""

from __future__ import annotations

import re


def behind(piece: re.Pattern[str], text: str) -> int:
    """Where the pieces end with which the text begins. Each is taken as it is found, so that this takes no longer than
    to read them.

    One pattern with a possessive group would say the same, but Python before 3.11.5 goes on from the middle of a
    repetition that failed (python/cpython#106052).
    """
    place = 0
    while found := piece.match(text, place):
        place = found.end()
    return place
