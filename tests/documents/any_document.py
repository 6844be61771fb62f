"""Whatever an interview may hold, as hypothesis draws it: every field of the neutral document, white space folded."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from interviews.documents.document import (
    COMMENT_KINDS,
    COMMENT_STATUSES,
    COMMENT_VOICES,
    KINDS,
    ROLES,
    TRANSCRIPT_KINDS,
    AppearanceEntry,
    CommentEntry,
    CueEntry,
    DiscussionEntry,
    InterviewDocument,
    LinkEntry,
    PartialDate,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)

MOMENTS = st.none() | st.integers(0, 10_000_000).map(lambda number: dt.timedelta(milliseconds=number))
DAYS = st.none() | st.dates(dt.date(1000, 1, 1))
DATES = st.none() | st.builds(
    lambda day, precision: PartialDate.parse(str(PartialDate(day, precision))),
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(["year", "month", "day"]),
)
ADDRESSES = st.sampled_from(["https://x.example/a_(b)?c=d&e;f", "https://x.example/*a*_b_", "https://x.example/a\\b"])
FILES = st.sampled_from(["", "talk.mp3", "https://x.example/talk.mp4"])
INSTANTS = st.none() | st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))


def in_order(start: dt.timedelta | None, end: dt.timedelta | None) -> tuple[dt.timedelta | None, dt.timedelta | None]:
    return (start, end) if start is None or end is None else (min(start, end), max(start, end))


@st.composite
def documents(draw: st.DrawFn, words: st.SearchStrategy[str], names: st.SearchStrategy[str]) -> InterviewDocument:
    """Documents whose texts are made of `words`: lines that are not empty, their white space folded.

    `names` are those of people, and of the voices of a transcript.
    """
    line = st.just("") | words
    text = st.lists(words, max_size=3).map("\n".join)
    paragraphs = st.lists(text.filter(bool), max_size=3).map("\n\n".join)
    several = st.lists(words, max_size=3, unique=True).map(tuple)
    people = draw(
        st.lists(
            st.builds(
                AppearanceEntry,
                name=names,
                speaker=st.sampled_from(["", "ola-berg-2"]),
                role=st.sampled_from(ROLES),
                title=line,
                organisation=line,
                post_nominals=line,
                website=st.just("") | ADDRESSES,
                bio=paragraphs,
                bio_as_of=DAYS,
                bio_language=st.sampled_from(["", "fr"]),
                portrait=FILES,
                portrait_alt=line,
            ),
            max_size=3,
            unique_by=lambda entry: entry.name,
        )
    )
    places = st.builds(
        lambda name, point, zoom: PlaceEntry(
            name=name, latitude=point and point[0], longitude=point and point[1], zoom=zoom if point else None
        ),
        words,
        st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
        st.none() | st.integers(0, 20),
    )
    segments = st.builds(
        lambda moments, answer, by, **given: SegmentEntry(
            start=moments[0], end=moments[1], answer=answer, answered_by=by, **given
        ),
        moments=st.tuples(MOMENTS, MOMENTS).map(lambda two: in_order(*two)),
        answer=paragraphs,
        by=st.sampled_from(["", *(entry.name for entry in people)]),
        uid=st.sampled_from(["", "abc23", "a.b:c-d"]),
        raw_stamp=st.sampled_from(["", ":02:05", "2:05", "[12]", "75:10"]),
        kind=st.sampled_from(KINDS),
        label=line.map(lambda label: label[:100].strip()),
        question=line | text | paragraphs,
        synopsis=line | paragraphs,
        tags=several,
        subjects=several,
        links=st.lists(st.builds(LinkEntry, url=ADDRESSES, text=line), max_size=2, unique=True).map(tuple),
        places=st.lists(places, max_size=2, unique=True).map(tuple),
    )
    cues = st.builds(
        lambda moments, speaker, text: CueEntry(start=moments[0], end=moments[1], speaker=speaker, text=text),
        st.tuples(MOMENTS, MOMENTS).map(lambda two: in_order(*two) if two[0] is not None else (None, None)),
        st.just("") | names.map(lambda name: name.strip(": ")),
        text.filter(bool),
    )
    return draw(
        st.builds(
            InterviewDocument,
            title=words,
            organisation=line,
            series=line,
            part=st.none() | st.integers(1, 9),
            part_total=st.none() | st.integers(1, 9),
            introduction=paragraphs,
            language=st.sampled_from(["en", "fr", "pt-BR"]),
            rights=text,
            provenance=line,
            recorded=DATES,
            recorded_basis=line,
            published=DATES,
            published_basis=line,
            discussion=st.none()
            | st.builds(DiscussionEntry, name=words, url=st.just("") | ADDRESSES, starts_on=DAYS, ends_on=DAYS),
            tags=several,
            appearances=st.just(tuple(people)),
            recordings=st.lists(
                st.builds(
                    RecordingEntry,
                    url=st.just("") | ADDRESSES,
                    file=st.sampled_from(["", "talk.mp3"]),
                    media_type=st.sampled_from(["", "audio/mpeg", "video/mp4"]),
                    size=st.none() | st.integers(0, 10**9),
                    duration=MOMENTS,
                ),
                max_size=2,
            ).map(tuple),
            segments=st.lists(segments, max_size=3).map(tuple),
            transcript=st.none()
            | st.builds(
                TranscriptEntry,
                kind=st.sampled_from(TRANSCRIPT_KINDS),
                language=st.sampled_from(["", "fr"]),
                cues=st.lists(cues, max_size=3).map(tuple),
            ),
            comments=st.lists(
                st.builds(
                    CommentEntry,
                    key=words,
                    name=line,
                    body=text,
                    status=st.sampled_from(COMMENT_STATUSES),
                    written_at=INSTANTS,
                    edited_at=INSTANTS,
                    picked_at=INSTANTS,
                    locked_at=INSTANTS,
                    moment=MOMENTS,
                    about=line,
                    kind=st.sampled_from(COMMENT_KINDS),
                    voice=st.sampled_from(COMMENT_VOICES),
                ),
                max_size=2,
            ).map(tuple),
        )
    )
