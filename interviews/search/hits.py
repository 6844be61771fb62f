"""A query answered: interviews, moments, biographies, the best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from interviews import richtext
from interviews.documents.citing import quotation
from interviews.models import Appearance, Interview
from interviews.models.search_entry import SearchEntry
from interviews.search import engine
from interviews.search.entries import Shown, Words, shown
from interviews.search.highlighting import excerpt, marked
from interviews.search.query import Query, Term
from interviews.search.ranking import ranked
from interviews.search.scopes import scopes

#: Counted exactly up to here, as far as anybody turns pages.
MOST_COUNTED = 500

#: What is long, and stands on no list of hits.
_NOT_SHOWN = (
    *Words._fields,
    *("interview__introduction_html", "interview__provenance", "bio__html"),
    *("segment__question_html", "segment__answer_html", "segment__links", "segment__places", "segment__subjects"),
)


def search(query: Query, interviews: QuerySet | None = None, *, thorough: bool = False) -> Hits:
    """What the public may find; `interviews` (some of those published) narrows it further.

    Where it is not `thorough`, what the newest of very many entries hold may do. Nothing is asked of the database
    before the hits are counted or taken.
    """
    return Hits(query, Interview.objects.published() if interviews is None else interviews, thorough)


@dataclass(frozen=True, eq=False)
class Hit:
    """Something that was found; its words are shown by `heading_html` and `excerpt_html`, with marks."""

    entry: SearchEntry
    terms: tuple[Term, ...]
    shown: Shown | None = None

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def interview(self) -> Interview:
        return self.entry.interview

    @property
    def guests(self) -> list[Appearance]:
        return self.interview.guests

    @property
    def heading(self) -> str:
        if self.shown:
            return self.shown.heading
        if self.entry.segment:
            names = [name for name in (self.entry.segment.question, self.entry.segment.label) if name]
            said = (name for name in names if "<mark>" in marked(name, self.terms))
            return next(said, names[0] if names else self.interview.title)
        if self.entry.bio:
            return self.entry.bio.speaker.name
        return self.interview.title

    @property
    def text(self) -> str:
        """Where the words stand, but for the heading; without any markup."""
        if self.shown:
            return self.shown.text
        if self.entry.segment:
            answer = quotation.shown(self.entry.segment.answer, self.interview.language)
            return answer or self.entry.segment.synopsis
        return richtext.plain_words(self.entry.bio.text if self.entry.bio else self.interview.introduction)

    @property
    def heading_html(self) -> str:
        return marked(self.heading, self.terms)

    @property
    def excerpt_html(self) -> str:
        return excerpt(self.text, self.terms)

    def get_absolute_url(self) -> str:
        if self.shown:
            return self.shown.url
        if self.entry.segment:
            self.entry.segment.interview = self.interview
            return self.entry.segment.get_absolute_url()
        return f"{self.interview.get_absolute_url()}{'#biography' if self.entry.bio else ''}"


@dataclass(frozen=True, eq=False)
class Hits(Sequence):
    """As a list, of which only what is taken is loaded: `hits[:20]` asks four queries, one more for each beginning."""

    query: Query
    interviews: QuerySet
    thorough: bool = False

    @cached_property
    def _found(self) -> tuple[list[int], bool]:
        """The entries, the best first, and whether there may be more.

        A biography that introduces in several interviews comes once.
        """
        bios: set[int] = set()
        kept = []
        found, are_more = engine.candidates(scopes(self.query), self.interviews, thorough=self.thorough)
        for one in ranked(found, self.query):
            if one.bio is None or one.bio not in bios:
                kept.append(one.entry)
                bios |= {one.bio} if one.bio is not None else set()
        return kept[:MOST_COUNTED], are_more or len(kept) > MOST_COUNTED

    def number(self) -> int:
        """As `len`, for who shows none of them: no words are loaded, nor ranked."""
        found = engine.counted(scopes(self.query), self.interviews)
        return min(len({("bio", bio) if bio else ("entry", entry) for entry, bio in found}), MOST_COUNTED)

    def __len__(self) -> int:
        """At most `MOST_COUNTED`: those beyond are not counted, nor shown."""
        return len(self.entries)

    @property
    def entries(self) -> list[int]:
        """The primary keys of those that are counted, the best first."""
        return self._found[0]

    @property
    def are_more(self) -> bool:
        """Whether there are more than were counted."""
        return self._found[1]

    @property
    def are_of_the_newest(self) -> bool:
        """Whether older entries were left out, so that a thorough search finds more of these."""
        return self.are_more and not self.thorough and len(self) < MOST_COUNTED

    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        taken = self.entries[place]
        hits = self._loaded(taken if isinstance(place, slice) else [taken])
        return hits if isinstance(place, slice) else hits[0]

    def newest(self, most: int) -> list[Hit]:
        """For who follows a search: those of the interviews that were published last, of each the best first.

        Where too many have the words to look at all of them, only the last `most` interviews are asked.
        """
        found = self.entries
        if self.are_more:
            last = list(self.interviews.newest_first().values_list("pk", flat=True)[:most])
            found = Hits(self.query, Interview.objects.filter(pk__in=last)).entries
        dated = SearchEntry.objects.filter(pk__in=found).values_list("pk", "interview__published_at", "interview")
        dates = {pk: (at, interview) for pk, at, interview in dated}
        newest = sorted(filter(dates.get, found), key=lambda pk: dates[pk], reverse=True)
        return self._loaded(newest[:most])

    def __iter__(self) -> Iterator[Hit]:
        return iter(self[:])

    def _loaded(self, keys: list[int]) -> list[Hit]:
        rows = SearchEntry.objects.filter(pk__in=keys).select_related("interview", "segment", "bio__speaker")
        people = Prefetch("interview__appearances", Appearance.objects.select_related("speaker"))
        entries = rows.defer(*_NOT_SHOWN).prefetch_related(people).in_bulk()
        others: dict[str, list[int]] = defaultdict(list)
        for entry in entries.values():
            if entry.other is not None:
                others[entry.kind].append(entry.other)
        kept, terms = shown(others), self.query.of("")
        found = [entries[key] for key in keys if key in entries]
        return [
            Hit(entry, terms, kept.get((entry.kind, entry.other)))
            for entry in found
            if entry.other is None or (entry.kind, entry.other) in kept
        ]
