"""“Did you mean”: a query whose unknown words are spelt as they are spelt here.

No list of words is kept. All spellings that are one slip away from a word are looked for in the index, and only what
the public finds is proposed: a word that stands in a draft alone is none.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product

from django.db.models import Exists, OuterRef

from interviews.models import Interview
from interviews.models.search_entry import SearchEntry
from interviews.search.engine import entries_with
from interviews.search.hits import Hits
from interviews.search.query import Query, Term
from interviews.search.words import folded

#: Hits up to which something else may have been meant, and how many times as many that must have.
FEW = 2
TIMES = 4
#: A shorter word is one slip away from too many others; a longer one from too many spellings to look for.
SHORTEST, LONGEST = 4, 16
#: Words of a query that are corrected, and corrections that are tried.
MOST_WORDS = 2
MOST_TRIED = 5
#: Entries that are looked at to tell which of two spellings is the more common.
_LOOKED_AT = 20
#: Words that are looked for at once.
_AT_ONCE = 400


def meant(hits: Hits) -> Query | None:
    """A query that finds much more than this one; None where this one finds enough, or nothing like it is known."""
    if len(hits) > FEW:
        return None
    words = list(dict.fromkeys(word for term in hits.query.terms for word in _doubtful(term)))
    known = _public(words)
    doubtful = [word for word in words if known[word] <= FEW][:MOST_WORDS]
    # A word that is here, though seldom, may be right beside one that is not.
    choices = [([word] if known[word] else []) + _spellings(word, known[word]) or [word] for word in doubtful]
    for chosen in islice(product(*choices), MOST_TRIED):
        corrected = _spelt(hits.query, dict(zip(doubtful, chosen, strict=True)))
        if corrected != hits.query and len(replace(hits, query=corrected)) > TIMES * len(hits):
            return corrected
    return None


def _doubtful(term: Term) -> Iterator[str]:
    if term.excluded or term.begins or term.field in ("year", "in"):
        return
    for word in term.words:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            yield word


def _spelt(query: Query, corrections: dict[str, str]) -> Query:
    return Query(
        tuple(
            term
            if term.excluded or term.begins
            else replace(term, words=tuple(corrections.get(word, word) for word in term.words))
            for term in query.terms
        )
    )


def _spellings(word: str, known: int) -> list[str]:
    """One slip away, those that are found more often, the most common first."""
    near = sorted(_near(word))
    here = [spelling for spelling, entries in zip(near, _entries(near, 1), strict=True) if entries]
    counted = _public(here)
    better = [spelling for spelling in here if counted[spelling] > known]
    return sorted(better, key=lambda spelling: (-counted[spelling], spelling[0] != word[0], spelling))[:MOST_TRIED]


def _near(word: str) -> set[str]:
    """A letter left out, added, mistaken, or two in the wrong order."""
    letters = {letter for own in word for letter in _script(own)}
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {before + after[1:] for before, after in halves if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    mistaken = {before + letter + after[1:] for before, after in halves if after for letter in letters}
    added = {before + letter + after for before, after in halves for letter in letters}
    return (left_out | swapped | mistaken | added) - {word}


@lru_cache(maxsize=512)
def _script(letter: str) -> str:
    """The letters among which it stands."""
    if letter.isascii():
        return string.ascii_lowercase
    begin = ord(letter) & ~0x7F
    return "".join(sign for sign in map(chr, range(begin, begin + 0x80)) if sign.isalpha() and folded(sign) == sign)


def _public(words: Sequence[str]) -> dict[str, int]:
    """In how many entries that the public may find each word stands, of a few that are looked at."""
    found = _entries(words, _LOOKED_AT)
    published = Exists(Interview.objects.published().filter(pk=OuterRef("interview")))  # asked of these few alone
    rows = SearchEntry.objects.filter(published, pk__in=set().union(*found))
    public = set(rows.values_list("pk", flat=True))
    return {word: len(entries & public) for word, entries in zip(words, found, strict=True)}


def _entries(words: Sequence[str], most: int) -> list[set[int]]:
    found: list[set[int]] = []
    for start in range(0, len(words), _AT_ONCE):
        found += entries_with([[word] for word in words[start : start + _AT_ONCE]], most)
    return found
