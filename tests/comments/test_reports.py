"""Readers tell the editors that a comment should not be there."""

from __future__ import annotations

import pytest
from django.test import Client

from interviews.comments.models import Comment, Report
from tests.factories import make_comment, make_editor, make_interview

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


def send(client: Client, comment: Comment, address: str = "203.0.113.5", **typed: str) -> object:
    data = {"reason": "spam", "note": "", **typed}
    return client.post(f"{comment.get_absolute_url()}report/", data, headers=HERE, REMOTE_ADDR=address)


def test_a_report_reaches_the_editors_and_changes_nothing_by_itself(client: Client) -> None:
    comment = make_comment(make_interview())
    page = send(client, comment, reason="private", note="My address is in it.")
    assert "Thank you" in page.content.decode()
    report = Report.objects.get()
    assert (report.comment, report.reason, report.note) == (comment, "private", "My address is in it.")
    comment.refresh_from_db()
    assert comment.status == "approved"


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(client: Client) -> None:
    page = send(client, make_comment(make_interview()), reason="", note="It hurts.")
    assert page.status_code == 422
    assert "Choose what is wrong with it." in page.content.decode()
    assert "It hurts." in page.content.decode()
    assert not Report.objects.exists()


def test_one_network_reports_a_comment_once_and_is_thanked_again(client: Client) -> None:
    comment = make_comment(make_interview())
    assert [send(client, comment, address).status_code for address in ("203.0.113.5", "203.0.113.9")] == [200, 200]
    assert Report.objects.count() == 1
    send(client, comment, "198.51.100.5")
    assert Report.objects.count() == 2


def test_a_decision_settles_the_reports_of_a_comment(client: Client) -> None:
    comment = make_comment(make_interview())
    send(client, comment)
    comment.decide("removed", by=make_editor())
    assert Report.objects.filter(settled_at=None).count() == 0


@pytest.mark.parametrize("status", ["pending", "spam", "removed"])
def test_what_is_not_shown_cannot_be_reported(client: Client, status: str) -> None:
    comment = make_comment(make_interview(), status=status)
    assert client.get(f"{comment.get_absolute_url()}report/").status_code == 404
    assert send(client, comment).status_code == 404


def test_a_robot_and_another_site_report_nothing(client: Client) -> None:
    comment = make_comment(make_interview())
    send(client, comment, topic="Cheap")
    assert (
        Client(enforce_csrf_checks=True).post(f"{comment.get_absolute_url()}report/", {"reason": "spam"}).status_code
        == 403
    )
    assert not Report.objects.exists()
