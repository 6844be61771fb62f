"""What every page knows of the site that shows it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from interviews.views.origin import origin_of


def site(request: HttpRequest) -> dict[str, str]:
    """The site's name, its own language, and its address for links that leave it (as asked for, where none was set)."""
    return {
        "site_name": settings.SITE_NAME,
        "site_language": settings.LANGUAGE_CODE,
        "site_url": origin_of(request),
    }
