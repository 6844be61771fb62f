from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import make_editor


@pytest.fixture(autouse=True)
def uploads_of_its_own(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A test's transaction never ends: what is done behind it is done at once."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("interviews.models.upload.on_commit", lambda deed: deed())
    return tmp_path / "uploads"


@pytest.fixture
def desk(db: None) -> Client:
    """A browser in which an editor who may do everything has signed in."""
    return signed_in(make_editor("ed"))


@pytest.fixture
def importer(db: None) -> Client:
    """May import, and nothing else."""
    return signed_in(member("importer", "add_importbatch"))


@pytest.fixture
def onlooker(db: None) -> Client:
    """May look at imports, and do nothing."""
    return signed_in(member("onlooker", "view_importbatch", "view_interview"))


def member(name: str, *codenames: str) -> Any:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
