"""What the desk tells an editor on the next page, kept by the browser meanwhile."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    """A cookie of this host alone, which no other host of the domain can write; over http there is no such name."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Messages(FallbackStorage):
    """In the session only what a cookie does not hold: to write there takes three queries."""

    storage_classes = (OwnCookie, SessionStorage)
