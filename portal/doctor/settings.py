"""What the site was told: versions, and the variables of its environment."""

from __future__ import annotations

import datetime as dt
import ipaddress
import platform
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.core.checks import WARNING, run_checks

from portal.doctor.finding import Finding, advice, ok, wrong

#: Until when there are security fixes, as of November 2026.
_PYTHON_ENDS = {(3, 11): dt.date(2027, 10, 31), (3, 12): dt.date(2028, 10, 31), (3, 13): dt.date(2029, 10, 31)}
_DJANGO_ENDS = {(5, 2): dt.date(2028, 4, 30), (6, 0): dt.date(2027, 4, 30), (6, 1): dt.date(2027, 12, 31)}


def versions() -> Iterator[Finding]:
    today = dt.datetime.now(dt.UTC).date()
    for name, version, known in (
        ("Python", sys.version_info[:2], _PYTHON_ENDS),
        ("Django", django.VERSION[:2], _DJANGO_ENDS),
    ):
        full = platform.python_version() if name == "Python" else django.get_version()
        ends = known.get(version)  # type: ignore[call-overload]
        if ends and today > ends:
            yield wrong(name, f"{full}, which gets no fixes since {ends}", f"Install a newer {name}.")
        else:
            yield ok(name, full)


def variables() -> Iterator[Finding]:
    """What `check --deploy` says, of this site and of Django."""
    found = False
    for message in run_checks(include_deployment_checks=True):
        if message.level < WARNING or message.is_silenced():
            continue
        found = True
        # What it says of the podcast, or of a site for one's own machine, stops nobody.
        make = wrong if message.is_serious() else advice
        yield make(f"settings ({message.id})", " ".join(message.msg.split()), message.hint or "See docs/deploying.md.")
    if not found:
        yield ok("settings", "check --deploy has nothing to say")


def proxies() -> Iterator[Finding]:
    """Whom the site believes of whom it speaks."""
    for variable in ("TRUSTED_PROXIES", "METRICS_NETWORKS"):
        for text in getattr(settings, variable):
            try:
                network = ipaddress.ip_network(text, strict=False)
            except ValueError:
                yield wrong(variable, f"{text!r} is no network", f"Set {variable} to networks such as 10.0.0.0/8.")
                continue
            if network.prefixlen == 0:
                yield wrong(variable, f"{text} is everybody", f"Name in {variable} only your own machines.")
    if settings.SITE_URL.startswith("https:") and not settings.SECURE_PROXY_SSL_HEADER:
        yield wrong("https", "nobody may say that a request came by https", "Leave SECURE_PROXY_SSL_HEADER as it is.")
    if settings.SITE_URL.startswith("https:") and not settings.TRUSTED_PROXIES:
        yield advice("TRUSTED_PROXIES", "none is named", "Set TRUSTED_PROXIES to the address of your web server.")
    else:
        yield ok("proxies", ", ".join(settings.TRUSTED_PROXIES) or "none, and no https")
