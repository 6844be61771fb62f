"""Several processes tell and send the same at once: one row, one letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from interviews.editorial import sending
from interviews.editorial.models import Notice
from interviews.editorial.notices import tell
from interviews.models import Interview
from tests.comments.test_at_once import at_once, several

pytestmark = [pytest.mark.slow, several, pytest.mark.django_db(transaction=True)]

PROCESSES = 8


def test_what_several_tell_is_one_notice_and_one_letter(
    interview: Interview, ann: Any, bo: Any, posting: Callable
) -> None:
    assert at_once([lambda: tell([bo], "mentioned", interview, by=ann, words="So?")] * PROCESSES) == [1] * PROCESSES
    assert Notice.objects.count() == 1
    for kind in ("replied", "ready", "published"):
        tell([ann, bo], kind, interview)

    sent = at_once([lambda: sending.send_due(digest=True)] * PROCESSES)

    assert sum(sent) == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ann@example.org", "bo@example.org"]
    assert not Notice.objects.filter(mailed_at=None).exists()
