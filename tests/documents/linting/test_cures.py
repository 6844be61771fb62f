"""What a machine mends: afterwards its rule finds nothing there, and nothing else has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviews.documents.document import AppearanceEntry, InterviewDocument
from interviews.documents.linting import CURES, RULES, cured, lint
from interviews.documents.linting.words import LONGEST_SHOWN, label_of
from tests.documents.linting.documents import GUEST, HOST, RECORDING, at, segment, sound, spoken, timed, with_segment
from tests.documents.linting.test_rules import FRENCH, LONG


def mended(
    document: InterviewDocument, code: str, places: set[str] | None = None, **lengths: float
) -> InterviewDocument:
    flaws = [flaw for flaw in lint(document) if flaw.code == code and (places is None or flaw.place.key in places)]
    return cured(document, flaws, {int(name[1:]): at(minutes) for name, minutes in lengths.items()})


def test_sorting_by_time_leaves_those_without_a_time_behind_the_one_they_follow() -> None:
    document = timed(None, 1, 5, None, 3, 3, 8)
    after = mended(document, "times_backward")
    assert [one.start for one in after.segments] == [None, at(1), at(3), at(3), at(5), None, at(8)]
    assert sorted(after.segments, key=str) == sorted(document.segments, key=str)
    assert replace(after, segments=document.segments) == document


def test_a_label_is_taken_from_the_first_words_of_the_one_that_was_meant() -> None:
    document = sound(segments=(segment(1, question=LONG), segment(2, question=LONG)))
    after = mended(document, "label_missing", {"segment:1"})
    assert [one.label for one in after.segments] == ["", "Could you tell us how it came about that you, of all people"]
    assert mended(document, "label_missing").segments[0].label == after.segments[1].label


def test_a_long_label_is_cut_where_it_may_be() -> None:
    after = mended(
        with_segment(1, label="The lamps of the north in the years before the war: a keeper remembers"), "label_long"
    )
    assert after.segments[1].label == "The lamps of the north in the years before the war"


def test_the_one_guest_answers_and_of_two_nobody_is_chosen() -> None:
    answers = (segment(1), segment(2, answered_by="Jo Doe"))
    after = mended(sound(segments=answers), "answerer_missing")
    assert [one.answered_by for one in after.segments] == ["Ola Berg", "Jo Doe"]

    two = sound(segments=answers, appearances=(GUEST, AppearanceEntry(name="Mia Ek", bio="Sails."), HOST))
    assert [flaw.is_curable for flaw in lint(two) if flaw.code == "answerer_missing"] == [False]
    assert mended(two, "answerer_missing") == two


def test_a_segment_ends_with_the_recording() -> None:
    assert mended(with_segment(11, end=at(75)), "end_beyond_end").segments[11].end == RECORDING.duration


@pytest.mark.parametrize(("language", "code"), [("en", "language_doubtful"), ("", "language_missing")])
def test_the_language_is_that_of_the_words(language: str, code: str) -> None:
    document = replace(spoken(FRENCH), language=language)
    assert mended(document, code).language == "fr"


def test_a_language_that_the_words_do_not_tell_is_for_people() -> None:
    document = sound(language="")
    assert [flaw.is_curable for flaw in lint(document)] == [False]
    assert mended(document, "language_missing") == document


def test_a_length_is_taken_where_it_was_read() -> None:
    here = replace(RECORDING, url="", file="talk.mp3", duration=None)
    document = sound(recordings=(here, replace(here, file="more.mp3")))
    after = mended(document, "recording_length_missing", _1=7)
    assert [entry.duration for entry in after.recordings] == [None, at(7)]


def test_no_cure_is_without_a_rule() -> None:
    assert {rule.cure for rule in RULES.values()} - {""} == set(CURES)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Why lighthouses?", "Why lighthouses?"),
        (
            "Thank you for coming all that way to us here by the sea today. Why did you become a keeper?",
            "Why did you become a keeper?",
        ),
        (
            "From your early years up to the present, can you share a few notable events of them?",
            "From your early years up to the present",
        ),
        ("“Why lighthouses.”", "Why lighthouses"),
        (
            "What are the key issues with the sector of lamps (particularly oil lamps) and with ropes?",
            "What are the key issues with the sector of lamps…",
        ),
        ("x" * 300, "x" * 59 + "…"),
        (
            "灯台守になったのはなぜですか？" * 5,
            "灯台守になったのはなぜですか？" * 3 + "灯台守になったのはなぜですか？"[:14] + "…",
        ),
        ("  ", ""),
    ],
)
def test_a_label_of_a_question(question: str, label: str) -> None:
    assert label_of(question) == label
    assert len(label) <= LONGEST_SHOWN
