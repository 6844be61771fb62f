"""One address asked for: what its answers mean, and where nobody is led."""

from __future__ import annotations

import ipaddress
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from interviews.editorial.links import asking
from interviews.editorial.links.asking import Answer, ask
from interviews.editorial.links.guard import Address, is_public
from tests.editorial.links.web import Page, for_get_only, hangs_up_on_head, running, sound, status

AGENT = "link check of a test"


def this_machine(address: Address) -> bool:
    """The hook of these tests: a web that runs here may be asked, and nothing else."""
    return address == ipaddress.ip_address("127.0.0.1")


def asked(page: Page, **given: Any) -> Answer:
    with running({"/": page}) as web:
        return ask(web.url(), AGENT, admits=this_machine, **given)


@pytest.mark.parametrize("code", [200, 204, 401, 403, 405, 429, 451])
def test_where_somebody_answers_a_reader_may_get_through(code: int) -> None:
    answer = asked(status(code))
    assert (answer.problem, answer.status) == ("", code)


@pytest.mark.parametrize("code", [400, 404, 410])
def test_what_is_gone_is_gone(code: int) -> None:
    answer = asked(status(code))
    assert (answer.problem, answer.status) == ("gone", code)


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_what_is_out_of_order_is_down_for_now(code: int) -> None:
    assert asked(status(code)).problem == "down"


@pytest.mark.parametrize("page", [for_get_only(404), for_get_only(405), for_get_only(501), hangs_up_on_head])
def test_where_head_is_not_known_the_page_is_asked_for_as_a_browser_would(page: Page) -> None:
    assert asked(page) == Answer(status=200)


def test_a_page_that_answers_head_is_not_asked_for_more() -> None:
    with running({"/": status(200)}) as web:
        ask(web.url(), AGENT, admits=this_machine)
    ((method, _path, headers),) = web.asked
    assert (method, headers["User-Agent"], headers["Connection"]) == ("HEAD", AGENT, "close")


@pytest.mark.parametrize("ranges", [True, False])
def test_of_sound_it_is_asked_whether_it_plays_from_the_midst(ranges: bool) -> None:
    answer = asked(sound(ranges=ranges), sound=True)
    assert (answer.problem, answer.accepts_ranges, answer.length) == ("", ranges, 123456)


def test_of_a_page_nothing_is_said_of_ranges() -> None:
    assert asked(sound(ranges=True)).accepts_ranges is None


def test_a_redirection_is_followed_to_where_it_leads() -> None:
    pages = {"/": status(301, Location="/b?x=1"), "/b?x=1": status(302, Location="/c"), "/c": status(410)}
    with running(pages) as web:
        assert ask(web.url(), AGENT, admits=this_machine).status == 410


def test_who_is_sent_round_and_round_comes_to_an_end() -> None:
    with running({"/": status(302, Location="/")}) as web:
        assert ask(web.url(), AGENT, admits=this_machine).problem == "gone"
    assert len(web.asked) == asking.MOST_REDIRECTIONS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost.localdomain:8001/",
        "//192.168.1.1/",
    ],
)
def test_a_redirection_into_a_private_network_is_not_followed(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    answer = asked(status(302, Location=target))
    assert answer.problem in ("private", "gone")
    assert answer.status is None


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://lamp.example/", "gopher://127.0.0.1/", "http://", "//["]
)
def test_a_redirection_to_no_address_of_the_web_is_not_followed(target: str) -> None:
    assert asked(status(302, Location=target)).problem == "gone"


def test_a_port_of_other_things_is_left_alone() -> None:
    with running({"/": status(302, Location="http://127.0.0.1:25/")}) as web:
        assert ask(web.url(), AGENT, admits=this_machine) == Answer()


def test_without_the_hook_this_machine_is_not_asked() -> None:
    with running({"/": status(200)}) as web:
        for host in ("127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"):
            assert ask(web.url(host=host), AGENT).problem in ("private", "gone")
    assert web.asked == []


def test_a_name_that_is_asked_for_again_may_lead_elsewhere_and_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of names that first tells a public address and then this machine: what was looked at is connected to."""
    told = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    connected: list[str] = []

    def getaddrinfo(_host: str, port: int, *_rest: Any, **_given: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in next(told)]

    def create_connection(address: tuple[str, int], **_given: Any) -> None:
        connected.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    assert ask("http://rebinding.example/", AGENT, admits=is_public).problem == "private"  # the second question, GET
    assert connected == ["93.184.215.14"]


def test_nobody_who_answers_letter_by_letter_holds_the_round_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WHOLE_PATIENCE", 0.3)

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for _letter in range(100):
            try:
                request.wfile.write(b"X")
                request.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    begun = time.monotonic()
    assert asked(drip).problem == "down"
    assert time.monotonic() - begun < 3


def test_a_body_without_end_is_not_read() -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        status(200)(request)
        if request.command == "GET":
            try:
                while True:
                    request.wfile.write(b"x" * 65536)
            except OSError:
                pass

    begun = time.monotonic()
    assert asked(endless, sound=True).status == 200
    assert time.monotonic() - begun < 3


def test_letters_that_addresses_do_not_have_are_sent_as_addresses_have_them() -> None:
    with running({"/l%C3%A4mp%20a?q=%C3%B6": status(200)}) as web:
        assert ask(web.url("/lämp a?q=ö"), AGENT, admits=this_machine).status == 200


@pytest.mark.parametrize("url", ["", "http://", "javascript:alert(1)", "http://[", "http://x:99999999/", "http://a b/"])
def test_what_is_no_address_is_gone_and_raises_nothing(url: str) -> None:
    assert ask(url, AGENT).problem in ("gone", "down")


def test_a_server_that_asks_for_patience_is_heard() -> None:
    assert asked(status(429)).wait
    assert not asked(status(200)).wait


def test_nobody_there_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    with running({}) as web:
        url = web.url()
    assert ask(url, AGENT, admits=this_machine).problem == "down"
