"""OHMS records and tables that are damaged or hostile: they are refused in words, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.data import as_data, from_data
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

FOLDER = Path(__file__).parent.parent / "samples"
FORMATS = ("ohms-xml", "ohms-csv")
SAMPLES = {
    name: [path.read_bytes() for path in sorted((FOLDER / name).iterdir()) if not path.name.endswith(".expected.json")]
    for name in FORMATS
}
NEWLINE = "\n"
CUE = "00:01.000 --&gt; 00:02.000\n&lt;v A&gt;x\n\n"
POINT = "<point><time>1</time><title>Lamp</title></point>"
COLUMNS = "Title,Interviewee,Interviewer,Media URL"


def read(data: bytes, format_name: str) -> list[Reading]:
    file = SourceFile(data, "x")
    readers.format_of(file)
    try:
        return list(readers.read(file, format_name))
    except DocumentError as refusal:
        assert len(refusal.problem) > 10
        return []


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_words(format_name: str, data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(SAMPLES[format_name])))
    for _time in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(sample)))
        stop = place + data.draw(st.sampled_from([0, 1, 2, 40]))
        sample[place:stop] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"<point>", b"]]>", b"&#1;", b"&#55296;", b"[[footnotes]]", b"|", b"(", b":", b"-->"])
            | st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"\0"])
        )
    for reading in (readings := read(bytes(sample), format_name)):
        assert from_data(as_data(reading.document)) == reading.document
    assert read(bytes(sample), format_name) == readings


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_no_text_below_a_header_is_too_much(text: str) -> None:
    read(f"{COLUMNS}\n{text}".encode("utf-8", "surrogatepass"), "ohms-csv")


@pytest.mark.parametrize(
    "inside",
    [
        f"<transcript>{'[[footnote]]' * 40000}</transcript>",
        f"<transcript>{'[[footnotes]][[note]]' * 20000}</transcript>",
        f"<transcript>{'A: ' * 150000}</transcript>",
        f"<transcript>{'{0:01} ' * 60000}</transcript>",
        f"<transcript>{'BERG: a' * 3}</transcript><sync>1:{'|1(1)' * 60000}</sync>",
        f"<transcript>{'OLA BERG' * 50000}</transcript>",
        f"<transcript>{f'x{NEWLINE}' * 100000}</transcript><sync>1:{'|9(1)' * 20000}</sync>",
        f"<interviewee>{'Berg, Ola; ' * 20000}</interviewee>",
        f"<interviewee>{'a, ' * 100000}</interviewee>",
        f"<keyword>{'a;' * 150000}</keyword>",
        f"<date value='{'1-' * 100000}'/>",
        f"<duration>{'1:' * 100000}</duration>",
        f"<index>{POINT * 4000}</index>",
        f"<index><point><partial_transcript>{f'A: why?{NEWLINE}' * 30000}</partial_transcript></point></index>",
        f"<index><point><gpspoints><gps>{'1' * 300000}</gps></gpspoints></point></index>",
        f"<vtt_transcript>WEBVTT\n\n{CUE * 5000}</vtt_transcript>",
        "<record_extra>x</record_extra>" * 20000,
    ],
    ids=lambda inside: inside[:50],
)
def test_a_hostile_record_takes_no_longer_than_its_size(inside: str) -> None:
    began = time.process_time()
    assert read(f"<ROOT><record><title>T</title>{inside}</record></ROOT>".encode(), "ohms-xml")
    assert time.process_time() - began < 8


def test_many_records_take_no_longer_than_their_size() -> None:
    track = "<vtt_transcript>WEBVTT\n\n00:01 --&gt; 00:02\nx\n</vtt_transcript>"
    one = f"<record><title>T</title><accession>X</accession>{track}</record>"
    began = time.process_time()
    readings = read(f"<ROOT>{one * 3000}</ROOT>".encode(), "ohms-xml")
    assert len({reading.key for reading in readings}) == 3000
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    "text",
    [
        f"{COLUMNS}\n" + '"' * 300_001,
        f"{COLUMNS}\n" + "," * 500_000,
        f"{COLUMNS}\n" + "x,Berg; Ola\n" * 8_000,
        f"{COLUMNS}\n" + '"x\n' * 100_000,
        "Title,Interviewee,Interviewer,Media URL," * 10_000 + "\n" + "x," * 40_000,
    ],
    ids=["quotation marks", "commas", "rows", "an open quotation mark", "columns"],
)
def test_a_hostile_table_takes_no_longer_than_its_size(text: str) -> None:
    began = time.process_time()
    read(text.encode(), "ohms-csv")
    assert time.process_time() - began < 8
