"""What changed between two documents is told entry by entry, and between two texts word by word."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviews.documents.changed_words import MOST, changed_words
from interviews.documents.diff import DocumentDiff, EntryChange, FieldChange, diff, in_words
from interviews.documents.document import (
    AppearanceEntry,
    CueEntry,
    InterviewDocument,
    RecordingEntry,
    SegmentEntry,
    TranscriptEntry,
)
from interviews.documents.identity import once_each

OLA = AppearanceEntry(name="Ola Berg", bio="Keeper since 1990.")
FOG = SegmentEntry(uid="fog", start=timedelta(seconds=18), question="Why fog?", tags=("fog", "sea"))
ROPE = SegmentEntry(uid="rope", question="What broke first?")
KITE = SegmentEntry(uid="kite", question="And the kites?")
TALK = InterviewDocument(
    title="Ola Berg, Keeper",
    tags=("lamps",),
    appearances=(OLA, AppearanceEntry(name="Jo Doe", role="interviewer")),
    recordings=(RecordingEntry(url="https://sound.example/a.mp3"),),
    segments=(FOG, ROPE, KITE),
    transcript=TranscriptEntry(cues=(CueEntry(text="Fog."), CueEntry(text="Rope."))),
)

words = st.text(alphabet="ab", max_size=2)
names = st.sampled_from(["Ola Berg", "ola berg", "Mia Ek", "Jo Doe"])
segments = st.builds(
    SegmentEntry,
    uid=st.sampled_from(["", "fog", "rope", "kite", "lamp"]),
    question=words,
    tags=st.tuples(words) | st.just(()),
)
documents = st.builds(
    InterviewDocument,
    title=words,
    introduction=words,
    tags=st.lists(st.sampled_from(["Fog", "fog", "sea"]), max_size=2).map(tuple),
    appearances=st.lists(
        st.builds(AppearanceEntry, name=names, role=st.sampled_from(["guest", "moderator"]), bio=words), max_size=3
    ).map(once_each),
    recordings=st.lists(st.builds(RecordingEntry, url=words, media_type=words), max_size=3).map(tuple),
    segments=st.lists(segments, max_size=5).map(tuple),
    transcript=st.none() | st.builds(TranscriptEntry, cues=st.lists(st.builds(CueEntry, text=words)).map(tuple)),
)


def moved_away(entries: tuple[SegmentEntry, ...], uid: str) -> tuple[SegmentEntry, ...]:
    return tuple(entry for entry in entries if entry.uid != uid)


@given(documents)
def test_a_document_differs_in_nothing_from_itself(document: InterviewDocument) -> None:
    assert not diff(document, document)
    assert in_words(diff(document, document)) == ""


@given(documents, documents)
def test_what_is_told_makes_the_new_document_of_the_old(old: InterviewDocument, new: InterviewDocument) -> None:
    changes = diff(old, new)
    rebuilt = replace(old, **{change.name: change.new for change in changes.fields})
    assert (rebuilt.title, rebuilt.introduction) == (new.title, new.introduction)
    assert {tag.casefold() for tag in rebuilt.tags} == {tag.casefold() for tag in new.tags}
    for name in ("appearances", "recordings", "segments"):
        told = getattr(changes, name)
        entries = list(getattr(old, name))
        for change in told:
            if change.old is not None:
                entries.remove(change.old)
        entries += [change.new for change in told if change.new is not None]
        # Of an entry whose tags changed in case or order alone, nothing is told.
        assert sorted(map(plain, entries), key=repr) == sorted(map(plain, getattr(new, name)), key=repr)
        for change in told:
            if change.kind == "edited":
                values = {field.name: field.new for field in change.fields}
                uid = {"uid": change.new.uid} if name == "segments" else {}
                assert plain(replace(change.old, **values, **uid)) == plain(change.new)


def plain(entry: object) -> object:
    if isinstance(entry, SegmentEntry):
        return replace(entry, tags=tuple(sorted(tag.casefold() for tag in entry.tags)))
    return entry


@given(documents, documents)
def test_the_way_back_is_the_mirror(old: InterviewDocument, new: InterviewDocument) -> None:
    there, back = diff(old, new), diff(new, old)
    assert {(one.name, one.old, one.new) for one in there.fields} == {
        (one.name, one.new, one.old) for one in back.fields
    }
    for name in ("recordings", "segments"):
        edges = sorted(((one.old, one.new) for one in getattr(there, name) if not one.moved), key=repr)
        assert {one for one in edges if None in one} == {
            (one.new, one.old) for one in getattr(back, name) if None in (one.old, one.new)
        }
    assert (there.transcript is None) == (back.transcript is None)


@given(st.permutations(["fog", "rope", "kite", "lamp", "sea"]))
def test_the_fewest_entries_are_told_to_have_moved(order: list[str]) -> None:
    old = tuple(SegmentEntry(uid=uid) for uid in ("fog", "rope", "kite", "lamp", "sea"))
    told = diff(replace(TALK, segments=old), replace(TALK, segments=tuple(SegmentEntry(uid=uid) for uid in order)))
    moved = {change.new.uid for change in told.segments if change.new}
    stayed = [uid for uid in order if uid not in moved]
    assert stayed == [entry.uid for entry in old if entry.uid not in moved]
    assert all(change.kind == "moved" for change in told.segments)
    runs = [1] * len(order)
    places = [[entry.uid for entry in old].index(uid) for uid in order]
    for at, place in enumerate(places):
        runs[at] = 1 + max((runs[before] for before in range(at) if places[before] < place), default=0)
    assert len(stayed) == max(runs)


def test_a_field_is_told_with_both_values() -> None:
    assert diff(TALK, replace(TALK, title="Ola Berg")).fields == (FieldChange("title", "Ola Berg, Keeper", "Ola Berg"),)


def test_tags_are_told_one_by_one_and_without_regard_to_case() -> None:
    assert not diff(TALK, replace(TALK, tags=("Lamps",)))
    (change,) = diff(TALK, replace(TALK, tags=("fog", "LAMPS", "sea"))).fields
    assert (change.added, change.removed) == (("fog", "sea"), ())


def test_segments_are_told_by_their_uid() -> None:
    lamp = SegmentEntry(uid="lamp", question="Which lamp?")
    new = replace(TALK, segments=(lamp, KITE, replace(FOG, answer="Because.")))
    assert diff(TALK, new).segments == (
        EntryChange(None, lamp),
        EntryChange(KITE, KITE, moved=True),
        EntryChange(FOG, replace(FOG, answer="Because."), (FieldChange("answer", "", "Because."),)),
        EntryChange(ROPE, None),
    )


def test_one_that_went_stands_behind_the_one_it_stood_behind() -> None:
    told = diff(TALK, replace(TALK, segments=(replace(FOG, question="Fog?"), replace(KITE, question="Kites?"))))
    assert [change.kind for change in told.segments] == ["edited", "removed", "edited"]


def test_a_person_is_the_same_by_name_and_role_and_when_only_the_name_changed() -> None:
    jo = TALK.appearances[1]
    spelt = replace(TALK, appearances=(replace(OLA, name="Ola Bergh"), jo))
    assert diff(TALK, spelt).appearances[0].fields == (FieldChange("name", "Ola Berg", "Ola Bergh"),)
    asking = replace(TALK, appearances=(replace(OLA, role="moderator"), jo))
    assert [change.kind for change in diff(TALK, asking).appearances] == ["removed", "added"]


def test_a_recording_is_the_same_where_it_lies_at_the_same_address() -> None:
    (sound,) = TALK.recordings
    longer = diff(TALK, replace(TALK, recordings=(replace(sound, size=9),)))
    assert longer.recordings[0].fields == (FieldChange("size", None, 9),)
    elsewhere = diff(TALK, replace(TALK, recordings=(RecordingEntry(url="https://sound.example/b.mp3"),)))
    assert {change.kind for change in elsewhere.recordings} == {"added", "removed"}


def test_cues_of_a_transcript_are_counted() -> None:
    cues = (CueEntry(text="Fog."), CueEntry(text="The rope."), CueEntry(text="Kites."))
    told = diff(TALK, replace(TALK, transcript=TranscriptEntry(kind="corrected", cues=cues))).transcript
    assert told is not None and (told.old, told.new, told.same) == (2, 3, 1)
    assert told.fields == (FieldChange("kind", "verbatim", "corrected"),)
    gone = diff(TALK, replace(TALK, transcript=None)).transcript
    assert gone is not None and (gone.old, gone.new) == (2, 0)


def test_all_is_said_in_one_line() -> None:
    new = replace(TALK, title="Fog", tags=(), segments=(KITE, replace(FOG, answer="So.")), transcript=None)
    assert in_words(diff(TALK, new)) == "title, tags; segments: 1 edited, 1 removed, 1 moved; transcript"
    assert in_words(DocumentDiff()) == ""


# --- words ------------------------------------------------------------------------------------------------------


def both(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in changed_words(old, new))


@given(st.text(alphabet="ab ,\n", max_size=60), st.text(alphabet="ab ,\n", max_size=60))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = changed_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_only_the_words_that_changed_are_marked() -> None:
    assert both("The fog was thick.", "The fog was very thick.") == "The fog was [+very +]thick."
    assert both("The lamp broke first", "The rope broke first") == "The [-lamp-][+rope+] broke first"
    assert both("Same.", "Same.") == "Same."
    assert both("", "New.") == "[+New.+]"


def test_words_that_changed_together_are_not_torn_apart() -> None:
    assert both("An old, tall lamp stood here.", "A new, high lamp stood here.") == (
        "[-An old, tall-][+A new, high+] lamp stood here."
    )


def test_texts_that_share_next_to_nothing_stand_side_by_side() -> None:
    assert both("Why did you go to the sea?", "Kites are the best of all") == (
        "[-Why did you go to the sea?-][+Kites are the best of all+]"
    )


def test_a_paragraph_that_stays_is_the_same_as_a_whole() -> None:
    assert both("One.\n\nTwo.\n\nThree.", "One.\n\nThree.") == "One.\n\n[-Two.\n\n-]Three."


def test_a_long_paragraph_that_changed_throughout_is_replaced_as_a_whole() -> None:
    old, new = (" ".join(f"{letter}{number}" for number in range(MOST)) for letter in "ab")
    assert [piece.kind for piece in changed_words(f"x {old} y", f"y {new} z")] == ["removed", "added"]
    assert len(changed_words(f"{old} fog {old}", f"{old} sea {old}")) == 4  # whatever stays around it


def test_no_text_takes_more_time_than_in_proportion_to_its_length() -> None:
    chance = random.Random(7)  # noqa: S311
    count = 200_000
    few = [" ".join(chance.choices("abc", k=count)) for _side in "ab"]
    many = ["".join(chance.choices([chr(sign) for sign in range(0x2600, 0x2664)], k=count)) for _side in "ab"]
    lines = ["a\n" * count + "b", "c" + "a\n" * count]
    torn = ["\n".join(" ".join(chance.choices("abcdefgh", k=90)) + f"\n{n}" for n in range(999)) for _side in "ab"]
    began = time.process_time()
    for old, new in (few, many, lines, torn, ["." * count, ",." * count]):
        changed_words(old, new)
    assert time.process_time() - began < 8  # the square of the length would take hours
