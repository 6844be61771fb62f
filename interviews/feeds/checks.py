"""What directories of podcasts would refuse: shown by `manage.py check`; what they miss, by `check --deploy`."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from interviews.feeds.categories import is_known, named
from interviews.feeds.channel import LONGEST_DESCRIPTION

TAG = "podcast"


@register(TAG)
def podcast_settings_are_what_directories_take(**kwargs: Any) -> list[CheckMessage]:
    wrong = [
        (f"PODCAST_CATEGORY names “{' > '.join(filter(None, pair))}”, which is no category of podcasts.",
         "Write one of Apple’s, for example “Society & Culture > Documentary; History”: docs/feeds.md has the list.",
         "W001")
        for pair in named(settings.PODCAST_CATEGORY)
        if not is_known(*pair)
    ]  # fmt: skip
    if len(settings.PODCAST_DESCRIPTION.encode()) > LONGEST_DESCRIPTION:
        said = f"PODCAST_DESCRIPTION is longer than {LONGEST_DESCRIPTION} bytes, and will be cut."
        wrong.append((said, "Shorten it.", "W002"))
    if settings.PODCAST_IMAGE and not _is_picture(settings.PODCAST_IMAGE):
        hint = "Write the whole address of a JPEG or PNG, a square of 1400 to 3000 pixels: https://…/cover.jpg"
        wrong.append(("PODCAST_IMAGE is not the address of a picture that directories take.", hint, "W003"))
    if settings.PODCAST_OWNER_EMAIL and not _is_email(settings.PODCAST_OWNER_EMAIL):
        wrong.append(("PODCAST_OWNER_EMAIL is no e-mail address.", "Correct it, or leave it out.", "W004"))
    if settings.PODCAST_GUID and not _is_uuid(settings.PODCAST_GUID):
        hint = "Write the podcast:guid that the podcast had before, or leave it out."
        wrong.append(("PODCAST_GUID is no UUID.", hint, "W005"))
    return [Warning(said, hint=hint, id=f"podcast.{number}") for said, hint, number in wrong]


@register(TAG, deploy=True)
def podcast_says_what_it_is(**kwargs: Any) -> list[CheckMessage]:
    """No more than advice: not every site has a podcast to submit."""
    hints = {
        "PODCAST_DESCRIPTION": "Say in some sentences what the podcast is about.",
        "PODCAST_CATEGORY": "Name one of Apple’s categories; it is Society & Culture until then.",
        "PODCAST_IMAGE": "Give it a cover of its own: the address of a JPEG or PNG, a square of 1400 to 3000 pixels.",
        "PODCAST_OWNER_EMAIL": "Directories write there to see whose the podcast is. It stands in the feed for all.",
    }
    missing = [name for name in hints if not getattr(settings, name)]
    return [
        Info(f"{name} is not set.", hint=hints[name], id=f"podcast.I{number:03}")
        for number, name in enumerate(missing, start=1)
    ]


def _is_picture(address: str) -> bool:
    path = address.partition("?")[0].lower()
    return path.startswith(("https://", "http://")) and path.endswith((".jpg", ".jpeg", ".png"))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
