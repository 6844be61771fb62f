"""What was found, the best first: the same on every database, and the same from page to page.

Okapi BM25 over a few hundred candidates, without its count of how rare a word is: to know that, a database reads of
every entry that holds the word, and of a common one that is most of the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from interviews.search.query import Query, Term
from interviews.search.scopes import INTERVIEW


class Candidate(NamedTuple):
    """An entry that was found, with its columns of words."""

    entry: int
    kind: str
    bio: int | None
    heading: str
    tags: str
    people: str
    body: str


#: What a column's words weigh, and how many characters it usually has: in a longer one a word says less.
_COLUMNS = {"heading": (10.0, 100), "tags": (4.0, 40), "people": (3.0, 40), "body": (1.0, 800)}
_OF_FIELD = {"": tuple(_COLUMNS), "speaker": ("people",), "tag": ("tags",)}
#: What is said of a whole interview says more than what is said within.
_FAVOUR = {INTERVIEW: 2.0}
#: The second and third time that a word is said count less and less (k₁), and how much the length matters (b).
_SATURATION, _LENGTH = 1.2, 0.75


def ranked(candidates: Iterable[Candidate], query: Query) -> list[Candidate]:
    """The best first; of those as good, the newest."""
    sought = [
        (Candidate._fields.index(column), *_COLUMNS[column], _counting(term))
        for term in query.of(*_OF_FIELD)
        for column in _OF_FIELD[term.field]
    ]
    scored = [(-_FAVOUR.get(one.kind, 1.0) * _score(one, sought), -one.entry, one) for one in candidates]
    scored.sort(key=lambda score: score[:2])
    return [one for _score, _entry, one in scored]


_Sought = tuple[int, float, int, Callable[[str], int]]


def _score(candidate: Candidate, sought: Sequence[_Sought]) -> float:
    score = 0.0
    for place, weight, usual, count in sought:
        text: str = candidate[place]  # type: ignore[assignment]
        if times := count(text):
            longer = _SATURATION * (1 - _LENGTH + _LENGTH * len(text) / usual)
            score += weight * times / (times + longer)
    return score


def _counting(term: Term) -> Callable[[str], int]:
    """What tells how often a folded text has the term; its first word is looked for before all else."""
    first, words = term.words[0], " ".join(term.words)
    wanted = f" {words}" if term.begins else f" {words} "
    if len(term.words) == 1:
        return lambda text: f" {text} ".count(wanted) if first in text else 0
    return lambda text: f" {_single_spaced(text)} ".count(wanted) if first in text else 0


def _single_spaced(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text
