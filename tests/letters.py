"""What tests of letters share: addresses in them, somebody who wants them, and what they tell of."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from interviews.comments.models import Comment, Subscription
from interviews.models import Interview

SITE = "https://interviews.example"


def make_subscription(
    interview: Interview, email: str = "mia@example.org", *, comment: Comment | None = None, **given: Any
) -> Subscription:
    """A confirmed one, unless said otherwise."""
    given.setdefault("confirmed_at", timezone.now())
    given.setdefault("language", "en")
    return Subscription.objects.create(interview=interview, email=email, comment=comment, **given)


def reply_to(comment: Comment, **given: Any) -> Comment:
    """What another reader answers, and nobody has decided about."""
    given = {"name": "Jan Falk", "email": "jan@example.org", "body": "I *differ*.", **given}
    return Comment.objects.create(interview=comment.interview, parent=comment, **given)


def paths_in(letter: Any) -> list[str]:
    """The addresses on the site in the plain text of a letter, as a client of tests takes them."""
    return re.findall(rf"{SITE}(/\S+)", letter.body)
