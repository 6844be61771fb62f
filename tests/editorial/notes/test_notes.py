"""Editors write to each other about an interview, on a page that only those see who may look at it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from interviews.editorial.models import EditorNote, Notice
from interviews.models import Interview
from interviews.store.beside import begin_draft, publish_changes
from tests.editorial.notes.conftest import signed_in
from tests.factories import make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


def notes_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_notes", args=[interview.pk])


def form_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def write(client: Client, interview: Interview, words: str = "Is that so?", **given: str) -> Any:
    return client.post(notes_of(interview), {"words": words, **given})


def make_note(interview: Interview, author: Any, **given: Any) -> EditorNote:
    given = {"words": "Is that so?", **given}
    return EditorNote.objects.create(interview=interview, author=author, **given)


# --- writing --------------------------------------------------------------------------------------------------------


def test_a_note_is_written_on_a_segment_and_leads_to_it_in_the_form(interview: Interview, ann: Any, bo: Any) -> None:
    response = write(signed_in(ann), interview, segment="k3", field="answer")

    note = EditorNote.objects.get()
    assert response.headers["Location"] == f"{notes_of(interview)}#note-{note.pk}"
    assert (note.segment_uid, note.field, note.author, note.heading) == ("k3", "answer", ann, "And the fog?")
    html = signed_in(bo).get(notes_of(interview)).content.decode()
    assert "Is that so?" in html
    assert "Ann Aas" in html
    assert f'href="{form_of(interview)}#segments-1"' in html


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"words": ""}, "This field is required."),
        ({"words": "x" * 5_001}, "at most 5000 characters"),
        ({"words": "x", "segment": "nowhere"}, "Select a valid choice"),
        ({"words": "x", "field": "gist"}, "Select a valid choice"),
        ({"words": "x", "field": "answer"}, "Choose the segment that is meant."),
        ({"words": "x", "field": "rights", "segment": "k2"}, "A segment has none of its own."),
    ],
)
def test_what_cannot_be_a_note_is_refused_and_shown_again(
    interview: Interview, ann: Any, sent: dict[str, str], told: str
) -> None:
    response = signed_in(ann).post(notes_of(interview), sent)

    assert response.status_code == 422
    assert told in response.content.decode()
    assert sent["words"] in response.content.decode()
    assert not EditorNote.objects.exists()


def test_the_database_takes_no_note_that_must_not_be(interview: Interview, ann: Any) -> None:
    thread = make_note(interview, ann, segment_uid="k2")
    for wrong in ({"words": ""}, {"field": "gist"}, {"resolved_by": ann}, {"parent": thread, "segment_uid": "k2"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_note(interview, ann, **wrong)


# --- answering, resolving, deleting ---------------------------------------------------------------------------------


def test_answers_are_one_level_deep_and_open_the_thread_again(interview: Interview, ann: Any, bo: Any) -> None:
    thread = make_note(interview, ann, segment_uid="k2")
    thread.resolve(by=bo)
    signed_in(bo).post(notes_of(interview), {"reply": thread.pk, "words": "It is."})
    first = EditorNote.objects.get(parent=thread)
    signed_in(ann).post(notes_of(interview), {"reply": first.pk, "words": "Fine."})

    assert [row.words for row in thread.answers.all()] == ["It is.", "Fine."]
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_resolving_and_reopening_are_harmless_twice(interview: Interview, ann: Any, bo: Any) -> None:
    note = make_note(interview, ann)

    assert [note.resolve(by=bo), note.resolve(by=ann)] == [True, False]
    note.refresh_from_db()
    assert note.resolved_by == bo
    assert [note.reopen(), note.reopen()] == [True, False]
    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (None, None)


def test_resolved_threads_are_folded_below_the_open_ones(interview: Interview, ann: Any) -> None:
    client = signed_in(ann)
    settled = make_note(interview, ann, words="Settled matter.")
    make_note(interview, ann, words="Open matter.")
    client.post(notes_of(interview), {"resolve": settled.pk})

    html = client.get(notes_of(interview)).content.decode()
    assert html.index("Open matter.") < html.index('<details class="notes__resolved"') < html.index("Settled matter.")
    client.post(notes_of(interview), {"reopen": settled.pk})
    assert "notes__resolved" not in client.get(notes_of(interview)).content.decode()


def test_one_deletes_ones_own_note_while_it_has_no_answer(interview: Interview, ann: Any, bo: Any) -> None:
    mine, answered = make_note(interview, ann), make_note(interview, ann)
    answered.answer("It is.", by=bo)
    assert signed_in(bo).post(notes_of(interview), {"delete": mine.pk}).status_code == 403
    assert signed_in(ann).post(notes_of(interview), {"delete": answered.pk}).status_code == 403
    assert EditorNote.objects.count() == 3

    assert signed_in(ann).post(notes_of(interview), {"delete": mine.pk}).status_code == 302
    assert signed_in(make_editor("root")).post(notes_of(interview), {"delete": answered.pk}).status_code == 302
    assert not EditorNote.objects.exists()


@pytest.mark.parametrize("verb", ["reply", "resolve", "reopen", "delete"])
def test_a_note_of_another_interview_is_not_there(interview: Interview, desk: Client, verb: str) -> None:
    other = make_note(make_interview(published=False), None)
    for key in (other.pk, 999_999, "x", ""):
        assert desk.post(notes_of(interview), {verb: key, "words": "x"}).status_code == 404
    assert EditorNote.objects.get().resolved_at is None


# --- where it hangs -------------------------------------------------------------------------------------------------


def test_a_note_outlasts_its_segment_and_says_so(interview: Interview, ann: Any) -> None:
    write(signed_in(ann), interview, segment="k2")
    interview.segments.get(uid="k2").delete()

    html = signed_in(ann).get(notes_of(interview)).content.decode()
    assert "This segment is gone:" in html
    assert "Lights" in html
    assert "Is that so?" in html


def test_notes_on_a_draft_of_changes_stay_when_it_is_published(ann: Any) -> None:
    interview = make_interview(title="A talk")
    make_segment(interview, 1, uid="k2")
    draft, _is_new = begin_draft(interview)
    make_segment(draft, 5, uid="new")
    write(signed_in(ann), draft, segment="new")
    html = signed_in(ann).get(notes_of(interview)).content.decode()
    assert f'href="{form_of(draft)}#segments-1"' in html
    publish_changes(draft)

    assert EditorNote.objects.get().interview_id == interview.pk
    html = signed_in(ann).get(notes_of(interview)).content.decode()
    assert f'href="{form_of(interview)}#segments-1"' in html


def test_the_form_counts_what_is_open(interview: Interview, desk: Client, ann: Any) -> None:
    for words in ("One.", "Two."):
        make_note(interview, ann, words=words, segment_uid="k2")
    make_note(interview, ann).resolve(by=ann)
    make_note(interview, ann).answer("Yes.", by=ann)

    html = desk.get(form_of(interview)).content.decode()
    assert "(3 open)" in html
    assert html.count("row__flag--note") == 1
    assert "2 notes</span>" in html
    assert f"{notes_of(interview)}?segment=k2#on-k2" in html
    assert f'{notes_of(interview)}?segment=k3#note_form">Write a note' in html


def test_the_page_takes_as_many_queries_for_thirty_notes_as_for_two(
    interview: Interview, ann: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(ann)
    for number in range(30):
        make_note(interview, ann, segment_uid="k2" if number % 2 else "").answer("Yes.", by=ann)
    with django_assert_max_num_queries(14):
        client.get(notes_of(interview))


# --- names ----------------------------------------------------------------------------------------------------------


def test_who_is_named_is_told_and_who_writes_is_not(interview: Interview, ann: Any, bo: Any) -> None:
    write(signed_in(ann), interview, "@Bo, and @ann: is that so?")

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.by, notice.interview) == (bo, "mentioned", ann, interview)


@pytest.mark.parametrize("name", ["nobody", "out"])
def test_a_name_that_means_nobody_here_is_asked_about_and_nothing_is_lost(
    interview: Interview, ann: Any, outsider: Any, name: str
) -> None:
    client = signed_in(ann)
    response = write(client, interview, f"Ask @{name} at once.", segment="k2")

    html = response.content.decode()
    assert response.status_code == 422
    assert f"@{name}: nobody of that name may look at this interview." in html
    assert f"Ask @{name} at once.</textarea>" in html
    assert not EditorNote.objects.exists()
    assert write(client, interview, f"Ask @{name} at once.", segment="k2", anyway="on").status_code == 302
    assert EditorNote.objects.count() == 1
    assert not Notice.objects.exists()


def test_a_reply_is_told_to_who_wrote_before_once(interview: Interview, ann: Any, bo: Any) -> None:
    thread = make_note(interview, ann)
    refused = signed_in(bo).post(notes_of(interview), {"reply": thread.pk, "words": "Ask @nobody."})
    assert refused.status_code == 422
    assert "Ask @nobody.</textarea>" in refused.content.decode()
    signed_in(bo).post(notes_of(interview), {"reply": thread.pk, "words": "It is."})
    signed_in(bo).post(notes_of(interview), {"reply": thread.pk, "words": "Really."})
    assert [(row.user, row.kind, row.words) for row in Notice.objects.all()] == [(ann, "replied", "Really.")]

    signed_in(ann).post(notes_of(interview), {"reply": thread.pk, "words": "@bo thanks"})
    assert [row.kind for row in Notice.objects.filter(user=bo)] == ["mentioned"]


# --- who ------------------------------------------------------------------------------------------------------------


def test_who_may_not_look_at_an_interview_sees_and_writes_no_notes(
    interview: Interview, ann: Any, outsider: Any, client: Client
) -> None:
    make_note(interview, ann, words="Between us.")
    assert "Between us." in signed_in(ann).get(notes_of(interview)).content.decode()
    for browser, status in ((signed_in(outsider), 403), (client, 302)):
        assert browser.get(notes_of(interview)).status_code == status
        for sent in ({"words": "x"}, {"resolve": "1"}, {"delete": "1"}, {"reply": "1", "words": "x"}):
            assert browser.post(notes_of(interview), sent).status_code == status
    assert EditorNote.objects.count() == 1
    assert signed_in(ann).get(notes_of(Interview(pk=999))).status_code == 404
