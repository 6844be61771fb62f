"""What other sites show of a page that somebody shares there: Open Graph (https://ogp.me), and the cards made of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags

from interviews.cards import SIZE
from interviews.lasting import absolute
from interviews.models import Bio, Interview, Recording, Segment
from interviews.structured_data import (
    LONGEST_DESCRIPTION,
    beginning_of,
    portrait_address,
    shortened,
)
from interviews.templatetags.moments import seconds
from interviews.views.origin import origin_of

#: Characters of a question in a title; what stands behind it is who was asked.
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Picture:
    address: str
    alt: str
    size: tuple[int, int] | None = None
    is_card: bool = True  # drawn to be shown large; else a portrait, which stands beside the words


@dataclass(frozen=True, slots=True)
class Shared:
    """`language` is that of the words, where it is not the page's own; `sound` and its address may be missing."""

    title: str
    address: str
    picture: Picture
    description: str = ""
    kind: str = "website"
    language: str = ""
    sound: Recording | None = None
    sound_address: str = ""


def card_address(interview: Interview, entry: Segment | None, origin: str) -> str:
    """Of the picture that is drawn of an interview, or of one of its moments."""
    moment = f"?t={seconds(entry.start)}" if entry and entry.start is not None else ""
    return f"{origin}{reverse('documents:card', args=[interview.slug])}{moment}"


def shared_interview(
    request: HttpRequest, interview: Interview, entry: Segment | None = None, recording: Recording | None = None
) -> Shared:
    """The interview; or the entry, where the address asks for a moment of it."""
    origin = origin_of(request)
    address, title = origin + interview.get_absolute_url(), interview.title
    description = beginning_of(interview.introduction_html) or interview.title
    if entry and entry.start is not None:
        address += f"?t={seconds(entry.start)}"
        title = f"{shortened(entry.heading, LONGEST_TITLE)} · {interview.headline}"
        answer = shortened(strip_tags(entry.answer_html), LONGEST_DESCRIPTION)
        description = answer or shortened(entry.synopsis, LONGEST_DESCRIPTION) or description
    else:
        entry = None
    drawn = Picture(card_address(interview, entry, origin), title, SIZE)
    sound = absolute(recording.address, origin) if recording else ""
    return Shared(title, address, drawn, description, "article", interview.language, recording, sound)


def shared_page(
    request: HttpRequest, title: str, description: str = "", *, language: str = "", bio: Bio | None = None
) -> Shared:
    """Any other page; of a person's, the `bio` has the portrait. `language` is that of words that are not ours."""
    origin = origin_of(request)
    drawn = Picture(f"{origin}{reverse('documents:site_card')}", settings.SITE_NAME, SIZE)
    if portrait := portrait_address(bio, origin):
        drawn = Picture(portrait, bio.portrait_alt or title, is_card=False)
    kind = "profile" if bio else "website"
    return Shared(title, origin + request.path, drawn, shortened(description, LONGEST_DESCRIPTION), kind, language)
