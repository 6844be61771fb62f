"""All of one person, at the desk: given out, erased after a page that tells what goes, and only by who may."""

from __future__ import annotations

import html
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from interviews.comments.models import Comment, Letter, Subscription
from interviews.comments.personal import data_of
from tests.factories import make_comment, make_interview
from tests.letters import make_subscription

pytestmark = pytest.mark.django_db

PERSON = "/admin/comments/comment/person/"
HERS = "mia@example.org"


@pytest.fixture
def hers(db):
    """Two comments of Mia's, of which Jan answered one, and what she follows."""
    interview = make_interview(guest="Ola Berg")
    answered = make_comment(interview, email=HERS, body="Answered words.")
    make_comment(interview, parent=answered, name="Jan", email="jan@example.org")
    make_comment(interview, email=HERS, body="Words alone.")
    make_subscription(interview, HERS)
    return answered


@pytest.fixture
def clerk(client):
    """Somebody at the desk with the permissions named."""

    def signed_in(*codenames):
        clerk = User.objects.create_user("clerk", is_staff=True)
        clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(clerk)
        return clerk

    return signed_in


def send(client, what, **sent):
    return client.post(PERSON, {"address": HERS, what: "1", **sent}, follow=True)


def words(answer):
    return html.unescape(answer.content.decode())


# Given out


def test_what_is_downloaded_is_what_the_command_writes(client, clerk, hers):
    clerk("export_person")
    answer = send(client, "export", address=HERS.upper())
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="person.json"'
    given = answer.json()
    known = json.loads(json.dumps(data_of(HERS), default=str))
    assert [row["body"] for row in given["comments"]] == [row["body"] for row in known["comments"]]
    assert given.keys() == known.keys()


def test_who_may_only_erase_is_given_nothing_and_the_other_way_round(client, clerk, hers):
    clerk("erase_person", "view_comment")
    assert send(client, "export").status_code == 403
    page = client.get(PERSON).content.decode()
    assert "Erase it" in page and ">Download<" not in page
    User.objects.all().delete()
    clerk("export_person", "view_comment", "delete_comment", "moderate_comment")
    assert send(client, "erase", again=HERS).status_code == 403
    page = client.get(PERSON).content.decode()
    assert "Erase it" not in page and ">Download<" in page
    assert Comment.objects.filter(email=HERS).count() == 2


@pytest.mark.parametrize(
    "codenames", [(), ("view_comment", "change_comment", "delete_comment", "moderate_comment", "delete_subscription")]
)
def test_without_a_permission_of_its_own_neither_is_offered_or_done(client, clerk, hers, codenames):
    clerk(*codenames)
    assert client.get(PERSON).status_code == 403
    for what in ("export", "erase"):
        assert send(client, what, again=HERS).status_code == 403
    assert Comment.objects.filter(email=HERS).count() == 2
    if codenames:
        for address in ("/admin/comments/comment/", f"/admin/comments/comment/{hers.pk}/change/"):
            assert "person/" not in client.get(address).content.decode()


def test_the_list_and_the_page_of_a_comment_lead_there_with_its_address(client, editor, hers):
    assert f'href="{PERSON}"' in client.get("/admin/comments/comment/").content.decode()
    assert f'href="{PERSON}?of={hers.pk}"' in client.get(f"/admin/comments/comment/{hers.pk}/change/").content.decode()
    assert f'value="{HERS}"' in client.get(PERSON, {"of": hers.pk}).content.decode()
    for nobody in ("", "x", "0", "9" * 40):
        assert HERS not in client.get(PERSON, {"of": nobody}).content.decode()


@pytest.mark.parametrize("what", ["export", "erase"])
@pytest.mark.parametrize("typed", ["", "mia", "\0"])
def test_what_is_no_address_is_asked_for_again(client, editor, hers, what, typed):
    answer = send(client, what, address=typed)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_form_from_elsewhere_neither_gives_out_nor_erases(editor, hers):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    for what in ("export", "erase"):
        assert strict.post(PERSON, {"address": HERS, what: "1", "again": HERS}).status_code == 403
    assert Comment.objects.filter(email=HERS).count() == 2


# Erased


def test_the_page_before_tells_what_goes_and_what_stays_and_changes_nothing(client, editor, hers):
    User.objects.filter(pk=editor.pk).update(email=HERS)
    page = words(send(client, "erase"))
    assert "1 comment, 1 more of which the place is left, 1 subscription, 0 letters" in page
    assert "Answered words." in page and "Words alone." in page
    assert "the account of ed" in page
    assert Comment.objects.filter(email=HERS).count() == 2
    assert Subscription.objects.exists()


def test_with_the_address_typed_again_it_goes(client, clerk, hers):
    clerk("erase_person")
    page = words(send(client, "erase", again=f" {HERS.upper()} "))
    assert "Erased: 1 comment, 1 more of which the place is left" in page
    assert not Comment.objects.filter(email__iexact=HERS).exists()
    assert not Subscription.objects.exists() and not Letter.objects.exists()
    hers.refresh_from_db()
    assert hers.erased_at is not None and hers.replies.get().name == "Jan"


@pytest.mark.parametrize("again", ["", "jan@example.org"])
def test_with_another_address_nothing_goes(client, editor, hers, again):
    answer = send(client, "erase", again=again)
    assert answer.status_code == 422
    assert "Nothing was erased." in words(answer)
    assert Comment.objects.filter(email=HERS).count() == 2


def test_the_log_of_the_desk_tells_who_did_it_and_not_of_whom(client, editor, hers):
    send(client, "export")
    send(client, "erase", again=HERS)
    logged = LogEntry.objects.filter(user=editor).values_list("object_repr", flat=True)
    assert set(logged) == {"All of one person was given out.", "All of one person was erased."}
    assert not any(HERS in str(row) for row in LogEntry.objects.values())
    assert "All of one person was erased." in client.get("/admin/").content.decode()
