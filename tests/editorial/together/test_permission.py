"""Each side door of the form, for each kind of visitor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from interviews.editorial.models import Presence, WorkingDraft
from interviews.models import Interview
from tests.factories import make_editor, make_interview

pytestmark = pytest.mark.django_db

#: What each may do: keep a draft of an interview, and of a new one.
VISITORS = {
    "nobody": (None, False, False),
    "reader": ({"is_staff": False}, False, False),
    "staff without permission": ({}, False, False),
    "onlooker": ({"codenames": ["view_interview"]}, False, False),
    "typist": ({"codenames": ["view_interview", "change_interview"]}, True, False),
    "contributor": ({"codenames": ["view_interview", "add_interview"]}, False, True),
    "superuser": ({"superuser": True}, True, True),
}


def visitor(kind: str) -> Client:
    given, client = VISITORS[kind][0], Client()
    if given is None:
        return client
    if given.get("superuser"):
        user = make_editor("super")
    else:
        user = get_user_model().objects.create_user("visitor", is_staff=given.get("is_staff", True))
        permissions = Permission.objects.filter(content_type__app_label="interviews")
        user.user_permissions.set(permissions.filter(codename__in=given.get("codenames", [])))
    client.force_login(user)
    return client


@pytest.fixture
def interview() -> Interview:
    return make_interview(introduction="On lights.")


def keep(client: Client, address: str) -> Any:
    return client.post(address, json.dumps({"draft_key": "k", "title": "Mine"}), content_type="application/json")


@pytest.mark.parametrize("kind", VISITORS)
def test_a_draft_is_kept_for_who_may_change_the_interview(kind: str, interview: Interview) -> None:
    response = keep(visitor(kind), reverse("admin:interviews_interview_keep", args=[interview.pk]))

    assert response.status_code == (200 if VISITORS[kind][1] else 403)
    assert response.headers["Content-Type"] == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    assert WorkingDraft.objects.exists() is VISITORS[kind][1]


@pytest.mark.parametrize("kind", VISITORS)
def test_a_draft_of_a_new_interview_is_kept_for_who_may_add_one(kind: str) -> None:
    response = keep(visitor(kind), reverse("admin:interviews_interview_keep_new"))

    assert response.status_code == (200 if VISITORS[kind][2] else 403)
    assert WorkingDraft.objects.exists() is VISITORS[kind][2]


@pytest.mark.parametrize("kind", VISITORS)
def test_presence_is_told_to_who_may_change_the_interview(kind: str, interview: Interview) -> None:
    Presence.objects.seen(make_editor("ann", first_name="Ann", last_name="Other"), interview.pk)
    response = visitor(kind).post(reverse("admin:interviews_interview_presence", args=[interview.pk]))

    assert response.status_code == (200 if VISITORS[kind][1] else 403)
    assert ("Ann Other" in response.content.decode()) is VISITORS[kind][1]
    assert Presence.objects.count() == (2 if VISITORS[kind][1] else 1)


@pytest.mark.parametrize("kind", VISITORS)
def test_a_stale_form_is_merged_for_who_may_change_the_interview(kind: str, interview: Interview) -> None:
    client, address = visitor(kind), reverse("admin:interviews_interview_change", args=[interview.pk])
    response = client.post(address, {"version": "", "title": "Mine", "introduction": "Mine."})

    if VISITORS[kind][1]:
        assert response.status_code == 200
        assert "On lights." in response.content.decode()
    else:
        assert response.status_code in (200, 302, 403)
        assert "On lights." not in response.content.decode()
    interview.refresh_from_db()
    assert interview.introduction == "On lights."


@pytest.mark.parametrize("kind", VISITORS)
def test_anothers_draft_is_neither_shown_nor_discarded(kind: str, interview: Interview) -> None:
    ann = make_editor("ann")
    draft = WorkingDraft.objects.put(ann, interview.pk, "k", text='{"introduction": "Secret."}')
    client = visitor(kind)

    shown = client.get(reverse("admin:interviews_interview_change", args=[interview.pk]), {"draft": draft.pk})
    client.post(reverse("admin:interviews_interview_discard", args=[draft.pk]))

    assert "Secret." not in shown.content.decode()
    assert WorkingDraft.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_no_longer_filled_in_for_who_may_change_nothing_any_more(interview: Interview) -> None:
    user = get_user_model().objects.create_user("visitor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_interview"))
    draft = WorkingDraft.objects.put(user, interview.pk, "k", text='{"introduction": "Mine."}')
    client = Client()
    client.force_login(user)

    response = client.get(reverse("admin:interviews_interview_change", args=[interview.pk]), {"draft": draft.pk})

    assert response.status_code == 200
    assert "Mine." not in response.content.decode()


@pytest.mark.parametrize("name", ["keep", "presence"])
def test_the_side_doors_open_by_post_only_and_for_what_is_there(name: str, interview: Interview) -> None:
    client = visitor("superuser")
    assert client.get(reverse(f"admin:interviews_interview_{name}", args=[interview.pk])).status_code == 405
    assert keep(client, reverse(f"admin:interviews_interview_{name}", args=[999])).status_code == 404
