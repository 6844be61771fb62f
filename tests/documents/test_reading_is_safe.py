"""What holds of every reader: it refuses in words, says the same twice, and takes work in proportion to the text."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import limits, readers
from interviews.documents.data import as_data, from_data
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

SAMPLES = {
    folder.name: [path for path in sorted(folder.iterdir()) if not path.name.endswith(".expected.json")]
    for folder in sorted((Path(__file__).parent.parent / "samples").iterdir())
}
#: The portal's own form has no folder: the expectations beside the other samples are of it.
OWN = [
    json.dumps({"format": "interview-document", "version": 1, "interview": told["document"]}).encode()
    for path in sorted((Path(__file__).parent.parent / "samples" / "ohms-xml").glob("*.expected.json"))
    if isinstance(told := json.loads(path.read_text("utf-8")), dict)
]
BYTES = {name: [path.read_bytes() for path in paths] for name, paths in SAMPLES.items()} | {"json": OWN}
PIECES = [
    b"\n\n",
    b":00:10: ",
    b"Q: ",
    b"Answer: ",
    b"Mia Ek says:\n",
    b"<",
    b"</",
    b"<div class=comments>",
    b"&#0;",
    b"{",
]
PIECES += [
    b'"',
    b"[",
    b"---\n",
    b"-->",
    b"|",
    b",",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"Comments\n\n",
    b"(Pilot)",
]


def read(data: bytes, format_name: str = "", name: str = "x") -> list[Reading] | str:
    """The readings, or the words of the refusal."""
    file = SourceFile(data, name)
    readers.format_of(file)
    try:
        return list(readers.read(file, format_name))
    except DocumentError as refusal:
        assert len(refusal.problem) > 10
        return str(refusal)


def check(data: bytes, format_name: str) -> None:
    readings = read(data, format_name)
    assert read(data, format_name) == readings
    for reading in readings if isinstance(readings, list) else ():
        assert from_data(json.loads(json.dumps(as_data(reading.document)))) == reading.document


def test_every_reader_has_samples() -> None:
    assert {*BYTES} == {*readers.READERS}


@pytest.mark.parametrize("format_name", readers.READERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_sample_is_read_or_refused_in_words_and_twice_the_same(format_name: str, data: st.DataObject) -> None:
    sample = bytearray(data.draw(st.sampled_from(BYTES[format_name])))
    for _time in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(sample)))
        stop = place + data.draw(st.sampled_from([0, 1, 2, 40, 400]))
        sample[place:stop] = data.draw(st.binary(max_size=4) | st.sampled_from(PIECES))
    check(bytes(sample), format_name)


@pytest.mark.parametrize("format_name", readers.READERS)
def test_every_sample_is_read_or_refused_in_words_by_every_reader(format_name: str) -> None:
    for paths in SAMPLES.values():
        for path in paths:
            read(path.read_bytes(), format_name, path.name)


@pytest.mark.parametrize("path", [path for paths in SAMPLES.values() for path in paths], ids=lambda path: path.name)
def test_every_beginning_of_a_sample_is_read_or_refused_in_words(path: Path) -> None:
    data = path.read_bytes()
    for length in range(0, len(data), max(1, len(data) // 20)):
        read(data[:length], path.parent.name)


POINT = "<point><time>1</time><title>L</title></point>"
JSON = '{"format":"interview-document","version":1,"interview":{"title":"a",%s}}'
ENTRIES: dict[str, Callable[[int], str]] = {
    "json": lambda count: JSON % f'"segments":[{",".join(["{}"] * count)}]',
    "page-text": lambda count: ":00:10: Why?\n" * count,
    "html": lambda count: "<p>:00:10: Why?</p>" * count,
    "markdown": lambda count: "# Ola Berg\n\n" + "- 0:10 Why?\n" * count,
    "chapter-list": lambda count: "0:10 Why?\n" * count,
    "chapters-json": lambda count: json.dumps({"chapters": [{"startTime": 1, "title": "a"}] * count}),
    "psc": lambda count: "<chapters>" + '<chapter start="0:10" title="a"/>' * count + "</chapters>",
    "ohms-xml": lambda count: f"<ROOT><record><title>T</title><index>{POINT * count}</index></record></ROOT>",
}
CUES: dict[str, Callable[[int], str]] = {
    "json": lambda count: JSON % f'"transcript":{{"cues":[{",".join(["{}"] * count)}]}}',
    "webvtt": lambda count: "WEBVTT\n\n" + "0:01.000 --> 0:02.000\nHi\n\n" * count,
    "srt": lambda count: "0:01 --> 0:02\nHi\n\n" * count,
}


@pytest.mark.parametrize("format_name", ENTRIES)
def test_more_entries_than_an_interview_has_are_refused(format_name: str) -> None:
    most = limits.MOST["segments"]
    refusal = read(ENTRIES[format_name](most + 1).encode(), format_name)
    assert "more than 10,000 entries" in refusal
    assert isinstance(read(ENTRIES[format_name](100).encode(), format_name), list)


@pytest.mark.parametrize("format_name", CUES)
def test_more_cues_than_an_interview_has_are_refused(format_name: str) -> None:
    refusal = read(CUES[format_name](limits.MOST["cues"] + 1).encode(), format_name)
    assert "more than 100,000 cues" in refusal


@pytest.mark.parametrize("field", ["tags", "appearances", "comments"])
def test_lists_of_a_document_have_an_end(field: str) -> None:
    item = {"tags": '"a"', "appearances": '{"name":"Ola Berg"}', "comments": '{"key":"1"}'}[field]
    data = JSON % f'"{field}":[{",".join([item] * (limits.MOST[field] + 1))}]'
    assert "more than" in read(data.encode(), "json")


def test_of_very_many_findings_the_first_are_told() -> None:
    (reading,) = readers.read(SourceFile(b"0:10 Why?\n" + b"nothing\n" * 5_000, "x"), "chapter-list")
    assert len(reading.findings) == limits.MOST_FINDINGS + 1
    assert "4,0" in reading.findings[-1].message


PARTS = {
    "page-text": {
        "entries": ":00:10: Why?\n....Fog....\n\n",
        "questions": "Question: Why?\n\nAnswer: Fog.\n\n",
        "voices": "Jo: Why?\n\nOla: Fog.\n\n",
        "headings": "A line of the\n",
        "paragraphs": "Ola Berg keeps the light of the northern pier, and has kept it for years.\n\n",
        "remarks": "Comments\n\nMia Ek says:\nMarch 4, 2006\nFog.\n\n",
        "navigation": "Home | Interviews | About\n\n",
        "brackets": "Ola Berg (Pilot), ",
        "flattened": "Q: Why? A: Fog. ",
    },
    "html": {
        "comments": "<div class=comments><div class=comment><cite>Mia Ek</cite><p>Fog.</p></div></div>",
        "answers to comments": "<div class=comments><div class=comment id=comment-1><cite>Mia Ek</cite><p>Fog.</p>",
        "entries": "<p>:00:10: Why?<br>....Fog....</p>",
    },
    "markdown": {"entries": "### 0:10 Why?\n\n> **Ola:** Fog.\n\n"},
    "webvtt": {"cues": "0:01.000 --> 0:02.000\n<v Ola>Hi\n\n"},
    "srt": {"cues": "0:01 --> 0:02\nHi\n\n"},
    "chapter-list": {"entries": "0:10 Why?\n"},
}
BEGIN = {
    "page-text": "Ola Berg\n\nThis week, Jo Doe has an exclusive interview with Ola Berg.\n\n",
    "html": "<h1>Ola Berg</h1><p>This week, Jo Doe has an exclusive interview with Ola Berg.</p>",
    "markdown": "# Ola Berg\n\n## Time index\n\n",
    "webvtt": "WEBVTT\n\n",
}


def operations(work: Callable[[], object]) -> int:
    """How many functions are called: the measure of an effort that no other program disturbs."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(("format_name", "part"), [(name, part) for name, parts in PARTS.items() for part in parts])
def test_four_times_the_text_takes_four_times_the_work(format_name: str, part: str) -> None:
    def work(count: int) -> int:
        text = BEGIN.get(format_name, "") + PARTS[format_name][part] * count
        return operations(lambda: read(text.encode(), format_name))

    work(10)  # what is made once
    assert work(1_200) < 4.6 * work(300)
