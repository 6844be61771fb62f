from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.identity import with_uids
from interviews.documents.merge import Merged
from interviews.documents.merge import merge as merge_documents


def segment(uid: str, start: int, question: str, **given: object) -> SegmentEntry:
    return SegmentEntry(uid=uid, start=timedelta(seconds=start), question=question, **given)


ONE, TWO, THREE = segment("a", 10, "One?"), segment("b", 20, "Two?"), segment("c", 30, "Three?")
BASE = InterviewDocument(
    title="Ola Berg, Keeper",
    organisation="Guild",
    tags=("lamps",),
    appearances=(AppearanceEntry(name="Ola Berg", title="Keeper"),),
    recordings=(RecordingEntry(),),
    segments=(ONE, TWO, THREE),
)


def merge(
    base: InterviewDocument, current: InterviewDocument, incoming: InterviewDocument, precious: tuple[str, ...] = ()
) -> Merged:
    """As the store does it: every segment of the file gets its uid first."""
    known = {entry.uid: entry for entry in (*current.segments, *base.segments)}
    segments = with_uids(incoming.segments, tuple(known.values()), lambda: "new")
    return merge_documents(base, current, replace(incoming, segments=segments), precious)


def as_read(document: InterviewDocument) -> InterviewDocument:
    """As a reader gives it: the file knows no uids."""
    return replace(document, segments=tuple(replace(entry, uid="") for entry in document.segments))


def test_what_did_not_change_anywhere_stays() -> None:
    merged = merge(BASE, BASE, as_read(BASE))
    assert merged.document == BASE
    assert merged.findings == ()


def test_a_change_of_the_source_comes_in() -> None:
    incoming = replace(BASE, organisation="The Guild", segments=(ONE, replace(TWO, answer="So."), THREE))
    merged = merge(BASE, BASE, as_read(incoming))
    assert merged.document == incoming
    assert merged.findings == ()


def test_a_change_of_an_editor_stays() -> None:
    current = replace(BASE, title="Ola Berg", segments=(ONE, replace(TWO, label="The second"), THREE))
    incoming = replace(BASE, segments=(ONE, replace(TWO, answer="So."), THREE))
    merged = merge(BASE, current, as_read(incoming))
    assert merged.document.title == "Ola Berg"
    assert merged.document.segments[1] == replace(TWO, label="The second", answer="So.")
    assert merged.findings == ()


def test_where_both_changed_the_editor_wins_and_the_finding_shows_the_source() -> None:
    current = replace(BASE, organisation="Our Guild")
    incoming = replace(BASE, organisation="Their Guild")
    merged = merge(BASE, current, incoming)
    assert merged.document.organisation == "Our Guild"
    assert [finding.code for finding in merged.findings] == ["both_changed"]
    assert "Their Guild" in merged.findings[0].message


def test_a_retimed_and_a_reworded_segment_keep_their_uids() -> None:
    incoming = (segment("", 12, "One?"), segment("", 20, "Number two?"), segment("", 30, "Three?"))
    assert [entry.uid for entry in with_uids(incoming, BASE.segments, str)] == ["a", "b", "c"]


def test_the_same_question_asked_twice_is_told_apart_by_its_moment() -> None:
    known = (segment("a", 10, "Wins?"), segment("b", 20, "Wins?"))
    incoming = (segment("", 5, "Hello?"), segment("", 10, "Wins?"), segment("", 20, "Wins?"))
    assert [entry.uid for entry in with_uids(incoming, known, str)] == ["", "a", "b"]


def test_a_new_segment_stands_where_the_source_has_it() -> None:
    new = segment("", 15, "One and a half?")
    merged = merge(BASE, BASE, as_read(replace(BASE, segments=(ONE, new, TWO, THREE))))
    assert [entry.uid for entry in merged.document.segments] == ["a", "new", "b", "c"]


def test_a_segment_that_the_source_dropped_goes_unless_it_was_edited() -> None:
    incoming = as_read(replace(BASE, segments=(ONE,)))
    current = replace(BASE, segments=(ONE, TWO, replace(THREE, label="Kept")))
    merged = merge(BASE, current, incoming)
    assert [entry.uid for entry in merged.document.segments] == ["a", "c"]
    assert [finding.code for finding in merged.findings] == ["removed_in_source"]


def test_a_segment_that_an_editor_added_stays_behind_its_neighbour() -> None:
    own = segment("own", 25, "And a half?")
    merged = merge(BASE, replace(BASE, segments=(ONE, TWO, own, THREE)), as_read(replace(BASE, title="New title")))
    assert [entry.uid for entry in merged.document.segments] == ["a", "b", "own", "c"]
    moved = merge(
        BASE,
        replace(BASE, segments=(ONE, TWO, own, THREE)),
        as_read(replace(BASE, segments=(TWO, ONE, THREE))),
    )
    assert [entry.uid for entry in moved.document.segments] == ["b", "own", "a", "c"]


def test_a_segment_that_an_editor_removed_stays_removed() -> None:
    current = replace(BASE, segments=(ONE, THREE))
    assert merge(BASE, current, as_read(BASE)).document.segments == (ONE, THREE)
    merged = merge(BASE, current, as_read(replace(BASE, segments=(ONE, replace(TWO, answer="New."), THREE))))
    assert merged.document.segments == (ONE, THREE)
    assert [finding.code for finding in merged.findings] == ["removed_here"]


def test_a_recording_that_an_editor_uploaded_stays() -> None:
    current = replace(BASE, recordings=(RecordingEntry(file="recordings/x/talk.mp3"),))
    assert merge(BASE, current, as_read(replace(BASE, title="New"))).document.recordings == current.recordings


def test_tags_of_both_sides_come_together() -> None:
    current = replace(BASE, tags=("lamps", "editor"))
    incoming = replace(BASE, tags=("source",))
    assert merge(BASE, current, incoming).document.tags == ("editor", "source")


def test_a_person_is_the_same_with_and_without_an_honorific() -> None:
    incoming = replace(BASE, appearances=(AppearanceEntry(name="Dr. Ola Berg", title="Head Keeper"),))
    merged = merge(BASE, BASE, as_read(incoming))
    assert merged.document.appearances == (AppearanceEntry(name="Dr. Ola Berg", title="Head Keeper"),)
