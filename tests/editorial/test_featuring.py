"""What the home page opens with is chosen in the list of interviews."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from tests.editorial.sent_form import opened, send
from tests.editorial.test_publishing import choose
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db


def listed(client: Client, heading: str) -> str:
    page = client.get("/").content.decode()
    return page.split(f'id="{heading}"')[1].split("</section>")[0] if f'id="{heading}"' in page else ""


def test_an_editor_puts_an_interview_on_the_home_page_and_takes_it_off(desk: Client) -> None:
    chosen, other = make_interview(guest="Ola Berg"), make_interview(guest="Mia Ek")
    make_segment(chosen, answer="Chosen by an editor.")
    make_segment(other, answer="The newest.")

    assert "1 interview put on the home page." in choose(desk, "feature_selected", chosen)
    assert "0 interviews put on the home page." in choose(desk, "feature_selected", chosen)

    assert "Ola Berg" in listed(desk, "featured")
    assert "Ola Berg" not in listed(desk, "newest")
    assert "Chosen by an editor." in desk.get("/").content.decode().split("</blockquote>")[0]

    assert "1 interview taken off the home page." in choose(desk, "unfeature_selected", chosen)

    assert listed(desk, "featured") == ""
    assert "Ola Berg" in listed(desk, "newest")


def test_the_last_one_comes_first_and_three_are_enough(client: Client) -> None:
    for number in range(5):
        make_interview(guest=f"Guest {number}").feature()

    shown = listed(client, "featured")

    assert [number for number in range(5) if f"Guest {number}" in shown] == [2, 3, 4]
    assert shown.index("Guest 4") < shown.index("Guest 3")


def test_a_draft_that_was_chosen_is_not_shown_before_it_is_published(desk: Client) -> None:
    draft = make_interview(guest="Canary Bird", published=False)

    assert "The public does not see it yet" in choose(desk, "feature_selected", draft)

    assert "Canary" not in desk.get("/").content.decode()


def test_who_may_not_publish_may_not_choose(client: Client) -> None:
    writer = get_user_model().objects.create_user("writer", password="x", is_staff=True)
    writer.user_permissions.add(*Permission.objects.filter(codename__in=["change_interview", "view_interview"]))
    client.force_login(writer)
    interview = make_interview()

    choose(client, "feature_selected", interview)

    interview.refresh_from_db()
    assert interview.featured_at is None


def test_a_form_that_was_opened_before_does_not_take_it_off(desk: Client) -> None:
    interview = make_interview()
    address = reverse("admin:interviews_interview_change", args=[interview.pk])
    fields = opened(desk, address)
    interview.feature()

    send(desk, address, fields | {"rights": "All"}, "_publish")

    assert Interview.objects.get(rights="All").featured_at is not None
