"""SQLite's FTS5. Words are letters and digits; in quotation marks, none is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from django.db.backends.utils import CursorWrapper

from interviews.search.engine.look import MANY, MOST, SOME, Effort, Look
from interviews.search.entries import Words
from interviews.search.scopes import Clause, Scope, beginnings, have_phrases, without_beginnings
from interviews.search.words import LAST_LETTER

#: Matches by descending key are what FTS5 gives by itself: reading ends with the last that is wanted. Its `bm25` would
#: read all, to count them.
_FOUND = """
    SELECT {columns}
    FROM interviews_searchwords CROSS JOIN interviews_searchentry AS entry ON entry.id = interviews_searchwords.rowid
    WHERE interviews_searchwords MATCH %s AND interviews_searchwords.rowid > %s AND interviews_searchwords.rowid <= %s
        AND {gate}
    ORDER BY interviews_searchwords.rowid DESC LIMIT %s
"""
_READ = """
    SELECT {{columns}}
    FROM ({newest}) AS newest CROSS JOIN interviews_searchentry AS entry ON entry.id = newest.id
    WHERE {has} AND {{gate}} LIMIT %s
"""
_NEWEST = "SELECT id FROM interviews_searchentry ORDER BY id DESC LIMIT %s"
_NEWEST_WITH = """
    SELECT rowid AS id FROM interviews_searchwords
    WHERE interviews_searchwords MATCH %s AND interviews_searchwords.rowid > %s ORDER BY rowid DESC LIMIT %s
"""
#: Parts of all entries, the newest, in which words are sought first: those that follow each other.
_PARTS = (32, 16, 8, 4)
#: Words with one beginning that are sought as themselves: each takes 0.05 ms to be told.
_FEW_WORDS = 32
#: From word to next word: to list them, each with all its places, would read all of these. What is asked for is the
#: least word that is not below the least that could follow.
_WORDS_BEGINNING = """
    WITH RECURSIVE begun(term) AS (
        SELECT (SELECT term FROM interviews_searchterms WHERE term >= %s LIMIT 1)
        UNION ALL
        SELECT (SELECT term FROM interviews_searchterms WHERE term >= begun.term || char(1) LIMIT 1)
        FROM begun WHERE begun.term < %s LIMIT %s
    )
    SELECT term FROM begun WHERE term < %s
"""
#: The newest: the oldest are drafts, where the index was rebuilt.
_SOME = """
    SELECT * FROM (
        SELECT %s, rowid FROM interviews_searchwords WHERE interviews_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s
    )
"""


def expanded(cursor: CursorWrapper, clause: Clause) -> tuple[Clause, ...]:
    """The words that begin so, each as a clause of its own, where there are few; else the clause.

    Then matches come newest first by themselves, and reading ends with the last that is wanted: of the beginning of a
    word FTS5 gathers the entries of all its words first.
    """
    *before, first = clause.words
    last = first + LAST_LETTER
    cursor.execute(_WORDS_BEGINNING, [first, last, _FEW_WORDS + 1, last])
    words = [word for (word,) in cursor.fetchall()]
    if len(words) > _FEW_WORDS:
        return (clause,)
    return tuple(Clause((*before, word), clause.columns) for word in words or [first])


def looks(scopes: Sequence[Scope], first: int, last: int, effort: Effort) -> Iterator[Look]:
    """The newest matches first, and all where that has too few.

    Matches come newest first by themselves, but for words that follow each other (to find where they do, all places of
    the more common one are read) and for the beginning of a word (all entries of all its words are put in order).
    """
    wanted, entries = expression(scopes), last - first
    enough, oldest = MOST, [0]
    if entries > MANY:
        enough = effort.enough
        if effort.in_parts or have_phrases(scopes):
            oldest = [*(last - max(entries // part, effort.most_read) for part in _PARTS), 0]
    begin = beginnings(scopes[0])
    if len(scopes) == 1 and begin != Scope(()) and all(len(one.words) == 1 for one in _all(begin)):
        if entries > SOME:
            yield _read(scopes[0], begin, oldest[0], effort.most_read)._replace(enough=enough)
        if entries > MANY and not effort.in_full:
            return
        oldest = [0]
    for newer, older in pairwise((last, *oldest)):
        yield Look(_FOUND, [wanted, older, newer], enough if older else MOST, adds=newer != last)


def _read(scope: Scope, begin: Scope, oldest: int, most_read: int) -> Look:
    """Of the newest entries that have the rest, those in whose text a word begins so."""
    conditions = [f"({' OR '.join(map(_has, one_of))})" for one_of in begin.wanted]
    conditions += [f"NOT {_has(clause)}" for clause in begin.unwanted]
    given = [f" {clause.words[0]}" for clause in _all(begin)]
    rest = without_beginnings(scope)
    newest, asked = (_NEWEST_WITH, [expression([rest]), oldest]) if rest.wanted else (_NEWEST, [])
    statement = _READ.format(newest=newest, has=" AND ".join(conditions))
    return Look(statement, [*asked, most_read, *given])


def _has(clause: Clause) -> str:
    text = " || ' ' || ".join(f"entry.{column}" for column in sorted(clause.columns or Words._fields))
    return f"INSTR(' ' || {text}, %s)"


def _all(scope: Scope) -> list[Clause]:
    return [*(clause for one_of in scope.wanted for clause in one_of), *scope.unwanted]


def expression(scopes: Sequence[Scope]) -> str:
    return " OR ".join(f"({_scope(scope)})" for scope in scopes)


def some_of_each(looks: Sequence[tuple[int, str]], most: int) -> tuple[str, list[object]]:
    """What gives, for each number and word, the number with each entry that holds the word."""
    given = [value for number, word in looks for value in (number, f'"{word}"', most)]
    return " UNION ALL ".join([_SOME] * len(looks)), given


@contextmanager
def bounded(_cursor: object, _most: int) -> Iterator[None]:
    """Nothing needs to be done: a query that is limited reads no more than it gives."""
    yield


def _scope(scope: Scope) -> str:
    wanted = " AND ".join(f"({_one_of(clauses)})" for clauses in scope.wanted)
    return f"({wanted}) NOT ({_one_of(scope.unwanted)})" if scope.unwanted else wanted


def _one_of(clauses: Iterable[Clause]) -> str:
    return " OR ".join(map(_clause, clauses))


def _clause(clause: Clause) -> str:
    columns = f"{{{' '.join(sorted(clause.columns))}}} : " if clause.columns else ""
    return f'{columns}"{" ".join(clause.words)}"{" *" if clause.begins else ""}'
