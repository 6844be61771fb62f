"""Who writes notes, and who is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.models import Interview
from tests.factories import make_interview, make_segment


def make_colleague(name: str, *codenames: str, **given: Any) -> Any:
    """Somebody at the desk who may look at interviews, unless other permissions are named."""
    given = {"is_staff": True, "email": f"{name}@example.org", **given}
    user = get_user_model().objects.create_user(name, **given)
    rights = Permission.objects.filter(content_type__app_label="interviews")
    user.user_permissions.set(rights.filter(codename__in=codenames or ["view_interview"]))
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann(db: None) -> Any:
    return make_colleague("ann", first_name="Ann", last_name="Aas")


@pytest.fixture
def bo(db: None) -> Any:
    return make_colleague("bo", first_name="Bo", last_name="Bru")


@pytest.fixture
def outsider(db: None) -> Any:
    """At the desk, and may look at no interview."""
    return make_colleague("out", "view_tag")


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(title="A talk on tides", guest="Ola Berg", published=False)
    make_segment(interview, 18, question="Why lighthouses?", label="Lights", uid="k2")
    make_segment(interview, 90, question="And the fog?", uid="k3")
    return interview
