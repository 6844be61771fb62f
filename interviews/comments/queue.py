"""What waits for an editor: which comments, narrowed by what, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.comments.models import Comment, Report
from interviews.comments.wording import REASONS
from interviews.numbers import whole_number

#: As many as one sees through in a quarter of an hour, and as a page of this weight may have.
PAGE_LENGTH = 50
#: Interviews that are offered to narrow the queue to, those with most in it first.
MOST_INTERVIEWS = 100

_NO_REASON = "none"


class Tab(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SUSPECTED = "suspected", _("Suspected")
    REPORTED = "reported", _("Reported")
    QUESTIONS = "questions", _("Unanswered questions")

    @property
    def rows(self) -> QuerySet:
        comments = Comment.objects
        return {
            Tab.WAITING: comments.waiting,
            Tab.SUSPECTED: comments.suspected,
            Tab.REPORTED: comments.reported,
            Tab.QUESTIONS: comments.unanswered,
        }[self]()

    @property
    def reasons(self) -> dict[str, object]:
        """What it can be narrowed to: why a comment is here."""
        if self == Tab.REPORTED:
            return dict(Report.Reason.choices)
        return {} if self == Tab.QUESTIONS else {**REASONS, _NO_REASON: _("no reason but the rules of the site")}


class Age(models.TextChoices):
    DAY = "day", _("of the last 24 hours")
    WEEK = "week", _("of the last 7 days")
    OLDER = "older", _("older than 7 days")

    @property
    def condition(self) -> Q:
        now = timezone.now()
        week = now - timedelta(days=7)
        return {
            Age.DAY: Q(created_at__gt=now - timedelta(days=1)),
            Age.WEEK: Q(created_at__gt=week),
            Age.OLDER: Q(created_at__lte=week),
        }[self]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor wants to see of the queue. What is not known is left out, as if it had not been asked."""

    tab: Tab = Tab.WAITING
    reason: str = ""
    interview: int | None = None
    age: Age | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        tab = Tab(given["tab"]) if given.get("tab") in Tab.values else Tab.WAITING
        return cls(
            tab,
            given.get("reason", "") if given.get("reason") in tab.reasons else "",
            whole_number(given.get("interview", "")),
            Age(given["age"]) if given.get("age") in Age.values else None,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.reason or self.interview or self.age)

    def query(self, **more: object) -> str:
        """The same as the end of an address: ``tab=reported&age=day``."""
        asked = {"tab": self.tab, "reason": self.reason, "interview": self.interview, "age": self.age, **more}
        return urlencode({name: value for name, value in asked.items() if value})

    def comments(self) -> QuerySet:
        """The oldest first: in the tab of the reports, those that were reported first."""
        rows = self.tab.rows
        if self.reason:
            rows = rows.filter(self._for_that_reason())
        if self.interview:
            rows = rows.filter(interview=self.interview)
        if self.age:
            rows = rows.filter(self.age.condition)
        if self.tab == Tab.REPORTED:
            first = Report.objects.filter(comment=OuterRef("pk"), settled_at=None).order_by().values("comment")
            return rows.order_by(Subquery(first.annotate(first=Min("at")).values("first")), "pk")
        return rows.oldest_first()

    def _for_that_reason(self) -> Q:
        if self.tab == Tab.REPORTED:
            return Q(pk__in=Report.objects.filter(reason=self.reason, settled_at=None).values("comment"))
        if self.reason == _NO_REASON:
            return Q(reasons=[])
        # No database asks all others' way whether a list holds a word; as text, each can.
        named = Comment.objects.annotate(as_text=Cast("reasons", models.TextField()))
        return Q(pk__in=named.filter(as_text__contains=f'"{self.reason}"').values("pk"))

    def interviews(self) -> list[tuple[int, str, int]]:
        """The interviews with something in this tab: key, title, how many. One query."""
        rows = self.tab.rows.order_by().values_list("interview", "interview__title")
        return list(rows.annotate(number=Count("pk")).order_by("-number", "interview__title")[:MOST_INTERVIEWS])


def counts() -> dict[Tab, int]:
    """How many wait in each tab. Four queries."""
    return {tab: tab.rows.count() for tab in Tab}
