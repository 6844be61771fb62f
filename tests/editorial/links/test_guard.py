"""No name and no address leads a check of links into a private network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from interviews.editorial.links.guard import NoSuchHost, NotPublic, addresses_of, is_public

PRIVATE = [
    *("127.0.0.1", "127.1.2.3", "0.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "192.0.0.8"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1"),
    *("2002:7f00:1::", "2002:c0a8:101::1", "2001:0:a00:1::1", "::127.0.0.1"),
]
PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_asked(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def getaddrinfo(_host: str, port: int, **_given: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "10.0.0.1")
    with pytest.raises(NotPublic):
        addresses_of("intranet.example", 80)


def test_a_name_that_leads_there_among_others_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1", "127.0.0.1")
    with pytest.raises(NotPublic):
        addresses_of("both.example", 80)


def test_a_public_name_gives_the_addresses_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1", "1.0.0.1", "1.1.1.1")
    assert [str(address) for address in addresses_of("lamp.example", 443)] == ["1.1.1.1", "1.0.0.1"]


@pytest.mark.parametrize("written", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"])
def test_the_odd_ways_to_write_this_machine_are_refused(written: str) -> None:
    with pytest.raises((NotPublic, NoSuchHost)):
        addresses_of(written, 80)


@pytest.mark.parametrize(("number", "for_now"), [(socket.EAI_AGAIN, True), (socket.EAI_NONAME, False)])
def test_a_name_without_an_address_says_whether_that_may_pass(
    monkeypatch: pytest.MonkeyPatch, number: int, for_now: bool
) -> None:
    def getaddrinfo(*_given: Any, **_named: Any) -> None:
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(NoSuchHost) as raised:
        addresses_of("nowhere.example", 80)
    assert raised.value.for_now is for_now
