"""The topics of the site, with how much the public finds under each."""

from __future__ import annotations

from interviews.browsing.counting import counted
from interviews.models import Tag, TaggedInterview, TaggedSegment
from interviews.names import name_key


def topics() -> list[Tag]:
    """As `counted_tags`, but for what many guests were asked."""
    return [tag for tag in counted_tags() if not tag.question]


def counted_tags(slug: str = "") -> list[Tag]:
    """Those under which there is anything, by name; with a slug, that one alone. Five queries.

    Each has `interview_count` and `segment_count`: how many carry it themselves.
    """
    one = {"tag__slug": slug} if slug else {}
    interviews = counted(TaggedInterview.objects.filter(**one), "tag", of="content_object")
    segments = counted(TaggedSegment.objects.filter(**one), "tag", of="content_object__interview")
    found = []
    for tag in Tag.objects.filter(slug=slug) if slug else Tag.objects.order_by():  # by name below
        tag.interview_count, tag.segment_count = interviews[tag.pk], segments[tag.pk]
        if tag.interview_count or tag.segment_count:
            found.append(tag)
    return sorted(found, key=lambda tag: (name_key(tag.name), tag.name))
