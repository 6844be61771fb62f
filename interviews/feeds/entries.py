"""What an entry of a feed tells, whatever the form that it is written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from interviews import richtext, timecode
from interviews.feeds.enclosures import Sound, sound_of
from interviews.feeds.identity import entry_id
from interviews.lasting import lasting_address
from interviews.models import Appearance, Interview, Segment, TaggedInterview
from interviews.models.interview import InterviewQuerySet
from interviews.search.hits import Hit

#: Characters of a summary: three lines of a reader's list.
SUMMARY = 280


@dataclass(frozen=True)
class Person:
    name: str
    url: str


@dataclass(frozen=True)
class Answered:
    """The entry that an entry answers (RFC 4685)."""

    id: str
    url: str


@dataclass(frozen=True)
class Entry:
    """`id` never changes. All addresses are whole; `html` may be shown as it is, `summary` is plain text."""

    id: str
    title: str
    url: str
    language: str
    published: dt.datetime
    updated: dt.datetime
    html: str
    summary: str = ""
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    rights: str = ""
    sound: Sound | None = None
    answers: Answered | None = None


def told(interviews: InterviewQuerySet) -> InterviewQuerySet:
    """With all that their entries tell: five queries, however many they are."""
    asked = Segment.objects.exclude(kind=Segment.Kind.NOTE).defer(
        "answer_html", "subjects", "links", "places", "raw_stamp"
    )
    tagged = TaggedInterview.objects.select_related("tag").filter(tag__question="").order_by("tag__name")
    return interviews.with_people().prefetch_related(
        "recordings", Prefetch("segments", asked), Prefetch("tagged", tagged)
    )


def entry_of(interview: Interview, origin: str) -> Entry:
    """An interview (from `told`): who, the introduction, what was asked and when."""
    hosts = tuple(person_of(row, origin) for row in interview.hosts)
    guests = tuple(person_of(row, origin) for row in interview.guests)
    page = origin + lasting_address(interview)
    return Entry(
        id=entry_id(interview.feed_guid),
        title=" ".join(interview.title.split()),
        url=page,
        language=interview.language,
        published=interview.published_at,
        updated=changed_at(interview),
        html=_html_of(interview, page),
        summary=Truncator(" ".join(richtext.plain_words(interview.introduction).split())).chars(SUMMARY),
        authors=guests or hosts,
        contributors=hosts if guests else (),
        tags=tuple(row.tag.name for row in interview.tagged.all()),
        rights=interview.rights,
        sound=next(filter(None, (sound_of(row, origin) for row in interview.recordings.all())), None),
    )


def changed_at(interview: Interview) -> dt.datetime:
    """Its last change, or when it became public, where that was arranged before."""
    return max(interview.updated_at, interview.published_at)


def person_of(appearance: Appearance, origin: str) -> Person:
    return Person(appearance.credited_name, origin + lasting_address(appearance.speaker))


@dataclass(frozen=True)
class Moment:
    """A line of the time index; `timecode` is empty where no time is known."""

    url: str
    timecode: str
    html: SafeString


def _moment(segment: Segment, page: str) -> Moment:
    # Safe because `richtext.phrase` made it: escaped, with marks of its own.
    html = mark_safe(segment.question_html) if segment.question_html else escape(segment.heading)  # noqa: S308
    when = timecode.written(segment.start) if segment.start is not None else ""
    return Moment(page + segment.place, when, html)


def _html_of(interview: Interview, page: str) -> str:
    """The content of an interview's entry; `page` is the address of the interview's."""
    moments = [_moment(segment, page) for segment in interview.segments.all() if segment.heading]
    context = {"interview": interview, "url": page, "moments": moments}
    return render_to_string("feeds/interview.html", context).strip()


def entries_of_hits(hits: Iterable[Hit], origin: str) -> list[Entry]:
    """What a search found: moments, interviews, biographies; the words that were sought are marked."""
    return [_entry_of_hit(hit, origin) for hit in hits]


def _entry_of_hit(hit: Hit, origin: str) -> Entry:
    interview = hit.interview
    heading = " ".join(hit.heading.split())
    context = {"hit": hit, "url": origin + lasting_address(hit)}
    return Entry(
        id=entry_id(interview.feed_guid, _part(hit)),
        title=heading if hit.kind == "interview" else f"{heading} · {interview.headline}",
        url=context["url"],
        language=interview.language,
        published=interview.published_at,
        updated=changed_at(interview),
        html=render_to_string("feeds/hit.html", context).strip(),
        summary=Truncator(" ".join(hit.text.split())).chars(SUMMARY),
        authors=() if hit.shown else tuple(person_of(row, origin) for row in hit.guests),  # that is a reader's
    )


def _part(hit: Hit) -> str:
    if hit.entry.segment:
        return hit.entry.segment.anchor
    if hit.kind == "interview":
        return ""
    return f"{hit.kind}-{hit.entry.bio_id or hit.entry.other}"
