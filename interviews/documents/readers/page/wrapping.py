"""Lines that were broken at a width, as old pages and mail are: which of them make one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

#: The width at which a page was wrapped: a line of it ends here, unless it ends its paragraph.
NARROWEST, WIDEST = 55, 85

_SENTENCE_END = re.compile(r"[.?!:;…؟？。]['\"”’)\]]*$")
_LIST_ITEM = re.compile(r"(?:[-*•·–—▪◦]|\(?\d{1,3}[.)])\s")
# Words after which no paragraph and no heading ends.
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|as|that|is|was|his|her|its|their))$", re.IGNORECASE
)


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text[-8:]))


def goes_on(text: str) -> bool:
    """Whether a line ends on a comma or a word that nothing ends on."""
    return bool(_GOES_ON.search(text[-8:]))


def begins_small(text: str) -> bool:
    """Whether the first character is a letter, and no capital one (of a script that has capitals)."""
    return text[:1].isalpha() and not text[:1].isupper()


def paragraphs_of(block: Sequence[str]) -> list[str]:
    """Consecutive lines as paragraphs: one where they were wrapped at a width, else each line its own."""
    return [" ".join(block)] if _is_wrapped(block) else list(block)


def _is_wrapped(block: Sequence[str]) -> bool:
    if len(block) < 2 or len(block[-1]) > WIDEST or any(_LIST_ITEM.match(line) for line in block):
        return False
    full = sum(NARROWEST <= len(line) <= WIDEST for line in block[:-1])
    if full < 0.8 * (len(block) - 1) or any(len(line) > WIDEST + 10 for line in block):
        return False
    # A list of long titles has the same width; but its lines begin with capitals, and end on no "of the".
    pairs = list(pairwise(block))
    run_on = sum(begins_small(below) or goes_on(above) for above, below in pairs)
    return run_on >= 0.4 * len(pairs)
