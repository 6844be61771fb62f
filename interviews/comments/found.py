"""Comments as what can be found: those that are approved, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interviews import richtext
from interviews.comments.models import Comment
from interviews.models import Interview
from interviews.search.entries import Offer, Shown
from interviews.search.scopes import COMMENT

kind = COMMENT


def offers(interviews: Sequence[int], row: int | None = None) -> Iterator[Offer]:
    rows = Comment.objects.approved().filter(interview__in=interviews).order_by("pk")
    if row is not None:
        rows = rows.filter(pk=row)
    for pk, interview, name, body in rows.values_list("pk", "interview", "name", "body"):
        yield Offer(interview, pk, heading="", people=name, body=body)


def shown(rows: Sequence[int]) -> Mapping[int, Shown]:
    public = Comment.objects.approved().filter(interview__in=Interview.objects.published(), pk__in=rows)
    return {
        row.pk: Shown(row.shown_name, richtext.plain_words(row.body), row.get_absolute_url())
        for row in public.select_related("interview")
    }
