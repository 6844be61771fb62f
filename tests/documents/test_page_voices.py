"""Who speaks on a page of text without ``Q:`` and ``A:``, and who is named above it. The samples show the rest."""

from __future__ import annotations

import time

import pytest

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

INTRODUCTION = "This week, Jo Doe has an exclusive interview with Ola Berg."


def reading_of(text: str) -> Reading:
    (reading,) = readers.read(SourceFile(text.encode(), "page.txt"), "page-text")
    return reading


def people_of(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.role, entry.name) for entry in reading.document.appearances]


@pytest.mark.parametrize("labels", [("Jo", "Ola"), ("JD", "OB"), ("DOE", "BERG"), ("Jo Doe", "Ola Berg")])
@pytest.mark.parametrize("header", ["", "\n\nInterviews by Jo Doe, X.Y."])
def test_a_title_with_a_name_and_a_role_is_no_turn(labels: tuple[str, str], header: str) -> None:
    host, guest = labels
    turns = f"{host}: Why?\n\n{guest}: The fog.\n\n{host}: And then?\n\n{guest}: None.\n"
    reading = reading_of(f"Ola Berg: Keeper{header}\n\n{INTRODUCTION}\n\n{turns}")
    assert (reading.document.title, reading.document.introduction) == ("Ola Berg: Keeper", INTRODUCTION)
    assert [segment.question for segment in reading.document.segments] == ["Why?", "And then?"]
    assert reading.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Price: 1\n\nPlace: a pier\n\nPrice: 2\n\nPlace: a port\n",  # a list
        "Jo Doe: Why?\n\nOla Berg: Fog.\n",  # too little
        "Jo Doe: Why?\n\nJo Doe: And then?\n\nOla Berg: Fog.\n\nOla Berg: Rain.\n",  # two lists
        "Interview by Jo Doe\n\nOla: Fog.\n\nMia: Rain.\n\nOla: Fog.\n\nMia: Rain.\n",  # neither is known
    ],
)
def test_lines_with_colons_that_are_no_conversation_are_refused(text: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(f"On fog\n\n{text}")
    assert refusal.value.code == "not_an_interview"


def test_who_asks_is_the_one_named_after_by_even_if_the_other_asks_more() -> None:
    turns = "Jo Doe: Tell us.\n\nMia Ek: Why?\n\nJo Doe: Well.\n\nMia Ek: What?\n"
    reading = reading_of(f"On fog\n\nInterview by Jo Doe\n\n{turns}")
    assert people_of(reading) == [("guest", "Mia Ek"), ("interviewer", "Jo Doe")]
    (finding,) = reading.findings
    assert (finding.code, finding.line) == ("speakers_guessed", 5)
    assert "named" in finding.message or "names" in finding.message


@pytest.mark.parametrize(
    ("line", "host", "recorded", "findings"),
    [
        ("by Jo Doe", "Jo Doe", "None", []),
        ("By Jo Doe, X.Y.", "Jo Doe", "None", []),
        ("Interviewed by Jo Doe on 12 March 2004", "Jo Doe", "2004-03-12", []),
        ("Interview by Jo Doe, March 2004", "Jo Doe", "2004-03", ["date_guessed"]),
        ("Recorded 12 March 2004 in Malmö by Jo Doe", "Jo Doe", "2004-03-12", ["heading_left_out"]),
        ("Recorded on March 12, 2004 by Jo Doe.", "Jo Doe", "2004-03-12", []),
        ("Interviewer: Jo Doe", "Jo Doe", "None", []),
        ("Recorded by the sea", "", "None", []),
        ("by the sea", "", "None", []),
    ],
)
def test_a_line_says_who_asked_and_when(line: str, host: str, recorded: str, findings: list[str]) -> None:
    reading = reading_of(f"Ola Berg: Keeper\n\n{line}\n\nQ: Why?\n\nA: Fog.\n")
    assert [name for role, name in people_of(reading) if role == "interviewer"] == ([host] if host else [])
    assert str(reading.document.recorded) == recorded
    codes = [finding.code for finding in reading.findings if finding.code != "guest_from_title"]
    assert codes == findings


@pytest.mark.parametrize(
    ("said", "name", "title"),
    [
        ("Ola Berg (Keeper, North Light)", "Ola Berg", "Keeper, North Light"),
        ("Ola Berg (chief keeper), who sings", "Ola Berg", "chief keeper"),
        ("Calvin C. (Kelly) Berg", "Calvin C. (Kelly) Berg", ""),
        ("Ola Berg (Olly)", "Ola Berg (Olly)", ""),
    ],
)
def test_brackets_hold_a_role_or_a_nickname(said: str, name: str, title: str) -> None:
    reading = reading_of(f"This week, Jo Doe has an exclusive interview with {said}.\n:00:10: Why?\n")
    guest = reading.document.appearances[0]
    assert (guest.name, guest.title, reading.findings) == (name, title, ())


def test_an_answer_may_speak_of_copyright() -> None:
    said = "I said: Copyright 1977 is theirs."
    reading = reading_of(f"{INTRODUCTION}\n\nQ: Whose is it?\n\nA: Theirs.\n\n{said}\n")
    assert reading.document.segments[0].answer == f"Theirs.\n\n{said}"
    assert reading.findings == ()


@pytest.mark.parametrize(
    "part",
    [
        "Jo Doe: a\n\nby Mia Ek\n\nOla Berg: b\n\n",
        "Jo: a\n\nOla: b\n\n",
        "Ola Berg: Keeper\n\nInterview with Ola Berg\n\n",
        "Interview with Jo Doe (Keeper, Pier) by Ola Berg\n\n",
        "Recorded 12 March 2004 in a a a a a by\n\n",
        "Copyright 2004\n\n",
        "Ola Berg keeps the light.\n\nby Jo Doe\n\n",
        "This week, Jo Doe has an interview with Ola Berg (Keeper), Mia Ek, and Per Lund\n\n",
    ],
)
@pytest.mark.slow
def test_a_hostile_conversation_is_read_in_no_time(part: str) -> None:
    text = part * (400_000 // len(part))
    began = time.process_time()
    for page in (text, f"{INTRODUCTION}\n\n{text}", "".join(f"Jo{n} Doe: a\n" for n in range(20_000))):
        try:
            reading_of(page)
        except DocumentError as error:
            assert error.problem
    assert time.process_time() - began < 8  # quadratic, it would take minutes
