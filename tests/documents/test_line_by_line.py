"""What each line of a text became, told from the document's own words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.document import InterviewDocument, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.line_by_line import told_lines
from interviews.documents.source_file import SourceFile
from interviews.documents.values import Became
from tests.importing.pages import PAGE


def read(text: str, name: str = "page.txt") -> tuple[InterviewDocument, tuple[Finding, ...]]:
    reading = next(iter(readers.read(SourceFile(text.encode(), name))))
    return reading.document, reading.findings


def told(text: str, name: str = "page.txt") -> dict[str, list[str]]:
    """By line: the fields, with the number of the entry where it is of one."""
    document, findings = read(text, name)
    return {
        line.text: [f"{one.field} {one.number}" if one.of == "entry" else one.field for one in line.became]
        for line in told_lines(text, document, findings)
    }


def test_the_lines_of_a_page_became_these() -> None:
    became = told(PAGE)
    assert became["Guild of Lamp Keepers (GLK)"] == ["organisation"]
    assert became["Ola Berg, Keeper, Head of Lamps NORTHLIGHT"][0] == "title"
    assert "introduction" in became["This week, Jo Doe has an exclusive interview with Ola Berg."]
    assert "biography" in became["Ola BergOla Berg began as a boy."]
    assert became[":00:18: Why lighthouses?"] == ["time 1", "question 1"]
    assert became['"....They were bright....and dry...."'] == ["answer 1"]
    assert became["01:01:06: Ola, thank you."] == ["time 3", "question 3"]
    assert became[""] == []


def test_the_same_words_twice_belong_each_to_its_entry() -> None:
    again = PAGE.replace("What broke first?", "Why lighthouses?").replace("The rope", "They were bright....and dry")
    numbers = [line.became[0].number for line in told_lines(again, *read(again)) if "bright" in line.text]
    assert numbers == [1, 2]


def test_a_paragraph_of_few_words_is_found_as_well() -> None:
    text = "Ola Berg\n\nQ: Was it dark?\nA: Nothing.\n\nIt was dark.\n\nQ: And then?\nA: Nothing.\n\nNo light.\n"
    lines = [line.became for line in told_lines(text, read(text)[0]) if line.text[:1] in "AIN" and line.text]
    answers = [[(one.field, one.number) for one in became] for became in lines]
    assert answers == [[("answer", 1)], [("answer", 1)], [("answer", 2)], [("answer", 2)]]
    document = InterviewDocument(title="Fog", introduction="Wet.\n\nIt was wet and cold all night.")
    assert [line.became for line in told_lines("Wet.\nDry.", document)] == [(Became("introduction"),), ()]


def test_a_line_of_which_nothing_was_taken_became_nothing() -> None:
    text = PAGE.replace("Interview Time Index", "Tickets at the gate, two coins\n\nInterview Time Index")
    document, _findings = read(text)
    words = " ".join([document.introduction, *(entry.bio for entry in document.appearances)])
    expected = [] if "Tickets" not in words else ["biography"]
    assert told(text)["Tickets at the gate, two coins"] == expected


def test_a_wrapped_answer_belongs_to_its_entry_to_the_last_word() -> None:
    answer = "The tide came in over the wall and the lamps went out one after the other until dawn."
    document = InterviewDocument(title="A", segments=(SegmentEntry(question="So?", answer=answer),))
    lines = told_lines(
        "So?\nThe tide came in over the wall and the lamps\nwent out one after the other until\ndawn.", document
    )
    assert [line.became for line in lines] == [
        (Became("question", "entry", 1),),
        (Became("answer", "entry", 1),),
        (Became("answer", "entry", 1),),
        (Became("answer", "entry", 1),),
    ]


def test_subtitles_belong_to_their_cues() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:04,000\nThe sea was calm.\n\n2\n00:00:05,000 --> 00:00:09,000\nThe sea was calm.\n"
    )
    document, _findings = read(text, "talk.srt")
    lines = told_lines(text, document)
    assert Became("time", "cue", 2) in lines[5].became
    assert Became("text", "cue", 2) in lines[6].became


def test_each_finding_stands_at_its_line_and_no_line_is_lost() -> None:
    finding = Finding(2, "x", "so")
    lines = told_lines("a\nb\n\nc", None, [finding, Finding(None, "y", "of all"), Finding(99, "z", "beyond")])
    assert [(line.number, line.text, line.findings) for line in lines] == [
        (1, "a", ()),
        (2, "b", (finding,)),
        (3, "", ()),
        (4, "c", ()),
    ]


@given(st.text(), st.text(), st.text())
def test_any_text_is_told(text: str, question: str, answer: str) -> None:
    document = InterviewDocument(title=question, segments=(SegmentEntry(question=question, answer=answer),))
    assert [line.text for line in told_lines(text, document)] == text.split("\n")


@pytest.mark.parametrize("piece", ["a ", "<", "&", "1:00 ", "a b c d ", "Ola Berg\n", "_", "::"])
def test_the_time_is_that_of_the_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    segments = tuple(SegmentEntry(question=piece * 5, answer=text[:50_000]) for _number in range(3))
    document = InterviewDocument(title="a b", segments=segments)
    begun = time.process_time()
    told_lines(text, document)
    assert time.process_time() - begun < 8


def structure_in(text: str, name: str = "page.txt") -> list[str]:
    return [line.text for line in told_lines(text, *read(text, name)) if line.is_structure]


def test_headings_and_labels_alone_are_structure_and_lost_words_are_not() -> None:
    page = f"{PAGE}\n3 comments\n\nMia Ek says:\nMarch 4, 2006\nMine burn oil.\n"
    assert structure_in(page) == ["Interview Time Index (MM:SS) and Topic", "3 comments"]
    conversation = "Ola Berg\n\nDiscussion:\n\nQ:\nWas it dark?\nA:\nNothing.\n\nDiscussion: fog\n"
    assert structure_in(conversation) == ["Discussion:", "Q:", "A:"]
    lost = told_lines("Tickets at the gate:\nDiscussion:\nTwo coins", InterviewDocument(title="Fog"))
    assert [line.is_structure for line in lost] == [False, True, False]


def test_keys_of_a_front_matter_and_facts_of_an_entry_are_structure() -> None:
    text = "---\nguests:\n- name: Ola Berg\nlanguage: sv\n---\n\n## Time index\n\n### 0:10 Fog\n\n- Kind: note\n"
    assert structure_in(text, "page.md") == ["---", "guests:", "---", "## Time index", "- Kind: note"]
    assert structure_in("CHAPTER01=00:00:10.000\nCHAPTER01NAME=Fog\nCHAPTER01URL=\n", "ogg.txt") == ["CHAPTER01URL="]


def test_a_comment_is_told_with_its_name_and_its_date_and_a_recording_by_its_announcement() -> None:
    remarks = "2 comments\n\nMia Ek says:\nMarch 4, 2006\nMine burn oil, as they always did.\n\nPer Lund says:\nSo?\n"
    document, _findings = read(f"{PAGE}\n{remarks}")
    lines = {line.text: line.became for line in told_lines(f"{PAGE}\n{remarks}", document)}
    assert lines["Mia Ek says:"] == (Became("name", "comment", 1),)
    assert lines["March 4, 2006"] == (Became("written_at", "comment", 1),)
    assert lines["Per Lund says:"] == (Became("name", "comment", 2),)
    assert lines["To listen to the interview, click on this MP3 file link"] == (Became("address", "recording"),)
