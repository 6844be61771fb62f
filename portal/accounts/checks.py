"""What would leave a door open: shown by `manage.py check`, `check --deploy` and `check --database default`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from portal.accounts import triggers

CHOICES = ("optional", "required")


@register(Tags.security)
def the_second_factor_is_asked_for_in_a_known_way(**kwargs: Any) -> list[Error]:
    if settings.STAFF_SECOND_FACTOR in CHOICES:
        return []
    return [
        Error(
            f"STAFF_SECOND_FACTOR is {settings.STAFF_SECOND_FACTOR!r}, which means nothing.",
            hint="Set it to optional or required.",
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def whether_editors_need_a_second_factor_was_thought_of(**kwargs: Any) -> list[Warning]:
    if settings.STAFF_SECOND_FACTOR_GIVEN or not settings.SITE_URL.startswith("https:"):
        return []
    return [
        Warning(
            "Editors may sign in with a password alone.",
            hint="Set STAFF_SECOND_FACTOR=required; or optional, in so many words, and this is not said again.",
            id="accounts.W002",
        )
    ]


@register(Tags.database)
def accounts_are_logged(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Warning]:
    """`manage.py check --database default`."""
    if "default" not in (databases or []):
        return []
    connection = connections["default"]
    gone = triggers.missing(connection) if triggers.tables_are_there(connection) else []
    if not gone:
        return []
    return [
        Warning(
            f"Changes of accounts are not logged: the database lacks the triggers {', '.join(gone)}.",
            hint="Run manage.py migrate, which makes them.",
            id="accounts.W001",
        )
    ]
