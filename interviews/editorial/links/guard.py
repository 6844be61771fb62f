"""Which machines of the internet may be asked: those of the public, never those of the network that this one stands in.

Who checks a name and then hands the name on is asked twice for one answer, and the second may differ. So the addresses
that were looked at here are those that are connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Whether an address may be asked.
Admits = Callable[[Address], bool]

#: Within which an address of IPv4 is carried in one of IPv6 (RFC 6052); its local use (RFC 8215) is a private network.
_CARRIER = ipaddress.ip_network("64:ff9b::/96")
#: Of protocols (RFC 6890), and what some versions of Python take for public.
_OF_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")


class NotPublic(Exception):
    """A name that leads, or may lead, into a private network."""


class NoSuchHost(Exception):
    """A name without an address. `for_now`: the answer of who is asked for names may be another one soon."""

    def __init__(self, host: str, *, for_now: bool) -> None:
        super().__init__(host)
        self.for_now = for_now


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        whole = address.ipv4_mapped
        if address in _CARRIER:
            whole = ipaddress.IPv4Address(address.packed[-4:])
        if whole is not None:
            return is_public(whole)
        carried = [address.sixtofour, *(address.teredo or ())]
        if any(inner is not None and not is_public(inner) for inner in carried):
            return False
    elif address in _OF_PROTOCOLS:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def addresses_of(host: str, port: int, admits: Admits = is_public) -> list[Address]:
    """The addresses of a host, all of which may be asked.

    Raises NotPublic where even one may not: a name that leads here and there was made for no good. Raises NoSuchHost.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NoSuchHost(host, for_now=error.errno == socket.EAI_AGAIN) from error
    except (OSError, UnicodeError, ValueError) as error:
        raise NoSuchHost(host, for_now=False) from error
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(place[0])) for *_rest, place in found))
    if not addresses or not all(admits(address) for address in addresses):
        raise NotPublic(host)
    return addresses
