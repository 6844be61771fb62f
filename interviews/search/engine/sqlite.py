"""SQLite's FTS5. Words are letters and digits; in quotation marks, none is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from interviews.search.engine.look import ENOUGH, MANY, MOST, SOME, Look
from interviews.search.entries import Words
from interviews.search.scopes import Clause, Scope, beginnings, clauses, without_beginnings

#: Matches by descending key are what FTS5 gives by itself: reading ends with the last that is wanted. Its `bm25` would
#: read all, to count them.
_COLUMNS = "SELECT entry.id, entry.kind, entry.bio_id, entry.heading, entry.tags, entry.people, entry.body"
_FOUND = f"""
    {_COLUMNS}
    FROM interviews_searchwords CROSS JOIN interviews_searchentry AS entry ON entry.id = interviews_searchwords.rowid
    WHERE interviews_searchwords MATCH %s AND interviews_searchwords.rowid > %s AND {{gate}}
    ORDER BY interviews_searchwords.rowid DESC LIMIT %s
"""
_READ = f"""
    {_COLUMNS}
    FROM ({{newest}}) AS newest CROSS JOIN interviews_searchentry AS entry ON entry.id = newest.id
    WHERE {{has}} AND {{{{gate}}}} LIMIT %s
"""
_NEWEST = "SELECT id FROM interviews_searchentry ORDER BY id DESC LIMIT %s"
_NEWEST_WITH = """
    SELECT rowid AS id FROM interviews_searchwords
    WHERE interviews_searchwords MATCH %s AND interviews_searchwords.rowid > %s ORDER BY rowid DESC LIMIT %s
"""
#: For words that follow each other: parts of all entries, the newest, in which they are sought first.
_PARTS = (16, 4)
#: The newest: the oldest are drafts, where the index was rebuilt.
_SOME = """
    SELECT * FROM (
        SELECT %s, rowid FROM interviews_searchwords WHERE interviews_searchwords MATCH %s ORDER BY rowid DESC LIMIT %s
    )
"""


def looks(scopes: Sequence[Scope], first: int, last: int, most_read: int) -> Iterator[Look]:
    """The newest matches first, and all where that has too few.

    Matches come newest first by themselves, but for words that follow each other (to find where they do, all places of
    the more common one are read) and for the beginning of a word (all entries of all its words are put in order).
    """
    wanted, entries = expression(scopes), last - first
    oldest = [0]
    if entries > MANY and any(len(clause.words) > 1 for clause in clauses(scopes)):
        oldest = [last - entries // part for part in _PARTS]
    begin = beginnings(scopes[0])
    if len(scopes) == 1 and begin != Scope(()) and all(len(one.words) == 1 for one in _all(begin)):
        if entries > SOME:
            yield _read(scopes[0], begin, oldest[0], most_read)._replace(enough=ENOUGH if entries > MANY else MOST)
    elif oldest != [0]:
        yield from (Look(_FOUND, [wanted, key], ENOUGH) for key in oldest)
    yield Look(_FOUND, [wanted, 0])


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
