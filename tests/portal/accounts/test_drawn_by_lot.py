"""What opens a door is drawn from the system's own source, is long enough, and comes with no new site."""

from __future__ import annotations

import math
import random
import string
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from interviews.editorial.models.draft_link import new_key
from interviews.mediafiles import unguessable
from portal.accounts.models import RecoveryCode
from portal.accounts.models.recovery_code import ALPHABET
from tests.portal.accounts.steps import FACTOR, PASSWORD, secret_shown, sign_in

pytestmark = pytest.mark.django_db

LETTERS = string.ascii_letters + string.digits


def key_of_session() -> str:
    session = SessionStore()
    session.create()
    return session.session_key


def code_of_recovery() -> str:
    return RecoveryCode.made(get_user_model()(username="ed"))[0][0].replace("-", "")


def secret_of_phone() -> str:
    get_user_model().objects.filter(username="ed").delete()
    get_user_model().objects.create_superuser("ed", "ed@example.org", PASSWORD)
    client = Client()
    sign_in(client, "ed")
    return secret_shown(client.get(FACTOR).content.decode()).hex()


@pytest.mark.parametrize(
    ("made", "letters", "length", "bits"),
    [
        (key_of_session, "abcdefghijklmnopqrstuvwxyz0123456789", 32, 128),
        (code_of_recovery, ALPHABET, 16, 64),
        (secret_of_phone, "0123456789abcdef", 40, 160),
        (new_key, LETTERS, 22, 128),
        (unguessable, string.ascii_lowercase + string.digits, 25, 128),
    ],
)
def test_it_is_long_enough_and_not_of_a_series(made: Callable[[], str], letters: str, length: int, bits: int) -> None:
    """A generator for games would give the same again where it begins with the same number."""
    seen = set()
    for _again in range(5):
        random.seed(7)
        one = made()
        assert len(one) == length and set(one) <= set(letters)
        seen.add(one)
    assert len(seen) == 5
    assert length * math.log2(len(letters)) >= bits


def test_a_new_site_has_no_account(db: None) -> None:
    """All migrations were run to make the database of this test."""
    assert not get_user_model().objects.exists()
