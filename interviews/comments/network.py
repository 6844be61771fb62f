"""Where a request comes from, as far as nobody can make it up, and which network that is.

`X-Forwarded-For` is what a client says, but for the part that one's own proxies add. So it is read only where the
request comes from a proxy that the site names (`TRUSTED_PROXIES`), and from the right: up to the first address that is
none of them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: What one household or office has, and what a single computer can move about in.
BITS = {4: 24, 6: 64}


def network_of(request: HttpRequest) -> str:
    """The /24 or /64 that the request comes from; empty where that is not known (a proxy that nobody named)."""
    return block_of(_client(request))


def address_of(request: HttpRequest) -> str:
    """The whole address, which is stored nowhere; empty where it is not known."""
    return str(_client(request) or "")


def is_proxy(peer: str) -> bool:
    """Whether that is one of the site's own proxies, who may say more of a request than a client may."""
    address = _parsed(peer)
    proxies = _networks(tuple(settings.TRUSTED_PROXIES))
    return address is not None and _is_among(address, proxies)


def _client(request: HttpRequest) -> Address | None:
    proxies = _networks(tuple(settings.TRUSTED_PROXIES))
    return client_address(request.META.get("REMOTE_ADDR", ""), _forwarded(request), proxies)


def block_of(address: Address | None) -> str:
    """``203.0.113.0/24``, ``2001:db8::/64``; empty for none, and for this machine itself, which is a proxy's."""
    if address is None or address.is_loopback:
        return ""
    return str(ipaddress.ip_network((address, BITS[address.version]), strict=False))


def client_address(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> Address | None:
    """The address of the client: the peer's, or what trusted proxies say, the nearest first to be believed.

    An entry that is no address ends the search with None: what stands to its left is anybody's.
    """
    found = _parsed(peer)
    for said in reversed(forwarded):
        if found is None or not _is_among(found, proxies):
            return found
        found = _parsed(said)
    return found


def _is_among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _forwarded(request: HttpRequest) -> list[str]:
    return [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]


def _parsed(text: str) -> Address | None:
    """An address, perhaps with a port; one of IPv4 written as IPv6 is one of IPv4."""
    text = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if text.count(":") == 1:  # 203.0.113.7:50412
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache
def _networks(named: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in named)
