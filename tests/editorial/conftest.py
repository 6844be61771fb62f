from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import make_editor


@pytest.fixture
def editor(db: None) -> Any:
    return make_editor("ed", first_name="Ed", last_name="Itor")


@pytest.fixture
def desk(editor: Any) -> Client:
    """A browser in which the editor has signed in."""
    return _signed_in(editor)


@pytest.fixture
def onlooker(db: None) -> Client:
    """May look at everything and change nothing."""
    return _signed_in(_member("onlooker", codename__startswith="view_"))


@pytest.fixture
def typist(db: None) -> Client:
    """May write interviews and their segments, and publish nothing."""
    return _signed_in(_member("typist", codename__regex="^(view|change)_(interview|segment)$"))


def _member(name: str, **permissions: str) -> Any:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="interviews", **permissions))
    return user


def _signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
