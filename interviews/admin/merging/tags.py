"""Tags that are one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.merging.pages import Fact, Merging, fact, former_addresses, other_facts
from interviews.models import Segment, Tag, TaggedInterview, TaggedSegment
from interviews.store.merging import merge_tags

_KNOWN = {
    "interviews.TaggedInterview",
    "interviews.TaggedSegment",
    "interviews.TagSynonym",
    "interviews.FormerSlug",
    "interviews.TagOfInterview",
}


class TagMerging(Merging):
    merge_lead = _(
        "One tag stays, with its name and address. What carries the others carries it instead, once; their addresses "
        "lead there, and their names become other words for it: whoever types or imports them gets the one that stays."
    )

    def facts(self, row: Tag) -> list[Fact]:
        whole = TaggedInterview.objects.filter(tag=row).select_related("content_object").order_by("pk")
        segments = TaggedSegment.objects.filter(tag=row).select_related("content_object__interview").order_by("pk")
        return [
            fact(
                _("on interviews"), whole, lambda one: one.content_object.title, lambda one: _to(one.content_object_id)
            ),
            fact(_("on segments"), segments, _heading, lambda one: _to(one.content_object.interview_id)),
            fact(_("other words for it"), row.synonyms.all()),
            former_addresses(row),
            *other_facts(row, _KNOWN),
        ]

    def stays_first(self, rows: Sequence[Tag]) -> int:
        """What stands on most; of several the oldest."""
        return min(rows, key=lambda row: (-_uses(row), row.pk)).pk

    def in_question(self, rows: Sequence[Tag]) -> list[str]:
        message = gettext(
            "“%(name)s” is a question asked of many: “%(question)s”. If it goes, so does its question; if it stays, "
            "all that carries the others counts as an answer to it."
        )
        return [message % {"name": row.name, "question": row.question} for row in rows if row.question]

    def alike(self, rows: Sequence[Tag]) -> QuerySet:
        """Those that begin alike, as singular and plural do."""
        slug = rows[0].slug
        return Tag.objects.filter(slug__startswith=slug[: max(4, len(slug) - 3)])

    def merge(self, stays: Tag, others: Sequence[Tag]) -> None:
        merge_tags(stays, others)


def _uses(tag: Tag) -> int:
    return TaggedInterview.objects.filter(tag=tag).count() + TaggedSegment.objects.filter(tag=tag).count()


def _to(interview: int) -> str:
    return reverse("admin:interviews_interview_change", args=[interview])


def _heading(tagged: TaggedSegment) -> str:
    segment: Segment = tagged.content_object
    return f"{segment.heading[:80]} ({segment.interview.title[:60]})"
