"""Who is told more than “ready”: whoever has the token, or asks from a network of the site's own."""

from __future__ import annotations

import hmac
import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from interviews.comments.network import Network, address_of

#: By these it shows that somebody else asked, and this is only who carries it.
_CARRIED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


def has_token(request: HttpRequest) -> bool:
    """Whether `METRICS_TOKEN` came along as a bearer token (RFC 6750, 2.1)."""
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    return bool(known) and kind.lower() == "bearer" and hmac.compare_digest(told.strip().encode(), known.encode())


def is_near(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, and through nobody: not from a front end that stands on it."""
    address = _address(request)
    return address is not None and address.is_loopback and not any(name in request.headers for name in _CARRIED)


def is_in_networks(request: HttpRequest) -> bool:
    """Whether it comes from one of `METRICS_NETWORKS`; through proxies only where these are `TRUSTED_PROXIES`."""
    address = _address(request)
    if address is None or not settings.METRICS_NETWORKS:
        return False
    if any(name in request.headers for name in _CARRIED) and str(address) == _peer(request):
        return False  # whoever carries it is not known as a proxy, so that nobody knows who asked
    networks = networks_of(tuple(settings.METRICS_NETWORKS))
    return any(address in network for network in networks if network.version == address.version)


@lru_cache
def networks_of(named: tuple[str, ...]) -> tuple[Network, ...]:
    """Raises ValueError where one of them is none."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in named)


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    told = address_of(request)
    return ipaddress.ip_address(told) if told else None


def _peer(request: HttpRequest) -> str:
    """As `address_of` writes it."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
