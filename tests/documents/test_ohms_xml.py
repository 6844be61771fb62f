"""OHMS records: what is refused, and what is read of odd ones. The samples are in test_samples.py."""

from __future__ import annotations

import datetime as dt

import pytest

from interviews.documents import readers
from interviews.documents.document import CueEntry, RecordingEntry, TranscriptEntry
from interviews.documents.errors import DocumentError
from interviews.documents.readers.ohms.catalogue_names import natural_name
from interviews.documents.readers.ohms.dates import dated, length_of
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.timecode import TimecodeError

NAMESPACE = 'xmlns="https://www.weareavp.com/nunncenter/ohms"'


def readings_of(text: str | bytes, name: str = "record.xml") -> list[Reading]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(readers.read(SourceFile(data, name), "ohms-xml"))


def record(inside: str) -> Reading:
    title = "" if "<title>" in inside else "<title>Lamps</title>"
    (reading,) = readings_of(f'<ROOT {NAMESPACE}><record id="1" dt="2020-01-01">{title}{inside}</record></ROOT>')
    return reading


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "not_xml", 1),
        ("<ROOT>\n<record>\n</ROOT>", "not_xml", 3),
        ("<ROOT>\n</ROOT>", "other_xml", 1),
        ("<!DOCTYPE ROOT [<!ENTITY lamp 'lamp'>]>\n<ROOT><record/></ROOT>", "doctype", 1),
        ("<ROOT><record>" + "<x>" * 200 + "</x>" * 200 + "</record></ROOT>", "too_deep", 1),
    ],
)
def test_a_file_without_a_record_is_refused_in_words(text: str, code: str, line: int) -> None:
    with pytest.raises(DocumentError) as refusal:
        readings_of(text)
    assert (refusal.value.code, refusal.value.line) == (code, line)


@pytest.mark.parametrize(
    ("head", "is_ohms"),
    [
        (f"<ROOT {NAMESPACE}><record>", True),
        ('<?xml version="1.0"?>\n<ROOT><record id="1">', True),
        ('<o:ROOT xmlns:o="urn:x"><o:record id="1">', True),
        ("<ROOT><lamp/></ROOT>", False),
        ("<rss><channel><item><title>ROOT record</title>", False),
        ("A ROOT of a <record>", False),
    ],
)
def test_a_record_is_told_by_its_elements_and_not_by_its_namespace(head: str, is_ohms: bool) -> None:
    assert (readers.format_of(SourceFile(head.encode(), "x")) == "ohms-xml") is is_ohms


def test_a_record_of_nothing_but_points_is_read_also_where_the_record_itself_is_missing() -> None:
    points = "".join(f"<point><time>{second}</time><title>Lamp {second}</title></point>" for second in range(64))
    for inside in (f"<record><index>{points}</index></record>", f"<index>{points}</index>"):
        (reading,) = readings_of(f"<ROOT>{inside}</ROOT>", "ola-berg.xml")
        assert len(reading.document.segments) == 64
        assert reading.document.title == "ola berg"
        assert codes(reading) == ["title_missing"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Berg, Ola", "Ola Berg"),
        ("Ola Berg", "Ola Berg"),
        ("van der Meer, Anna", "Anna van der Meer"),
        ("Berg, Ola, 1930-", "Ola Berg"),
        ("Berg, Ola, 1930-2001", "Ola Berg"),
        ("Berg, Ola, Jr.", "Ola Berg, Jr."),
        ("Ola Berg, Jr.", "Ola Berg, Jr."),
        ("Ola Berg, Keeper", "Ola Berg, Keeper"),
        ("Harbour Trust, Skerry", "Harbour Trust, Skerry"),
        ("Berg, Ola, of the north light", "Berg, Ola, of the north light"),
        ("Ek, Mia (Keeper)", "Ek, Mia (Keeper)"),
    ],
)
def test_a_sorted_name_is_turned_round_and_another_stays(written: str, said: str) -> None:
    assert natural_name(written) == said


@pytest.mark.parametrize(
    ("value", "pattern", "date"),
    [
        ("2006-06-13", "yyyy-mm-dd", "2006-06-13"),
        ("2006-06", "yyyy-mm-dd", "2006-06"),
        ("2006", "", "2006"),
        ("2006-06-00", "yyyy-mm-dd", "2006-06"),
        ("2006-00-00", "yyyy-mm-dd", "2006"),
        ("06/13/2006", "mm/dd/yyyy", "2006-06-13"),
        ("13/06/2006", "", "2006-06-13"),
        ("03/04/2006", "dd/mm/yyyy", "2006-04-03"),
        ("13.6.2006", "", "2006-06-13"),
        ("13 June 2006", "yyyy-mm-dd", "2006-06-13"),
        ("2006-06-13T10:00:00Z", "", "2006-06-13"),
        ("0000-00-00", "yyyy-mm-dd", ""),
    ],
)
def test_a_date_is_read_in_each_usual_form(value: str, pattern: str, date: str) -> None:
    assert str(dated(value, pattern).date or "") == date


def test_a_date_whose_order_nobody_tells_is_a_guess() -> None:
    assert dated("03/04/2006").guess
    assert not dated("03/04/2006", "mm/dd/yyyy").guess
    with pytest.raises(DocumentError):
        dated("the day of the fog")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:28:06", 1686), ("1:2:0", 3720), ("28:06", 1686), ("1h2m", 3720), ("0:00:06.5", 6.5)],
)
def test_a_length_is_read_in_each_usual_form(text: str, seconds: float) -> None:
    assert length_of(text) == dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "00:00:00", "0:00", " "])
def test_a_length_of_nothing_is_not_known(text: str) -> None:
    assert length_of(text) is None


@pytest.mark.parametrize("text", ["1686", "a while", "9999:00:00", "1:2:3:4"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(TimecodeError):
        length_of(text)


@pytest.mark.parametrize(
    ("language", "code", "found"),
    [
        ("English", "en", []),
        ("swedish", "sv", []),
        ("fre", "fr", []),
        ("fr-CA", "fr-CA", []),
        ("", "en", []),
        ("Lampish", "en", ["language_unknown"]),
        ("English; Swedish", "en", ["language_unknown"]),
    ],
)
def test_a_language_is_known_by_its_name(language: str, code: str, found: list[str]) -> None:
    reading = record(f"<language>{language}</language>")
    assert (reading.document.language, codes(reading)) == (code, found)


def test_the_translation_of_every_point_is_told_once() -> None:
    point = (
        "<point><time>1</time><title>Lamp</title><title_alt>Lampe</title_alt><synopsis_alt>Une</synopsis_alt></point>"
    )
    reading = record(f"<transcript_alt_lang>French</transcript_alt_lang><index>{point * 3}</index>")
    assert codes(reading).count("translation_left_out") == 1


def test_what_every_interview_is_needs_no_finding_and_other_facts_do() -> None:
    assert codes(record("<type>Oral history</type><format>sound</format><format>text</format>")) == []
    reading = record("<type>Ballad</type><shelf>B 12</shelf>")
    assert codes(reading) == ["field_left_out"]
    assert "Ballad" in reading.findings[0].message
    assert "B 12" in reading.findings[0].message


def test_the_player_of_another_site_is_no_recording_and_is_not_lost() -> None:
    host = "<mediafile><host>YouTube</host><host_clip_id>abc</host_clip_id></mediafile>"
    reading = record(f"<media_url>https://youtu.be/abc</media_url>{host}")
    assert reading.document.recordings == (RecordingEntry(),)
    assert reading.document.provenance == "Recording at: https://youtu.be/abc\nRecording with host YouTube, clip abc"
    assert codes(reading) == ["recording_address_unknown"]


def test_a_file_at_an_address_is_the_recording_and_a_film_only_where_it_is_said() -> None:
    url = "<media_url>https://media.example/talk.mp4?sign=1</media_url>"
    for said, media_type in (("audio", "audio/mp4"), ("video", "video/mp4"), ("", "video/mp4")):
        reading = record(f"{url}<mediafile><clip_format>{said}</clip_format></mediafile>")
        assert reading.document.recordings[0].media_type == media_type
    reading = record("<media_url>https://media.example/stream</media_url><fmt>video</fmt>")
    assert codes(reading) == ["media_type_unknown"]


def test_sync_counts_lines_and_words_from_one() -> None:
    text = "\nBERG: We lit it\nat dusk.\n\nDOE: Why?"
    (first, second, third) = record(
        f"<sync>1:|3(2)|5(1)</sync><transcript>{text}</transcript>"
    ).document.transcript.cues  # type: ignore[union-attr]
    assert (first.start, first.speaker, first.text) == (dt.timedelta(0), "BERG", "We lit it at")
    assert (second.start, second.speaker, second.text) == (dt.timedelta(minutes=1), "BERG", "dusk.")
    assert (third.start, third.speaker, third.text) == (dt.timedelta(minutes=2), "DOE", "Why?")


@pytest.mark.parametrize("sync", ["x", ":|1(1)", "0:|1(1)", "-1:|1(1)", "nan:|1(1)", "1e9:|1(1)", "inf:|1(1)"])
def test_sync_without_an_interval_times_nothing(sync: str) -> None:
    reading = record(f"<sync>{sync}</sync><transcript>BERG: Yes.</transcript>")
    assert reading.document.transcript == TranscriptEntry(cues=(CueEntry(speaker="BERG", text="Yes."),))
    assert codes(reading) == ["sync_unreadable"]


def test_a_broken_webvtt_transcript_is_left_out_with_a_word() -> None:
    reading = record("<vtt_transcript>WEBVTT\n\nno cue</vtt_transcript>")
    assert reading.document.transcript is None
    assert codes(reading) == ["transcript_left_out"]


def test_records_of_one_file_have_keys_of_their_own_whatever_their_numbers() -> None:
    names = ["X", "X (3)", "X", "X", ""]
    inside = "".join(f"<record><title>{name}-</title><accession>{name}</accession></record>" for name in names)
    keys = [reading.key for reading in readings_of(f"<ROOT>{inside}</ROOT>")]
    assert keys == ["X", "X (3)", "X (3)*", "X (4)", "5"]
