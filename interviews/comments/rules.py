"""The rules that hold for one conversation: the site's, and where the interview has its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from interviews.comments.models import InterviewPolicy, Mode, SitePolicy
from interviews.comments.moderation import Rules
from interviews.models import Interview
from interviews.models.prepared import Given, Prepared


def rules_of(interview: Interview) -> Rules:
    """One query, whatever is set."""
    site, own = _policies(interview)
    return Rules(
        mode=own.mode or site.mode,
        closed=_is_closed(interview, site, own),
        closes_at=_closes_at(interview, site),
        trusted_after=site.trusted_after,
        slow_mode=site.slow_mode if own.slow_mode is None else own.slow_mode,
        takes_urls=site.takes_urls,
        takes_questions=site.takes_questions,
    )


def still_open(interviews: QuerySet) -> list[int]:
    """Those of the interviews whose conversation takes something new, by their keys. Two queries."""
    site = SitePolicy.current()
    rows = interviews.select_related("conversation_policy")
    return [row.pk for row in rows if not _is_closed(row, site, getattr(row, "conversation_policy", InterviewPolicy()))]


def closes_at(interview: Interview) -> datetime | None:
    """When the conversation takes nothing new any more by the clock, where that is to be counted from a publication.

    Another day is another page anyway. One query.
    """
    return rules_of(interview).closes_at


_OF_SITE = {
    "closes_after_days": models.IntegerField(),
    "trusted_after": models.IntegerField(),
    "takes_urls": models.BooleanField(),
    "takes_questions": models.BooleanField(),
}


_OF_BOTH = ("mode", "slow_mode")


def _nothing(field: models.Field) -> models.Value:
    return models.Value(None, output_field=field)


def _both() -> QuerySet:
    site = SitePolicy.objects.filter(pk=1).values_list(
        models.Value(True), *_OF_BOTH, *_OF_SITE, _nothing(models.DateField())
    )
    own = InterviewPolicy.objects.filter(interview=Given("interview", models.BigIntegerField())).values_list(
        models.Value(False), *_OF_BOTH, *map(_nothing, _OF_SITE.values()), "closes_on"
    )
    return site.union(own, all=True)


_POLICIES = Prepared(_both)


def _policies(interview: Interview) -> tuple[SitePolicy, InterviewPolicy]:
    """The site's and the interview's own, or what holds where there is none: in one query for both."""
    found = {row[0]: row[1:] for row in _POLICIES(interview=interview.pk)}
    general, special = found.get(True), found.get(False)
    return (
        SitePolicy(**dict(zip((*_OF_BOTH, *_OF_SITE), general, strict=False))) if general else SitePolicy(),
        InterviewPolicy(mode=special[0], slow_mode=special[1], closes_on=special[-1]) if special else InterviewPolicy(),
    )


def _closes_at(interview: Interview, site: SitePolicy) -> datetime | None:
    if site.closes_after_days is None or interview.published_at is None:
        return None
    return interview.published_at + timedelta(days=site.closes_after_days)


def _is_closed(interview: Interview, site: SitePolicy, own: InterviewPolicy) -> bool:
    """A date of its own goes before the site's number of days."""
    if (own.mode or site.mode) == Mode.CLOSED:
        return True
    if own.closes_on is not None:
        return timezone.localdate() >= own.closes_on
    closes_at = _closes_at(interview, site)
    return closes_at is not None and timezone.now() >= closes_at
