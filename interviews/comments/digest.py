"""What waits, as a letter to those who can do something about it: editors, and guests who were asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews import richtext
from interviews.comments import letters
from interviews.comments.addresses import without_addresses
from interviews.comments.models import Comment, SpeakerAccount
from interviews.comments.wording import in_words
from interviews.lasting import lasting_address
from interviews.mailing import Message
from interviews.models import Interview

#: Comments that are told one by one, the oldest first; of more the queue tells.
TOLD = 10
#: Characters of each: enough to see whether it is urgent.
EXCERPT = 120

_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """One comment of those that wait."""

    interview: str
    words: str
    address: str


def letters_of_today() -> Iterator[Message]:
    """A letter to each who is waited for; none where nothing waits."""
    with translation.override(settings.LANGUAGE_CODE):
        waiting = _waiting()
        for to in _moderators() if waiting else ():
            yield letters.written(_subject(waiting["number"], len(waiting["questions"])), "digest", waiting, to)
        for account in SpeakerAccount.objects.filter(user__is_active=True).select_related("user", "speaker"):
            if account.user.email and (asked := list(_told(account.questions()))):
                subject = ngettext("A reader asks you something", "Readers ask you %(count)d questions", len(asked)) % {
                    "count": len(asked)
                }
                yield letters.written(subject, "questions", {"questions": asked}, account.user.email)


def _subject(number: int, questions: int) -> str:
    if not number:
        return ngettext("%(count)d question has no answer yet", "%(count)d questions have no answer yet", questions) % {
            "count": questions
        }
    return ngettext("%(count)d comment waits for you", "%(count)d comments wait for you", number) % {"count": number}


def _waiting() -> dict[str, Any] | None:
    """What the letter to editors tells; None where nothing waits."""
    waiting = Comment.objects.waiting()
    suspected, reported = Comment.objects.suspected().count(), Comment.objects.reported().count()
    questions = list(_told(_public(Comment.objects.unanswered())))
    rows = list(waiting.values_list("reasons", "created_at", "interview__title"))
    number = len(rows) + suspected + reported
    if not number and not questions:
        return None
    return {
        "number": number,
        "reasons": _counted(reason for reasons, _at, _title in rows for reason in _why(reasons)),
        "ages": _counted(_age(at) for _reasons, at, _title in rows),
        "titles": _counted(title for _reasons, _at, title in rows),
        "suspected": suspected,
        "reported": reported,
        "comments": list(_told(waiting)),
        "more": max(len(rows) - TOLD, 0),
        "questions": questions,
        "address": settings.SITE_URL + reverse("admin:comments_comment_queue"),
    }


def _counted(values: Iterable[str | Promise]) -> list[tuple[str, int]]:
    """Each with how often it came, the most frequent first."""
    return Counter(map(str, values)).most_common()


def _why(reasons: list[str]) -> list[str | Promise]:
    return in_words(reasons) or [_("waits as every comment does")]


def _age(at: dt.datetime) -> str:
    age = timezone.now() - at
    return _("since yesterday") if age < _DAY else _("for some days") if age < _WEEK else _("for more than a week")


def _public(comments: QuerySet) -> QuerySet:
    return comments.filter(interview__in=Interview.objects.published())


def _told(comments: QuerySet) -> Iterator[Told]:
    for comment in comments.select_related("interview").oldest_first()[:TOLD]:
        words = without_addresses(" ".join(richtext.plain_words(comment.body).split()))
        address = settings.SITE_URL + lasting_address(comment)
        yield Told(comment.interview.title, Truncator(words).chars(EXCERPT), address)


def _moderators() -> list[str]:
    """The addresses of who may decide about comments, each once."""
    users = get_user_model().objects.with_perm(
        "comments.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    )
    addresses = users.filter(is_staff=True).exclude(email="").order_by("pk").values_list("email", flat=True)
    return list({address.casefold(): address for address in addresses}.values())
