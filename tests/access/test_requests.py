"""Requests that lie about where they come from and where they go, and requests that are too large."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from interviews.models import Interview
from portal.watching.lines import FORMATS, formatter
from tests.access.site import finish
from tests.factories import make_comment, make_editor, make_interview, make_segment
from tests.letters import make_subscription

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
#: Ways to write an address of another site which browsers, or proxies, have taken for one.
ELSEWHERE = [
    *(f"https://{EVIL}/", f"//{EVIL}/", f"///{EVIL}/", f"////{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"https:{EVIL}"),
    *(f"https:/{EVIL}", f"https:///{EVIL}", f"HTTPS://{EVIL}", f"/\t/{EVIL}", f"/\n/{EVIL}", f"\x00//{EVIL}"),
    *(f"//testserver@{EVIL}/", f"//testserver.{EVIL}", f"javascript:alert(1)//{EVIL}", f"data:text/html,{EVIL}"),
    *(f" //{EVIL}", f"//{EVIL}%2f..", f"http://testserver:80@{EVIL}/", f"//[::ffff:{EVIL}]/", f"///{EVIL}@testserver"),
]


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(slug="open", guest="Ola Berg")
    make_segment(interview, 90, uid="one")
    return interview


def leads_elsewhere(response: Any) -> bool:
    place = response.headers.get("Location", "")
    return (EVIL in place.partition("?")[0] and not place.startswith(("/", "?"))) or place.startswith(
        ("//", "/\\", "\\")
    )


@pytest.mark.parametrize("door", ["/admin/login/", "/fr/admin/login/", "/account/sign-in/", "/fr/account/sign-in/"])
def test_who_signs_in_is_led_to_this_site(door: str) -> None:
    make_editor()
    for where in ELSEWHERE:
        form = {"username": "editor", "password": "a long pass phrase", "next": where}
        for address, sent in ((door, form), (f"{door}?{_query(where)}", {**form, "next": ""})):
            client = Client()
            response = client.post(address, sent)
            assert response.status_code == 302, (door, where)
            assert not leads_elsewhere(response), (door, where, response["Location"])
            again = client.get(f"{door}?{_query(where)}")
            assert not leads_elsewhere(again), (door, where)


def test_who_signs_out_or_ends_something_is_too(interview: Interview) -> None:
    comment = make_comment(interview)
    for where in ELSEWHERE:
        for door in ("/account/sign-out/", "/admin/logout/", f"{comment.get_absolute_url()}report/"):
            client = Client()
            client.force_login(get_user_model().objects.get_or_create(username="ola", is_staff=True)[0])
            response = client.post(f"{door}?{_query(where)}", {"next": where, "return": where})
            assert not leads_elsewhere(response), (door, where, response.headers.get("Location"))


@pytest.mark.parametrize(
    "path", [f"//{EVIL}", f"//{EVIL}/..", f"/\\{EVIL}", f"/%2f{EVIL}", f"///{EVIL}/admin", "//admin", f"/fr//{EVIL}"]
)
def test_a_path_that_looks_like_another_site_leads_to_none(interview: Interview, path: str) -> None:
    response = Client().generic("GET", "/", PATH_INFO=path)
    assert not leads_elsewhere(response)
    assert response.status_code in (301, 302, 404)
    if response.status_code == 301:
        assert response["Location"].startswith("/%2F") or not response["Location"].startswith("//")


@pytest.mark.parametrize(
    "host",
    [
        EVIL,
        f"testserver.{EVIL}",
        f"testserver@{EVIL}",
        f"testserver:80@{EVIL}",
        "",
        "testserver\\.evil",
        f"{EVIL}#testserver",
        "testserver:x",
        "[::1",
        "a" * 5000,
    ],
)
def test_a_forged_host_is_refused(interview: Interview, host: str, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    for address in (
        "/",
        "/interviews/open/",
        "/admin/login/",
        "/feeds/interviews.atom",
        "/oembed?url=x",
        "/static/css/base.css",
    ):
        response = client.get(address, headers={"Host": host})
        if not address.startswith("/static/"):
            assert response.status_code == 400, address
        assert EVIL not in response.getvalue().decode("utf-8", "replace")
        finish(response)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": EVIL},
        {"Forwarded": f"for=1.2.3.4;host={EVIL};proto=https"},
        {"X-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"},
        {"X-Forwarded-Port": "1", "X-Forwarded-Prefix": f"//{EVIL}", "X-Forwarded-For": EVIL, "Client-IP": EVIL},
        {"X-Forwarded-Proto": "gopher", "X-Url-Scheme": "gopher", "Front-End-Https": "on"},
        {"Accept-Language": "fr", "Cookie": f"django_language=fr; sessionid={EVIL}"},
    ],
)
def test_no_other_header_changes_a_page(
    interview: Interview, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for all readers was made from nothing that one of them chose."""
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # the form of a comment says when it was shown
    for address in (
        "/",
        "/interviews/open/",
        "/feeds/interviews.atom",
        "/interviews/open.json",
        "/sitemap.xml",
        "/robots.txt",
    ):
        plain, other = Client().get(address), Client().get(address, headers=headers)
        assert (plain.status_code, plain.getvalue()) == (other.status_code, other.getvalue()), address


def test_a_reset_of_a_password_is_not_offered_by_the_name_of_a_forged_host() -> None:
    assert Client().get("/admin/password_reset/").status_code in (302, 404)
    assert Client().get("/account/password-reset/").status_code == 404


def test_letters_lead_to_the_site_and_not_to_where_the_request_came_by(
    interview: Interview, posting: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_subscription(interview)
    with posting() as letters:
        Client().post(
            "/interviews/open/comments/follow/",
            {"email": "mia@example.org"},
            headers={"Host": EVIL, "Sec-Fetch-Site": "same-origin"},
        )
    for letter in letters:
        assert EVIL not in letter.message().as_string()


def _query(where: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"next": where})


LARGE: dict[str, dict[str, Any]] = {
    "too many fields": {"data": {f"f{number}": "" for number in range(20_001)}},
    "a field of six megabytes": {"data": {"body": "x" * 6_000_000}},
    "a body of six megabytes": {"data": "x" * 6_000_000, "content_type": "application/x-www-form-urlencoded"},
    "a form that ends before it began": {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"},
    "no boundary": {"data": b"x", "content_type": "multipart/form-data"},
    "a boundary of any sort": {"data": b"x", "content_type": "multipart/form-data; boundary=\xff"},
    "a thousand parts without an end": {
        "data": b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' * 1000,
        "content_type": "multipart/form-data; boundary=x",
    },
    "deep json": {"data": "[" * 100_000, "content_type": "application/json"},
    "nothing at all": {"data": "", "content_type": ""},
    "nul": {"data": {"name": "a\0b", "body": "a\0b", "email": "\0", "url": "\0", "segment": "\0"}},
    "lone surrogates": {"data": b"body=%ED%A0%80&name=%FF", "content_type": "application/x-www-form-urlencoded"},
}


@pytest.mark.parametrize("what", LARGE)
@pytest.mark.parametrize(
    "door", ["/interviews/open/comments/", "/admin/login/", "/account/sign-in/", "/admin/interviews/interview/add/"]
)
def test_what_is_too_much_is_refused_and_no_failure(interview: Interview, what: str, door: str) -> None:
    client = Client(raise_request_exception=False)
    if "add" in door:
        client.force_login(make_editor())
    response = client.post(door, **LARGE[what], headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code < 500, (what, door)
    odd = client.generic("POST", door, b"a=b", "application/x-www-form-urlencoded; charset=nothing")
    assert odd.status_code < 500, (what, door)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "t",
        "q",
        "page",
        "segment",
        "find",
        "recording",
        "sort",
        "year",
        "tag",
        "limit",
        "offset",
        "url",
        "maxwidth",
        "key",
    ],
)
def test_no_parameter_of_a_public_address_is_a_failure(interview: Interview, name: str) -> None:
    client = Client(raise_request_exception=False)
    for value in ("9" * 400, "-1", "\0", "\ud7ff", "a" * 9000, "1e999", "²", "%", "'", '"', "../..", "[]", "𝟡"):
        for address in (
            *("/", "/interviews/", "/interviews/open/", "/search/", "/search/proposals.json", "/api/1/segments"),
            *(
                "/oembed",
                "/interviews/open/cite/",
                "/interviews/open/embed/",
                "/interviews/open/card.png",
                "/speakers/",
            ),
            *("/feeds/search.atom", "/interviews/open/comments/", "/interviews/open.bib", "/tags/", "/api/1/search"),
        ):
            response = client.get(address, {name: value})
            assert response.status_code < 500, (address, name, value)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_line_of_the_log_is_written_by_a_stranger(interview: Interview, kind: str) -> None:
    """As the handler of this site writes them: what would begin another line, or speak to a terminal, does not."""
    forged = "\n2026-01-01 ERROR portal: all is lost\r\x1b[2J\x85\u2028"
    raw = forged.encode().decode("latin-1")  # as a server hands it on
    handler = logging.Handler()
    handler.setFormatter(formatter(kind))
    lines: list[str] = []
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        client = Client(raise_request_exception=False, headers={"User-Agent": raw, "Referer": raw})
        client.generic("GET", "/", PATH_INFO=f"/nowhere/{raw}")
        client.generic("DELETE", "/", PATH_INFO=f"/interviews/open/{raw}")
        client.post("/admin/login/", {"username": forged, "password": forged})
        client.generic("GET", "/", headers={"Host": f"testserver{raw}"})
        logging.getLogger("portal").warning("could not open %s", f"a{forged}.mp3")
        logging.getLogger("portal").warning(f"as is: {forged}")
        try:
            raise ValueError(forged)
        except ValueError:
            logging.getLogger("portal").exception("it failed")
    finally:
        root.removeHandler(handler)
    assert len(lines) > 2
    for line in lines:
        head, *behind = line.split("\n")
        assert not [sign for sign in line if not sign.isprintable() and sign != "\n"], line
        assert not behind or ("it failed" in head and kind == "line"), line
        assert all(one.startswith("  ") for one in behind), line


def test_the_language_of_a_request_is_that_of_its_address(interview: Interview) -> None:
    Client().get("/fr/")
    assert translation.get_language() == "en"
