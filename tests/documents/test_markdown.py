"""Markdown: what is written reads back whole, what people write is understood, and nothing in it does harm.

The samples are in test_samples.py.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.characters import composed
from interviews.documents import readers
from interviews.documents.data import as_data, from_data
from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    PlaceEntry,
    SegmentEntry,
)
from interviews.documents.errors import DocumentError
from interviews.documents.readers import markdown
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.writers import markdown as writer
from interviews.documents.writers.place import Place
from tests.documents.any_document import documents

SAMPLES = Path(__file__).parent.parent / "samples"
PLACE = Place(url="https://portal.example/interviews/ola", site="Lamps")


def reading_of(text: str | bytes) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    (reading,) = readers.read(SourceFile(data, "page.md"), "markdown")
    return reading


def again(document: InterviewDocument) -> InterviewDocument:
    return reading_of(writer.write(document, PLACE)).document


def codes(text: str) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.code) for finding in reading_of(text).findings]


# What is written and read back

_SIGNS = st.text(
    st.sampled_from([*"abcZé 019*_`[]()<>#+-=|~!&;:,.\"'“”„–—…\\/{}?@$^%"]) | st.characters(categories=["L", "N", "P"]),
    max_size=25,
)
_MARKS = st.sampled_from(
    [
        "10:30 we met",
        ":02:05: Why",
        "(3:20) so",
        "[0:10] and",
        "1. one",
        "2) two",
        "- item",
        "> said",
        "## About Ola",
        "---",
        "***",
        "```",
        "<b>bold</b>",
        "<!-- hidden",
        "&amp; &#65;",
        "[text](https://x.example)",
        "![alt](x.jpg)",
        "[1]: https://x.example",
        "**Jo:** well",
        "Keywords: fog",
        "Q: so",
        "{#uid}",
        '"....bright...."',
        "| a | b |",
        "To listen to the interview, click on this MP3 file link",
        "no",
        "2015-09-14",
        "title: x",
        "*",
        "\\",
        "#",
    ]
)


def _folded(text: str) -> str:
    return composed(" ".join(text.split()))


_LINE = st.lists(_SIGNS | _MARKS, max_size=3).map(lambda parts: _folded(" ".join(parts)))
_WORDS = _LINE.filter(bool)


@settings(max_examples=100, deadline=None)
@given(document=documents(_WORDS, _WORDS))
def test_a_document_is_the_same_after_it_was_written_and_read(document: InterviewDocument) -> None:
    assert again(document) == replace(document, comments=())


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(SAMPLES.glob("*/*.expected.json"))
        if path.parent.name not in ("wordpress", "podcast-rss")
    ],
    ids=lambda path: f"{path.parent.name}/{path.name.partition('.')[0]}",
)
def test_what_each_sample_became_is_the_same_after_it_was_written_as_markdown(path: Path) -> None:
    expected = json.loads(path.read_text("utf-8"))
    for reading in expected if isinstance(expected, list) else [expected]:
        document = replace(from_data(reading["document"]), comments=())
        assert again(document) == document


def test_what_is_written_is_recognised_and_written_again_the_same() -> None:
    text = (SAMPLES / "markdown" / "published-by-us.md").read_text("utf-8")
    assert markdown.recognises(SourceFile(text.encode(), "x.txt"))
    place = replace(PLACE, url="https://portal.example/interviews/ola")
    assert writer.write(reading_of(text).document, place) == text


def test_what_is_not_one_line_becomes_one_and_comments_stay_behind() -> None:
    given = InterviewDocument(title=" Ola\n Berg ", segments=(SegmentEntry(question="Why  so ?", uid="no uid"),))
    assert again(given) == InterviewDocument(
        title="Ola Berg", segments=(SegmentEntry(question="Why so ?", kind="question"),)
    )


def test_half_a_coordinate_stays_behind() -> None:
    given = InterviewDocument(title="x", segments=(SegmentEntry(places=(PlaceEntry(name="Malmo", latitude=55.6),)),))
    assert again(given).segments[0].places == (PlaceEntry(name="Malmo"),)


# What is recognised


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Ola\n---\n",
        "---\r\nguests:\r\n- Ola Berg\r\n---\r\n",
        "---\n# remark\ncolour: red\nrecordings: a.mp3\n---\n",
        "# Ola\n\n### [0:10](?t=10) Why?\n",
        "# Ola\n\n- **0:10** Why?\n",
    ],
)
def test_front_matter_and_headings_with_moments_are_recognised(text: str) -> None:
    assert readers.format_of(SourceFile(text.encode(), "x")) == "markdown"


@pytest.mark.parametrize("text", ["---\nOla Berg\n---\n:00:10: Why?\n", "# 1 on the list\n\n:00:10: Why?\n", "", "---"])
def test_a_page_of_text_is_not_claimed(text: str) -> None:
    assert not markdown.recognises(SourceFile(text.encode(), "x"))


def test_no_sample_of_another_format_is_claimed() -> None:
    for path in SAMPLES.glob("*/*"):
        if path.parent.name != "markdown" and not path.name.endswith(".expected.json"):
            assert readers.format_of(SourceFile(path.read_bytes(), path.name)) != "markdown", path


def test_two_rules_at_the_top_are_no_front_matter() -> None:
    page = "---\nOla Berg, Keeper\n---\n\n:00:10: Why?\n"
    assert [segment.question for segment in reading_of(page).document.segments] == ["Why?"]


# What is refused

_BOMB = "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}' if before else 'fog'] * 10)}]"
    for name, before in [("a", ""), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")]
)


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: [", 3),
        ("title: a: b", 2),
        ("title: x\ntitle: y", 3),
        ("title: x\nguests: {name: a, name: b}", 3),
        ("title: *x", 2),
        ("title: &x [*x]", 2),
        (_BOMB, 5),
        ("title: " + "[" * 5000, 2),
        ("title: " + "{a: " * 5000, 2),
        ('title: "\\uD800"', 2),
        ('title: "\\0"', 2),
        ('title: "\\UFFFFFFFF"', 1),
        ("? [a]\n: b\ntitle: x", 2),
        ("title: " + "x" * 70_000, 1),
        ("\ttitle: x\ntitle: x", 2),
    ],
)
def test_a_front_matter_that_is_none_or_does_harm_is_refused_in_words(front: str, line: int) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(f"---\n{front}\n---\n\n# Ola\n")
    assert (refusal.value.code, refusal.value.line) == ("bad_front_matter", line)
    assert len(refusal.value.problem) > 15


def test_a_few_repetitions_and_a_tag_of_python_are_read_as_text() -> None:
    document = reading_of("---\ntitle: !!python/object:x.y Ola\ntags: &t [fog]\nguests: *t\n---\n").document
    assert (document.title, document.tags, document.appearances) == ("Ola", ("fog",), (AppearanceEntry(name="fog"),))


@pytest.mark.parametrize("text", ["Words.\n", "# A recipe\n\n## For soup\n\nBoil water.\n", "- one\n- two\n"])
def test_a_text_that_is_no_interview_is_refused(text: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(text)
    assert refusal.value.code == "not_an_interview"


def test_the_lines_of_findings_are_those_of_the_file() -> None:
    text = "---\ntitle: x\ncolour: red\n---\n\n# x\n\n## Interview\n\n### 0:75 Why?\n\n> <b>So</b>.\n"
    assert codes(text) == [(3, "field_left_out"), (10, "impossible_timecode"), (12, "html_left_out")]


# What hostile texts cost

_FRONT = "---\ntitle: x\nguests: [Ola Berg, Jo Doe]\n---\n"
_INDEX = f"{_FRONT}\n## Time index\n\n### [0:10](?t=10) Why?\n\n"


@pytest.mark.parametrize("above", ["", _FRONT, _INDEX, f"{_FRONT}\n## Transcript\n\n"])
@pytest.mark.parametrize(
    "text",
    [
        "![",
        "[a](",
        "<a b='",
        "*a _b ",
        "> > a\n",
        "a\\\n",
        "&#8220;",
        "`<a`",
        "- - - a\n",
        "1:",
        "**a:** b\n\n",
        "[x]: y\n",
    ],
)
@pytest.mark.slow
def test_a_hostile_text_is_read_in_no_time(above: str, text: str) -> None:
    began = time.process_time()
    with contextlib.suppress(DocumentError):
        reading_of(above + text * (60_000 // len(text)))
    assert time.process_time() - began < 8  # quadratic, it would take minutes


_PIECES = [path.read_text("utf-8") for path in sorted((SAMPLES / "markdown").glob("*.md"))]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_text_is_read_or_refused_in_words(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_PIECES))
    for _time in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(text)))
        stop = place + data.draw(st.sampled_from([0, 1, 2, 40, 200]))
        text = text[:place] + data.draw(_MARKS | st.text(max_size=4) | st.just("\n\n")) + text[stop:]
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        reading = reading_of(encoded)
    except DocumentError as error:
        assert error.problem
        return
    assert from_data(as_data(reading.document)) == reading.document
    assert all(finding.line is None or finding.line > 0 for finding in reading.findings)
    assert reading_of(encoded) == reading


@settings(max_examples=60, deadline=None)
@given(front=st.text(max_size=60) | st.text("ab:-[]{}&*!|>'\"#%@?,\n \t\\u0", max_size=60))
def test_no_front_matter_makes_the_reader_raise_anything_else(front: str) -> None:
    try:
        reading_of(f"---\ntitle: x\n{front}\n---\n".encode("utf-8", "surrogatepass"))
    except DocumentError as error:
        assert error.problem
