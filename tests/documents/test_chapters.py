"""The list of chapters, and the forms that are written from it and read into it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers, writers
from interviews.documents.chapters import LONGEST_TITLE, chapters_of, shortened
from interviews.documents.document import (
    InterviewDocument,
    LinkEntry,
    PlaceEntry,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.writers.place import Place
from interviews.documents.xml_tree import parse_xml

FORMS = {"chapters.vtt": "webvtt", "chapters.json": "chapters-json", "psc": "psc"}


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def segment(start: float | None, label: str = "", **given: object) -> SegmentEntry:
    return SegmentEntry(start=None if start is None else seconds(start), label=label, **given)


def interview(*segments: SegmentEntry, **given: object) -> InterviewDocument:
    return InterviewDocument(title="Ola Berg, Keeper", segments=segments, **given)


def told(document: InterviewDocument) -> list[tuple[float, float | None, str]]:
    return [
        (chapter.start.total_seconds(), chapter.end and chapter.end.total_seconds(), chapter.title)
        for chapter in chapters_of(document)
    ]


def read_again(document: InterviewDocument, form: str) -> Reading:
    text = writers.WRITERS[form].write(document, Place())
    file = SourceFile(text.encode(), "ola-berg")
    assert readers.format_of(file) == FORMS[form]
    (reading,) = readers.read(file)
    return reading


def test_an_opening_chapter_is_put_before_a_first_one_that_is_later_than_zero() -> None:
    assert told(interview(segment(18, "Why?"), segment(60, "Fog"))) == [
        (0, 18, "Introduction"),
        (18, 60, "Why?"),
        (60, None, "Fog"),
    ]
    assert told(interview(segment(0, "Why?"))) == [(0, None, "Why?")]
    assert told(interview()) == []


def test_chapters_ascend_whatever_the_order_of_the_document() -> None:
    assert told(interview(segment(60, "Fog"), segment(0, "Why?"))) == [(0, 60, "Why?"), (60, None, "Fog")]


def test_what_has_no_time_no_words_or_is_a_note_is_no_chapter() -> None:
    document = interview(
        segment(None, "PART ONE", kind="section"),
        segment(0, "PART TWO", kind="section"),
        segment(5, "The tape was turned", kind="note"),
        segment(6),
        segment(7, question="Why?"),
    )
    assert told(document) == [(0, 7, "PART TWO"), (7, None, "Why?")]
    assert not writers.WRITERS["psc"].fits(interview(segment(None, "PART ONE")))
    assert writers.WRITERS["psc"].fits(document)


def test_segments_of_one_moment_are_one_chapter_with_both_titles() -> None:
    document = interview(segment(0, "Fog"), segment(5, "One?", end=seconds(7)), segment(5, "Two?"), segment(5, "One?"))
    assert told(document) == [(0, 5, "Fog"), (5, 7, "One? / Two?")]


def test_a_chapter_ends_where_the_source_says_but_never_after_the_next_ones_start() -> None:
    long = (RecordingEntry(), RecordingEntry(duration=seconds(100)))
    document = interview(
        segment(0, "One", end=seconds(5)),
        segment(10, "Two", end=seconds(99)),
        segment(20, "Three", end=seconds(20)),
        segment(30, "Four"),
        recordings=long,
    )
    assert told(document) == [(0, 5, "One"), (10, 20, "Two"), (20, 30, "Three"), (30, 100, "Four")]
    short = replace(document, recordings=(RecordingEntry(duration=seconds(25)),))
    assert told(short)[-1] == (30, None, "Four")  # the recording is shorter: nothing is known


def test_the_title_is_the_label_or_else_the_words_cut_at_a_word() -> None:
    question = "Why did the lamp " + "burn and " * 20 + "go out?"
    titles = [title for _start, _end, title in told(interview(segment(0, "Lamp", question=question)))]
    assert titles == ["Lamp"]
    (_start, _end, title) = told(interview(segment(0, question=question)))[0]
    assert len(title) <= LONGEST_TITLE and title.endswith("burn and…")
    assert told(interview(segment(0, synopsis="Of\nthe lamp.", answer="It burnt.")))[0][2] == "Of the lamp."


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("one two", "one two"),
        ("one two three", "one two…"),
        ("one two, three", "one two…"),
        ("onetwothree", "onetwot…"),
        ("eleven letters", "eleven…"),
        ("one two3 four", "one…"),
    ],
)
def test_a_cut_title_keeps_whole_words(text: str, cut: str) -> None:
    assert shortened(text, 8) == cut


TITLES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)
MOMENTS = st.integers(0, 10**8).map(lambda number: timedelta(milliseconds=number))
SEGMENTS = st.builds(
    SegmentEntry,
    start=st.none() | MOMENTS,
    end=st.none() | MOMENTS,
    kind=st.sampled_from(["question", "section", "note"]),
    label=st.just("") | st.text(max_size=20),
    question=st.just("") | TITLES,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SEGMENTS, max_size=8), st.none() | MOMENTS)
def test_all_forms_tell_the_same_chapters(segments: list[SegmentEntry], duration: timedelta | None) -> None:
    document = interview(*segments, recordings=(RecordingEntry(duration=duration),))
    chapters = chapters_of(document)
    starts = [chapter.start for chapter in chapters]
    assert starts == sorted(set(starts))
    assert starts[:1] == [timedelta(0)][: len(starts)]
    for form in FORMS:
        assert writers.WRITERS[form].fits(document) == bool(chapters)
    if not chapters:
        return
    text = writers.WRITERS["chapters.json"].write(document, Place())
    data = json.loads(text)["chapters"]
    assert [timedelta(milliseconds=round(one["startTime"] * 1000)) for one in data] == starts
    assert [one["title"] for one in data] == [chapter.title for chapter in chapters]
    tree = parse_xml(writers.WRITERS["psc"].write(document, Place()).encode())
    assert len(tree.root) == len(chapters)
    timings = [line for line in writers.WRITERS["chapters.vtt"].write(document, Place()).split("\n") if "-->" in line]
    assert len(timings) == len(chapters)
    assert all(line.split(" --> ")[0] < line.split(" --> ")[1] for line in timings if line[2] == ":")


WORDS = st.lists(st.text("abcäöß?!&<>\"'-:é日", min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(given_titles=st.lists(st.tuples(MOMENTS, WORDS), min_size=1, max_size=6, unique_by=lambda one: one[0]))
def test_what_is_written_reads_as_the_same_labels_and_starts(
    form: str, given_titles: list[tuple[timedelta, str]]
) -> None:
    segments = [SegmentEntry(start=start, label=words) for start, words in sorted(given_titles)]
    document = interview(*segments)
    again = read_again(document, form).document.segments
    expected = [(chapter.start, chapter.title) for chapter in chapters_of(document)]
    assert [(one.start, one.label) for one in again] == expected
    ends = [chapter.end_or_least for chapter in chapters_of(document)]
    if form == "chapters.vtt":
        assert [one.end for one in again] == ends


FULL = interview(
    segment(0, "Introduction", end=seconds(10)),
    segment(
        18.25,
        "Lamps & “fog” <both> -->",
        links=(LinkEntry(url="https://x.example/?a=1&b=2"), LinkEntry(url="https://x.example/b")),
        places=(PlaceEntry(name="The pier", latitude=59.3293, longitude=-18.0686), PlaceEntry(name="The hill")),
    ),
    segment(60, "Fog"),
    organisation="Guild",
    series="Lamps",
    introduction="Ola on lamps.",
    language="fr",
    rights="CC BY 4.0\n--> all",
    recordings=(RecordingEntry(url="https://x.example/a.mp3", duration=seconds(90)),),
)


def test_json_carries_links_places_and_facts_of_the_interview() -> None:
    data = json.loads(writers.WRITERS["chapters.json"].write(FULL, Place()))
    assert data["version"] == "1.2.0"
    assert data["chapters"] == [
        {"startTime": 0, "title": "Introduction", "endTime": 10},
        {
            "startTime": 18.25,
            "title": "Lamps & “fog” <both> -->",
            "url": "https://x.example/?a=1&b=2",
            "location": {"name": "The pier", "geo": "geo:59.3293,-18.0686"},
        },
        {"startTime": 60, "title": "Fog", "endTime": 90},
    ]
    again = read_again(FULL, "chapters.json").document
    assert (again.title, again.organisation, again.series, again.introduction) == (
        "Ola Berg, Keeper",
        "Guild",
        "Lamps",
        "Ola on lamps.",
    )
    assert again.segments[1].links == FULL.segments[1].links[:1]
    assert again.segments[1].places == FULL.segments[1].places[:1]


def test_webvtt_carries_title_language_and_rights() -> None:
    text = writers.WRITERS["chapters.vtt"].write(FULL, Place())
    assert text.startswith("WEBVTT\n\nNOTE\nTitle: Ola Berg, Keeper\nKind: chapters\n")
    assert "2\n00:00:18.250 --> 00:01:00.000\nLamps &amp; “fog” &lt;both&gt; --&gt;\n" in text
    reading = read_again(FULL, "chapters.vtt")
    again = reading.document
    assert reading.findings == ()
    assert (again.title, again.language, again.rights) == ("Ola Berg, Keeper", "fr", "CC BY 4.0 --> all")
    assert [one.label for one in again.segments] == [one.label for one in FULL.segments]


def test_psc_is_xml_that_carries_links() -> None:
    again = read_again(FULL, "psc").document
    assert [one.links for one in again.segments] == [(), FULL.segments[1].links[:1], ()]
    odd = writers.WRITERS["psc"].write(interview(segment(0, "a\0b\ufffe")), Place())
    assert parse_xml(odd.encode()).root[0].get("title") == "a b "
