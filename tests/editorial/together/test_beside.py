"""Unsaved work and questions around the draft of changes to a published interview."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.editorial.models import WorkingDraft
from interviews.models import Interview
from interviews.store.beside import draft_beside
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.together.steps import asked, decided, form_of, held, page_of, save
from tests.editorial.together.test_drafts import keep, taken_up
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(guest="Ola Berg", introduction="On lights.")
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}", answer=f"A{n}.")
    return interview


def test_the_first_save_of_a_published_page_leaves_no_unsaved_work(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine.", "draft_key": "k1"}
    keep(desk, interview, fields)

    save(desk, interview, fields)

    assert draft_beside(interview).introduction == "Mine."
    assert not WorkingDraft.objects.filter(finished=False).exists()
    assert keep(desk, interview, fields).json() == {"saved": True}


def test_work_typed_before_a_colleague_began_a_draft_is_offered_on_the_draft_and_merged(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = {"introduction": "Mine.", "segments-0-answer": "Mine.", "appearances-0-title": "Mine"}
    keep(desk, interview, form_of(desk, interview) | mine)
    theirs = {"introduction": "Theirs.", "segments-1-answer": "Theirs.", "appearances-0-organisation": "Theirs"}
    save(colleague, interview, form_of(colleague, interview) | theirs)
    draft = draft_beside(interview)
    assert "You have unsaved work" in desk.get(page_of(draft)).content.decode()

    form = taken_up(desk, page_of(draft), WorkingDraft.objects.get())

    assert asked(form) == ["::introduction"]
    save(desk, draft, decided(form, every="mine"))
    draft.refresh_from_db()
    assert draft.introduction == "Mine."
    assert list(draft.segments.values_list("answer", flat=True)) == ["Mine.", "Theirs.", "A3."]
    person = draft.appearances.get()
    assert (person.title, person.organisation) == ("Mine", "Theirs")


def test_each_question_of_a_form_of_the_page_is_asked_until_it_is_decided(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    mine = form_of(desk, interview) | {"introduction": "Mine.", "rights": "Mine", "organisation": "Mine"}
    theirs = {"introduction": "Theirs.", "rights": "Theirs", "organisation": "Theirs"}
    save(colleague, interview, form_of(colleague, interview) | theirs)
    places = ["::organisation", "::introduction", "::rights"]
    shown = fields_of(send(desk, page_of(interview), mine).content.decode())
    assert sorted(asked(shown)) == sorted(places)

    again = fields_of(send(desk, page_of(interview), decided(shown, rights="mine")).content.decode())

    assert sorted(asked(again)) == ["::introduction", "::organisation"]
    save(desk, interview, decided(again, every="theirs"))
    draft = draft_beside(interview)
    assert (draft.introduction, draft.rights, draft.organisation) == ("Theirs.", "Mine", "Theirs")


def published_meanwhile(desk: Client, colleague: Client, interview: Interview) -> tuple[Interview, dict[str, Any]]:
    """The draft of changes that is no more, and a form of it in which something was typed."""
    save(colleague, interview, form_of(colleague, interview) | {"rights": "Theirs", "segments-2-DELETE": "on"})
    draft = draft_beside(interview)
    mine = {"introduction": "Mine.", "segments-0-answer": "Mine.", "appearances-0-title": "Mine"}
    fields = opened(desk, page_of(draft)) | mine | {"draft_key": "k1"}
    keep(desk, draft, fields)
    save(colleague, draft, opened(colleague, page_of(draft)), button="_publish")
    assert draft_beside(interview) is None
    return draft, fields


def test_work_typed_into_a_draft_that_was_published_meanwhile_is_offered_on_the_page(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    draft, fields = published_meanwhile(desk, colleague, interview)
    assert keep(desk, draft, fields | {"introduction": "Mine, and more."}).status_code == 200

    assert "You have unsaved work" in desk.get(page_of(interview)).content.decode()
    form = taken_up(desk, page_of(interview), WorkingDraft.objects.get())

    assert form["introduction"] == "Mine, and more."
    person = interview.appearances.get().pk
    uid = interview.segments.first().uid
    assert set(asked(form)) == {"::introduction", f"appearances:{person}:title", f"segments:{uid}:answer"}


def test_a_form_of_a_draft_that_was_published_meanwhile_is_merged_with_the_page(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    draft, fields = published_meanwhile(desk, colleague, interview)

    response = send(desk, page_of(draft), fields | {"rights": "Mine, last"}, "_save")

    assert response.status_code == 302
    form = fields_of(desk.get(response.headers["Location"]).content.decode())
    assert form["rights"] == "Mine, last"
    save(desk, interview, decided(form, every="mine"))
    again = draft_beside(interview)
    assert (again.introduction, again.rights) == ("Mine.", "Mine, last")
    assert list(again.segments.values_list("answer", flat=True)) == ["Mine.", "A2."]
    assert not WorkingDraft.objects.filter(finished=False).exists()


def test_who_changed_the_draft_is_named(desk: Client, colleague: Client, interview: Interview) -> None:
    """The log tells it of the interview: the draft does not last."""
    save(desk, interview, form_of(desk, interview) | {"rights": "CC0"})
    draft = draft_beside(interview)
    mine = form_of(desk, draft) | {"introduction": "Mine."}
    save(colleague, draft, form_of(colleague, draft) | {"organisation": "Theirs"})

    assert "Ann Other changed this interview" in held(desk, draft, mine)["html"]
