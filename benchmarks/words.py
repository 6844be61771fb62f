"""Words that nobody says, as frequent as those of a language are (Zipf's law), the same every time."""

from __future__ import annotations

import itertools
import random
from typing import Any

VOCABULARY = 30_000
#: Beyond this many, what is said begins again.
SAID = 4_000_000
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


class Words:
    """`ranked` has the most frequent first; `chance` is the one from which all comes that is left to chance."""

    def __init__(self, said: int = SAID) -> None:
        self.chance = random.Random(7)
        spelt = itertools.product(_SYLLABLES, repeat=3)
        self.ranked = ["".join(syllables) for syllables in itertools.islice(spelt, VOCABULARY)]
        self.chance.shuffle(self.ranked)
        self._said = Uneven(self.chance, self.ranked).several(said)

    def some(self, count: int) -> str:
        """A stretch of all that is ever said: to draw each word anew would take longer than to search."""
        begin = self.chance.randrange(len(self._said) - count)
        return " ".join(self._said[begin : begin + count])

    def sentence(self, count: int, end: str = ".") -> str:
        return self.some(count).capitalize() + end

    def prose(self, *lengths: int) -> str:
        """A paragraph of so many words for each."""
        return "\n\n".join(self.sentence(length) for length in lengths)


class Uneven:
    """Some of many, the first most often."""

    def __init__(self, chance: random.Random, rows: list[Any]) -> None:
        self._chance, self._rows = chance, rows
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, len(rows) + 1)))

    def several(self, count: int) -> list[Any]:
        """So many, one perhaps more than once."""
        return self._chance.choices(self._rows, cum_weights=self._weights, k=count)

    def some(self, count: int) -> set[Any]:
        """So many at most, each once; none where there are none."""
        return set(self.several(count)) if self._rows else set()

    def one(self) -> Any:
        return self.several(1)[0] if self._rows else None
