"""What is typed into the search box: what is asked of the grammar, of the index, and of the marks in what was found.

Each input passes through the grammar, twice. What asks the same as an input before goes no further: the index has told
already. Else it passes through the index (SQLite's, in memory) and is compared with what a plain reading of each entry
says; and one of some goes on to the rows that were found, as a page shows them, and to “did you mean”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from typing import Any, NamedTuple

#: Of so many queries that are new, one is asked what takes longest.
ONE_OF = 8
#: Queries that are remembered, not to be asked again.
REMEMBERED = 200_000
_MARK = re.compile("</?mark>")
#: Texts in which is marked what was sought.
_TEXTS = (
    "The fog lamps, & the fog. <b>Fog</b> don’t",
    "Weiß ½ na\u0301ive ﬁne İnci ØRSTED",
    "灯台もりは何を見たか fog",
)
_asked: dict[Any, None] = {}


class Entry(NamedTuple):
    """A row of the index, each column as its words."""

    key: int
    kind: str
    columns: dict[str, list[str]]
    facts: list[str]


def holds(data: bytes) -> None:
    """No words are an error; what was understood is understood again; the index finds what a plain reading finds."""
    from interviews.search.query import LONGEST, MOST_TERMS, parse

    text = data.decode("utf-8", "replace")
    query = parse(text)
    written = str(query)
    again = parse(written)
    assert again == query, (query, again)
    assert len(written) <= LONGEST and len(query.terms) <= MOST_TERMS
    assert len(set(query.terms)) == len(query.terms)
    if query in _asked:
        return
    if len(_asked) >= REMEMBERED:
        del _asked[next(iter(_asked))]
    _asked[query] = None
    _marks_hold(query)
    _index_holds(query, thorough=not len(_asked) % ONE_OF)


def _marks_hold(query: Any) -> None:
    from interviews.search.highlighting import excerpt, marked
    from interviews.search.words import words_of

    for text in _TEXTS:
        html = marked(text, query.sought)
        plain = _MARK.sub("", html)
        assert unescape(plain) == text and "<" not in plain, html
        assert unescape(_MARK.sub("", excerpt(text, query.sought))) == " ".join(text.split())
        words = words_of(text)
        assert ("<mark>" in html) == any(_has(words, term.words, term.begins) for term in query.sought), (text, html)


def _index_holds(query: Any, *, thorough: bool) -> None:
    from interviews.search.hits import search
    from interviews.search.meant import meant

    hits = search(query)
    found = set(hits.entries)
    expected = {entry.key for entry in _entries() if _answers(entry, query)} if query else set()
    assert found == expected, (str(query), found ^ expected)
    if not thorough:
        return
    assert hits.number() == len(found)
    for hit in hits[:3]:
        for html, text in ((hit.heading_html, hit.heading), (hit.excerpt_html, hit.text)):
            assert "<" not in _MARK.sub("", html), html
            plain = unescape(_MARK.sub("", html))
            assert plain.strip("…") in " ".join(text.split()) or plain == text, (html, text)
    if other := meant(hits):
        assert other != query and len(search(other)) > len(found)


@cache
def _entries() -> list[Entry]:
    from interviews.models.search_entry import SearchEntry

    names = ("heading", "tags", "people", "body")
    rows = SearchEntry.objects.filter(interview__status="published").values_list("pk", "kind", "facts", *names)
    return [
        Entry(pk, kind, dict(zip(names, map(_words, columns), strict=True)), facts.split())
        for pk, kind, facts, *columns in rows
    ]


def _words(column: str) -> list[str]:
    return re.split("[\x00-\x20]+", column.strip())


def _answers(entry: Entry, query: Any) -> bool:
    """As docs/reading.md says it, read without any index."""
    years = query.years()
    return (
        _is_there(entry, query)
        and all(_says(entry, term, _where(entry, query)) for term in query.terms if not term.excluded)
        and not any(_says(entry, term, tuple(entry.columns)) for term in query.terms if term.excluded)
        and (not years or any(f"é{year}" in entry.facts for year in years))
        and not any(f"é{year}" in entry.facts for year in query.years(excluded=True))
    )


def _is_there(entry: Entry, query: Any) -> bool:
    """Whether it is of a kind that is asked for."""
    if entry.kind == "interview":
        return not query.of("in")
    if entry.kind == "segment":
        return bool({"question", "answer"} & query.places)
    return entry.kind in query.places


def _where(entry: Entry, query: Any) -> tuple[str, ...]:
    """The columns in which a word may stand: of a question its heading, of an answer its body."""
    if entry.kind != "segment" or query.is_everywhere:
        return tuple(entry.columns)
    rest = () if query.of("in") else ("tags", "people")
    return (*["heading"] * ("question" in query.places), *["body"] * ("answer" in query.places), *rest)


def _says(entry: Entry, term: Any, where: Sequence[str]) -> bool:
    if term.field in ("year", "in"):
        return not term.excluded  # asked of the whole entry
    if term.field == "series":
        return _has(list(_series(entry.facts)), term.words, term.begins)
    columns = {"speaker": ("people",), "tag": ("tags",)}.get(term.field, where)
    return any(_has(entry.columns[name], term.words, term.begins) for name in columns)


def _series(facts: Sequence[str]) -> Iterator[str]:
    return (fact.removeprefix("éof") if fact.startswith("éof") else "é" for fact in facts)


def _has(words: Sequence[str], sought: Sequence[str], begins: bool) -> bool:
    *whole, last = sought
    for place in range(len(words) - len(whole)):
        if list(words[place : place + len(whole)]) == whole:
            word = words[place + len(whole)]
            if word.startswith(last) if begins else word == last:
                return True
    return False
