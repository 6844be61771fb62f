"""Pages that may be kept, whole, for everybody who asks for the same address: which, for how long, and until what.

A view that says nothing is never kept. Who keeps pages is none of ours (`portal/page_cache`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from interviews.models import Interview
from interviews.models.generation import EVERYTHING, of_interview, of_series

View = Callable[..., HttpResponse]

_turning: list[Callable[[Interview], dt.datetime | None]] = []


@dataclass(frozen=True, slots=True)
class Kept:
    """A page stands until one of these things changes (None: until anything does), and until that moment."""

    depends_on: frozenset[str] | None = None
    turns_at: dt.datetime | None = None


def kept(*parameters: str) -> Callable[[View], View]:
    """The pages of this view may be kept, as long as nothing but these parameters is asked of it.

    They show the same to everybody who has no session, and what they show depends on the address, the stored rows and
    the time alone. A view that knows more of what its page depends on says so by `depend_on`; otherwise any change ends
    it, and any moment at which an interview turns.
    """

    def decorate(view: View) -> View:
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not hasattr(response, "kept"):
                depend_on_all(response)
            return response

        update_wrapper(answered, view)
        answered.kept_parameters = frozenset(parameters)
        return answered

    return decorate


def depend_on_all(response: HttpResponse) -> HttpResponse:
    """Says that any change may concern the page. One query."""
    response.kept = Kept(turns_at=earliest([next_turn(), next_day()]))
    return response


def depend_on(response: HttpResponse, interview: Interview) -> HttpResponse:
    """Says that the page shows this interview and no other. One query, and those of who listens."""
    response.kept = dependence(interview)
    return response


def dependence(interview: Interview, onward: Iterable[Interview] | None = None) -> Kept:
    """How long a page stands that shows this interview and no other, but those to which it leads on, if it leads on:
    then the series counts too, in which another may come to stand beside it."""
    others = list(onward or ())
    keys = {EVERYTHING, *(of_interview(row.pk) for row in (interview, *others))}
    coming = Q(edits=interview.pk, goes_live_at__isnull=False)
    if interview.series_id is not None and onward is not None:
        keys.add(of_series(interview.series_id))
        coming |= Q(series=interview.series_id, status=Interview.Status.PUBLISHED, published_at__gt=timezone.now())
    moments = [row.withdraws_at for row in (interview, *others)]
    for row in Interview.objects.filter(coming).values_list("goes_live_at", "published_at"):
        moments += row
    moments += [*(moment(interview) for moment in _turning), next_day()]
    return Kept(frozenset(keys), earliest(moments))


def turns(moment: Callable[[Interview], dt.datetime | None]) -> None:
    """From now on it is asked when the pages of an interview will be others, for a reason that is not known here."""
    if moment not in _turning:
        _turning.append(moment)


def earliest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    """Of those that are to come."""
    now = timezone.now()
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def next_turn() -> dt.datetime | None:
    """When the public will next see an interview more, or less, or another text of one, by the clock. One query."""
    now = timezone.now()
    public = Q(status=Interview.Status.PUBLISHED)
    moments = Interview.objects.aggregate(
        begins=Min("published_at", filter=public & Q(published_at__gt=now)),
        ends=Min("withdraws_at", filter=public & Q(withdraws_at__gt=now)),
        turns=Min("goes_live_at", filter=Q(goes_live_at__gt=now)),
    )
    return earliest(moments.values())


def next_day() -> dt.datetime:
    """When the date is another, where the site is: no page is kept longer. Citations say when a page was read, what is
    akin is looked for anew, and forms that are given out with a page do not last for ever."""
    today = timezone.localdate()
    return timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min))
