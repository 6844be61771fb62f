"""What must be set before the public comes: shown by `manage.py check --deploy`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections


@register(Tags.security, deploy=True)
def deployment_is_told_who_it_is(**kwargs: Any) -> list[Warning]:
    """A site of one's own has a secret of its own, knows its address, and who stands before it."""
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
    # Where https is, another server speaks it: this one believes the header by which that one says so.
    if settings.SECURE_PROXY_SSL_HEADER and not settings.TRUSTED_PROXIES:
        missing.append(
            Warning(
                "The site is behind a proxy that nobody named, so it does not know from which networks comments come: "
                "no limit by network holds, or one holds for all readers together, and anybody can make an editor "
                "wait at the door.",
                hint="Set TRUSTED_PROXIES to the address of the proxy, 127.0.0.1 where it is on this machine, and let "
                "it add X-Forwarded-For.",
                id="portal.W003",
            )
        )
    return missing


@register(Tags.database)
def the_replica_follows_the_primary(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """`manage.py check --database default --database replica`: two servers, and the same rows."""
    if "replica" not in (databases or []):
        return []
    known = []
    for alias in ("default", "replica"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT system_identifier, pg_is_in_recovery() FROM pg_control_system()")
            known.append(cursor.fetchone())
    (primary, primary_follows), (replica, replica_follows) = known
    if primary == replica and replica_follows and not primary_follows:
        return []
    return [
        Error(
            "REPLICA_URL is no replica of DATABASE_URL by PostgreSQL's own streaming.",
            hint="A copy by pg_basebackup that follows (hot_standby), and in DATABASE_URL the one that is written to.",
            id="portal.E001",
        )
    ]
