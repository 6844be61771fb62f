"""Whose request it is: what a client says of itself counts for nothing."""

from __future__ import annotations

import datetime as dt
import ipaddress

import pytest
from django.test import RequestFactory

from interviews.comments.models import NetworkKey
from interviews.comments.network import client_address, network_of

PROXIES = tuple(ipaddress.ip_network(text) for text in ("10.0.0.0/8", "192.0.2.7/32", "fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # no proxy of ours: what it says is made up
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # the left one is the client's own word
        ("10.0.0.2", "1.1.1.1, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1:50412", "198.51.100.1"),
        ("fd00::1", "[2001:db8::5]:443", "2001:db8::5"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "1.1.1.1, unknown", None),
        ("10.0.0.2", "<script>", None),
        ("", "198.51.100.1", None),  # a socket of this machine
    ],
)
def test_the_client_is_who_the_nearest_trusted_proxy_names(peer: str, forwarded: str, client: str | None) -> None:
    said = [part.strip() for part in forwarded.split(",") if part.strip()]
    found = client_address(peer, said, PROXIES)
    assert (str(found) if found else None) == client


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.5", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
    ],
)
def test_a_network_is_a_24_or_a_64_and_this_machine_is_none(rf: RequestFactory, peer: str, network: str) -> None:
    assert network_of(rf.get("/", REMOTE_ADDR=peer)) == network


def test_a_header_is_believed_only_of_a_proxy_that_the_site_names(rf: RequestFactory, settings: object) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.2", headers={"X-Forwarded-For": "198.51.100.1"})
    assert network_of(request) == "10.0.0.0/24"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert network_of(request) == "198.51.100.0/24"


@pytest.mark.django_db
def test_a_mark_is_of_one_network_and_one_month_and_does_not_tell_the_network() -> None:
    january = NetworkKey.of_month(dt.date(2026, 1, 31))
    assert NetworkKey.of_month(dt.date(2026, 1, 1)) == january
    february = NetworkKey.of_month(dt.date(2026, 2, 1))
    marks = {key.mark(network) for key in (january, february) for network in ("203.0.113.0/24", "203.0.114.0/24")}
    assert len(marks) == 4
    assert {len(mark) for mark in marks} == {32}


@pytest.mark.django_db
def test_an_unknown_network_has_no_mark() -> None:
    assert NetworkKey.marks("") == []
    assert len(NetworkKey.marks("203.0.113.0/24")) == 1
