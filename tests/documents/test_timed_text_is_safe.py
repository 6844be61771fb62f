"""Readers of tracks and of chapters meet damaged and hostile files: they refuse in words, and soon."""

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

FORMATS = ("webvtt", "srt", "chapters-json", "chapter-list", "psc")
FOLDER = Path(__file__).parent.parent / "samples"
SAMPLES = [
    path.read_bytes()
    for name in FORMATS
    for path in sorted((FOLDER / name).iterdir())
    if not path.name.endswith(".expected.json")
]


def read(data: bytes, format_name: str) -> list[Reading]:
    file = SourceFile(data, "x")
    readers.format_of(file)
    try:
        return list(readers.read(file, format_name))
    except DocumentError as refusal:
        assert len(refusal.problem) > 10
        return []


def check(data: bytes, format_name: str) -> None:
    """What is read is whole, fits the data form, and is the same a second time."""
    readings = read(data, format_name)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for reading in readings:
        assert from_data(as_data(reading.document)) == reading.document
        assert all(finding.line is None or 1 <= finding.line <= lines for finding in reading.findings)
        for segment in reading.document.segments:
            assert segment.start is None or segment.end is None or segment.end >= segment.start
    assert read(data, format_name) == readings


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_words(format_name: str, data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _time in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(sample)))
        stop = place + data.draw(st.sampled_from([0, 1, 2, 40]))
        sample[place:stop] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"\n\n", b"-->", b"<v ", b"{", b'"', b"\\u0000", b"\\ud800", b"&#0;", b"&#xd800;", b":"])
        )
    check(bytes(sample), format_name)


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(text=st.text())
def test_any_text_is_read_or_refused_in_words(format_name: str, text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), format_name)
    check(f"WEBVTT\n\n0:00 --> 0:01\n{text}".encode("utf-8", "replace"), format_name)


CUE = "00:01.000 --> 00:02.000\n"
HOSTILE = {
    "many cues": ("webvtt", f"{CUE}Hi\n\n" * 12_000),
    "many voices": ("webvtt", CUE + "<v Ola>Hi</v> " * 40_000),
    "one voice": ("webvtt", CUE + "<v Ola>Hi" * 40_000),
    "open tags": ("webvtt", CUE + "<v " * 200_000),
    "open classes": ("webvtt", CUE + "<c" + ".a" * 250_000),
    "breaks": ("webvtt", CUE + "<br>" * 150_000),
    "footnotes": ("webvtt", CUE + "<c.1>" * 100_000),
    "entities": ("webvtt", CUE + "&amp" * 150_000),
    "arrows": ("webvtt", CUE + "-->" * 200_000),
    "arrow lines": ("webvtt", CUE + "1 -->\n" * 90_000),
    "lines": ("webvtt", CUE + "a\n" * 120_000),
    "turns": ("webvtt", CUE + " >>" * 80_000),
    "one turn": ("webvtt", CUE + "a " + ">" * 500_000),
    "names": ("webvtt", CUE + "".join(f"NAME {chr(65 + n % 26)}{n}: a\n" for n in range(40_000))),
    "colons": ("webvtt", CUE + "A:" * 250_000),
    "times": ("webvtt", "1:" * 250_000 + " --> 1"),
    "notes": ("webvtt", "NOTE a\n\n" * 60_000 + CUE),
    "a note": ("webvtt", "NOTE " + "automatically " * 40_000 + "\n\n" + CUE),
    "note keys": ("webvtt", "NOTE\n" + "a -" * 100_000 + "\n\n" + CUE),
    "loose blocks": ("srt", CUE + "Hi\n\n" + "a\n\n" * 60_000),
    "numbers": ("srt", CUE + "1\n" * 120_000),
    "styles": ("srt", CUE + "{\\an" * 100_000),
    "an index": (
        "webvtt",
        (CUE + '{"type":"TextualBody","value":"' + "a;" * 99 + '","label":{"a":["Keywords"]}}\n\n') * 999,
    ),
    "brackets": ("webvtt", CUE + '{"type":"TextualBody"' + "[" * 200_000),
    "json brackets": ("chapters-json", '{"chapters": ' + "[" * 200_000),
    "json chapters": ("chapters-json", '{"chapters": [' + ",".join(['{"startTime":1,"title":"a"}'] * 20_000) + "]}"),
    "json points": ("chapters-json", '{"chapters": [{"title":"a","location":{"geo":"' + "1" * 500_000 + '"}}]}'),
    "json titles": ("chapters-json", '{"chapters": [{"title":"' + "a\u0301" * 100_000 + '"}]}'),
    "list": ("chapter-list", "0:00 a\n" * 40_000),
    "list stamps": ("chapter-list", "0:00 Intro\n" + "0:" * 250_000),
    "list spaces": ("chapter-list", "0:00 Intro\n1:00" + " -" * 250_000),
    "ogg": ("chapter-list", "".join(f"CHAPTER{n % 10000}=0:00\n" for n in range(30_000))),
    "psc": ("psc", "<chapters>" + '<chapter start="0:00" title="a" b="c"/>' * 12_000 + "</chapters>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_done_with_soon(name: str) -> None:
    format_name, text = HOSTILE[name]
    data = (f"WEBVTT\n\n{text}" if format_name == "webvtt" else text).encode()
    began = time.process_time()
    read(data, format_name)
    assert time.process_time() - began < 8  # quadratic, it would take minutes
