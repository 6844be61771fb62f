"""What the tests of letters share: a site that sends them, and keeps them where a test can read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from interviews.comments.models import Comment, Subscription
from interviews.models import Interview

SITE = "https://interviews.example"


@pytest.fixture
def posting(settings: Any, django_capture_on_commit_callbacks: Callable) -> Iterator[Callable]:
    """A site that sends letters; `with posting(): …` does what comes after the transaction, and gives the letters."""
    settings.SENDS_LETTERS, settings.SITE_URL, settings.SITE_NAME = True, SITE, "Recorded Interviews"
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


def make_subscription(
    interview: Interview, email: str = "mia@example.org", *, comment: Comment | None = None, **given: Any
) -> Subscription:
    """A confirmed one, unless said otherwise."""
    given.setdefault("confirmed_at", timezone.now())
    given.setdefault("language", "en")
    return Subscription.objects.create(interview=interview, email=email, comment=comment, **given)


def paths_in(letter: Any) -> list[str]:
    """The addresses on the site in the plain text of a letter, as a client of tests takes them."""
    return re.findall(rf"{SITE}(/\S+)", letter.body)
