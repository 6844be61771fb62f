"""PostgreSQL's full text search. Words are letters and digits; in quotation marks, none is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from interviews.search.engine.look import MANY, MOST, SOME, Effort, Look
from interviews.search.scopes import MARK, Clause, Scope, clauses, have_phrases, is_year, without_beginnings

#: The letter under which the vector holds each column.
_LETTERS = {"heading": "A", "tags": "B", "people": "C", "body": "D"}

_FOUND = """
    SELECT {{columns}} FROM to_tsquery('simple', %s) AS query, interviews_searchentry AS entry
    WHERE entry.vector @@ query {among} AND {{gate}} LIMIT %s
"""
#: The function is the same as the operator, but that no index knows it.
_READ = """
    SELECT {{columns}} FROM to_tsquery('simple', %s) AS query, ({newest}) AS entry
    WHERE ts_match_vq(entry.vector, query) AND {{gate}} LIMIT %s
"""
_NEWEST = "SELECT * FROM interviews_searchentry ORDER BY id DESC LIMIT %s"
_NEWEST_WITH = """
    SELECT one.* FROM to_tsquery('simple', %s) AS rest, interviews_searchentry AS one
    WHERE one.vector @@ rest {among} LIMIT %s
"""
#: In one plan for all words: to plan takes longer than to look. The newest, as on SQLite; a sum is no key, and so no
#: index of keys is followed to them.
_SOME_OF_EACH = """
    SELECT look.number, found.id
    FROM unnest(%s::integer[], %s::text[]) AS look(number, word) CROSS JOIN LATERAL (
        SELECT id FROM interviews_searchentry WHERE vector @@ plainto_tsquery('simple', look.word)
        ORDER BY id + 0 DESC LIMIT %s
    ) AS found
"""
_ESTIMATE = """
    EXPLAIN (FORMAT JSON) SELECT FROM interviews_searchentry WHERE vector @@ to_tsquery('simple', %s)
"""
#: Entries that the index gathers in some milliseconds.
_FEW = 30_000
#: How far above what is wanted the index's own limit is set.
_SOFT = 3

#: Keys of a block, as a power of two (as in the migration that made them).
_BLOCK = 12
#: How many of the newest blocks are looked at: more of a phrase, which the index does not know, and in smaller steps,
#: since each row that has its words is read.
_OF_WORDS, _OF_A_PHRASE = (2, 8, 32), (2, 4, 6, 8, 11, 15, 20, 32, 64)
#: Matches of a phrase that will do: one page.
_ENOUGH_OF_A_PHRASE = 20


def expanded(cursor: CursorWrapper, clause: Clause) -> tuple[Clause, ...]:
    """The clause, and whether it is rare: a GIN index tells nobody its words, but statistics how many have them."""
    cursor.execute(_ESTIMATE, [_clause(clause)])
    ((plan,),) = cursor.fetchall()
    return (replace(clause, rare=plan[0]["Plan"]["Plan Rows"] < _FEW),)


def looks(scopes: Sequence[Scope], first: int, last: int, effort: Effort) -> Iterator[Look]:
    """The newest matches first, and all where that has too few.

    Of a word, the index gives all that it has before a limit is asked, but no more than lies in some blocks. Of the
    beginning of a word it always gathers all: so entries are read to see which have one. A year may lie far from the
    newest.
    """
    wanted, entries = expression(scopes), last - first
    rest = [without_beginnings(scope) for scope in scopes]
    enough = effort.enough if entries > MANY else MOST
    if enough < MOST and have_phrases(scopes):
        enough = min(enough, _ENOUGH_OF_A_PHRASE)
    among = _steps(scopes, last) if entries > MANY else []
    if rest == list(scopes):
        yield from (Look(_FOUND.format(among=blocks), [wanted], enough, adds=True) for blocks in among)
    elif entries > SOME and all(scope.wanted for scope in rest):
        newest = _NEWEST_WITH.format(among=among[0] if among else "")
        yield Look(_READ.format(newest=newest), [wanted, expression(rest), effort.most_read], enough)
    elif entries > SOME:
        yield Look(_READ.format(newest=_NEWEST), [wanted, effort.most_read], enough)
    if effort.in_full or rest == list(scopes) or entries <= MANY:
        yield Look(_FOUND.format(among=""), [wanted])


def _steps(scopes: Sequence[Scope], last: int) -> list[str]:
    """The newest blocks in which to look, and then in more of them."""
    if any(is_year(clause.words[0]) for clause in clauses(scopes)):
        return []
    steps = _OF_A_PHRASE if have_phrases(scopes) else _OF_WORDS
    return [_among(last, newer, older) for newer, older in pairwise((0, *steps))]


def _among(last: int, newer: int, older: int) -> str:
    newest = last >> _BLOCK
    blocks = range(newest - older + 1, newest - newer + 1)
    return f"AND vector @@ '{' | '.join(f'{MARK}block{number}' for number in blocks)}'::tsquery"


def expression(scopes: Sequence[Scope]) -> str:
    return " | ".join(f"({_scope(scope)})" for scope in scopes)


def some_of_each(looks: Sequence[tuple[int, str]], most: int) -> tuple[str, list[object]]:
    """What gives, for each number and word, the number with each entry that holds the word."""
    numbers, words = zip(*looks, strict=True)
    return _SOME_OF_EACH, [list(numbers), list(words), most]


@contextmanager
def bounded(cursor: CursorWrapper, most: int) -> Iterator[None]:
    """Within it, a look for a word ends soon after `most` entries, and finds all of fewer.

    A GIN index gives all that it has of a word before the limit of the query is asked; but where one word is asked for,
    it gives no more than about its own limit, from anywhere among them. That one is soft: it is set well above.
    """
    limited = "SELECT set_config('gin_fuzzy_search_limit', %s, true), set_config('enable_seqscan', %s, true)"
    with transaction.atomic(using=cursor.db.alias, savepoint=False):
        cursor.execute(limited, [str(_SOFT * most), "off"])
        yield
        cursor.execute(limited, ["0", "on"])


def _scope(scope: Scope) -> str:
    wanted = " & ".join(f"({_one_of(clauses)})" for clauses in scope.wanted)
    return f"{wanted} & !({_one_of(scope.unwanted)})" if scope.unwanted else wanted


def _one_of(clauses: Iterable[Clause]) -> str:
    return " | ".join(map(_clause, clauses))


def _clause(clause: Clause) -> str:
    """Weights are asked of each word; only the last may be a beginning."""
    letters = "".join(sorted(_LETTERS[column] for column in clause.columns))
    *before, last = clause.words
    label = f":{letters}" if letters else ""
    begins = f":*{letters}" if clause.begins else label
    words = [*(f"'{word}'{label}" for word in before), f"'{last}'{begins}"]
    return f"({' <-> '.join(words)})"
