"""Each state of an interview is kept in the transaction that made it, and its history tells who, when and why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.importing.undoing import undo
from interviews.models import Interview, Revision, Series, Tag
from interviews.retrieve import document_of
from interviews.store.history import document_in
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_comment, make_interview, make_segment
from tests.importing.pages import PAGE
from tests.importing_admin.steps import imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(published=False, guest="Ola Berg", host="Mia Ek")
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}", tags=("fog",))
    return interview


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def history_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_history", args=[interview.pk])


def told(interview: Interview) -> list[tuple[int, str]]:
    return list(Revision.objects.of(interview).order_by("number").values_list("number", "reason"))


def save(client: Client, interview: Interview, **changes: str) -> None:
    fields = opened(client, page_of(interview)) | {name.replace("__", "-"): value for name, value in changes.items()}
    assert send(client, page_of(interview), fields).status_code == 302


def now(interview: Interview) -> Any:
    return document_of(Interview.objects.get(pk=interview.pk))


def test_the_first_save_keeps_what_was_there_and_what_came_of_it(
    desk: Client, editor: Any, interview: Interview
) -> None:
    before = now(interview)
    save(desk, interview, segments__1__answer="Else.")

    assert told(interview) == [(1, "found"), (2, "edited")]
    found, edited = Revision.objects.of(interview).order_by("number")
    assert document_in(found) == before
    assert document_in(edited) == now(interview) != before
    assert (found.author, edited.author) == (None, editor)


def test_the_next_save_keeps_one_more(desk: Client, interview: Interview) -> None:
    save(desk, interview, segments__1__answer="Else.")
    save(desk, interview, segments__1__tag_names="light")

    assert told(interview) == [(1, "found"), (2, "edited"), (3, "edited")]
    assert document_in(Revision.objects.of(interview)[0]).segments[1].tags == ("light",)


def test_a_save_that_changes_nothing_keeps_nothing_new(desk: Client, interview: Interview) -> None:
    save(desk, interview, segments__1__answer="Else.")
    save(desk, interview)
    save(desk, interview)

    assert len(told(interview)) == 2


def test_a_state_is_the_portals_own_json_without_what_readers_said(desk: Client, interview: Interview) -> None:
    make_comment(interview, segment=interview.segments.first())
    save(desk, interview, introduction="By the sea.")

    written = json.loads(Revision.objects.of(interview)[0].document)
    assert written["format"] == "interview-document"
    assert "comments" not in written["interview"]


def test_a_new_interview_begins_its_history(desk: Client, editor: Any) -> None:
    address = reverse("admin:interviews_interview_add")
    assert send(desk, address, opened(desk, address) | {"title": "A talk"}).status_code == 302

    interview = Interview.objects.get(title="A talk")
    assert told(interview) == [(1, "created")]
    save(desk, interview, rights="CC0")
    assert told(interview) == [(1, "created"), (2, "edited")]


def test_a_save_that_is_refused_keeps_nothing(desk: Client, interview: Interview) -> None:
    fields = opened(desk, page_of(interview)) | {"title": ""}
    assert send(desk, page_of(interview), fields).status_code == 200
    assert told(interview) == []


@pytest.mark.parametrize("elsewhere", ["tag", "speaker", "series"])
def test_what_changed_elsewhere_is_found_before_the_next_change(
    desk: Client, interview: Interview, elsewhere: str
) -> None:
    Interview.objects.filter(pk=interview.pk).update(series=Series.objects.create(title="Lights"))
    save(desk, interview, rights="CC0")
    speaker = interview.appearances.get(role="guest").speaker_id
    row, field = {
        "tag": (Tag.objects.get(name="fog").pk, "name"),
        "speaker": (speaker, "name"),
        "series": (Series.objects.get().pk, "title"),
    }[elsewhere]
    address = reverse(f"admin:interviews_{elsewhere}_change", args=[row])
    fields = fields_of(desk.get(address).content.decode(), f"{elsewhere}_form")
    renamed = fields | {field: "Another name"}
    assert send(desk, address, renamed).status_code == 302
    between = now(interview)
    save(desk, interview, rights="CC BY")

    assert told(interview)[2:] == [(3, "found"), (4, "edited")]
    assert document_in(Revision.objects.of(interview).get(number=3)) == between


def test_a_publication_is_no_change_of_the_words(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    interview.withdraw()
    save(desk, interview, rights="CC BY")

    assert told(interview) == [(1, "found"), (2, "edited"), (3, "edited")]


def test_an_import_of_something_new_keeps_nothing_until_it_is_changed(desk: Client) -> None:
    imported(desk, PAGE)
    interview = Interview.objects.get()
    assert told(interview) == []
    came = now(interview)

    save(desk, interview, rights="CC0")
    assert told(interview) == [(1, "found"), (2, "edited")]
    assert document_in(Revision.objects.of(interview).get(number=1)) == came


def test_an_import_into_what_is_here_and_its_undo_are_kept(desk: Client, editor: Any) -> None:
    imported(desk, PAGE)
    interview = Interview.objects.get()
    came = now(interview)
    batch = imported(desk, PAGE.replace("lighthouse", "lightship"), new_version="on")
    merged = now(interview)
    assert merged != came

    assert told(interview) == [(1, "found"), (2, "imported")]
    states = {one.number: one for one in Revision.objects.of(interview)}
    assert (document_in(states[1]), document_in(states[2])) == (came, merged)
    assert (states[2].author, states[2].note) == (editor, "ola-berg.txt")

    undo(batch, editor)
    assert told(interview)[2:] == [(3, "undone")]
    assert document_in(Revision.objects.of(interview)[0]) == came == now(interview)


def test_the_same_import_again_keeps_nothing(desk: Client) -> None:
    imported(desk, PAGE)
    imported(desk, PAGE)
    assert Revision.objects.count() == 0


def test_an_import_that_adds_a_tag_is_kept(desk: Client) -> None:
    imported(desk, PAGE)
    imported(desk, PAGE, tags="islands")
    interview = Interview.objects.get()

    assert told(interview) == [(1, "found"), (2, "imported")]
    assert "islands" in document_in(Revision.objects.of(interview)[0]).tags


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_history_tells_who_when_and_why(desk: Client) -> None:
    imported(desk, PAGE)
    interview = Interview.objects.get()
    save(desk, interview, rights="CC0")
    imported(desk, PAGE.replace("lighthouse", "lightship"), new_version="on")
    desk.post(page_of(interview), opened(desk, page_of(interview)) | {"_publish": "1"})

    html = desk.get(history_of(interview)).content.decode()
    lines = [line.partition("</b>")[0].partition("<b>")[2] for line in html.split('class="history__line"')[1:]]
    assert lines[0] == "Published."
    assert lines[-4:] == [
        "Changed by the import of ola-berg.txt.",
        "Edited.",
        "Found as it was before the next change.",
        "Imported from ola-berg.txt.",
    ]
    assert "Ed Itor" in html and "UTC" in html and "Changed Rights." in html


def test_the_history_takes_as_many_queries_for_ten_states_as_for_two(desk: Client, interview: Interview) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(history_of(interview)).status_code == 200
        return len(captured)

    save(desk, interview, rights="1")
    few = queries()
    for n in range(2, 10):
        save(desk, interview, rights=str(n))
    # One of them: how many notices wait; three: what was decided about comments and corrections.
    assert queries() == few <= 13


def test_the_history_is_for_those_who_may_see_the_interview(
    client: Client, onlooker: Client, typist: Client, interview: Interview
) -> None:
    assert client.get(history_of(interview)).status_code == 302
    assert onlooker.get(history_of(interview)).status_code == 200
    assert typist.get(history_of(interview)).status_code == 200
    assert typist.get("/admin/interviews/interview/999999/history/").status_code == 404


# --- looking at states, and comparing them ----------------------------------------------------------------------------


def state_of(interview: Interview, number: int) -> str:
    return reverse("admin:interviews_interview_revision", args=[interview.pk, number])


def compared(client: Client, interview: Interview, **between: str) -> str:
    answer = client.get(reverse("admin:interviews_interview_compare", args=[interview.pk]), between)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_state_is_looked_at_as_it_was(desk: Client, interview: Interview) -> None:
    save(desk, interview, segments__1__answer="Else.")
    save(desk, interview, segments__1__answer="Other words.")

    html = desk.get(state_of(interview, 2)).content.decode()
    assert "Else." in html and "Other words." not in html
    assert "Ed Itor" in html


def test_two_states_are_compared_word_by_word_and_segment_by_segment(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    save(
        desk,
        interview,
        segments__0__answer="They were bright....and wet.",
        segments__0__position="2",
        segments__1__tag_names="fog, light",
        segments__2__DELETE="on",
        segments__3__question="Q4",
    )

    html = compared(desk, interview, to="3")
    assert "<del>dry</del><ins>wet</ins>" in html
    assert "<ins>light</ins>" in html
    assert "<del>Q3</del>" in html and "<ins>Q4</ins>" in html
    assert "edited, moved" in html or ">moved<" in html
    assert "<del>dry</del><ins>wet</ins>" in compared(desk, interview, to="3", **{"from": "2"})


def test_any_two_states_can_be_compared_and_one_with_now(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    save(desk, interview, rights="CC BY")

    assert "<ins>CC BY</ins>" in compared(desk, interview, **{"from": "1", "to": "3"})
    assert "<del>CC BY</del>" in compared(desk, interview, **{"from": "3", "to": "1"})
    assert "Nothing that is shown differs." in compared(desk, interview, **{"from": "3", "to": "now"})
    interview.segments.all().delete()
    assert "<del>Q1</del>" in compared(desk, interview, **{"from": "3", "to": "now"})


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "9" * 15, "9" * 40, ""])
def test_a_state_that_is_not_there_is_not_found(desk: Client, interview: Interview, number: str) -> None:
    save(desk, interview, rights="CC0")
    address = reverse("admin:interviews_interview_compare", args=[interview.pk])
    assert desk.get(address, {"from": "1", "to": number}).status_code == 404


def test_a_state_of_another_version_is_told_and_breaks_nothing(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    other = json.dumps({"format": "interview-document", "version": 1, "interview": {"title": "A", "mood": "calm"}})
    Revision.objects.of(interview).filter(number=1).update(document=other)

    assert "another version of this software" in desk.get(state_of(interview, 1)).content.decode()
    assert "another version of this software" in compared(desk, interview, to="2")
    assert desk.get(history_of(interview)).status_code == 200


def test_states_are_for_those_who_may_see_the_interview(
    client: Client, onlooker: Client, desk: Client, interview: Interview
) -> None:
    save(desk, interview, rights="CC0")
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger", is_staff=True))
    reader = Client()
    reader.force_login(get_user_model().objects.create_user("reader"))
    compare = reverse("admin:interviews_interview_compare", args=[interview.pk])
    for address in (state_of(interview, 1), compare, history_of(interview)):
        assert client.get(address).status_code == 302
        assert reader.get(address).status_code == 302
        assert stranger.get(address).status_code == 403
        assert onlooker.get(address).status_code == 200


def test_a_state_is_not_found_below_another_interview(desk: Client, interview: Interview) -> None:
    save(desk, interview, rights="CC0")
    assert desk.get(state_of(make_interview(), 1)).status_code == 404
