"""Transcripts that are written: as WebVTT and as SRT."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers, writers
from interviews.documents.cue_times import timed_cues
from interviews.documents.document import CueEntry, InterviewDocument, RecordingEntry, TranscriptEntry
from interviews.documents.source_file import SourceFile
from interviews.documents.writers.place import Place


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def cue(start: float | None, end: float | None, text: str = "Hi.", speaker: str = "") -> CueEntry:
    return CueEntry(
        start=None if start is None else seconds(start),
        end=None if end is None else seconds(end),
        text=text,
        speaker=speaker,
    )


def interview(*cues: CueEntry, kind: str = "corrected", **given: object) -> InterviewDocument:
    return InterviewDocument(title="Ola Berg, Keeper", transcript=TranscriptEntry(kind=kind, cues=cues), **given)


def read_again(document: InterviewDocument, form: str) -> InterviewDocument:
    file = SourceFile(writers.WRITERS[form].write(document, Place()).encode(), "ola-berg")
    assert readers.format_of(file) == {"vtt": "webvtt", "srt": "srt"}[form]
    (reading,) = readers.read(file)
    return reading.document


def times(document: InterviewDocument) -> list[tuple[float, float]]:
    return [(start.total_seconds(), end.total_seconds()) for start, end, _cue in timed_cues(document)]


def test_a_missing_end_is_the_next_later_start_or_that_of_the_recording_or_five_seconds_on() -> None:
    cues = cue(1, None), cue(1, 2), cue(4, 3), cue(9, None)
    assert times(interview(*cues)) == [(1, 4), (1, 2), (4, 9), (9, 14)]
    assert times(interview(*cues, recordings=(RecordingEntry(duration=seconds(60)),)))[-1] == (9, 60)
    assert times(interview(*cues, recordings=(RecordingEntry(duration=seconds(5)),)))[-1] == (9, 14)


def test_a_cue_without_a_time_stays_behind_the_one_before_it() -> None:
    cues = cue(None, None, "a"), cue(5, 6, "b"), cue(None, None, "c"), cue(1, 2, "d"), cue(8, 9, " ")
    timed = timed_cues(interview(*cues))
    assert [(start.total_seconds(), one.text) for start, _end, one in timed] == [(1, "d"), (5, "a"), (5, "b"), (5, "c")]


def test_a_transcript_without_times_or_words_is_not_written() -> None:
    for document in (
        InterviewDocument(title="Ola"),
        interview(),
        interview(cue(None, None)),
        interview(cue(1, 2, " ")),
    ):
        assert not any(writers.WRITERS[form].fits(document) for form in ("vtt", "srt"))
    assert all(writers.WRITERS[form].fits(interview(cue(1, 2))) for form in ("vtt", "srt"))


def test_webvtt_escapes_what_is_markup_and_folds_blank_lines() -> None:
    document = interview(
        cue(1, 2, "a < b & c -->\n\n<v Mia>", "Ola & <Mia>\nEk"), language="fr", rights="CC BY 4.0", kind="machine"
    )
    text = writers.WRITERS["vtt"].write(document, Place())
    assert text == (
        "WEBVTT\n\n"
        "NOTE\nTitle: Ola Berg, Keeper\nKind: captions\nTranscript: machine\nLanguage: fr\nRights: CC BY 4.0\n\n"
        "1\n00:00:01.000 --> 00:00:02.000\n"
        "<v Ola &amp; &lt;Mia&gt; Ek>a &lt; b &amp; c --&gt;\n&lt;v Mia&gt;\n"
    )


def test_srt_has_commas_numbers_and_names_before_colons() -> None:
    text = writers.WRITERS["srt"].write(interview(cue(1, 2, "a\n\nb -->", "Ola"), cue(3723.5, 3724)), Place())
    assert text == ("1\n00:00:01,000 --> 00:00:02,000\nOla: a\nb ->\n\n2\n01:02:03,500 --> 01:02:04,000\nHi.\n")


def test_no_name_and_no_longer_arrow_begins_a_caption_of_srt() -> None:
    text = writers.WRITERS["srt"].write(interview(cue(1, 2, "a ----> b", "00:05 --> Ola")), Place())
    assert text.endswith("\n00:05 -> Ola: a -> b\n")


LINES = st.lists(st.text("abcäöß?!&<>\"'é日;", min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join)
TIMES = st.integers(0, 10**7)


@st.composite
def transcripts(draw: st.DrawFn) -> InterviewDocument:
    """Cues with ascending times, all with an end, none with a second line."""
    starts = sorted(draw(st.lists(TIMES, min_size=1, max_size=6)))
    speakers = st.sampled_from(["OLA BERG", "DR. MIA EK", "QUINN"])
    cues = [
        CueEntry(
            start=timedelta(milliseconds=start),
            end=timedelta(milliseconds=start + draw(st.integers(1, 10**5))),
            speaker=draw(speakers),
            text=draw(LINES),
        )
        for start in starts
    ]
    return interview(*cues, language="sv", rights="CC BY 4.0", series="Lamps", organisation="Guild")


@settings(max_examples=60, deadline=None)
@given(transcripts())
def test_a_transcript_is_the_same_after_webvtt(document: InterviewDocument) -> None:
    assert replace(read_again(document, "vtt"), appearances=()) == document


@settings(max_examples=60, deadline=None)
@given(transcripts())
def test_the_cues_are_the_same_after_srt(document: InterviewDocument) -> None:
    # What looks like a tag, or like the sign of another voice, is among what the format loses.
    texts = [one.text.replace("<", "(").replace("&", "+").replace(">>", "))") for one in document.transcript.cues]
    cues = [replace(one, text=text) for one, text in zip(document.transcript.cues, texts, strict=True)]
    document = interview(*cues)
    again = read_again(document, "srt").transcript
    assert again is not None
    assert list(again.cues) == cues


def test_what_a_voice_says_may_begin_with_the_sign_of_another() -> None:
    document = interview(cue(0, 1, ">> ;", "OLA BERG"))
    assert read_again(document, "srt").transcript.cues == document.transcript.cues


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_two_voices_of_one_time_stay_two(form: str) -> None:
    document = interview(cue(1, 2, "Never?", "JO DOE"), cue(1, 2, "Never.", "OLA BERG"))
    again = read_again(document, form).transcript
    assert again is not None
    assert again.cues == document.transcript.cues


def test_a_name_that_ends_in_dashes_is_no_arrow() -> None:
    document = interview(cue(1, 2, speaker="Ola --"), cue(2, 3, speaker="Mia"))
    (first, second) = read_again(document, "vtt").transcript.cues
    assert (first.speaker, first.text, second.speaker) == ("Ola --", "Hi.", "Mia")
