"""Who follows by e-mail, as the desk shows it: found by address, ended, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User

from interviews.comments.models import Letter, Subscription
from interviews.comments.models.letter import recipient_of
from tests.factories import make_comment, make_interview
from tests.letters import make_subscription

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/subscription/"


@pytest.fixture
def hers(db):
    interview = make_interview(title="A talk on tides")
    make_subscription(interview, "jan@example.org", confirmed_at=None)
    return make_subscription(interview, comment=make_comment(interview, body="Well said."))


def test_the_list_tells_who_follows_what_and_whether_it_is_confirmed(client, editor, hers):
    page = client.get(LIST).content.decode()
    for words in ("mia@example.org", "replies to “Well said.”", "jan@example.org", "the whole conversation"):
        assert words in page
    assert "A talk on tides" in page
    assert '<td class="field-state">confirmed' in page and '<td class="field-state">not confirmed' in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "MIA@example"}, {"mia@example.org"}),
        ({"state": "confirmed"}, {"mia@example.org"}),
        ({"state": "unconfirmed"}, {"jan@example.org"}),
        ({"state": "nonsense"}, {"mia@example.org", "jan@example.org"}),
    ],
)
def test_it_is_searched_by_address_and_narrowed_by_state(client, editor, hers, asked, found):
    rows = client.get(LIST, asked).context["cl"].result_list
    assert {row.email for row in rows} == found


def test_one_is_ended_and_the_log_does_not_keep_the_address(client, editor, hers):
    given = {"kind": "reply", "recipient": recipient_of(hers.email), "language": "en"}
    letter = Letter.objects.create(comment=hers.comment, subscription=hers, **given)
    assert "mia@example.org" in client.get(f"{LIST}{hers.pk}/change/").content.decode()
    assert "mia@example.org" in client.get(f"{LIST}{hers.pk}/delete/").content.decode()
    client.post(f"{LIST}{hers.pk}/delete/", {"post": "yes"})
    assert [row.email for row in Subscription.objects.all()] == ["jan@example.org"]
    letter.refresh_from_db()
    assert letter.subscription is None
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["a subscription"]


def test_several_are_ended_together(client, editor, hers):
    keys = list(Subscription.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert not Subscription.objects.exists()
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {"a subscription"}


def test_nobody_makes_or_changes_one_for_a_reader(client, editor, hers):
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{hers.pk}/change/", {"email": "eva@example.org"}).status_code == 403
    hers.refresh_from_db()
    assert hers.email == "mia@example.org"


@pytest.mark.parametrize(
    ("codenames", "seen", "ended"),
    [([], 403, 403), (["view_subscription"], 200, 403), (["view_subscription", "delete_subscription"], 200, 302)],
)
def test_only_who_may_sees_them_and_ends_one(client, hers, codenames, seen, ended):
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(clerk)
    assert client.get(LIST).status_code == seen
    assert client.post(f"{LIST}{hers.pk}/delete/", {"post": "yes"}).status_code == ended
    assert Subscription.objects.filter(pk=hers.pk).exists() is (ended != 302)


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    client, editor, hers, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(LIST)
    with django_assert_max_num_queries(8) as few:
        client.get(LIST)
    for _ in range(20):
        comment = make_comment(make_interview())
        make_subscription(comment.interview, comment=comment)
    with django_assert_num_queries(len(few)):
        client.get(LIST)
