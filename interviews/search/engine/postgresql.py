"""PostgreSQL's full text search. Words are letters and digits; in quotation marks, none is an operator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interviews.search.scopes import Clause, Scope

#: The letter under which the vector holds each column.
_LETTERS = {"heading": "A", "tags": "B", "people": "C", "body": "D"}

#: The inner query ends with the last match that is wanted. The weights are those of D, C, B and A; 1 divides by the
#: logarithm of the length, as a long text holds a word more easily.
RANKED = """
    SELECT found.id, found.interview_id, found.bio_id, ts_rank('{{0.1, 0.3, 0.4, 1.0}}', found.vector, found.query, 1)
    FROM (
        SELECT entry.id, entry.interview_id, entry.bio_id, entry.vector, query
        FROM to_tsquery('simple', %s) AS query, interviews_searchentry AS entry
        WHERE entry.vector @@ query AND {gate} LIMIT %s
    ) AS found
"""
SOME = """
    (SELECT %s::integer, id FROM interviews_searchentry WHERE vector @@ to_tsquery('simple', %s) LIMIT %s)
"""


def expression(scopes: Sequence[Scope]) -> str:
    return " | ".join(f"({_scope(scope)})" for scope in scopes)


def any_of(words: Iterable[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)


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
