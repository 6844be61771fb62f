"""The interview that somebody writes on, with its people and recordings, by queries that are put into SQL once."""

from __future__ import annotations

from django.db import models
from django.http import Http404
from django.utils import timezone

from interviews.models import Interview, Recording
from interviews.models.interview import appearances_with_people, public_at
from interviews.models.prepared import Given, Prepared, fill

_ONE = Prepared(
    lambda: Interview.objects.filter(
        public_at(Given("now", models.DateTimeField())), slug=Given("slug", models.SlugField())
    )
)
_OF_IT = Given("interview", models.BigIntegerField())
_WITH_IT = {
    "appearances": Prepared(lambda: appearances_with_people().filter(interview=_OF_IT)),
    "recordings": Prepared(lambda: Recording.objects.filter(interview=_OF_IT)),
}


def published(slug: str) -> Interview:
    """Three queries. `Http404` where the public may not see one of that address."""
    interview: Interview | None = next(iter(_ONE(now=timezone.now(), slug=slug)), None)
    if interview is None:
        raise Http404(f"No interview that the public may see has the address “{slug}”.")
    for relation, rows in _WITH_IT.items():
        fill(interview, relation, rows(interview=interview.pk))
    return interview
