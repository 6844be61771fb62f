"""What the site says of its podcasts, as it was set."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from interviews.feeds.categories import USUAL, is_known, named
from interviews.feeds.shortening import shortened_text
from interviews.lasting import absolute
from interviews.models import Series

#: Bytes of a description: more is refused by directories (PSP-1).
LONGEST_DESCRIPTION = 4000
#: A square of 1500 pixels, drawn by `docs/demonstration/make_cover.py`.
COVER = "podcast.png"


@dataclass(frozen=True)
class PodcastChannel:
    """`categories` are pairs of which the second may be empty; the addresses are whole."""

    title: str
    description: str
    author: str
    categories: tuple[tuple[str, str], ...]
    explicit: bool
    email: str
    image: str


def channel_of(series: Series | None, origin: str) -> PodcastChannel:
    """The podcast of a series, or of all that can be heard here. What is not set is said as well as it can be."""
    title, said = settings.PODCAST_TITLE or settings.SITE_NAME, settings.PODCAST_DESCRIPTION
    if series:
        title, said = series.title, series.description or said
    said = said or _("Recorded interviews with a time index: read what was asked, hear it from any moment.")
    cover = settings.PODCAST_IMAGE or static(COVER)
    known = tuple(pair for pair in named(settings.PODCAST_CATEGORY) if is_known(*pair))
    return PodcastChannel(
        title=title,
        description=shortened_text(said, LONGEST_DESCRIPTION),
        author=settings.PODCAST_AUTHOR or settings.SITE_NAME,
        categories=known or (USUAL,),
        explicit=settings.PODCAST_EXPLICIT,
        email=settings.PODCAST_OWNER_EMAIL,
        image=absolute(cover, origin),
    )


def given_guid() -> uuid.UUID | None:
    """What the site's podcast was called before it came here; None where that was not set, or is none."""
    try:
        return uuid.UUID(settings.PODCAST_GUID)
    except ValueError:
        return None
