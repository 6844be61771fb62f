from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.portal.accounts.steps import PASSWORD


@pytest.fixture
def ed(db: None) -> Any:
    """An editor who may do everything."""
    return get_user_model().objects.create_superuser("ed", "ed@example.org", PASSWORD)


@pytest.fixture
def ada(db: None) -> Any:
    """A guest with an account, who is no editor."""
    return get_user_model().objects.create_user("ada", "ada@example.org", PASSWORD)


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One line for each time that a password was hashed: what takes the time of a sign-in."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        made.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return made
