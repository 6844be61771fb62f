"""Tags that are offered while one types."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.admin.offered_tags import OFFERED, offered
from interviews.models import Tag

pytestmark = pytest.mark.django_db


def test_those_that_begin_so_come_first_in_any_case_and_without_accents() -> None:
    for name in ("sea level", "overseas", "Sea", "Éclairage", "fog"):
        Tag.objects.create(name=name)

    assert [name for name, _synonym in offered("SEA", Tag.objects.all())] == ["Sea", "sea level", "overseas"]
    assert offered("eclair", Tag.objects.all()) == [("Éclairage", "")]
    assert offered("x", Tag.objects.all()) == []


def test_a_synonym_leads_to_its_tag() -> None:
    Tag.objects.create(name="lighthouses").synonyms.create(name="beacons")

    assert offered("beac", Tag.objects.all()) == [("lighthouses", "beacons")]


def test_few_are_offered_in_two_queries() -> None:
    for number in range(OFFERED + 5):
        Tag.objects.create(name=f"sea {number}")

    with CaptureQueriesContext(connection) as queries:
        assert len(offered("sea", Tag.objects.all())) == OFFERED
    assert len(queries) == 2


def test_who_may_neither_see_tags_nor_write_interviews_is_offered_none(desk: Client, typist: Client) -> None:
    Tag.objects.create(name="sea")
    address = reverse("admin:interviews_tag_names")

    assert desk.get(address, {"q": "se"}).json() == {"names": [{"name": "sea", "synonym": ""}]}
    assert typist.get(address, {"q": "se"}).json() == {"names": [{"name": "sea", "synonym": ""}]}
    assert desk.get(address).json() == {"names": []}
    assert Client().get(address, {"q": "se"}).status_code == 302


def test_a_member_without_any_permission_is_refused(client: Client, django_user_model: type) -> None:
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

    assert client.get(reverse("admin:interviews_tag_names"), {"q": "se"}).status_code == 403
