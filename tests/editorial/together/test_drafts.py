"""Unsaved work: kept while someone types, offered to them alone, taken up, and gone when it was saved."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.editorial.models import OpenedState, Presence, WorkingDraft
from interviews.models import Interview, Revision
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.together.steps import asked, contents, decided, form_of, held, page_of, save

pytestmark = pytest.mark.django_db

NEW = "/admin/interviews/interview/add/"


def kept_at(interview: Interview | None) -> str:
    if interview is None:
        return reverse("admin:interviews_interview_keep_new")
    return reverse("admin:interviews_interview_keep", args=[interview.pk])


def keep(client: Client, interview: Interview | None, fields: dict[str, Any], key: str = "k1") -> Any:
    """What the form's script sends while someone types."""
    lines = {name: "\n".join(value) if isinstance(value, list) else value for name, value in fields.items()}
    body = {name: value for name, value in lines.items() if name != "html"} | {"draft_key": key}
    return client.post(kept_at(interview), json.dumps(body), content_type="application/json")


def taken_up(client: Client, address: str, draft: WorkingDraft) -> dict[str, Any]:
    html = client.get(f"{address}?draft={draft.pk}").content.decode()
    return {**fields_of(html), "html": html}


def test_what_is_typed_is_kept_and_offered_again(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine.", "segments-1-answer": "Mine too."}
    assert "unsaved work" not in desk.get(page_of(interview)).content.decode().partition("data-draft-mirror")[0]

    said = keep(desk, interview, fields).json()

    draft = WorkingDraft.objects.get()
    assert said["draft"] == draft.pk
    assert said["told"].startswith("Draft saved ")
    html = desk.get(page_of(interview)).content.decode()
    assert "You have unsaved work from" in html
    assert "(UTC)" in html
    assert f'href="?draft={draft.pk}"' in html
    form = taken_up(desk, page_of(interview), draft)
    assert (form["introduction"], form["segments-1-answer"]) == ("Mine.", "Mine too.")
    assert "Please correct" not in form["html"]
    interview.refresh_from_db()
    assert interview.introduction == "On lights."


def test_taking_up_a_draft_saves_nothing_by_itself(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine."})
    before = interview.updated_at

    taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    interview.refresh_from_db()
    assert (interview.updated_at, interview.introduction) == (before, "On lights.")


def test_what_is_taken_up_and_saved_is_unsaved_no_more(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine."})
    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    save(desk, interview, decided(form))

    interview.refresh_from_db()
    assert interview.introduction == "Mine."
    assert not WorkingDraft.objects.exists()


def test_a_draft_of_an_older_version_is_merged(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = {"introduction": "Mine.", "rights": "Mine", "segments-0-answer": "Mine."}
    keep(desk, interview, form_of(desk, interview) | mine)
    theirs = {"introduction": "Theirs.", "segments-1-answer": "Theirs.", "segments-3-DELETE": "on"}
    save(colleague, interview, form_of(colleague, interview) | theirs)

    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    assert asked(form) == ["::introduction"]
    save(desk, interview, decided(form, every="theirs"))
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Theirs.", "Mine")
    assert contents(interview) == [("Q1", "Mine."), ("Q2", "Theirs."), ("Q3", "A3.")]


def test_half_of_a_time_is_kept_and_told_when_it_is_taken_up(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"segments-1-start": "1:7"})

    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    assert form["segments-1-start"] == "1:7"
    assert "is not a timecode" in form["html"]


def test_a_saved_form_leaves_no_draft_even_if_a_request_comes_late(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine.", "draft_key": "k1"}
    keep(desk, interview, fields)

    save(desk, interview, fields)

    assert keep(desk, interview, fields).json() == {"saved": True}
    assert "You have unsaved work" not in desk.get(page_of(interview)).content.decode()
    assert WorkingDraft.objects.get().text == "{}"


def test_a_save_that_is_refused_leaves_the_draft(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"title": "", "draft_key": "k1"}
    keep(desk, interview, fields)

    assert send(desk, page_of(interview), fields).status_code == 200
    assert WorkingDraft.objects.of(desk.session["_auth_user_id"], interview.pk).exists()


def test_two_windows_of_one_editor_keep_a_draft_each(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "One."}, "k1")
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Other."}, "k2")
    keep(desk, interview, form_of(desk, interview) | {"introduction": "One, more."}, "k1")

    assert {draft.fields["introduction"] for draft in WorkingDraft.objects.all()} == {"One, more.", "Other."}
    fields = form_of(desk, interview) | {"introduction": "One, more.", "draft_key": "k1"}
    save(desk, interview, fields)
    assert [draft.fields["introduction"] for draft in WorkingDraft.objects.filter(finished=False)] == ["Other."]


def test_a_draft_that_was_taken_up_lives_on_in_that_of_the_form(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine."}, "k1")
    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    keep(desk, interview, form | {"rights": "Mine"}, "k2")

    draft = WorkingDraft.objects.get()
    assert (draft.fields["introduction"], draft.fields["rights"]) == ("Mine.", "Mine")


def test_so_many_drafts_are_kept_of_one_interview(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview)
    for n in range(13):
        keep(desk, interview, fields | {"introduction": f"{n}"}, f"k{n}")

    kept = {draft.fields["introduction"] for draft in WorkingDraft.objects.all()}
    assert kept == {str(n) for n in range(3, 13)}


def test_a_new_interview_is_kept_before_it_was_ever_stored(desk: Client) -> None:
    fields = opened(desk, NEW) | {"title": "Ola Berg, Keeper", "segments-0-question": "Why?", "tag_names": "sea, fog"}
    keep(desk, None, fields)
    draft = WorkingDraft.objects.get()
    assert "“Ola Berg, Keeper”" in desk.get(NEW).content.decode()

    form = taken_up(desk, NEW, draft)

    assert not Interview.objects.exists()
    assert (form["title"], form["segments-0-question"]) == ("Ola Berg, Keeper", "Why?")
    assert send(desk, NEW, decided(form)).status_code == 302
    assert Interview.objects.get().segments.get().question == "Why?"
    assert not WorkingDraft.objects.filter(finished=False).exists()


def test_what_was_typed_into_an_interview_that_was_deleted_is_offered_as_a_new_one(
    desk: Client, interview: Interview
) -> None:
    address = page_of(interview)
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine.", "segments-1-answer": "Mine."})
    number = interview.pk
    Interview.objects.all().delete()

    response = desk.get(address)
    assert response.status_code == 302
    form = fields_of(desk.get(response.headers["Location"]).content.decode())

    assert (form["introduction"], form["segments-1-answer"]) == ("Mine.", "Mine.")
    assert "It is of an interview that was deleted" in desk.get(NEW).content.decode()
    assert keep(desk, Interview(pk=number), form | {"rights": "More"}).status_code == 200
    assert send(desk, NEW, form).status_code == 302
    copy = Interview.objects.get()
    assert [answer for _question, answer in contents(copy)] == ["A1.", "Mine.", "A3.", "A4."]


def test_saving_into_an_interview_that_is_gone_leaves_no_draft_behind(desk: Client, interview: Interview) -> None:
    address = page_of(interview)
    fields = form_of(desk, interview) | {"introduction": "Mine.", "draft_key": "k1"}
    keep(desk, interview, fields)
    Interview.objects.all().delete()

    form = fields_of(send(desk, address, fields).content.decode())
    assert send(desk, NEW, form).status_code == 302

    assert not WorkingDraft.objects.filter(finished=False).exists()


def test_a_draft_is_discarded_by_a_button_and_not_by_a_link(desk: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine."})
    address = reverse("admin:interviews_interview_discard", args=[WorkingDraft.objects.get().pk])

    assert desk.get(address).status_code == 302
    assert WorkingDraft.objects.exists()
    response = desk.post(address)
    assert response.headers["Location"] == page_of(interview)
    assert not WorkingDraft.objects.exists()


def test_a_draft_is_no_change_of_the_interview_and_no_part_of_its_history(desk: Client, interview: Interview) -> None:
    before = interview.updated_at
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Mine."})

    interview.refresh_from_db()
    assert interview.updated_at == before
    assert not Revision.objects.exists()
    assert "Mine." not in desk.get(f"/admin/interviews/interview/{interview.pk}/history/").content.decode()


def test_a_draft_is_seen_by_nobody_else(desk: Client, colleague: Client, interview: Interview) -> None:
    keep(desk, interview, form_of(desk, interview) | {"introduction": "Secretly mine."})
    draft = WorkingDraft.objects.get()

    html = colleague.get(f"{page_of(interview)}?draft={draft.pk}").content.decode()
    assert "Secretly mine." not in html
    assert "You have unsaved work" not in html
    colleague.post(reverse("admin:interviews_interview_discard", args=[draft.pk]))
    assert WorkingDraft.objects.filter(pk=draft.pk).exists()
    assert keep(colleague, interview, {"introduction": "Theirs."}).status_code == 200
    assert {row.fields["introduction"] for row in WorkingDraft.objects.all()} == {"Secretly mine.", "Theirs."}


def test_a_draft_of_another_interview_is_not_filled_in(desk: Client, interview: Interview) -> None:
    keep(desk, None, opened(desk, NEW) | {"introduction": "Of a new one."})

    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    assert form["introduction"] == "On lights."


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"draft_key": 1}', '{"title": "A"}', '{"draft_key": "%s"}' % ("k" * 41)]
)
def test_what_is_no_form_is_refused(desk: Client, interview: Interview, body: str) -> None:
    response = desk.post(kept_at(interview), body, content_type="application/json")
    assert response.status_code == 400
    assert not WorkingDraft.objects.exists()


def test_what_is_too_long_is_refused_in_words(desk: Client, interview: Interview, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = desk.post(kept_at(interview), json.dumps({"draft_key": "k", "a": "x" * 1_000}), "application/json")
    assert response.status_code == 413
    assert "Save it" in response.json()["told"]


def test_a_draft_of_an_interview_that_never_was_is_refused(desk: Client) -> None:
    assert keep(desk, Interview(pk=999), {"title": "A"}).status_code == 404


def test_without_its_token_no_draft_is_taken(editor: Any, interview: Interview) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert keep(strict, interview, {"title": "A"}).status_code == 403


def test_what_nobody_came_back_for_is_dropped_after_the_days_in_the_settings(
    desk: Client, interview: Interview, settings: Any
) -> None:
    settings.DRAFTS_KEPT_DAYS = 10
    fields = form_of(desk, interview)
    for key in ("old", "new"):
        keep(desk, interview, fields, key)
    now = timezone.now()
    WorkingDraft.objects.filter(key="old").update(saved_at=now - timedelta(days=11))
    stale = OpenedState.objects.create(
        interview=interview, version=now - timedelta(days=11), text="{}", breadth=1, opened_at=now - timedelta(days=11)
    )
    Presence.objects.create(user_id=1, interview=interview, seen_at=now - timedelta(days=2))

    call_command("purge_drafts", verbosity=0)

    assert [draft.key for draft in WorkingDraft.objects.all()] == ["new"]
    assert OpenedState.objects.filter(pk=stale.pk).exists(), "the draft may be based on it"
    WorkingDraft.objects.all().delete()
    call_command("purge_drafts", verbosity=0)
    assert not OpenedState.objects.filter(pk=stale.pk).exists()
    assert OpenedState.objects.count() == 1
    assert not Presence.objects.exists()


def test_the_state_that_a_form_is_based_on_now_is_kept_however_old(desk: Client, interview: Interview) -> None:
    form_of(desk, interview)
    OpenedState.objects.update(opened_at=timezone.now() - timedelta(days=400))

    call_command("purge_drafts", verbosity=0)

    assert OpenedState.objects.count() == 1


def test_what_was_undecided_in_a_draft_is_asked_again(desk: Client, colleague: Client, interview: Interview) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine.", "rights": "Mine", "segments-1-answer": "Mine."}
    uid = interview.segments.all()[1].uid
    theirs = {"introduction": "Theirs.", "rights": "Theirs", "segments-1-DELETE": "on"}
    save(colleague, interview, form_of(colleague, interview) | theirs)
    shown = held(desk, interview, mine)
    keep(desk, interview, decided(shown, rights="mine"))

    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    assert asked(form) == ["::introduction", f"segments:{uid}:"]
    assert "On lights." in form["html"]
    save(desk, interview, decided(form, introduction="theirs", every="mine"))
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Theirs.", "Mine")
    assert interview.segments.get(uid=uid).answer == "Mine."
