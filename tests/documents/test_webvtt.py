"""WebVTT: what is refused, chapters and captions, whose voice is whose. The samples are in test_samples.py."""

from __future__ import annotations

from datetime import timedelta

import pytest

from interviews.documents import readers
from interviews.documents.document import CueEntry
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile


def reading_of(text: str, name: str = "talk.vtt") -> Reading:
    (reading,) = readers.read(SourceFile(text.encode(), name), "webvtt")
    return reading


def cues_of(payload: str) -> tuple[CueEntry, ...]:
    transcript = reading_of(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{payload}\n").document.transcript
    return transcript.cues if transcript else ()


def said(payload: str) -> list[tuple[str, str]]:
    return [(cue.speaker, cue.text) for cue in cues_of(payload)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("WEBVTT", "no_cues"), ("WEBVTT\n\nNOTE none\n\nHello", "no_cues"), ("WEBVTT\n\n1:2 --> x\nHi", "no_cues")],
)
def test_a_track_without_cues_is_refused(text: str, code: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "name", "format_name"),
    [
        (b"WEBVTT", "x", "webvtt"),
        (b"\xef\xbb\xbfWEBVTT\tKind: captions\n", "x.txt", "webvtt"),
        (b"WEBVTTED\n", "x.txt", "page-text"),
        (b"00:01.000 --> 00:02.000\nHi", "x.vtt", "webvtt"),  # the signature was lost
        (b"00:01.000 --> 00:02.000\nHi", "x.srt", "srt"),
        (b"1\n00:01,000 --> 00:02,000\nHi", "x", "srt"),
        (b"1\nnothing", "x", "page-text"),
    ],
)
def test_a_track_is_known_by_its_first_lines(data: bytes, name: str, format_name: str) -> None:
    assert readers.format_of(SourceFile(data, name)) == format_name


@pytest.mark.parametrize(
    ("stamp", "milliseconds"),
    [
        ("00:00:01.000", 1000),
        ("00:01.000", 1000),
        ("1:02:03.004", 3723004),
        ("00:00:01,5", 1500),
        ("00:00:01", 1000),
        ("00:00:01.123456", 1123),
        ("120:00:00.000", 432000000),
    ],
)
def test_a_time_is_read_as_real_files_write_it(stamp: str, milliseconds: int) -> None:
    transcript = reading_of(f"WEBVTT\n\n{stamp} --> 999:00:00.000 align:left\nHi").document.transcript
    assert transcript is not None
    assert transcript.cues[0].start == timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("<v Ola>Hi", [("Ola", "Hi")]),
        ("<v.loud.first Ola Berg >Hi</v>", [("Ola Berg", "Hi")]),
        ("<v Ola>Hi</v> <v Mia>Ho</v>", [("Ola", "Hi"), ("Mia", "Ho")]),
        ("<v Ola>Hi</v> there", [("Ola", "Hi"), ("", "there")]),
        ("<v Ola>Hi <v Ola>there", [("Ola", "Hi there")]),
        ("<v Ola &amp; Mia>Hi", [("Ola & Mia", "Hi")]),
        ("<v>Hi", [("", "Hi")]),
        ("<v Ola", [("", "<v Ola")]),
        ("<i>Hi</i> <b>there</b> <lang sv>hej</lang>", [("", "Hi there hej")]),
        ("<00:00:01.500>Hi <c.blue.bg>there</c>", [("", "Hi there")]),
        ("a < b > c <laughs> <3", [("", "a < b > c <laughs> <3")]),
        ("AT&T &amp; Co &lt;3 &nbsp; &unknown; &#233; e&#769;", [("", "AT&T & Co <3 &unknown; é é")]),
        ("fog<c.1>1</c> and<c.2> [2]</c> oil", [("", "fog and oil")]),
        ("<c.1>whole words</c>", [("", "whole words")]),
        ("one<br><br>two", [("", "one\n\ntwo")]),
        ("one\ntwo", [("", "one two")]),
        ("x" * 90 + "\ntwo", [("", "x" * 90 + "\n\ntwo")]),
        ("OLA BERG: Hi", [("OLA BERG", "Hi")]),
        (">> OLA: Hi\n>> Ho", [("OLA", "Hi"), ("", ">> Ho")]),
        ("[SPEAKER_01]: Hi", [("SPEAKER_01", "Hi")]),
        ("Ola: Hi\nMia: Ho", [("", "Ola: Hi Mia: Ho")]),  # once each: it may be no name
        ("Ola: Hi\nOla: Ho", [("Ola", "Hi"), ("Ola", "Ho")]),
        ("the lamp: it burnt\nthe lamp: it went", [("", "the lamp: it burnt the lamp: it went")]),
        ("12:30: we met", [("", "12:30: we met")]),
        ("<v Ola>MIA: said I", [("Ola", "MIA: said I")]),
        ("- Yes?\n- No.", [("", "- Yes?"), ("", "- No.")]),
    ],
)
def test_what_a_cue_says_and_who(payload: str, expected: list[tuple[str, str]]) -> None:
    assert said(payload) == expected


@pytest.mark.parametrize(
    ("voices", "guests"),
    [
        (["Ola Berg", "ola", "Speaker 1", "Dr. Mia van der Ek"], ["Ola Berg", "Dr. Mia van der Ek"]),
        (["OLA BERG", "Ola Berg"], ["Ola Berg"]),
        (["INTERVIEWER", "The Narrator", "Unidentified Man", "Ola"], []),
        (["JEAN-LUC O’NEIL"], ["Jean-Luc O’Neil"]),
    ],
)
def test_voices_that_look_like_full_names_are_guests_and_others_are_none(voices: list[str], guests: list[str]) -> None:
    cues = "".join(f"00:0{place}.000 --> 00:09.000\n<v {voice}>Hi\n\n" for place, voice in enumerate(voices))
    reading = reading_of(f"WEBVTT\n\n{cues}")
    assert [(entry.name, entry.role) for entry in reading.document.appearances] == [(name, "guest") for name in guests]
    assert ("guests_from_voices" in [finding.code for finding in reading.findings]) is bool(guests)


ABUTTING = "00:00.000 --> 01:00.000\nIntro\n\n01:00.000 --> 02:00.000\nFog\n"


@pytest.mark.parametrize(
    ("text", "name", "chapters"),
    [
        (f"WEBVTT\n\n{ABUTTING}", "talk.vtt", True),
        (f"WEBVTT\n\n{ABUTTING.replace('01:00', '00:03')}", "talk.vtt", False),  # captions that abut
        (f"WEBVTT\n\n{ABUTTING.replace('Fog', '<v Ola>Fog')}", "talk.vtt", False),
        (f"WEBVTT\n\n{ABUTTING.replace('Fog', 'Fog' * 80)}", "talk.vtt", False),
        (f"WEBVTT\n\n{ABUTTING.replace('Fog', 'Fog' + chr(10) + 'and oil')}", "talk.vtt", False),
        (f"WEBVTT\nKind: captions\n\n{ABUTTING}", "chapters.vtt", False),
        (f"WEBVTT\n\n{ABUTTING.replace('01:00.000 -->', '01:10.000 -->')}", "talk.vtt", False),
        (f"WEBVTT\n\n{ABUTTING.replace('01:00.000 -->', '01:10.000 -->')}", "talk-chapters.vtt", True),
        ("WEBVTT Kind: chapters\n\n00:00.000 --> 00:01.000\nPART ONE:\nFog\n", "talk.vtt", True),
        ("WEBVTT\n\nNOTE Chapters of the talk\n\n00:00.000 --> 00:01.000\nFog\n", "talk.vtt", True),
        ("WEBVTT\n\n00:00.000 --> 10:00.000\nFog\n", "talk.vtt", False),
    ],
)
def test_chapters_are_told_from_captions(text: str, name: str, chapters: bool) -> None:
    document = reading_of(text, name).document
    assert (bool(document.segments), document.transcript is None) == (chapters, chapters)


@pytest.mark.parametrize(
    ("note", "kind", "guessed"),
    [
        ("", "verbatim", True),
        ("NOTE Transcript: excerpt", "excerpt", False),
        ("NOTE auto-generated by a program", "machine", False),
        ("NOTE\nCaptions were generated automatically.", "machine", False),
        ("NOTE Title: Speech recognition and I", "verbatim", True),
    ],
)
def test_how_far_a_transcript_can_be_trusted_is_said_or_guessed(note: str, kind: str, guessed: bool) -> None:
    reading = reading_of(f"WEBVTT\n\n{note}\n\n00:00.000 --> 00:01.000\nFog\n")
    assert reading.document.transcript is not None
    assert reading.document.transcript.kind == kind
    assert ("transcript_kind_guessed" in [finding.code for finding in reading.findings]) is guessed
