"""What the database holds of what is typed, the best few of each kind, at a bounded cost.

The index of the search knows drafts as well; it is asked here for all that the editor may see. In an archive of many it
looks at the newest entries first, so the few interviews that are hidden are looked through beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from interviews.admin.finding.places import Found, places
from interviews.admin.named import names_seen
from interviews.admin.seen import seen as rows_seen
from interviews.models import Interview, Segment, Series, Speaker, SpeakerAlias, Tag, TagSynonym
from interviews.models.search_entry import SearchEntry
from interviews.search import engine
from interviews.search.engine.look import Effort
from interviews.search.query import LONGEST_WORD, SHORTEST_BEGINNING
from interviews.search.ranking import Candidate
from interviews.search.scopes import EVERYWHERE, INTERVIEW, SEGMENT, Clause, Scope, kind_fact
from interviews.search.words import words_of

#: Of each kind.
MOST = {"page": 5, INTERVIEW: 6, SEGMENT: 6, "speaker": 5, "tag": 4, "series": 3}
#: Words that are looked at, and entries of the index of which the best are taken.
_MOST_WORDS, _LOOKED_AT = 8, 60
#: Hidden interviews that are looked through, those changed last; and those of them with their segments.
_HIDDEN, _HIDDEN_WITH_SEGMENTS = 300, 30

_EFFORTS = {
    INTERVIEW: Effort(most_read=300, enough=12, in_parts=True, in_full=False),
    SEGMENT: Effort(most_read=600, enough=20, in_parts=True, in_full=False),
}
_COLUMNS = {INTERVIEW: frozenset({"heading", "people"}), SEGMENT: EVERYWHERE}


def find(request: HttpRequest, typed: str) -> list[Found]:
    """In at most twenty queries. Without words: the pages of the desk."""
    words = [word[:LONGEST_WORD] for word in words_of(typed)][:_MOST_WORDS]
    if not words:
        return places(request, [])
    kinds = (places(request, words)[: MOST["page"]], *(kind(request, typed.split(), words) for kind in _KINDS))
    return list(chain.from_iterable(kinds))


def _allowed(request: HttpRequest, rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        if admin.site.get_model_admin(type(row)).has_view_or_change_permission(request, row):
            yield row


# --- interviews and their segments ----------------------------------------------------------------------------------


def _interviews(request: HttpRequest, typed: Sequence[str], words: Sequence[str]) -> Iterator[Found]:
    seen = rows_seen(request, Interview)
    if seen is None:
        return
    seen = seen.without_copies()  # a draft of changes opens from the interview that it changes
    titled = (Q(title__icontains=word) | Q(slug__icontains=word) for word in typed)
    hidden = Interview.objects.filter(*titled, pk__in=_newest_hidden(seen, _HIDDEN)).order_by("-updated_at")
    keys = [*hidden.values_list("pk", flat=True)[:2], *_keys(_best(words, _begun(INTERVIEW, words, seen)), "interview")]
    keys = list(dict.fromkeys(keys))[: MOST[INTERVIEW]]
    rows = seen.only("title", "status", "edits", "published_at", "withdraws_at", "language").in_bulk(keys)
    for row in _allowed(request, [rows[key] for key in keys if key in rows]):
        url = reverse("admin:interviews_interview_change", args=[row.pk])
        yield Found(INTERVIEW, row.title, row.get_status_display(), url, row.language)


def _segments(request: HttpRequest, typed: Sequence[str], words: Sequence[str]) -> Iterator[Found]:
    """Each leads to its row in the form of its interview."""
    seen = rows_seen(request, Interview)
    if seen is None:
        return
    seen = seen.without_copies()  # a draft of changes opens from the interview that it changes
    said = (Q(label__icontains=word) | Q(question__icontains=word) | Q(answer__icontains=word) for word in typed)
    hidden = Segment.objects.filter(*said, interview__in=_newest_hidden(seen, _HIDDEN_WITH_SEGMENTS)).order_by("pk")
    keys = [*hidden.values_list("pk", flat=True)[:2], *_keys(_best(words, _begun(SEGMENT, words, seen)), "segment")]
    keys = list(dict.fromkeys(keys))[: MOST[SEGMENT]]
    before = Segment.objects.filter(
        Q(position__lt=OuterRef("position")) | Q(position=OuterRef("position"), pk__lt=OuterRef("pk")),
        interview=OuterRef("interview"),
    )
    counted = before.order_by().values("interview").annotate(count=Count("pk")).values("count")
    place = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    rows = Segment.objects.filter(interview__in=seen.order_by()).select_related("interview").annotate(before=place)
    shown = rows.only(
        "label",
        "question",
        "answer",
        "start",
        "interview__title",
        "interview__language",
        "interview__status",
        "interview__edits",
    ).in_bulk(keys)
    allowed = [shown[key] for key in keys if key in shown]
    interviews = {row.interview.pk for row in _allowed_interviews(request, allowed)}
    for row in allowed:
        if row.interview_id in interviews:
            url = reverse("admin:interviews_interview_change", args=[row.interview_id])
            heading = row.heading[:200]
            yield Found(SEGMENT, heading, row.interview.title, f"{url}#segments-{row.before}", row.interview.language)


def _newest_hidden(seen: QuerySet, most: int) -> list[int]:
    return list(seen.hidden().order_by("-updated_at").values_list("pk", flat=True)[:most])


def _allowed_interviews(request: HttpRequest, rows: Sequence[Segment]) -> Iterator[Segment]:
    desk = admin.site.get_model_admin(Interview)
    return (row for row in rows if desk.has_view_or_change_permission(request, row.interview))


def _begun(kind: str, words: Sequence[str], interviews: QuerySet) -> list[Candidate]:
    """Entries with all of the words, the last of them as a beginning."""
    if len(words) == 1 and len(words[0]) < SHORTEST_BEGINNING and words[0].isascii():
        return []
    clauses = [Clause((kind_fact(kind),)), *(Clause((word,), _COLUMNS[kind]) for word in words)]
    *whole, last = clauses
    begins = len(last.words[0]) >= SHORTEST_BEGINNING
    scope = Scope((*((clause,) for clause in whole), engine.expanded(replace(last, begins=begins))))
    return engine.some(scope, interviews.order_by(), _LOOKED_AT, _EFFORTS[kind])


def _best(words: Sequence[str], found: Sequence[Candidate]) -> list[int]:
    """Entries: first those whose heading begins with the words, then those with all words in it, then the newest."""
    start = " ".join(words)
    headings = {one.entry: " ".join(one.heading.split()) for one in found}

    def place(entry: int) -> tuple[bool, bool, int]:
        heading = headings[entry]
        return not heading.startswith(start), not all(word in heading for word in words), -entry

    return sorted(headings, key=place)[:_LOOKED_AT]


def _keys(entries: Sequence[int], column: str) -> list[int]:
    """The rows that these entries are of, in their order."""
    first = entries[: 2 * MOST[column]]
    rows = dict(SearchEntry.objects.filter(pk__in=first).values_list("pk", f"{column}_id"))
    return [rows[entry] for entry in first if entry in rows]


# --- names ----------------------------------------------------------------------------------------------------------


def _speakers(request: HttpRequest, typed: Sequence[str], words: Sequence[str]) -> Iterator[Found]:
    also = SpeakerAlias.objects.filter(*(Q(key__contains=word) for word in words)).values("speaker")
    named = Q(*(Q(name_key__contains=word) for word in words)) | Q(pk__in=also)
    return _named(request, Speaker, named, "name_key", " ".join(words), gettext("speaker"))


def _tags(request: HttpRequest, typed: Sequence[str], words: Sequence[str]) -> Iterator[Found]:
    also = TagSynonym.objects.filter(*(Q(name__icontains=word) for word in typed)).values("tag")
    named = Q(*(Q(name__icontains=word) | Q(slug__contains=word) for word in typed)) | Q(pk__in=also)
    return _named(request, Tag, named, "name", " ".join(typed), gettext("tag"))


def _series(request: HttpRequest, typed: Sequence[str], words: Sequence[str]) -> Iterator[Found]:
    named = Q(*(Q(title__icontains=word) for word in typed))
    return _named(request, Series, named, "title", " ".join(typed), gettext("series"))


def _named(request: HttpRequest, model: type, named: Q, column: str, start: str, about: str) -> Iterator[Found]:
    """Those that begin with what is typed first."""
    if rows_seen(request, model) is None:
        return
    first = Case(When(**{f"{column}__istartswith": start}, then=Value(0)), default=Value(1))
    name = model._meta.model_name
    rows = names_seen(request, model.objects.filter(named)).order_by(first, column)[: MOST[name]]
    for row in _allowed(request, rows):
        yield Found(name, str(row), about, reverse(f"admin:interviews_{name}_change", args=[row.pk]))


_KINDS = (_interviews, _segments, _speakers, _tags, _series)
