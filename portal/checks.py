"""What must be set before the public comes: shown by `manage.py check --deploy`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def deployment_is_told_who_it_is(**kwargs: Any) -> list[Warning]:
    """A site of one's own has a secret of its own and knows its address."""
    missing = []
    if not settings.SECRET_KEY_GIVEN:
        missing.append(
            Warning(
                "The secret key was made for a demonstration and lies beside the data.",
                hint="Set SECRET_KEY to fifty random characters that only this site knows.",
                id="portal.W001",
            )
        )
    if not settings.SITE_URL:
        missing.append(
            Warning(
                "The site does not know its own address.",
                hint="Set SITE_URL, for example to https://interviews.example.org.",
                id="portal.W002",
            )
        )
    return missing
