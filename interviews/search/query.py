"""What people type into the search box, as terms. No input is an error; what makes no sense is words.

::

    fog lamps                 both words
    "fog lamps"               one after the other
    lamp*                     words that begin so
    -rope                     without it
    speaker:berg  tag:tides   among the names of those who speak, among the tags
    series:coast              among the words of the series' title
    year:2015  year:2010-2015 recorded then (or first published, where that is not known)
    in:question               only there: question, answer, bio or comment; several: in any of them

A value may stand in quotation marks of any kind (``speaker:"ola berg"``), and each term may be excluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from interviews.search.words import words_of

#: Characters of a query that are looked at, terms that are taken, letters of one word that count.
LONGEST = 300
MOST_TERMS = 16
LONGEST_WORD = 60
#: A beginning of fewer letters would be that of too many words.
SHORTEST_BEGINNING = 2

PLACES = ("question", "answer", "bio", "comment")
_PLACE_NAMES = {
    **{name: name for name in PLACES},
    "questions": "question",
    "answers": "answer",
    "biography": "bio",
    "comments": "comment",
}
#: Sound has been recorded since 1860; no range is wider than this.
FIRST_YEAR, LAST_YEAR = 1850, 2099

_TOKEN = re.compile(
    r"""
    (?P<minus>[-−–](?=\S))?
    (?:(?P<field>speaker|tag|series|year|in)\s*[:：]\s*)?
    (?:["“”„‟«»＂](?P<phrase>[^"“”„‟«»＂]*)["“”„‟«»＂]? | (?P<word>[^\s"“”„‟«»＂]+) | (?P<nothing>\Z))
    (?P<begins>\*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{4})(?:\s*[-−–]\s*(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; where `begins`, the last is the beginning of a word.

    `field` is empty, or ``speaker``, ``tag``, ``series``, ``year`` (the first and the last, where they are two), ``in``
    (a place).
    """

    words: tuple[str, ...]
    field: str = ""
    excluded: bool = False
    begins: bool = False

    def __str__(self) -> str:
        if self.field == "year":
            value = "-".join(self.words)
        else:
            value = self.words[0] if len(self.words) == 1 else f'"{" ".join(self.words)}"'
        field = f"{self.field}:" if self.field else ""
        return f"{'-' * self.excluded}{field}{value}{'*' * self.begins}"


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        """As it could have been typed: `parse` makes the same query of it."""
        return " ".join(map(str, self.terms))

    def __bool__(self) -> bool:
        """Whether it asks for anything: what it excludes only is not enough."""
        return any(not term.excluded for term in self.terms)

    def of(self, *fields: str, excluded: bool = False) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.field in fields and term.excluded == excluded)

    @property
    def sought(self) -> tuple[Term, ...]:
        """What is to be marked where it is found: words that may stand anywhere."""
        return self.of("")

    def years(self, *, excluded: bool = False) -> frozenset[int]:
        spans = (range(int(term.words[0]), int(term.words[-1]) + 1) for term in self.of("year", excluded=excluded))
        return frozenset(year for span in spans for year in span)

    @property
    def places(self) -> frozenset[str]:
        """Where to look; never none but where all that were named are excluded too."""
        named = frozenset(term.words[0] for term in self.of("in"))
        without = frozenset(term.words[0] for term in self.of("in", excluded=True))
        return (named or frozenset(PLACES)) - without

    @property
    def is_everywhere(self) -> bool:
        return not self.of("in") and not self.of("in", excluded=True)


def parse(text: str) -> Query:
    terms: dict[Term, None] = {}
    length = -1
    for term in _terms(text[:LONGEST]):
        if term in terms:
            continue
        length += len(str(term)) + 1
        if len(terms) == MOST_TERMS or length > LONGEST:
            break
        terms[term] = None
    return Query(tuple(terms))


def _terms(text: str) -> Iterator[Term]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            place += 1
            continue
        place = found.end()
        if term := _term(found):
            yield term


def _term(found: re.Match[str]) -> Term | None:
    field = (found["field"] or "").lower()
    raw = found["phrase"] if found["phrase"] is not None else found["word"] or ""
    special = _years(raw) if field == "year" else _place(raw) if field == "in" else None
    if special is not None:
        return Term(special, field, bool(found["minus"]))
    if field in ("year", "in"):  # no such year or place: then they are words
        words, field = words_of(f"{field} {raw}") if raw.strip() else [], ""
    else:
        words = words_of(raw)
    begins = bool(found["begins"]) or (found["phrase"] is None and raw.endswith("*"))
    return _bounded(Term(tuple(words), field, bool(found["minus"]), begins)) if words else None


def _bounded(term: Term) -> Term:
    """A word that is too long is its beginning, and nothing is asked of what follows it."""
    for number, word in enumerate(term.words):
        if len(word) > LONGEST_WORD:
            return replace(term, words=(*term.words[:number], word[:LONGEST_WORD]), begins=True)
    return replace(term, begins=term.begins and len(term.words[-1]) >= SHORTEST_BEGINNING)


def _years(raw: str) -> tuple[str, ...] | None:
    found = _YEARS.fullmatch(raw.strip())
    if found is None:
        return None
    first, last = sorted((int(found[1]), int(found[2] or found[1])))
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return None
    return (str(first),) if first == last else (str(first), str(last))


def _place(raw: str) -> tuple[str, ...] | None:
    name = _PLACE_NAMES.get("".join(words_of(raw)))
    return None if name is None else (name,)
