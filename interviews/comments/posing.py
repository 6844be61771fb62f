"""Names that look like somebody else's: written with other letters, digits or marks, or with more around it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: After all else: letters that most fonts draw alike.
_ALIKE = {"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "$": "s", "@": "a"}
_TWO_ALIKE = (("rn", "m"), ("vv", "w"))
#: Fewer letters than these are in many a name.
FEWEST = 4


def poses(name: str, taken: Iterable[str]) -> bool:
    """Whether the name looks like one of those taken, or has one of them in it ("Anne Berg (editor)")."""
    looks = skeleton(name)
    return any(len(other) >= FEWEST and other in looks for other in map(skeleton, taken))


def skeleton(name: str) -> str:
    """What is left of a name for the eye: Latin letters that look like the ones written, without marks and spaces."""
    plain = unicodedata.normalize("NFKD", name)
    letters = [_drawn_as(letter) for letter in plain if not unicodedata.combining(letter)]
    text = "".join("".join(letters).casefold().split())
    for pair, single in _TWO_ALIKE:
        text = text.replace(pair, single)
    return "".join(_ALIKE.get(letter, letter) for letter in text if letter.isalnum() or letter in _ALIKE)


@lru_cache(maxsize=4096)
def _drawn_as(letter: str) -> str:
    """The Latin letter that looks like this one (Unicode's confusables), else the letter."""
    if letter.isascii():
        return letter
    from confusable_homoglyphs import confusables  # reads its table of 9,000 letters: only where one is not plain

    found = confusables.is_confusable(letter, preferred_aliases=[])
    alike = [one["c"] for entry in found or () for one in entry["homoglyphs"]]
    return next((one for one in alike if one.isascii() and one.isalnum()), letter)
