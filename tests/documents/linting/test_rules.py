"""Each rule beside what it finds and what it passes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from interviews.documents.document import (
    AppearanceEntry,
    DiscussionEntry,
    InterviewDocument,
    LinkEntry,
    RecordingEntry,
)
from interviews.documents.linting import CURES, RULES, LinkState, Outside, as_findings, blocking, grouped, lint
from tests.documents.linting.documents import (
    GUEST,
    HOST,
    RECORDING,
    SOUND,
    at,
    segment,
    sound,
    spoken,
    timed,
    with_segment,
)

OTHER = AppearanceEntry(name="Mia Ek", role="panellist", bio="Sails.")
LONG = "Could you tell us how it came about that you, of all people, came to keep a light?"
FRENCH = "Pour qui est le phare dans la mer? Les marins et les gens, vous et une femme qui est dans des phares. " * 6
GERMAN = "Und der Turm ist nicht das, was wir mit der See und die auch ich nicht mit wir das der und die ist. " * 6

#: code: what it finds (and at which places), what it passes.
CASES: dict[str, tuple[list[tuple[InterviewDocument, list[str]]], list[InterviewDocument]]] = {
    "title_missing": ([(sound(title="  "), ["interview"])], [SOUND]),
    "language_missing": (
        [(sound(language=code), ["interview"]) for code in ("", "und", "English", "mul", "und-Latn")],
        [sound(language=code) for code in ("en", "fr-CA", "haw", "zh-Hant-TW", "uz")],
    ),
    "language_doubtful": (
        [(spoken(FRENCH), ["interview"]), (spoken(GERMAN), ["interview"])],
        [
            sound(language="fr", segments=spoken(FRENCH).segments),
            sound(language="fr-CA", segments=spoken(FRENCH).segments),
            spoken(FRENCH[:90]),  # a quotation
            sound(language="oc", segments=spoken(FRENCH).segments),  # like French, and not known here
            spoken("Det er jeg som ikke er på havet og til det. " * 20),  # Danish or Norwegian
            sound(segments=(segment(1, answer=FRENCH), segment(2, answer="The lamp is what you have of that. " * 20))),
        ],
    ),
    "rights_missing": ([(sound(rights=""), ["interview"])], [SOUND]),
    "guest_missing": (
        [(sound(appearances=people), ["people"]) for people in ((), (HOST,), (replace(GUEST, name=" "), HOST))],
        [SOUND, sound(appearances=(OTHER,))],
    ),
    "answerer_missing": (
        [
            (sound(appearances=(GUEST, OTHER), segments=(segment(1), segment(2, answered_by="Mia Ek"))), ["segment:0"]),
            (sound(segments=(segment(1), segment(2, answered_by="Jo Doe"))), ["segment:0"]),
        ],
        [
            SOUND,
            sound(appearances=(GUEST, OTHER), segments=(segment(1, answered_by="Ola Berg"), segment(2, answer=""))),
            sound(appearances=(GUEST, OTHER), segments=(segment(1, kind="note"), segment(2, kind="section"))),
        ],
    ),
    "biography_missing": (
        [(sound(appearances=(GUEST, replace(OTHER, bio=" "))), ["person:1"])],
        [SOUND],  # the interviewer has none
    ),
    "portrait_alt_missing": (
        [
            (sound(appearances=(replace(GUEST, portrait_alt=" "),)), ["person:0"]),
            (sound(appearances=(GUEST, replace(HOST, portrait="jo.jpg"))), ["person:1"]),
        ],
        [SOUND, sound(appearances=(replace(GUEST, portrait="", portrait_alt=""),))],
    ),
    "recording_missing": (
        [(sound(recordings=()), ["recordings"]), (sound(recordings=(RecordingEntry(),)), ["recordings"])],
        [SOUND, timed(None, None, recordings=())],
    ),
    "recording_length_missing": (
        [
            (sound(recordings=(RECORDING, replace(RECORDING, duration=None))), ["recording:1"]),
            (sound(recordings=(RecordingEntry(file="talk.mp3", duration=timedelta(0)),)), ["recording:0"]),
        ],
        [SOUND, sound(recordings=(RECORDING, RecordingEntry()))],
    ),
    "time_beyond_end": (
        [(with_segment(11, start=at(60) + timedelta(seconds=2)), ["segment:11"])],
        [
            with_segment(11, start=at(60) + timedelta(milliseconds=900)),
            sound(recordings=(RECORDING, replace(RECORDING, duration=at(10)))),
            sound(recordings=(replace(RECORDING, duration=at(30)), replace(RECORDING, duration=at(30)))),  # two parts
            sound(recordings=(replace(RECORDING, duration=at(30)), replace(RECORDING, duration=None))),
            sound(recordings=(replace(RECORDING, duration=None),)),
        ],
    ),
    "end_beyond_end": (
        [(with_segment(11, end=at(61)), ["segment:11"])],
        [with_segment(11, end=at(60)), with_segment(11, start=at(61), end=at(62))],  # its start is told of
    ),
    "times_backward": (
        [(timed(1, 5, 3, 4, 6), ["segment:2", "segment:3"])],
        [SOUND, timed(1, None, 3, 3), timed(None, None)],
    ),
    "time_twice": (
        [(timed(1, 2, 2, 3), ["segment:2"])],
        [SOUND, sound(segments=(segment(1, kind="section"), segment(1), segment(1, kind="note")))],
    ),
    "time_missing": (
        [(timed(1, None, 3), ["segment:1"])],
        [
            SOUND,
            timed(None, None, None),
            timed(1, None, None),
            sound(segments=(segment(1), segment(None, kind="section"), segment(None, kind="note"))),
        ],
    ),
    "starts_late": (
        [(timed(8, 10, 20), ["segment:0"])],
        [
            SOUND,
            timed(5.9, 10, 20),
            timed(None, None),
            timed(12, 20, recordings=(replace(RECORDING, duration=at(130)),)),
        ],
    ),
    "gap": (
        [
            (timed(0, 2, 4, 6, 8, 30, 58), ["segment:4", "segment:5"]),
            (timed(0, 5, 10, 15, 20, 25, 30), ["segment:6"]),  # nothing from there to the end
        ],
        [
            SOUND,
            timed(0, 20, 40),  # a few chapters
            timed(0, 11, 22, 33, 44, 55),  # long stretches are usual here
            timed(0, 2, 4, 6, 8, 16, 24, 32, 40, 48, 56),
            sound(segments=(*timed(0, 2, 4, 6).segments, segment(8, end=at(40)), *timed(42, 50, 58).segments)),
        ],
    ),
    "segments_missing": ([(sound(segments=()), ["segments"])], [SOUND]),
    "segment_empty": (
        [(with_segment(1, question=" ", answer=""), ["segment:1"])],
        [with_segment(1, question="", answer="", label="Ropes"), with_segment(1, question="")],
    ),
    "label_missing": (
        [(with_segment(1, question=LONG), ["segment:1"])],
        [SOUND, with_segment(1, question=LONG, label="A light"), with_segment(1, question=LONG, kind="section")],
    ),
    "label_long": ([(with_segment(1, label="x" * 61), ["segment:1"])], [SOUND, with_segment(1, label="x" * 60)]),
    "answer_missing": (
        [(with_segment(1, answer=" "), ["segment:1"])],
        [
            SOUND,
            with_segment(1, answer="", kind="section"),
            with_segment(1, answer="", kind="note"),
            with_segment(1, answer="", kind="statement", label="Ropes"),
            with_segment(1, answer="", synopsis="Of lamps."),
            sound(segments=(segment(1, answer=""), segment(2, answer=""))),  # chapters
        ],
    ),
}
LINKED = sound(
    introduction="See [the lamp](https://lamp.example/).",
    provenance="From the tape (https://archive.example/tape_(7)); see https://archive.example/list.",
    discussion=DiscussionEntry(name="The Lamp", url="https://forum.example/7"),
    appearances=(replace(GUEST, website="https://ola.example/", bio="Wrote <https://book.example/>."),),
    segments=(segment(1, links=(LinkEntry(url="https://ropes.example/"),)), *SOUND.segments[1:]),
)
DEAD = LinkState(dead=True)


def found(document: InterviewDocument, code: str, outside: Outside | None = None) -> list[str]:
    return [flaw.place.key for flaw in lint(document, outside or Outside()) if flaw.code == code]


def test_every_rule_has_a_case() -> None:
    assert set(CASES) | {"recording_dead", "recording_without_ranges", "link_dead"} == set(RULES)


def test_a_good_interview_has_no_findings() -> None:
    assert lint(SOUND) == []


@pytest.mark.parametrize(
    ("code", "document", "places"),
    [(code, document, places) for code, (bad, _good) in CASES.items() for document, places in bad],
)
def test_a_rule_finds(code: str, document: InterviewDocument, places: list[str]) -> None:
    assert found(document, code) == places


@pytest.mark.parametrize(
    ("code", "document"), [(code, document) for code, (_bad, good) in CASES.items() for document in good]
)
def test_a_rule_passes(code: str, document: InterviewDocument) -> None:
    assert found(document, code) == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://lamp.example/", "interview"),
        ("https://archive.example/tape_(7)", "interview"),
        ("https://archive.example/list", "interview"),
        ("https://forum.example/7", "interview"),
        ("https://ola.example/", "person:0"),
        ("https://book.example/", "person:0"),
        ("https://ropes.example/", "segment:0"),
    ],
)
def test_a_dead_link_is_told_where_it_stands(url: str, place: str) -> None:
    assert found(LINKED, "link_dead", Outside({url: DEAD})) == [place]
    assert found(LINKED, "link_dead", Outside({url: LinkState()})) == []
    assert found(LINKED, "link_dead") == []


def test_a_recording_that_is_gone_blocks_and_is_not_told_twice() -> None:
    told = lint(SOUND, Outside({RECORDING.url: LinkState(dead=True, ranges=False)}))
    assert [(flaw.code, flaw.blocking, flaw.place.key) for flaw in told] == [("recording_dead", True, "recording:0")]


@pytest.mark.parametrize(("ranges", "places"), [(False, ["recording:0"]), (True, []), (None, [])])
def test_a_recording_that_plays_from_the_beginning_only_is_told(ranges: bool | None, places: list[str]) -> None:
    outside = Outside({RECORDING.url: LinkState(ranges=ranges)})
    assert found(SOUND, "recording_without_ranges", outside) == places


def test_what_blocks_comes_first_and_each_rule_in_one_group() -> None:
    flaws = lint(timed(1, 5, 3, 4, title="", rights=""))
    groups = grouped(flaws)
    assert [group.rule.code for group in groups] == ["title_missing", "rights_missing", "times_backward"]
    assert [group.count for group in groups] == [1, 1, 2]
    assert [flaw.code for flaw in blocking(flaws)] == ["title_missing"]


def test_a_report_tells_one_finding_of_a_rule_with_how_many_more_there_are() -> None:
    (finding,) = as_findings(lint(timed(1, 5, 3, 4)))
    assert (finding.line, finding.code) == (None, "times_backward")
    assert finding.message.startswith("3:00: 3:00 comes after 5:00. (and 1 more) Correct whichever")


def test_places_are_named_by_what_editors_see_of_them() -> None:
    (flaw,) = lint(timed(1, 5, 3, 6))
    assert (flaw.place.uid, flaw.place.moment, flaw.place.field) == ("at3", at(3), "start")


def test_messages_are_sentences_and_their_values_are_all_given() -> None:
    for code, (bad, _good) in CASES.items():
        for document, _places in bad:
            for flaw in lint(document):
                words = flaw.rule.message % flaw.given
                assert words.endswith("."), code
    for rule in RULES.values():
        assert rule.advice.endswith("."), rule.code
        assert re.fullmatch(r"[a-z][\w’ ]+", rule.about), rule.code
        assert rule.cure in ("", *CURES), rule.code
