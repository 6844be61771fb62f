"""What is proposed while one types: people, topics, series, interviews and questions of which a word begins so.

Public facts alone, and at a bounded cost. Names are all looked at. Of titles and questions, in an archive of many,
those of the newest interviews; and all of them once the last word is whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from interviews.models import Appearance, Interview, Segment, Series, Speaker, Tag, TagOfInterview
from interviews.models.search_entry import SearchEntry
from interviews.search import engine
from interviews.search.engine.look import Effort
from interviews.search.query import LONGEST_WORD, SHORTEST_BEGINNING, parse
from interviews.search.ranking import Candidate
from interviews.search.scopes import INTERVIEW, SEGMENT, Clause, Scope, kind_fact, title_fact
from interviews.search.words import LAST_LETTER, words_of

#: In all: what one sees without scrolling; and of each kind.
MOST = 10
_MOST_OF = {"speaker": 3, "tag": 2, "series": 2, INTERVIEW: 3, SEGMENT: 5}
#: Words that are looked at, and found rows of which the best are taken.
_MOST_WORDS, _LOOKED_AT, _LOOKED_AT_FIRST = 8, 60, 10
#: Of thousands of people in whose name a word begins so, the first by name.
_MOST_NAMES = 300


class Proposal(NamedTuple):
    """`about` says in which interview, where it is a question; `language` is the label's (empty: not known)."""

    kind: str
    label: str
    about: str
    url: str
    language: str


def proposals(typed: str) -> list[Proposal]:
    """None while what is typed is too short, or more than words. In at most ten queries."""
    terms = parse(typed).terms
    words = [word[:LONGEST_WORD] for term in terms for word in term.words]
    if any(term.field or term.excluded for term in terms) or not 0 < len(words) <= _MOST_WORDS:
        return []
    if len(words) == 1 and len(words[0]) < SHORTEST_BEGINNING and words[0].isascii():
        return []
    kinds = (_speakers(words), _tags(words), _series(words), _titles(words), _questions(words))
    return list(islice(chain.from_iterable(kinds), MOST))


# --- names ----------------------------------------------------------------------------------------------------


def _speakers(words: Sequence[str]) -> Iterator[Proposal]:
    """To find a word within names, all are looked through: only where too few begin with what is typed."""
    heard = Appearance.objects.filter(_of_public(), speaker=OuterRef("pk"))
    keyed = Speaker.objects.order_by("name_key", "pk")
    first = list(_named("speaker", keyed.filter(_key_begins(" ".join(words)))[:_LOOKED_AT], "name", words, heard))
    yield from first
    if len(first) < _MOST_OF["speaker"]:
        within = keyed.filter(*(Q(name_key__contains=word) & _begins_a_word(word) for word in words))
        others = _named("speaker", within[:_MOST_NAMES], "name", words, heard)
        yield from islice((one for one in others if one not in first), _MOST_OF["speaker"] - len(first))


def _key_begins(typed: str) -> Q:
    """As an index of keys finds it on SQLite, which orders letters by their numbers."""
    if connection.vendor == "sqlite":
        return Q(name_key__gte=typed, name_key__lt=typed + LAST_LETTER)
    return Q(name_key__startswith=typed)


def _begins_a_word(word: str) -> Q:
    """As far as a database can tell; of the few names that are left it is asked for good."""
    found = Q(name_key__startswith=word)
    for sign in " -'.(\"":
        found |= Q(name_key__contains=sign + word)
    return found


def _tags(words: Sequence[str]) -> Iterator[Proposal]:
    """A synonym leads to its topic."""
    topics = Tag.objects.topics().order_by()
    carries = TagOfInterview.objects.filter(_of_public(), tag=OuterRef("pk"))
    return _named("tag", topics, "name", words, carries, synonyms=topics.filter(synonyms__isnull=False))


def _series(words: Sequence[str]) -> Iterator[Proposal]:
    within = Interview.objects.published().filter(series=OuterRef("pk"))
    return _named("series", Series.objects.order_by(), "title", words, within)


def _of_public() -> Exists:
    """Asked of one row at a time: joined, SQLite would go through all interviews for each name."""
    return Exists(Interview.objects.published().filter(pk=OuterRef("interview")))


def _named(
    kind: str, rows: QuerySet, column: str, words: Sequence[str], public: QuerySet, synonyms: QuerySet | None = None
) -> Iterator[Proposal]:
    """Those in whose name each word begins one: first those that begin with the words, then by name."""
    names = list(rows.values_list("pk", column))
    if synonyms is not None:
        names += synonyms.values_list("pk", "synonyms__name")
    fitting = sorted(_place(name, pk, words) for pk, name in names if _begin_so(words_of(name), words))
    keys = list(dict.fromkeys(pk for *_place, pk in fitting))[:_LOOKED_AT]
    language = "" if kind == "speaker" else settings.LANGUAGE_CODE
    left = _MOST_OF[kind]
    for some in (keys[:_LOOKED_AT_FIRST], keys[_LOOKED_AT_FIRST:]):  # most names are the public's
        found = rows.model.objects.filter(Exists(public)).in_bulk(some) if some and left else {}
        for row in islice((found[key] for key in some if key in found), left):
            left -= 1
            yield Proposal(kind, getattr(row, column), "", row.get_absolute_url(), language)


def _begin_so(words: Sequence[str], begins: Sequence[str]) -> bool:
    return all(any(word.startswith(begin) for word in words) for begin in begins)


def _place(name: str, pk: int, words: Sequence[str]) -> tuple[bool, str, int]:
    return not " ".join(words_of(name)).startswith(" ".join(words)), name.casefold(), pk


# --- headings -------------------------------------------------------------------------------------------------


def _titles(words: Sequence[str]) -> Iterator[Proposal]:
    """To read the newest titles, these have to be told from all else: a whole word of one does so by itself."""
    of_kind = [Clause((kind_fact(INTERVIEW),))] if len(words) == 1 else []
    found = _begun([*of_kind, *(Clause((title_fact(word),)) for word in words)], _OF_TITLES)
    for interview, _segment in _best(INTERVIEW, words, found):
        yield Proposal(INTERVIEW, interview.title, "", interview.get_absolute_url(), interview.language)


def _questions(words: Sequence[str]) -> Iterator[Proposal]:
    of_kind = Clause((kind_fact(SEGMENT),))
    found = _begun([of_kind, *(Clause((word,), frozenset({"heading"})) for word in words)], _OF_QUESTIONS)
    for interview, segment in _best(SEGMENT, words, found):
        names = [name for name in (segment.question, segment.label) if name]
        label = next((name for name in names if _begin_so(words_of(name), words)), names[0])
        url = interview.get_absolute_url() + segment.place
        yield Proposal(SEGMENT, label, interview.title, url, interview.language)


#: The index has few words of titles, and of questions very many.
_OF_TITLES = Effort(most_read=300, enough=_MOST_OF[INTERVIEW], in_parts=True)
_OF_QUESTIONS = Effort(most_read=600, enough=_MOST_OF[SEGMENT], in_parts=True, in_full=False)


def _begun(clauses: Sequence[Clause], effort: Effort) -> list[Candidate]:
    """What has all of these, the last as a beginning too; where too few do, all that have it whole."""
    *before, last = clauses
    begun = engine.expanded(replace(last, begins=True))
    found: list[Candidate] = []
    for final in [begun, (last,)] if begun[0].begins else [begun]:
        if len(found) < effort.enough:
            scope = Scope((*((clause,) for clause in before), final))
            found += engine.some(scope, Interview.objects.published(), _LOOKED_AT, effort)
    return found


def _best(kind: str, words: Sequence[str], found: Sequence[Candidate]) -> list[tuple[Interview, Segment]]:
    """First those whose heading begins with the words, then the newest."""
    headings = {one.entry: " ".join(one.heading.split()) for one in found}
    start = " ".join(words)
    best = sorted(headings, key=lambda entry: (not headings[entry].startswith(start), -entry))[: _MOST_OF[kind]]
    rows = {row[0]: row[1:] for row in SearchEntry.objects.filter(pk__in=best).values_list("pk", *_SHOWN)}
    return [_shown(*rows[entry]) for entry in best]


_SHOWN = (
    *("interview__title", "interview__slug", "interview__language"),
    *("segment__uid", "segment__start", "segment__label", "segment__question"),
)


def _shown(
    title: str, slug: str, language: str, uid: str, start: dt.timedelta | None, label: str, question: str
) -> tuple[Interview, Segment]:
    """As much of the rows as is shown: to load them whole would take as long as all else."""
    return (
        Interview(title=title, slug=slug, language=language),
        Segment(uid=uid, start=start, label=label, question=question),
    )
