"""What every test may rely on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from tests.a_site import site  # noqa: F401  (a fixture)
from tests.machines.bucket import bucket, service  # noqa: F401  (fixtures)

# The same examples in every run, and no time limits: the machines are shared. `.ci/run` asks for the many.
for name, examples in (("quick", 20), ("thorough", 40)):
    hypothesis_settings.register_profile(name, derandomize=True, deadline=None, max_examples=examples)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Static files are read where they lie: a test needs no `collectstatic`. And nothing waits on purpose."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "portal.sqlite":  # pytest-django knows by name that Django's own is in memory
        # A file is for tests/comments/test_at_once.py: several write at once.
        database.setdefault("TEST", {})["NAME"] = os.environ.get("SQLITE_IN_A_FILE") or ":memory:"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in is not under test


@pytest.fixture(autouse=True)
def files_of_its_own(settings: object, tmp_path: Path) -> None:
    """No test writes among the site's files."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def each_page_is_made_anew(settings: object) -> None:
    """A test sees what the rows say, and how many queries that takes; those that are about storing switch it on."""
    settings.RENDERED_PAGES = False


@pytest.fixture(autouse=True)
def files_are_read_here(settings: object) -> None:
    """No test waits for a process of its own for each page; tests/documents/test_apart.py does."""
    settings.READ_APART = False


@pytest.fixture(autouse=True)
def nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page looks for scheduled changes, as it does once a second: the queries of a page are its own."""
    monkeypatch.setattr("interviews.store.due._Looking.next_at", float("inf"))


@pytest.fixture
def posting(settings: Any, django_capture_on_commit_callbacks: Callable) -> Iterator[Callable]:
    """A site that sends letters; `with posting(): …` does what comes after the transaction, and gives the letters."""
    settings.SENDS_LETTERS, settings.SITE_URL = True, "https://interviews.example"
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()

    @contextmanager
    def post() -> Iterator[list]:
        new: list = []
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            yield new
        new += mail.outbox[before:]

    yield post
    cache.clear()
