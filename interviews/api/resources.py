"""What is told of each thing. Every field of the API is written down here."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from datetime import timedelta
from operator import attrgetter
from typing import Any

from interviews.api.declared import Field, Place, Resource, Schema
from interviews.documents.document import PartialDate
from interviews.models import Appearance, Interview, Segment, Tag

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
ADDRESS: Schema = {"type": "string", "format": "uri"}
SECONDS: Schema = {"type": ["number", "null"], "minimum": 0, "description": "Seconds; null where it is not known."}
DAY: Schema = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "description": "As far as it is known: 2015, 2015-09 or 2015-09-14 (ISO 8601).",
}
HTML: Schema = {"type": "string", "description": "HTML that is safe to show."}
LANGUAGE: Schema = {"type": "string", "description": "BCP 47."}


def _plain(name: str, schema: Schema = TEXT, path: str = "") -> Field:
    get = attrgetter(path or name)
    return Field(name, schema, lambda row, place: get(row))


def _length(name: str) -> Field:
    return Field(name, SECONDS, lambda row, place: _seconds(getattr(row, name)))


def _instant(name: str, description: str) -> Field:
    schema = {"type": "string", "format": "date-time", "description": description}
    return Field(name, schema, lambda row, place: getattr(row, name).isoformat())


def _seconds(moment: timedelta | None) -> float | None:
    return None if moment is None else moment.total_seconds()


def _many(name: str, resource: Resource, rows: Callable[[Any], Iterable[Any]]) -> Field:
    schema = {"type": "array", "items": resource.reference}
    return Field(name, schema, lambda row, place: [resource.data(one, place) for one in rows(row)])


def _one(name: str, resource: Resource, get: Callable[[Any], Any]) -> Field:
    """Null where there is none."""

    def told(row: Any, place: Place) -> Any:
        found = get(row)
        return None if found is None else resource.data(found, place)

    return Field(name, {"oneOf": [resource.reference, {"type": "null"}]}, told)


def _page() -> Field:
    return Field("url", ADDRESS, lambda row, place: place.page(row))


def _here(endpoint: str) -> Field:
    return Field("api_url", ADDRESS, lambda row, place: place.api(endpoint, row.slug))


def _day(name: str, path: str) -> Field:
    def told(row: Interview, place: Place) -> str | None:
        day = getattr(row, f"{path}_on")
        return str(PartialDate(day, getattr(row, f"{path}_precision"))) if day else None

    return Field(name, DAY, told)


def _segment_here(segment: Segment, place: Place) -> str:
    return place.api("segment", segment.interview.slug, segment.uid)


def _kind_of(tag: Tag) -> str:
    return "question" if tag.question else "topic"


# --- what others mention --------------------------------------------------------------------------------------

TAG_MENTIONED = Resource(
    "TagMentioned",
    "A tag, where something carries it.",
    (_plain("slug"), _plain("name"), _page(), _here("tag")),
)
SERIES_MENTIONED = Resource(
    "SeriesMentioned",
    "A series, where something belongs to it.",
    (_plain("slug"), _plain("title"), _page(), _here("series")),
)
INTERVIEW_MENTIONED = Resource(
    "InterviewMentioned",
    "An interview, where something belongs to it.",
    (_plain("slug"), _plain("title"), _plain("language", LANGUAGE), _page(), _here("interview")),
)
APPEARANCE = Resource(
    "Appearance",
    "A person taking part in an interview, as credited then.",
    (
        _plain("name", path="credited_name"),
        _plain("role", {"type": "string", "enum": list(Appearance.Role.values)}),
        _plain("title"),
        _plain("organisation"),
        _plain("post_nominals"),
        _plain("speaker", path="speaker.slug"),
        Field("url", ADDRESS, lambda row, place: place.page(row.speaker)),
        Field("api_url", ADDRESS, lambda row, place: place.api("speaker", row.speaker.slug)),
    ),
)
RECORDING = Resource(
    "Recording",
    "Sound or film of an interview.",
    (
        Field("url", ADDRESS, lambda row, place: place.here(row.address)),
        _plain("media_type"),
        _plain("size", {**MAYBE_COUNT, "description": "Bytes; null where it is not known."}),
        _length("duration"),
    ),
)
DOCUMENT = Resource(
    "Document",
    "The whole interview in another format.",
    (_plain("name"), _plain("media_type"), Field("url", ADDRESS, lambda row, place: place.here(row.address))),
)
BIOGRAPHY = Resource(
    "Biography",
    "How a person was introduced as of a date.",
    (
        Field("as_of", DAY, lambda row, place: row.as_of and row.as_of.isoformat()),
        _plain("language", LANGUAGE),
        _plain("text"),
        _plain("html", HTML),
    ),
)

# --- the things themselves ------------------------------------------------------------------------------------

SEGMENT_FIELDS = (
    _plain("uid"),
    Field("url", ADDRESS, lambda row, place: place.page(row)),
    Field("api_url", ADDRESS, _segment_here),
    _plain("position", COUNT),
    _plain("kind", {"type": "string", "enum": list(Segment.Kind.values)}),
    _length("start"),
    _length("end"),
    _plain("label"),
    _plain("question"),
    _plain("question_html", HTML),
    _plain("answer"),
    _plain("answer_html", HTML),
    _one("answered_by", APPEARANCE, attrgetter("answered_by")),
    _plain("synopsis"),
    _plain("subjects", {"type": "array", "items": TEXT}),
    _plain("places", {"type": "array", "items": {"type": "object"}}),
    _plain("links", {"type": "array", "items": {"type": "object"}}),
    _many("tags", TAG_MENTIONED, lambda row: [tagging.tag for tagging in row.tagged.all()]),
)
SEGMENT_WITHIN = Resource("SegmentWithin", "A stretch of talk, within its interview.", SEGMENT_FIELDS)
SEGMENT = Resource(
    "Segment",
    "An addressable stretch of talk: a question and an excerpt of the answer.",
    (SEGMENT_FIELDS[0], _one("interview", INTERVIEW_MENTIONED, attrgetter("interview")), *SEGMENT_FIELDS[1:]),
)
INTERVIEW_FIELDS = (
    _plain("slug"),
    _plain("title"),
    _page(),
    _here("interview"),
    _plain("language", LANGUAGE),
    _plain("organisation"),
    _one("series", SERIES_MENTIONED, attrgetter("series")),
    _plain("part", MAYBE_COUNT),
    _plain("part_total", MAYBE_COUNT),
    _day("recorded", "recorded"),
    _day("first_published", "first_published"),
    _instant("published_at", "When it came to this site."),
    _instant("updated_at", "When its own page was last saved."),
    _length("length"),
    _plain("segment_count", COUNT),
    _plain("comment_count", COUNT),
    _plain("has_recording", {"type": "boolean"}),
    _many("appearances", APPEARANCE, lambda row: row.appearances.all()),
)
INTERVIEW = Resource("Interview", "A published conversation, as a list tells it.", INTERVIEW_FIELDS)
INTERVIEW_WHOLE = Resource(
    "InterviewWhole",
    "A published conversation with its time index. Its comments and transcript stand in the documents.",
    (
        *INTERVIEW_FIELDS,
        _plain("introduction"),
        _plain("introduction_html", HTML),
        _plain("rights"),
        _plain("provenance"),
        _many("tags", TAG_MENTIONED, lambda row: [tagging.tag for tagging in row.tagged.all()]),
        _many("recordings", RECORDING, lambda row: [one for one in row.recordings.all() if one.address]),
        _many("segments", SEGMENT_WITHIN, lambda row: row.segments.all()),
        _many("documents", DOCUMENT, attrgetter("documents")),
    ),
)
SPEAKER_FIELDS = (
    _plain("slug"),
    _plain("name"),
    _plain("sort_name"),
    _page(),
    _here("speaker"),
    _plain("website"),
    _plain("appearance_count", COUNT),
)
SPEAKER = Resource("Speaker", "A person heard, whatever the role.", SPEAKER_FIELDS)
HEARD_IN = Resource(
    "HeardIn",
    "An interview in which a speaker takes part, and how.",
    (_one("interview", INTERVIEW_MENTIONED, attrgetter("interview")), *APPEARANCE.fields[:5]),
)
SPEAKER_WHOLE = Resource(
    "SpeakerWhole",
    "A person heard, with the newest biography and appearances: a hundred; `/interviews?speaker=` has all.",
    (
        *SPEAKER_FIELDS,
        _one("biography", BIOGRAPHY, attrgetter("biography")),
        _many("appearances", HEARD_IN, attrgetter("heard")),
    ),
)
TAG = Resource(
    "Tag",
    "A topic; or, with a question, what many guests were asked.",
    (
        _plain("slug"),
        _plain("name"),
        Field("kind", {"type": "string", "enum": ["topic", "question"]}, lambda row, place: _kind_of(row)),
        _plain("description"),
        _plain("question"),
        _page(),
        _here("tag"),
        _plain("interview_count", COUNT),
        _plain("segment_count", COUNT),
    ),
)
SERIES = Resource(
    "Series",
    "Interviews that belong together.",
    (
        _plain("slug"),
        _plain("title"),
        _plain("description"),
        _page(),
        _here("series"),
        _plain("interview_count", COUNT, "totals.interviews"),
        _plain("segment_count", COUNT, "totals.segments"),
        Field("length", SECONDS, lambda row, place: _seconds(row.totals.length)),
    ),
)


def _without_marks(marked: str) -> str:
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


_MARKED: Schema = {
    "type": "string",
    "description": "HTML that is safe to show: text, and `mark` around what was found.",
}
HIT = Resource(
    "Hit",
    "Something that was found.",
    (
        _plain("kind", {"type": "string", "description": "interview, segment, bio, comment"}),
        Field("url", ADDRESS, lambda row, place: place.page(row)),
        Field("heading", TEXT, lambda row, place: _without_marks(row.heading_html)),
        _plain("heading_html", _MARKED),
        Field("excerpt", TEXT, lambda row, place: _without_marks(row.excerpt_html)),
        _plain("excerpt_html", _MARKED),
        _one("interview", INTERVIEW_MENTIONED, attrgetter("interview")),
        Field("segment", {"type": ["string", "null"], "description": "Its uid."}, lambda row, place: _uid_of(row)),
        Field("start", SECONDS, lambda row, place: _seconds(row.entry.segment.start) if row.entry.segment else None),
    ),
)


def _uid_of(hit: Any) -> str | None:
    return hit.entry.segment.uid if hit.entry.segment else None


RESOURCES = (
    *(TAG_MENTIONED, SERIES_MENTIONED, INTERVIEW_MENTIONED, APPEARANCE, RECORDING, DOCUMENT, BIOGRAPHY, SEGMENT_WITHIN),
    *(SEGMENT, INTERVIEW, INTERVIEW_WHOLE, SPEAKER, HEARD_IN, SPEAKER_WHOLE, TAG, SERIES, HIT),
)
