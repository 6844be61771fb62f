"""Whatever stands in a document, what is written keeps the rules of its format."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents.document import CueEntry, InterviewDocument, SegmentEntry, TranscriptEntry
from interviews.documents.writers import WRITERS
from interviews.documents.writers.place import Place
from interviews.documents.xml_tree import parse_xml
from tests.documents.any_document import documents
from tests.documents.schemas import require_valid_ohms

PLACE = Place(url="https://x.example/interviews/ola-berg/")
#: What ends a line, a cue, an element or a record where it is not guarded against.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8) | st.sampled_from(
    [
        "-->",
        "a\n\nb",
        "\r",
        "\x0b\x1f\x7f\x85\u2028",
        "\ufffe",
        "]]>&<",
        "NOTE",
        "WEBVTT",
        "00:01 --> 00:02",
        " ",
    ]
)
TIME = r"\d{2,}:\d\d:\d\d\.\d{3}"
MANY = InterviewDocument(
    title="Ola Berg",
    segments=tuple(SegmentEntry(start=timedelta(seconds=number), label="Fog") for number in range(1000, 0, -1)),
    transcript=TranscriptEntry(cues=tuple(CueEntry(start=timedelta(seconds=n), text="Fog.") for n in range(1000))),
)


def require_webvtt(text: str) -> list[str]:
    """The payloads, where the text keeps to the syntax of W3C's WebVTT, section 4.1."""
    assert not re.search("[\x00\r]", text)
    head, *blocks = text.removesuffix("\n").split("\n\n")
    assert head == "WEBVTT"
    payloads, latest = [], ""
    for block in blocks:
        first, *lines = block.split("\n")
        if first == "NOTE":
            assert not any("-->" in line for line in lines)
            continue
        assert first == str(len(payloads) + 1)
        times = re.fullmatch(f"({TIME}) --> ({TIME})", lines[0])
        assert times and latest.zfill(16) <= times[1].zfill(16) < times[2].zfill(16)
        latest = times[1]
        payload = lines[1:]
        assert payload and all(line.strip() and "-->" not in line for line in payload)
        assert re.fullmatch(r"(<v [^<>\n]+>)?(?:[^&<>]|&(?:amp|lt|gt);)+", "\n".join(payload))
        payloads.append("\n".join(payload))
    return payloads


@pytest.mark.parametrize("name", ["vtt", "chapters.vtt"])
@given(document=documents(TEXTS, TEXTS))
def test_webvtt_keeps_its_syntax(name: str, document: InterviewDocument) -> None:
    if WRITERS[name].fits(document):
        assert require_webvtt(WRITERS[name].write(document, PLACE))


@given(document=documents(TEXTS, TEXTS))
def test_srt_has_a_number_two_times_and_words_in_each_caption(document: InterviewDocument) -> None:
    if WRITERS["srt"].fits(document):
        text = WRITERS["srt"].write(document, PLACE)
        for number, caption in enumerate(text.removesuffix("\n").split("\n\n"), start=1):
            time = TIME.replace(r"\.", ",")
            assert re.fullmatch(rf"{number}\n{time} --> {time}(?:\n(?!.*-->)[^\n\r\x00]+)+", caption)


@given(document=documents(TEXTS, TEXTS))
def test_chapters_in_json_ascend_from_zero_and_have_titles(document: InterviewDocument) -> None:
    if WRITERS["chapters.json"].fits(document):
        text = WRITERS["chapters.json"].write(document, PLACE)
        data = json.loads(text, parse_constant=lambda name: pytest.fail(name))
        starts = [chapter["startTime"] for chapter in data["chapters"]]
        assert (data["version"], starts[0]) == ("1.2.0", 0)
        assert starts == sorted(set(starts))
        for chapter in data["chapters"]:
            assert chapter["title"].strip()
            assert chapter.get("endTime", 10**9) > chapter["startTime"]
            assert set(chapter.get("location", {"name", "geo"})) == {"name", "geo"}


@given(document=documents(TEXTS, TEXTS))
def test_psc_is_xml_with_a_start_and_a_title_in_each_chapter(document: InterviewDocument) -> None:
    if WRITERS["psc"].fits(document):
        root = parse_xml(WRITERS["psc"].write(document, PLACE).encode()).root
        assert all(re.fullmatch(TIME, chapter.get("start", "")) and chapter.get("title") for chapter in root)


@given(document=documents(TEXTS, TEXTS))
def test_an_ohms_record_is_valid_by_its_schema(document: InterviewDocument) -> None:
    require_valid_ohms(WRITERS["ohms.xml"].write(document, PLACE))


@pytest.mark.parametrize("name", WRITERS)
def test_a_thousand_entries_backwards_are_written(name: str) -> None:
    text = WRITERS[name].write(MANY, PLACE)
    if name in ("vtt", "chapters.vtt"):
        assert len(require_webvtt(text)) == {"vtt": 1000, "chapters.vtt": 1001}[name]
    if name == "chapters.json":
        assert len(json.loads(text)["chapters"]) == 1001
