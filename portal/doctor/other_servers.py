"""Other servers, as far as the site has any: nothing is sent to them but a greeting."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import connections

from interviews.mailing import server_of_mail
from portal.doctor.finding import Finding, advice, ok, wrong
from portal.page_cache.told_by_redis import client
from portal.replicas import REPLICA, caught_up, position


def redis() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        yield ok("Redis", "none: each process has a cache of its own")
        return
    client().ping()
    key = "doctor"
    cache.set(key, "here", 10)
    if cache.get(key) == "here":
        yield ok("Redis", "answers, and keeps what it is given")
    else:
        yield wrong("Redis", "answers, and keeps nothing", "See its maxmemory, and the password in REDIS_URL.")


def mail() -> Iterator[Finding]:
    """Connected to, with name and password, and left."""
    if not settings.SENDS_LETTERS:
        yield advice("mail", "the site offers no letters", "Set EMAIL_URL and SITE_URL where it should.")
        return
    server = server_of_mail()
    server.open()
    server.close()
    yield ok("mail", "the server takes the connection")


def replica() -> Iterator[Finding]:
    if REPLICA not in connections:
        return
    if caught_up(position(), wait=1.0):
        yield ok("replica", "has all that the primary has")
    else:
        yield wrong(
            "replica",
            "is behind, or follows another server",
            "./run manage check --database default --database replica",
        )
