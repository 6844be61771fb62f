"""Where an interview stands, and whether the public sees it."""

from __future__ import annotations

from interviews.documents.errors import Finding
from interviews.intake import Original, Terms
from interviews.models import Interview
from interviews.rows.new import NewInterview


def place(new: NewInterview, original: Original, terms: Terms) -> tuple[Finding, ...]:
    """Gives a new interview its address, status and date, and the name that feeds know it by."""
    # To the second, as an editor's form keeps it: those published together stay in the order of their dates.
    at = terms.publish_at and terms.publish_at.replace(microsecond=0)
    publication = original.publication
    if publication is None:
        if at:
            new.status, new.published_at = Interview.Status.PUBLISHED, at
        return ()
    new.slug, new.feed_guid = publication.slug, _fitting(publication.guid)
    if original.restore:
        new.status, new.published_at = publication.status, publication.published_at
        new.former_slugs = publication.former_slugs
        new.featured_at = publication.featured_at
        if new.status == Interview.Status.PUBLISHED and new.published_at is None:
            new.published_at = at
    elif at and publication.status == Interview.Status.PUBLISHED:
        new.status, new.published_at = Interview.Status.PUBLISHED, min(publication.published_at or at, at)
    elif at:
        message = "it was not public where it comes from, and stays a draft; publish it in the admin"
        return (Finding(None, "not_public_at_source", message),)
    return ()


def _fitting(guid: str) -> str:
    """What a feed called it, on one line; empty where that does not fit its column: then it gets a name here."""
    words = " ".join(guid.split())
    longest = Interview._meta.get_field("feed_guid").max_length
    return words if len(words) <= longest and words.isprintable() else ""


def is_to_be_published(interview: Interview, original: Original, terms: Terms) -> bool:
    """Whether an interview that is here is to be made public: readers never saw it, and its source shows it."""
    may = original.publication is None or original.publication.status == Interview.Status.PUBLISHED
    return bool(terms.publish_at) and may and interview.status in Interview.IN_THE_MAKING
