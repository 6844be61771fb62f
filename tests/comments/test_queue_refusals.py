"""Who decides nothing in the queue."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from interviews.comments.models import Comment
from tests.comments.queue_steps import QUEUE, decide, status_of, token
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("codenames", [["view_comment", "change_comment"], ["moderate_comment"], []])
def test_who_may_not_moderate_or_not_see_decides_nothing(client, editor, codenames):
    comment = make_comment(make_interview(), status="pending")
    seen = token(comment, client)
    page = decide(client, comment, seen, decision="approved")
    event = comment.events.get().pk
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(clerk)
    assert "approved" in page
    for address, sent in (
        (f"{comment.pk}/decide/", {"seen": seen, "decision": "rejected"}),
        (f"{comment.pk}/decide/", {"mark": "pick"}),
        (f"{comment.pk}/reply/", {"seen": seen, "body": "Mine."}),
        ("together/", {"item": seen, "decision": "rejected", "confirmed": "1"}),
        ("undo/", {"event": event}),
    ):
        assert client.post(QUEUE + address, sent).status_code == 403
        assert client.get(QUEUE + address).status_code == 405
    comment.refresh_from_db()
    assert (comment.status, comment.picked_at, Comment.objects.count()) == ("approved", None, 1)


def test_a_form_from_elsewhere_decides_nothing(editor):
    comment = make_comment(make_interview(), status="pending")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    seen = token(comment, strict)
    assert strict.post(f"{QUEUE}{comment.pk}/decide/", {"seen": seen, "decision": "approved"}).status_code == 403
    assert status_of(comment) == "pending"
