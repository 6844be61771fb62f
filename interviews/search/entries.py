"""What of an interview can be found, in folded words: itself, its segments, the biographies that introduce its people.

What else hangs on an interview joins from above with `offer`, in the `ready` of its `AppConfig`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from django.db.models import BigIntegerField, TextField, Value
from django.db.models.functions import Cast

from interviews.models import Appearance, Interview, Segment, TaggedInterview, TaggedSegment
from interviews.search.scopes import BIO, INTERVIEW, MARK, SEGMENT, kind_fact, series_fact, title_fact, year_fact
from interviews.search.words import folded, words_of

#: Stands between what follows each other in a column and is no phrase.
BARRIER = f" {MARK} "
#: Characters of a text that can be found: PostgreSQL tells the places of some 16,000 words apart.
MOST_CHARACTERS = 100_000
#: Of headings, names, tags: a whole row must fit into PostgreSQL's megabyte of words.
MOST_OF_A_LIST = 20_000

#: Addresses, and what leads to them, are no words of a text.
_ADDRESS = re.compile(r"\]\([^()\s]*\)|<?\b(?:https?://|www\.)\S+", re.IGNORECASE)


class Key(NamedTuple):
    """Which thing it is."""

    interview: int
    kind: str
    segment: int | None = None
    bio: int | None = None
    other: int | None = None


class Words(NamedTuple):
    """The columns of an entry, folded."""

    heading: str = ""
    tags: str = ""
    people: str = ""
    body: str = ""
    facts: str = ""


class Offer(NamedTuple):
    """A thing of an interview that an upper floor keeps: its primary key there, and its words."""

    interview: int
    row: int
    heading: str
    people: str
    body: str


class Shown(NamedTuple):
    """Such a thing when it was found: its text without markup, and where it stands."""

    heading: str
    text: str
    url: str


class Source(Protocol):
    """Who keeps such things."""

    kind: str

    def offers(self, interviews: Sequence[int], row: int | None = None) -> Iterable[Offer]:
        """Those that the public may see, or of these the one of that key; who decides that another is one of them
        tells the index of it (`refresh_offered`)."""

    def shown(self, rows: Sequence[int]) -> Mapping[int, Shown]:
        """By primary key, those that the public may still see."""


_sources: list[Source] = []


def offer(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def shown(rows: Mapping[str, Sequence[int]]) -> dict[tuple[str, int | None], Shown]:
    """What upper floors show of the rows that were found, by their kinds."""
    return {
        (source.kind, row): told
        for source in _sources
        if source.kind in rows
        for row, told in source.shown(rows[source.kind]).items()
    }


class Taggings:
    """The tags of some interviews and of their segments, in one query."""

    def __init__(self, interviews: Sequence[int]) -> None:
        #: Each interview with each tag that it or one of its segments carries.
        self.pairs: set[tuple[int, int]] = set()
        self._names: dict[tuple[int, int | None], set[str]] = defaultdict(set)
        columns = ("tag", "tag__name", "tag__synonyms__name")
        whole = TaggedInterview.objects.filter(content_object__in=interviews)
        within = TaggedSegment.objects.filter(content_object__interview__in=interviews)
        nowhere = Value(None, output_field=BigIntegerField())
        rows = whole.values_list("content_object", nowhere, *columns).union(
            within.values_list("content_object__interview", "content_object", *columns), all=True
        )
        for interview, segment, tag, name, synonym in rows:
            self.pairs.add((interview, tag))
            self._names[interview, segment] |= {name, synonym} if synonym else {name}

    def names(self, interview: int, segment: int | None = None) -> list[str]:
        """The names, and the synonyms, of what an interview or one of its segments is tagged with."""
        return sorted(self._names.get((interview, segment), ()))


def entries_of(
    interviews: Sequence[int], taggings: Taggings | None = None, public: list[int] | None = None
) -> dict[Key, Words]:
    """All entries of these interviews, as they ought to be; in four queries, and one of each source.

    A draft of changes beside a page has none: it is found by the interview that it changes. Their taggings are asked
    for where they are not given; `public` is told which of the interviews are published, now or at a moment to come.
    """
    tags = taggings or Taggings(interviews)
    people: dict[int, list[_Person]] = defaultdict(list)
    for row in Appearance.objects.filter(interview__in=interviews).values_list(*_PERSON).order_by("position", "pk"):
        people[row[0]].append(_Person(*row))
    facts: dict[int, str] = {}
    found: dict[Key, Words] = {}
    rows = Interview.objects.without_copies().filter(pk__in=interviews).order_by("pk")
    for pk, title, organisation, introduction, recorded, published, series, status in rows.values_list(*_INTERVIEW):
        if public is not None and status == Interview.Status.PUBLISHED:
            public.append(pk)
        facts[pk] = _facts(recorded or published, series)
        heading = _joined([title])
        names = _names(people[pk])
        body = _joined([_ADDRESS.sub(" ", introduction), organisation], MOST_CHARACTERS)
        entitled = "".join(f" {title_fact(word)}" for word in heading.split())
        found[Key(pk, INTERVIEW)] = Words(
            heading, _joined(tags.names(pk)), names, body, kind_fact(INTERVIEW) + facts[pk] + entitled
        )
        for person in people[pk]:
            if person.bio and person.text:
                told = Words("", "", _names([person]), _joined([_ADDRESS.sub(" ", person.text)], MOST_CHARACTERS))
                found[Key(pk, BIO, bio=person.bio)] = told._replace(facts=kind_fact(BIO) + facts[pk])
    found |= _segments(list(facts), people, facts, tags)
    for source in _sources:
        found |= _offered(source, source.offers(list(facts)), facts)
    return found


def offered_entry(kind: str, interview: int, row: int) -> tuple[dict[Key, Words], bool]:
    """The entry of one thing that an upper floor keeps, as it ought to be, if there ought to be one; in two queries.

    And whether its interview is published, now or at a moment to come.
    """
    told = Interview.objects.without_copies().filter(pk=interview).values_list(*_FACTS).first()
    if told is None:
        return {}, False
    recorded, published, series, status = told
    facts = {interview: _facts(recorded or published, series)}
    found: dict[Key, Words] = {}
    for source in (one for one in _sources if one.kind == kind):
        found |= _offered(source, source.offers([interview], row), facts)
    return found, status == Interview.Status.PUBLISHED


def _offered(source: Source, offers: Iterable[Offer], facts: Mapping[int, str]) -> Iterator[tuple[Key, Words]]:
    own = kind_fact(source.kind)
    for one in offers:
        body = _joined([_ADDRESS.sub(" ", one.body)], MOST_CHARACTERS)
        words = Words(_joined([one.heading]), "", _joined([one.people]), body, own + facts.get(one.interview, ""))
        yield Key(one.interview, source.kind, other=one.row), words


_FACTS = ("recorded_on", "first_published_on", "series__title", "status")
_INTERVIEW = ("pk", "title", "organisation", "introduction", *_FACTS)
_PERSON = ("interview", "pk", "role", "name", "speaker__name", "bio", "bio__text")
_SEGMENT = ("pk", "interview", "answered_by", "label", "question", "answer", "synopsis")
#: As text: to make a list of each costs as much as all else, and most are empty.
_SUBJECTS = Cast("subjects", TextField())
_NONE = "[]"


def _facts(dated: dt.date | None, series: str | None) -> str:
    """Of all that belongs to an interview: its year, and its series."""
    year = f" {year_fact(dated.year)}" if dated else ""
    return year + "".join(f" {series_fact(word)}" for word in words_of(series or ""))


class _Person(NamedTuple):
    interview: int
    appearance: int
    role: str
    credited: str
    name: str
    bio: int | None
    text: str | None


def _segments(
    interviews: Sequence[int], people: dict[int, list[_Person]], facts: dict[int, str], tags: Taggings
) -> Iterator[tuple[Key, Words]]:
    answering: dict[tuple[int, int | None], str] = {}
    segment_fact = kind_fact(SEGMENT)
    rows = Segment.objects.filter(interview__in=interviews).order_by("interview", "position")
    for pk, interview, answered_by, label, question, answer, synopsis, subjects in rows.values_list(
        *_SEGMENT, _SUBJECTS
    ):
        who = (interview, answered_by)
        if who not in answering:
            answering[who] = _names(_speaking(people[interview], answered_by))
        spoken_of = json.loads(subjects) if subjects != _NONE else ()
        told = _joined([*tags.names(interview, pk), *map(str, spoken_of)])
        body, own = _joined([answer, synopsis], MOST_CHARACTERS), segment_fact + facts[interview]
        yield Key(interview, SEGMENT, pk), Words(_joined([label, question]), told, answering[who], body, own)


def _speaking(people: list[_Person], answered_by: int | None) -> list[_Person]:
    """Who answers; where it is not said, all who were asked, or all there are."""
    named = [person for person in people if person.appearance == answered_by]
    return named or [person for person in people if person.role not in Appearance.HOSTING] or people


def _names(people: list[_Person]) -> str:
    """As credited, and as the speaker is called where that is another name."""
    return _joined(dict.fromkeys(name for person in people for name in (person.credited, person.name)))


def _joined(parts: Iterable[str], most: int = MOST_OF_A_LIST) -> str:
    """Folded, and no phrase across two of them."""
    told = [folded(part[:most]) for part in parts if part]
    return (told[0] if len(told) == 1 else BARRIER.join(told))[:most]
