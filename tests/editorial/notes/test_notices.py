"""Those at the desk are told what concerns them: on a page of theirs, until they have seen it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.editorial import flow
from interviews.editorial.flow import Move
from interviews.editorial.models import DraftLink, Notice, NoticeChoice
from interviews.editorial.notices import tell, told_of_a_move, told_of_an_assignment
from interviews.models import Interview
from interviews.store.version import version_of
from tests.editorial.notes.conftest import make_colleague, signed_in
from tests.factories import make_editor

pytestmark = pytest.mark.django_db


def mine() -> str:
    return reverse("desk_notices")


def test_whoever_did_it_is_not_told_and_others_are(interview: Interview, ann: Any, bo: Any) -> None:
    gone = make_colleague("gone", is_active=False)

    assert tell([ann, bo, gone, None, bo], "ready", interview, by=ann) == 1
    assert [row.user for row in Notice.objects.all()] == [bo]


def test_what_was_not_seen_is_told_again_in_the_same_row(interview: Interview, ann: Any, bo: Any) -> None:
    tell([bo], "mentioned", interview, by=ann, words="First.")
    Notice.objects.update(mailed_at=timezone.now())
    tell([bo], "mentioned", interview, by=ann, words="Second.")
    notice = Notice.objects.get()
    assert (notice.words, notice.mailed_at) == ("Second.", None)

    Notice.objects.see()
    tell([bo], "mentioned", interview, by=ann, words="Third.")
    tell([bo], "replied", interview, by=ann)
    assert Notice.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=bo, kind="replied", interview=interview, by=ann)


def test_nothing_is_told_of_what_did_not_happen(interview: Interview, ann: Any, bo: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell([bo], "ready", interview, by=ann)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_who_wants_to_hear_of_nothing_or_not_of_this_is_not_told(interview: Interview, ann: Any, bo: Any) -> None:
    NoticeChoice.objects.create(user=ann, how="not")
    NoticeChoice.objects.create(user=bo, without=["ready"])

    assert tell([ann, bo], "ready", interview) == 0
    assert tell([ann, bo], "published", interview) == 1


def test_a_move_is_told_to_those_it_concerns(interview: Interview, ann: Any, bo: Any) -> None:
    root = make_editor("root")
    interview.owner, interview.assigned_to = ann, bo

    assert told_of_a_move(interview, Move.SUBMITTED, ann, "Please look.") == 1  # a superuser may review
    assert Notice.objects.get().user == root
    for move in (Move.SENT_BACK, Move.READY, Move.PUBLISHED):
        assert told_of_a_move(interview, move, root) == 2
        assert {row.user for row in Notice.objects.filter(kind=move.value)} == {ann, bo}


def test_a_move_of_the_flow_is_told(interview: Interview, ann: Any, bo: Any) -> None:
    Interview.objects.filter(pk=interview.pk).update(owner=ann, status=Interview.Status.DRAFT)
    interview.refresh_from_db()
    assert flow.send(interview, Move.SUBMITTED, ann)
    assert flow.send(interview, Move.SENT_BACK, bo, "Who is “he”?")
    assert flow.assign(interview, bo, ann)
    told = [(row.user, row.kind, row.words) for row in Notice.objects.order_by("pk")]
    assert told == [(ann, "sent_back", "Who is “he”?"), (bo, "assigned", "")]


def test_an_assignment_is_told_to_whom_it_is_given(interview: Interview, ann: Any, bo: Any) -> None:
    assert told_of_an_assignment(interview, bo, ann) == 1
    assert told_of_an_assignment(interview, ann, ann) == 0
    assert told_of_an_assignment(interview, None, ann) == 0
    assert [(row.user, row.kind) for row in Notice.objects.all()] == [(bo, "assigned")]


@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        ({"verdict": "approved"}, "approved", "Ola Berg"),
        ({"verdict": "corrections", "words": "At 0:18."}, "corrections", "Ola Berg: At 0:18."),
    ],
)
def test_what_a_guest_answers_is_told_to_who_made_the_link(
    interview: Interview, ann: Any, client: Client, sent: dict[str, str], kind: str, words: str
) -> None:
    until = timezone.now() + timedelta(days=7)
    link = DraftLink.objects.create(interview=interview, reader="Ola Berg", created_by=ann, expires_at=until)
    client.post(link.get_absolute_url(), {"version": "old", **sent})
    assert not Notice.objects.exists()
    client.post(link.get_absolute_url(), {"version": version_of(interview), **sent})

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.by, notice.words) == (ann, kind, None, words)


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_header_says_how_many_wait_and_they_are_marked_as_seen(interview: Interview, ann: Any, bo: Any) -> None:
    client = signed_in(bo)
    tell([bo], "mentioned", interview, by=ann, words="Is that so?")
    tell([bo], "ready", interview, by=ann)
    html = client.get(mine()).content.decode()
    assert '<b class="notices-link__number">2</b> notices' in html
    assert "Ann Aas mentioned you in a note" in html
    assert reverse("admin:interviews_interview_notes", args=[interview.pk]) in html
    assert Notice.objects.unseen().count() == 2, "to look marks nothing as seen"

    client.post(mine(), {"seen": Notice.objects.first().pk})
    assert '<b class="notices-link__number">1</b> notice<' in client.get("/admin/").content.decode()
    client.post(mine(), {"_all": "1"})
    client.post(mine(), {"_all": "1"})
    assert "notices-link__number" not in client.get("/admin/").content.decode()
    assert not Notice.objects.unseen().exists()


def test_nobody_sees_or_marks_the_notices_of_another(interview: Interview, ann: Any, bo: Any, client: Client) -> None:
    tell([bo], "mentioned", interview, by=ann, words="Between us.")
    notice = Notice.objects.get()
    for browser in (signed_in(ann), signed_in(make_editor("root"))):
        assert "Between us." not in browser.get(mine()).content.decode()
        for key in (notice.pk, "x", ""):
            assert browser.post(mine(), {"seen": key}).status_code == 404
        browser.post(mine(), {"_all": "1"})
    assert client.get(mine()).status_code == 302
    assert client.post(mine(), {"_all": "1"}).status_code == 302
    assert Notice.objects.unseen().exists()


def test_who_may_no_longer_look_at_an_interview_is_told_nothing_of_it(interview: Interview, ann: Any, bo: Any) -> None:
    tell([bo], "mentioned", interview, by=ann, words="Between us.")
    assert "Between us." in signed_in(bo).get(mine()).content.decode()
    bo.user_permissions.clear()

    html = signed_in(bo).get(mine()).content.decode()
    assert "Between us." not in html
    assert "A talk on tides" not in html
    assert "notices-link__number" not in html


def test_public_pages_ask_nothing_of_notices(
    interview: Interview, bo: Any, django_assert_num_queries: Any, client: Client
) -> None:
    def asked(browser: Client) -> list[str]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            browser.get("/interviews/")
        return [query["sql"] for query in queries if "notice" in query["sql"]]

    assert asked(client) == asked(signed_in(bo)) == []


def test_a_choice_is_kept_and_a_wrong_one_refused(interview: Interview, bo: Any) -> None:
    client = signed_in(bo)
    html = client.get(mine()).content.decode()
    assert re.search(r'value="daily"[^>]* checked', html)
    assert NoticeChoice.objects.of(bo).how == "daily"
    client.post(mine(), {"_choose": "1", "how": "at_once", "kinds": ["mentioned", "replied"]})
    choice = NoticeChoice.objects.get()
    assert (choice.how, choice.wants("mentioned"), choice.wants("ready")) == ("at_once", True, False)

    assert "Select a valid choice" in client.post(mine(), {"_choose": "1", "how": "never"}).content.decode()
    assert NoticeChoice.objects.get().how == "at_once"


def test_what_was_seen_long_ago_is_dropped(interview: Interview, ann: Any, bo: Any) -> None:
    now = timezone.now()
    for kind, days in (("mentioned", 91), ("ready", 89)):
        seen = now - timedelta(days=days)
        Notice.objects.create(user=bo, kind=kind, interview=interview, seen_at=seen)
    for kind, days in (("assigned", 361), ("replied", 100)):
        Notice.objects.create(user=bo, kind=kind, interview=interview, at=now - timedelta(days=days))
    for _ in range(2):
        call_command("purge_drafts", verbosity=0)
    assert {row.kind for row in Notice.objects.all()} == {"ready", "replied"}
