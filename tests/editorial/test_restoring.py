"""An earlier state comes back as the very document it was, whole or with one segment, and never onto the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.models import Bio, Interview, Revision, Segment, Series
from interviews.models.tag import tag_rows
from interviews.retrieve import document_of
from interviews.store.beside import begin_draft, draft_beside, publish_changes
from interviews.store.history import Revising, document_in, text_of
from interviews.store.restoring import restore
from tests.factories import (
    make_appearance,
    make_bio,
    make_comment,
    make_cues,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)
from tests.search.upkeep import assert_exact

pytestmark = pytest.mark.django_db


def now(interview: Interview) -> str:
    return text_of(document_of(Interview.objects.select_related("series").get(pk=interview.pk)))


def kept(interview: Interview) -> Revision:
    """The state that it is in, recorded."""
    Revising(interview, Revision.Reason.EDITED).after()
    return Revision.objects.like(interview).order_by("-number").first()


@pytest.fixture
def interview(db: None) -> Interview:
    """Not public, with everything that an interview can have."""
    series = Series.objects.create(title="Lights")
    interview = make_interview(guest="Ola Berg", host="Mia Ek", published=False, series=series, part=2)
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(guest.speaker, portrait=(300, 300), portrait_alt="A keeper.")
    guest.post_nominals = "MSc"
    guest.save()
    tag_rows({interview.pk: ["islands"]}, Interview)
    recording = make_recording(interview, url="")
    recording.file.save("talk.mp3", ContentFile(b"no sound"))
    make_recording(interview, media_type="audio/mpeg", size=12)
    for n in (1, 2, 3):
        make_segment(interview, n * 10, question=f"Q{n}", tags=("fog", f"tag {n}"), answered_by=guest, uid=f"u{n}")
    Segment.objects.filter(uid="u2").update(
        links=[{"url": "https://lights.example/", "text": "Lights"}], subjects=["Beacons"], raw_stamp=":20", label="Two"
    )
    make_cues(make_transcript(interview, kind="corrected"), [(0, "Ola", "It was foggy."), (None, "", "And dry.")])
    return interview


def spoil(interview: Interview) -> None:
    """Changes, moves and removes something of everything."""
    interview.series, interview.title, interview.language, interview.part = None, "Else", "fr", None
    interview.save()
    tag_rows({interview.pk: ["else"]}, Interview)
    interview.appearances.get(role="guest").delete()
    make_appearance(interview, make_speaker("Una Vik"), bio="New here.")
    interview.recordings.all().delete()
    make_recording(interview, url="https://audio.example/other.mp3")
    Segment.objects.get(uid="u2").delete()
    last = Segment.objects.get(uid="u3")
    last.position, last.answer, last.start, last.label = 0, "Else.", None, "L"
    last.save()
    tag_rows({last.pk: []}, Segment)
    make_segment(interview, 5, question="New", uid="new")
    interview.transcript.delete()


def test_a_restored_state_is_the_very_document(interview: Interview) -> None:
    state = kept(interview)
    before = now(interview)
    spoil(interview)
    assert now(interview) != before

    changed, findings = restore(interview, state)

    assert (changed.pk, findings) == (interview.pk, ())
    assert now(interview) == before == state.document
    assert_exact()


def test_it_keeps_segments_that_are_there_and_what_readers_said_about_them(interview: Interview) -> None:
    segment = Segment.objects.get(uid="u3")
    comment = make_comment(interview, segment=segment)
    state = kept(interview)
    spoil(interview)

    restore(interview, state)

    comment.refresh_from_db()
    assert comment.segment == segment
    assert Segment.objects.get(uid="u3").pk == segment.pk


def test_the_state_before_is_kept_and_can_be_restored_too(interview: Interview) -> None:
    first = kept(interview)
    spoil(interview)
    spoiled = now(interview)
    restore(interview, first)

    state = Revision.objects.of(interview).get(reason="found")
    assert state.document == spoiled
    restore(interview, state)
    assert now(interview) == spoiled
    assert Revision.objects.of(interview).filter(reason="restored").count() == 2


def test_biographies_and_speakers_of_other_interviews_stay_as_they_are(interview: Interview) -> None:
    speaker = interview.appearances.get(role="guest").speaker
    other = make_interview(guest="Ola Berg")
    bio = Bio.objects.get(speaker=speaker)
    other.appearances.update(bio=bio)
    state = kept(interview)
    Bio.objects.filter(pk=bio.pk).update(text="Retired since.")
    speaker.name, speaker.website = "Ola Berg-Vik", "https://berg.example/"
    speaker.save()

    _changed, findings = restore(interview, state)

    assert other.appearances.get().bio.text == "Retired since."
    assert interview.appearances.get(role="guest").bio.text == "Keeps a light."
    assert interview.appearances.get(role="guest").credited_name == "Ola Berg"
    speaker.refresh_from_db()
    assert (speaker.name, speaker.website) == ("Ola Berg-Vik", "https://berg.example/")
    assert {"speaker_stays"} == {one.code for one in findings}
    assert len(findings) == 2


def test_a_speaker_with_another_address_since_is_the_same_person(interview: Interview) -> None:
    from interviews.models.former_slug import keep_former

    speaker = interview.appearances.get(role="guest").speaker
    state = kept(interview)
    spoil(interview)
    before, speaker.slug = speaker.slug, "the-keeper"
    speaker.save()
    keep_former(speaker, before)

    restore(interview, state)

    assert interview.appearances.get(role="guest").speaker == speaker


def test_a_recording_whose_file_is_gone_is_told(interview: Interview) -> None:
    state = kept(interview)
    file = interview.recordings.exclude(file="").get().file
    spoil(interview)
    file.storage.delete(file.name)

    _changed, findings = restore(interview, state)

    assert [one.code for one in findings] == ["file_missing"]
    assert [recording.address for recording in interview.recordings.all()] == ["", "https://audio.example/talk.mp3"]


def test_of_a_published_interview_the_draft_is_restored_and_the_page_stays(interview: Interview) -> None:
    state = kept(interview)
    spoil(interview)
    interview.publish()
    page = now(interview)

    changed, _findings = restore(interview, state)

    assert changed == draft_beside(interview)
    assert now(interview) == page
    assert now(changed) == state.document
    publish_changes(changed)
    assert now(interview) == state.document


def test_one_segment_is_restored_in_its_place(interview: Interview) -> None:
    state = kept(interview)
    spoil(interview)

    restore(interview, state, segment="u2")

    document = document_of(Interview.objects.get(pk=interview.pk))
    assert [one.uid for one in document.segments] == ["u3", "u1", "u2", "new"]
    restored = document.segments[2]
    assert (restored.question, restored.tags, restored.answered_by) == ("Q2", ("fog", "tag 2"), "")
    assert document.title == "Else"
    restore(interview, state, segment="u3")
    assert document_of(interview).segments[0].answer == document_in(state).segments[2].answer


# --- the page -------------------------------------------------------------------------------------------------------


def restoring(interview: Interview, number: int, segment: str = "") -> str:
    address = reverse("admin:interviews_interview_restore", args=[interview.pk, number])
    return f"{address}?segment={segment}" if segment else address


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(version|segment)" value="([^"]*)">', html))


def test_the_page_shows_what_would_change_and_does_it(desk: Client, interview: Interview) -> None:
    state = kept(interview)
    spoil(interview)
    html = desk.get(restoring(interview, state.number)).content.decode()
    assert "Q2" in html
    assert "changes at once" in html

    response = desk.post(restoring(interview, state.number), hidden(html), follow=True)

    assert "It says again what state #1 said." in response.content.decode()
    assert now(interview) == state.document
    assert "Nothing would change" in desk.get(restoring(interview, state.number)).content.decode()


def test_each_segment_of_a_state_can_be_restored_from_its_page(desk: Client, interview: Interview) -> None:
    state = kept(interview)
    spoil(interview)
    page = desk.get(reverse("admin:interviews_interview_revision", args=[interview.pk, state.number]))
    assert restoring(interview, state.number, "u2") in page.content.decode()

    address = restoring(interview, state.number, "u2")
    desk.post(address, hidden(desk.get(address).content.decode()))

    assert [one.uid for one in document_of(interview).segments] == ["u3", "u1", "u2", "new"]
    assert desk.get(restoring(interview, state.number, "u9")).status_code == 404


def test_nothing_is_restored_where_somebody_changed_it_since_the_page_was_shown(
    desk: Client, interview: Interview
) -> None:
    state = kept(interview)
    spoil(interview)
    seen = hidden(desk.get(restoring(interview, state.number)).content.decode())
    interview.rights = "CC0"
    interview.save()
    before = now(interview)

    response = desk.post(restoring(interview, state.number), seen, follow=True)

    assert "Someone changed it meanwhile" in response.content.decode()
    assert now(interview) == before


@pytest.mark.parametrize(("who", "status"), [("onlooker", 403), ("client", 302)])
def test_who_may_not_change_it_restores_nothing(
    request: pytest.FixtureRequest, who: str, status: int, interview: Interview
) -> None:
    browser = request.getfixturevalue(who)
    state = kept(interview)
    spoil(interview)
    before = now(interview)

    assert browser.get(restoring(interview, state.number)).status_code == status
    assert browser.post(restoring(interview, state.number), {"version": "x"}).status_code == status
    assert now(interview) == before
    page = browser.get(reverse("admin:interviews_interview_revision", args=[interview.pk, state.number]))
    assert "Restore this state" not in page.content.decode()


# --- sequences ------------------------------------------------------------------------------------------------------

_STEP = ["edit", "retag", "remove", "add", "move", "restore", "publish", "withdraw", "discard"]
_STEPS = st.lists(st.sampled_from(_STEP), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS, choice=st.randoms(use_true_random=False))
def test_the_page_changes_by_publishing_alone_and_every_state_comes_back(
    db: None, steps: list[str], choice: Any
) -> None:
    interview = make_interview(guest=f"Ola Berg {choice.random()}")
    for n in range(3):
        make_segment(interview, n, tags=("fog",))
    interview.publish()
    for number, step in enumerate(steps):
        interview.refresh_from_db()
        public, page = interview.is_published, now(interview)
        if step == "publish":
            if draft := draft_beside(interview):
                wanted = now(draft)
                publish_changes(draft)
                assert now(interview) == wanted
            interview.publish()
            continue
        if step == "withdraw":
            interview.withdraw()
        elif step == "discard":
            Interview.objects.filter(edits=interview).delete()
        elif step == "restore":
            states = list(Revision.objects.of(interview))
            if states:
                state = choice.choice(states)
                changed, findings = restore(draft_beside(interview) or interview, state)
                assert (now(changed), findings) == (state.document, ())
        else:
            there = draft_beside(interview)
            if there is None:
                there = begin_draft(interview)[0] if public else interview
            _edited(there, step, number, choice)
        if public:
            assert now(interview) == page, step


def _edited(there: Interview, step: str, number: int, choice: Any) -> None:
    revising = Revising(there, Revision.Reason.EDITED)
    revising.before()
    rows = list(there.segments.all())
    if step == "add" or not rows:
        make_segment(there, number, question=f"Added {number}", position=choice.randint(0, 9))
    else:
        row = choice.choice(rows)
        if step == "remove":
            row.delete()
        elif step == "retag":
            tag_rows({row.pk: choice.sample(["fog", "light", "sea"], 2)}, Segment)
        else:
            row.answer, row.position = f"{step} {number}", choice.randint(0, 9) if step == "move" else row.position
            row.save()
    there.rights = f"Step {number}"
    there.save()
    revising.after()
