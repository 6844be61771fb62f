"""Which tags an interview carries, itself or on a segment of its own: what lists are narrowed and counted by.

Rows follow from the taggings and are written by `interviews.search.index` alone. To count distinct interviews through
their segments instead would read each segment of the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from django.db import models

from interviews.models.interview import Interview
from interviews.models.tag import Tag


class TagOfInterview(models.Model):
    on_pages = "never"

    # Hidden from the other models: an undo of an import, and who asks what hangs on a row, are not to see these.
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tag", "interview"], name="tag_of_interview_once")]
        indexes = [models.Index(fields=["interview", "tag"], name="tag_of_interview_back")]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.tag_id}"


def gather(interviews: Iterable[int], pairs: Set[tuple[int, int]]) -> None:
    """Makes the rows of these interviews what they ought to be: each interview with each tag, once."""
    missing = set(pairs)
    gone = []
    rows = TagOfInterview.objects.filter(interview__in=list(interviews))
    for pk, *pair in rows.values_list("pk", "interview", "tag"):
        if tuple(pair) in missing:
            missing.remove(tuple(pair))
        else:
            gone.append(pk)
    if gone:
        TagOfInterview.objects.filter(pk__in=gone).delete()
    if missing:
        new = (TagOfInterview(interview_id=interview, tag_id=tag) for interview, tag in sorted(missing))
        TagOfInterview.objects.bulk_create(new)
