"""Where the site stands, for addresses that leave it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """``https://interviews.example``: as it was set, else as it was asked for."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
