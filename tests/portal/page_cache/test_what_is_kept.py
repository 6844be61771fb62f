"""What is kept, for whom, and how it is sent."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.http import HttpResponse

from interviews.kept import Kept
from portal.page_cache.entry import encoding_for
from portal.page_cache.ready import LONGEST, MOST, Answer, Ready
from tests.factories import make_interview, make_segment
from tests.portal.page_cache.conftest import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def interview() -> object:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    make_segment(interview, 18, question="Who lit the lamp?", answer="I did. " * 60, tags=("fog",))
    return interview


PAGE = "/interviews/ola-berg/"


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/interviews/", PAGE, f"/fr{PAGE}", f"{PAGE}cite/", f"{PAGE}embed/", f"{PAGE}comments/"),
        *("/interviews/ola-berg.json", "/interviews/ola-berg/card.png", "/card.png", "/feeds/interviews.atom"),
        *("/feeds/interviews/ola-berg/comments.atom", "/feeds/podcast.rss", "/sitemap.xml", "/robots.txt"),
        *("/archive/", "/speakers/", "/speakers/ola-berg/", "/tags/", "/tags/fog/", "/series/", "/questions/"),
        *("/api/1/", "/api/1/interviews", "/api/1/interviews/ola-berg", f"{PAGE}?t=0:20", "/interviews/?page=1"),
    ],
)
def test_a_public_page_is_made_once_and_then_sent_as_it_was(node: Site, address: str) -> None:
    first, second = node.get(address), node.get(address)
    assert (first.status, first.how, second.how) == (200, "miss", "hit")
    assert first.body == second.body
    assert len(node.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("/search/?q=lamp", "/search/proposals.json?q=la", "/feeds/search.atom?q=lamp", "/api/1/search?q=lamp"),
        *(
            "/admin/",
            "/admin/login/",
            "/account/sign-in/",
            "/nothing/",
            "/interviews/nobody/",
            f"{PAGE}comments/write/",
        ),
        *(f"{PAGE}?find=lamp", f"{PAGE}?utm_source=x", "/interviews/?nobody=planned", "/interviews/?page=1&page=2"),
    ],
)
def test_what_is_for_one_reader_or_nobody_planned_is_not_kept(node: Site, address: str) -> None:
    first, second = node.get(address), node.get(address)
    assert "hit" not in (first.how, second.how)
    assert len(node.asked) == 2


def test_who_has_a_session_is_answered_by_django_and_leaves_nothing_behind(node: Site, settings: Any) -> None:
    signed_in = {"cookie": f"{settings.SESSION_COOKIE_NAME}=abc"}
    assert node.get(PAGE, **signed_in).how == "bypass"
    assert node.get(PAGE).how == "miss"
    assert node.get(PAGE, **signed_in).how == "bypass"
    assert node.get(PAGE, cookie="other=1").how == "hit"


def test_a_form_that_is_sent_goes_through(node: Site) -> None:
    node.get(f"{PAGE}comments/")
    assert node.get(f"{PAGE}comments/", method="POST").how == "bypass"


def test_head_is_answered_from_the_page_without_its_body(node: Site) -> None:
    head = node.get(PAGE, method="HEAD")
    page = node.get(PAGE)
    assert (head.how, page.how, head.body) == ("miss", "hit", b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"] == str(len(page.body))


@pytest.mark.parametrize(("accepted", "opened"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_is_sent_in_the_shortest_form_that_its_reader_takes(
    node: Site, accepted: str, opened: Callable[[bytes], bytes]
) -> None:
    plain, short = node.get(PAGE), node.get(PAGE, accept_encoding=accepted)
    assert opened(short.body) == plain.body
    assert len(short.body) < len(plain.body) / 2
    assert plain.headers["Vary"] == short.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != short.headers["ETag"]


def test_a_picture_is_not_compressed_again(node: Site) -> None:
    assert "Content-Encoding" not in node.get("/card.png", accept_encoding="br").headers


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "identity"), ("gzip, deflate, br, zstd", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"), ("identity;q=1, *;q=0", "identity"), ("GZIP", "gzip"),
        ("gzip;q=nonsense", "identity"),
    ],
)  # fmt: skip
def test_what_a_reader_takes_is_read_as_the_standard_says(accepted: str, sent: str) -> None:
    assert encoding_for(accepted) == sent


def test_who_has_the_page_is_told_that_it_still_stands(node: Site) -> None:
    page = node.get(PAGE, accept_encoding="br")
    etag = page.headers["ETag"]
    for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = node.get(PAGE, accept_encoding="br", if_none_match=asked)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert node.get(PAGE, accept_encoding="br", if_none_match='"other"').status == 200


def test_a_date_counts_only_once_its_second_has_passed(node: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [int(time.time()) + 0.2]
    monkeypatch.setattr("portal.page_cache.entry.time.time", lambda: clock[0])
    assert "Last-Modified" not in node.get("/robots.txt").headers
    clock[0] += 1
    page = node.get("/robots.txt")
    made = page.headers["Last-Modified"]
    assert node.get("/robots.txt", if_modified_since=made).status == 304
    assert node.get("/robots.txt", if_modified_since="Sat, 01 Jan 2050 00:00:00 GMT").status == 200
    assert node.get("/robots.txt", if_modified_since=made, if_none_match='"other"').status == 200


@pytest.fixture
def asked_again(node: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list]:
    """Asks until the answer is ready, and then again; those answers."""
    clock = [int(time.time()) + 0.2]
    monkeypatch.setattr("portal.page_cache.entry.time.time", lambda: clock[0])

    def ask(address: str, **headers: str) -> list:
        node.get(address, **headers)
        clock[0] += 2
        node.get(address, **headers)
        assert node.application._ready.answers
        return [node.get(address, **headers) for _ in range(2)]

    return ask


def test_an_answer_that_is_ready_is_the_one_that_was_thought_over(node: Site, asked_again: Callable) -> None:
    thought_over = node.get(PAGE, accept_encoding="br")
    for ready in asked_again(PAGE, accept_encoding="br"):
        assert (ready.status, ready.body, ready.how) == (200, thought_over.body, "hit")
        made_for_one = {"X-Cache", "X-Request-ID"}
        assert (
            ready.headers.items()
            >= {name: value for name, value in thought_over.headers.items() if name not in made_for_one}.items()
        )
    etag = thought_over.headers["ETag"]
    assert [again.status for again in asked_again(PAGE, accept_encoding="br", if_none_match=etag)] == [304, 304]


def test_an_answer_that_is_ready_is_given_to_the_same_question_alone(
    node: Site, asked_again: Callable, settings: Any
) -> None:
    asked_again(PAGE, accept_encoding="br")
    assert node.get(PAGE).headers.get("Content-Encoding") is None
    assert node.get(PAGE, "HEAD", accept_encoding="br").body == b""
    assert node.get(PAGE, "POST", accept_encoding="br").how == "bypass"
    assert node.get(PAGE, accept_encoding="br", host="elsewhere.example").status == 400
    assert node.get(PAGE, accept_encoding="br", authorization="Bearer x").how == "bypass"
    assert node.get(PAGE, accept_encoding="br", cookie=f"{settings.SESSION_COOKIE_NAME}=x").how == "bypass"


def test_a_server_may_write_into_the_headers_that_it_is_given(node: Site, asked_again: Callable) -> None:
    asked_again(PAGE)
    for headers in (answer.headers for answer in node.application._ready.answers.values()):
        before = [*headers]
        node.application(
            {"REQUEST_METHOD": "GET", "PATH_INFO": PAGE, "QUERY_STRING": "", "HTTP_HOST": "testserver"}
            | {"wsgi.url_scheme": "http"},
            lambda _status, given: given.append(("Connection", "close")),
        )
        assert headers == before


def test_what_is_asked_at_length_or_in_many_ways_takes_no_memory(node: Site, asked_again: Callable) -> None:
    asked_again(PAGE)
    for number in range(MOST + 10):
        node.get(PAGE, if_none_match=f'"{number}"')
    assert len(node.application._ready.answers) <= MOST
    before = len(node.application._ready.answers)
    node.get(PAGE, cookie="x" * LONGEST)
    assert len(node.application._ready.answers) == before


def test_a_page_that_was_asked_for_before_the_change_is_not_ready_after_it() -> None:
    ready, answer = Ready(), Answer("200 OK", [], (b"old",), None)
    number = ready.number
    ready.clear()  # what it was taken from is gone, in the meantime
    ready.put(("GET", "/"), answer, number)
    assert not ready.answers
    ready.put(("GET", "/"), answer, ready.number)
    assert ready.answers


def test_browsers_ask_each_time_whether_it_stands(node: Site) -> None:
    assert node.get(PAGE).headers["Cache-Control"] == "no-cache"
    assert node.get("/feeds/interviews.atom").headers["Cache-Control"] == "public, max-age=600"  # as the view says


def test_each_host_and_each_scheme_has_its_own_page(node: Site, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    here = node.get(PAGE, host="here.example", x_forwarded_proto="https")
    there = node.get(PAGE, host="there.example", x_forwarded_proto="http")
    assert (here.how, there.how) == ("miss", "miss")
    assert b"https://here.example/" in here.body and b"there.example" not in here.body
    assert b"http://there.example/" in there.body


def test_a_host_that_is_not_ours_gets_its_refusal_and_leaves_nothing_behind(node: Site) -> None:
    assert node.get(PAGE, host="evil.example").status == 400
    assert b"evil" not in node.get(PAGE).body


EVIL = "https://evil.example/"
POISON = {
    "x_forwarded_host": "evil.example", "x_host": "evil.example", "forwarded": "host=evil.example", "referer": EVIL,
    "user_agent": "evil", "accept_language": "fr", "x_original_url": "/admin/", "x_rewrite_url": "/admin/",
    "x_http_method_override": "POST", "origin": EVIL, "range": "bytes=0-10", "accept": "application/json",
    "cookie": "lang=evil; messages=evil", "x_requested_with": "evil", "if_none_match": '"evil"', "via": "evil",
    "x_forwarded_prefix": "/evil", "x_forwarded_port": "6666", "x_forwarded_for": "192.0.2.66",
}  # fmt: skip


@pytest.mark.parametrize("name", POISON)
def test_no_header_that_is_not_part_of_the_place_changes_what_others_get(
    node: Site, django_alone: Site, name: str
) -> None:
    for address in ("/robots.txt", "/interviews/", f"{PAGE}cite/"):
        clean = django_alone.get(address).body
        assert node.get(address, **{name: POISON[name]}).body in (clean, b"")
        assert node.get(address).body == clean
    assert all(f"HTTP_{name.upper()}" not in environ for environ in node.asked)


def _answering(**given: Any) -> Callable:
    """Django, but for what a view of ours answers."""

    class Handler(WSGIHandler):
        def get_response(self, request: object) -> HttpResponse:
            response = HttpResponse("words " * 200, status=given.get("status", 200))
            response.kept = Kept
            for header, value in given.get("headers", {}).items():
                response[header] = value
            if given.get("cookie"):
                response.set_cookie("mine", "1")
            response._resource_closers.append(lambda: None)
            return response

    return Handler()


@pytest.mark.parametrize(
    "given",
    [
        {"status": 404}, {"status": 500}, {"status": 301}, {"cookie": True}, {"headers": {"Vary": "Cookie"}},
        {"headers": {"Vary": "Accept-Encoding, Origin"}}, {"headers": {"Cache-Control": "private"}},
        {"headers": {"Cache-Control": "no-store"}},
    ],
)  # fmt: skip
def test_errors_cookies_and_what_differs_between_readers_are_never_kept(make_node: Callable, given: dict) -> None:
    node = make_node(application=_answering(**given))
    assert [node.get(PAGE).how, node.get(PAGE).how] == ["miss", "miss"]
    fine = make_node(application=_answering())
    assert [fine.get(PAGE).how, fine.get(PAGE).how] == ["miss", "hit"]


def test_memory_is_bounded_and_what_was_not_asked_for_goes_first(make_node: Callable) -> None:
    node = make_node(memory=200_000)
    for number in range(30):
        make_interview(guest=f"Mia Ek {number}", slug=f"mia-{number}")
    for number in range(30):
        node.get("/interviews/")
        node.get(f"/interviews/mia-{number}/")
    plain = node.application._plain
    assert plain.taken <= 150_000
    assert len(plain) < 20
    assert node.get("/interviews/").how == "hit"
    assert node.get("/interviews/mia-0/").how == "miss"


def test_pages_with_a_query_cannot_push_out_those_without(make_node: Callable) -> None:
    node = make_node(memory=400_000)
    node.get(PAGE)
    for second in range(40):
        node.get(f"{PAGE}?t=0:{second:02}")
    assert node.get(PAGE).how == "hit"


def test_a_page_of_which_cannot_be_told_how_long_it_stands_is_sent_and_not_kept(
    make_node: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise OperationalError("no such table")

    node = make_node()
    monkeypatch.setattr("interviews.kept.next_turn", away)
    assert [(node.get("/robots.txt").status, node.get("/robots.txt").how) for _ in range(2)] == [(200, "miss")] * 2
