"""The start page: what waits, for whom, and in how many queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.editorial.models import CheckedLink, DraftAnswer, DraftLink, WorkingDraft
from interviews.models import ImportBatch, Interview, Revision
from interviews.store.beside import begin_draft, schedule_changes
from interviews.store.history import Revising
from tests.comments.corrections.steps import make_correction
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db

START = "/admin/"
#: Two of who it is and one of notices, one of Django’s list of recent actions, one whether there is any interview;
#: three of one’s own work, one of what is on one’s desk, two of what waits for review, two of what is scheduled, four
#: of the conversation and one of corrections, and one of each of the other four.
QUERIES = 3 + 1 + 1 + 3 + 1 + 2 + 2 + 5 + 4
HOSTILE = "<script>alert(1)</script> & “so”"


def panels(client: Client) -> dict[str, Any]:
    house = client.get(START).context["house"]
    return {panel.key: panel for panel in [*house.waiting, *house.quiet]}


def labels(panel: Any) -> list[str]:
    return [row.label for row in panel.rows]


def edited(interview: Interview, user: Any) -> Interview:
    revising = Revising(interview, Revision.Reason.EDITED, by=user)
    revising.before()
    interview.title += "!"
    interview.save()
    revising.after()
    return interview


def fill(number: int, user: Any) -> None:
    """Something in each panel."""
    now = timezone.now()
    draft = edited(make_interview(published=False, title=f"Draft {number}"), user)
    WorkingDraft.objects.put(user, draft.pk, f"key-{number}", title=f"Typed {number}", text="{}")
    WorkingDraft.objects.put(user, 0, f"new-{number}", title=f"New {number}", text="{}")
    public = make_interview(title=f"Public {number}")
    public.publish(at=now + timedelta(days=1))
    Interview.objects.filter(pk=public.pk).update(withdraws_at=now + timedelta(days=2))
    for mine in (draft, make_segment(make_interview(title=f"Beside {number}")).interview):
        Interview.objects.filter(pk=mine.pk).update(assigned_to=user)
    begin_draft(mine, by=user)
    make_interview(published=False, title=f"Waiting {number}").submit_for_review()
    changing, _ = begin_draft(make_interview(), by=user)
    schedule_changes(changing, now + timedelta(days=3))
    make_correction(make_segment(make_interview(title=f"Corrected {number}")))
    link = DraftLink.objects.create(interview=draft, reader="Ola", expires_at=now + timedelta(days=1))
    DraftAnswer.objects.create(link=link, verdict="corrections", words="A lamp.", state=1)
    for given in ({"status": "pending"}, {"kind": "question"}):
        make_comment(make_interview(), name=f"Mia {number}", **given)
    old = now - timedelta(days=9)
    CheckedLink.objects.create(url=f"https://gone.example/{number}", problem="gone", failing_since=old)
    trashed = make_interview(title=f"Trashed {number}")
    trashed.put_into_trash()
    Interview.objects.filter(pk=trashed.pk).update(trashed_at=now - timedelta(days=25))
    ImportBatch.objects.create(origin=f"talk-{number}.txt", by=user)


def test_each_panel_tells_how_much_waits_and_leads_to_it(desk: Client, editor: Any) -> None:
    fill(1, editor)
    found = panels(desk)
    assert {key: panel.count for key, panel in found.items()} == {
        "work": 5,
        "desk": 2,
        "review": 1,
        "comments": 1,
        "questions": 1,
        "corrections": 1,
        "answers": 1,
        "scheduled": 3,
        "links": 1,
        "trash": 1,
        "imports": 1,
    }
    page = desk.get(START).content.decode()
    for words in (
        "Typed 1",
        "New 1",
        "Draft 1!",
        "draft of changes",
        "Continue",
        "talk-1.txt",
        "https://gone.example/1",
    ):
        assert words in page, words
    for panel in found.values():
        for row in panel.rows:
            assert desk.get(row.url, follow=True).status_code == 200, row
        if panel.whole:
            assert desk.get(panel.whole).status_code == 200, panel


def test_five_are_shown_and_all_are_counted_in_the_same_queries(desk: Client, editor: Any) -> None:
    fill(0, editor)
    desk.get(START)
    with CaptureQueriesContext(connection) as few:
        desk.get(START)
    for number in range(1, 8):
        fill(number, editor)
    with CaptureQueriesContext(connection) as many:
        page = desk.get(START)
    assert len(many) == len(few) == QUERIES
    waiting = page.context["house"].waiting
    assert {len(panel.rows) for panel in waiting} == {5}
    assert {panel.key: panel.count for panel in waiting}["scheduled"] == 24


def test_the_next_moment_stands_first_with_its_time_zone(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "America/Toronto"
    for days in (3, 1, 2):
        make_interview(title=f"In {days}").publish(at=timezone.now() + timedelta(days=days))
    rows = panels(desk)["scheduled"].rows
    assert [row.label for row in rows] == ["In 1", "In 2", "In 3"]
    assert all(row.about.startswith("is published: ") and "(America/Toronto)" in row.about for row in rows)


def test_the_work_is_ones_own(desk: Client, editor: Any) -> None:
    other = get_user_model().objects.create_user("other")
    edited(make_interview(published=False, title="Theirs"), other)
    WorkingDraft.objects.put(other, 0, "key", title="Their secret", text="{}")
    edited(make_interview(title="Published"), editor)
    assert panels(desk)["work"].count == 0
    assert "Their secret" not in desk.get(START).content.decode()


def test_unsaved_work_is_offered_once_for_each_interview_and_no_more_when_it_is_saved(
    desk: Client, editor: Any
) -> None:
    draft = make_interview(published=False)
    for key in ("a", "b"):
        WorkingDraft.objects.put(editor, draft.pk, key, title=f"Typed {key}", text="{}")
    assert labels(panels(desk)["work"]) == ["Typed b"]
    for key in ("a", "b"):
        WorkingDraft.objects.finish(editor, draft.pk, key)
    assert panels(desk)["work"].count == 0


def test_a_link_that_failed_once_is_not_told(desk: Client) -> None:
    make_interview()
    CheckedLink.objects.create(url="https://a.example/", problem="gone", failing_since=timezone.now())
    assert panels(desk)["links"].count == 0


def test_what_was_just_put_into_the_trash_is_not_soon_gone(desk: Client) -> None:
    make_interview().put_into_trash()
    assert panels(desk)["trash"].count == 0


def test_where_nothing_waits_one_line_says_so(desk: Client) -> None:
    make_interview()
    page = desk.get(START).content.decode()
    assert "Nothing waits for you:" in page
    assert 'class="panel ' not in page


def test_titles_are_words_and_no_markup(desk: Client, editor: Any) -> None:
    draft = edited(make_interview(published=False, title=HOSTILE, language="fr"), editor)
    WorkingDraft.objects.put(editor, draft.pk, "key", title=HOSTILE, text="{}")
    make_interview(title=HOSTILE).publish(at=timezone.now() + timedelta(days=1))
    make_comment(make_interview(title=HOSTILE), status="pending", body=HOSTILE, name=HOSTILE)
    ImportBatch.objects.create(origin=HOSTILE)
    CheckedLink.objects.create(
        url=f"https://a.example/{HOSTILE}", problem="gone", failing_since=timezone.now() - timedelta(days=9)
    )
    page = desk.get(START).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 6
    assert 'lang="fr"' in page


_CHANGERS = {"work", "desk", "corrections", "answers", "scheduled", "links"}


@pytest.mark.parametrize(
    ("may", "seen"),
    [
        ([], set()),
        (["view_comment"], {"comments", "questions"}),
        (["view_interview"], {"scheduled", "links"}),
        (["change_interview"], _CHANGERS),
        (["change_interview", "review_interview"], {*_CHANGERS, "review"}),
        (["change_own_interview"], _CHANGERS - {"corrections", "links"}),
        (["add_interview"], {"work"}),
        (["view_interview", "delete_interview"], {"scheduled", "links", "trash"}),
        (["view_importbatch"], {"imports"}),
    ],
)
def test_each_panel_is_for_those_who_may(may: list[str], seen: set[str], editor: Any) -> None:
    user = get_user_model().objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)
    fill(1, user)
    assert panels(client).keys() == seen


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(START).headers["Location"].startswith("/admin/login/")


def test_the_page_of_one_app_has_no_panels(desk: Client) -> None:
    make_interview().publish(at=timezone.now() + timedelta(days=1))
    assert "panel__heading" not in desk.get("/admin/interviews/").content.decode()


def test_an_empty_site_says_what_to_do_first(desk: Client, onlooker: Client) -> None:
    page = desk.get(START)
    ways = [address for _words, address, _about in page.context["house"].ways]
    assert ways == [
        "/admin/interviews/importbatch/add/",
        "/admin/interviews/importbatch/add/#id_pasted",
        "/admin/interviews/interview/add/",
    ]
    assert 'id="id_pasted"' in desk.get(ways[0]).content.decode()
    assert "Ways to begin" in page.content.decode()
    assert "Ways to begin" not in onlooker.get(START).content.decode()
    make_interview(published=False)
    assert "Ways to begin" not in desk.get(START).content.decode()


def test_what_is_assigned_and_what_waits_for_review_is_told_to_whom_it_concerns(desk: Client, editor: Any) -> None:
    waiting = make_interview(published=False, title="Waiting", assigned_to=editor)
    waiting.submit_for_review()
    changing, _ = begin_draft(make_interview(title="Changing"))
    changing.submit_for_review()
    ready = make_interview(published=False, title="Ready")
    ready.mark_ready()
    make_interview(title="Done", assigned_to=editor)

    told = panels(desk)

    assert labels(told["desk"]) == ["Waiting"]
    assert set(labels(told["review"])) == {"Waiting", "Changing"}
    assert [number for _words, number, _address in told["review"].beside] == [1]
