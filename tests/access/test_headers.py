"""Every answer, of whatever kind, tells browsers what they may do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from interviews.models import Recording
from interviews.models.former_slug import keep_former
from portal.page_cache import PageCache
from portal.urls import urlpatterns as pages_of_the_site
from portal.wsgi import application  # noqa: F401  (as gunicorn loads it)
from tests.access.site import finish
from tests.factories import make_editor, make_interview, make_segment
from tests.test_nothing_hidden_is_shown import EXAMPLES

pytestmark = pytest.mark.django_db

#: As `portal.settings` has it where SITE_URL is an https address (tests/portal/test_settings.py asks a process for it).
HTTPS = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}


def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of our own")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is away")


urlpatterns = [path("failing/", failing), path("away/", away), *pages_of_the_site]
handler500 = "portal.faults.failed"


@pytest.fixture
def site(settings: Any) -> Any:
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    interview = make_interview(slug="open", guest="Ola Berg")
    make_segment(interview, 90, uid="open")
    keep_former(interview, "open-old")
    make_interview(slug="gone").withdraw()
    row = Recording(interview=interview)
    row.file.save("talk.mp3", ContentFile(b"0123456789"))
    interview.talk = row.file.url
    return interview


def wanting(response: Any, *, framed: bool = False, secure: bool = True) -> list[str]:
    """What the headers of an answer lack, in words; nothing where all is well."""
    told = response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in told.get("Content-Security-Policy", "").split(";"))
    ancestors = "* file:" if framed else "'none'"
    wanted = {
        "a policy that begins with nothing": policy.get("default-src") == "'none'",
        "nothing unsafe in the policy": "unsafe" not in str(policy) and "data:" not in str(policy),
        "scripts of its own alone": policy.get("script-src") == "'self'",
        "style of its own alone": policy.get("style-src") == "'self'",
        "forms to itself alone": policy.get("form-action") == "'self'",
        "no base": policy.get("base-uri") == "'none'",
        "frames": policy.get("frame-ancestors") == ancestors,
        "frames, as it was said before": framed or told.get("X-Frame-Options") == "DENY",
        "nosniff": told.get("X-Content-Type-Options") == "nosniff",
        "referrer": told.get("Referrer-Policy") in ("same-origin", "no-referrer", "strict-origin-when-cross-origin"),
        "opener": told.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": told.get("Cross-Origin-Resource-Policy") in ("same-origin", "cross-origin"),
        "permissions": "camera=()" in told.get("Permissions-Policy", ""),
        "hsts": not secure or told.get("Strict-Transport-Security") == "max-age=31536000; includeSubDomains; preload",
        "nothing of what it runs on": not {"Server", "X-Powered-By"} & set(told),
        "what it is, and in which letters": of_known_letters(response),
        "a page is for this site alone": not told.get("Content-Type", "").startswith("text/html")
        or told.get("Cross-Origin-Resource-Policy") == "same-origin",
    }
    return [name for name, is_so in wanted.items() if not is_so]


#: A text has to say its charset (RFC 2046, RFC 7303); JSON has none (RFC 8259), and bytes have none.
_LETTERS = re.compile(r"(text/|application/(.+[+])?xml|[\w/.-]+[+]xml|[\w/.-]+/javascript)")


def of_known_letters(response: Any) -> bool:
    """Whether its type is told, and where it is a text, that it is UTF-8."""
    told = response.headers.get("Content-Type", "")
    if response.status_code == 304:
        return True
    kind, _mark, rest = told.partition(";")
    return "/" in kind and (not _LETTERS.match(kind) or rest.strip().lower().replace('"', "") == "charset=utf-8")


def examples() -> Iterator[str]:
    """An address of each pattern, of what is public where there is such."""
    for of_pattern in EXAMPLES.values():
        yield re.sub(r"{\w+}", "hidden", next((one for one in of_pattern if "open" in one), of_pattern[0]))


def is_framed(address: str, status: int) -> bool:
    return address.partition("?")[0].endswith("/embed/") and status in (200, 404, 405, 410)


@pytest.mark.parametrize("prefix", ["", "fr/"])
def test_every_public_address_tells_it(site: Any, prefix: str) -> None:
    client = Client(raise_request_exception=False)
    found: dict[str, list[str]] = {}
    seen: set[int] = set()
    for address in examples():
        for method in (client.get, client.post) if not prefix else (client.get,):
            response = method(f"/{prefix}{address}", secure=True)
            seen.add(response.status_code)
            if lacking := wanting(response, framed=is_framed(address, response.status_code)):
                found[f"{method.__name__} {address} {response.status_code}"] = lacking
            finish(response)
    assert found == {}
    assert seen >= ({200, 302, 404, 405} if not prefix else {200, 404}), seen


def others(client: Client, site: Any) -> Iterator[tuple[int, Any]]:
    """Answers that no view gives as it is asked to, each with the status that it must have."""
    yield 301, client.get("/interviews/open/", secure=False)
    yield 301, client.get("/interviews/open", secure=True)
    yield 301, client.get("/interviews/open-old/", secure=True)
    yield 410, client.get("/interviews/gone/", secure=True)
    yield 404, client.get("/nowhere/", secure=True)
    yield 404, client.get("/wp-login.php", secure=True)
    yield 400, client.get("/", secure=True, headers={"Host": "evil.example"})
    yield 405, client.delete("/interviews/open/", secure=True)
    yield 404, client.get("/static/none.css", secure=True)
    yield 200, client.get("/static/css/base.css", secure=True)
    known = client.get("/interviews/open.json", secure=True)
    yield 304, client.get("/interviews/open.json", secure=True, headers={"If-None-Match": known["ETag"]})
    yield 200, client.get(site.talk, secure=True)
    yield 206, client.get(site.talk, secure=True, headers={"Range": "bytes=0-1"})
    yield 416, client.get(site.talk, secure=True, headers={"Range": "bytes=99-"})
    yield 404, client.get("/media/none.mp3", secure=True)
    yield 405, client.post(site.talk, secure=True)
    yield 500, client.get("/failing/", secure=True)
    yield 503, client.get("/away/", secure=True)
    yield 400, client.post("/interviews/open/comments/", {f"f{n}": "" for n in range(20_001)}, secure=True)
    yield 302, client.get("/admin/", secure=True)
    yield 200, client.get("/admin/login/", secure=True)
    yield 403, Client(enforce_csrf_checks=True, raise_request_exception=False).post("/admin/login/", secure=True)


@override_settings(ROOT_URLCONF=__name__)
def test_so_do_refusals_failures_files_and_what_leads_on(site: Any) -> None:
    client = Client(raise_request_exception=False)
    found = {}
    for number, (status, response) in enumerate(others(client, site)):
        assert response.status_code == status, (number, status, response.status_code)
        secure = response.status_code != 301 or not response["Location"].startswith("https:")
        if lacking := wanting(response, secure=secure):
            found[f"{number}: {status}"] = lacking
        finish(response)
    assert found == {}


def test_the_desk_is_kept_by_nobody_on_the_way(site: Any) -> None:
    client = Client(raise_request_exception=False)
    for signed_in in (False, True):
        if signed_in:
            client.force_login(make_editor())
        for address in (
            *("", "login/", "interviews/interview/", "interviews/interview/add/", "comments/comment/queue/", "find/"),
            *(f"interviews/interview/{site.pk}/change/", f"interviews/interview/{site.pk}/preview/", "reports/"),
            *("reports/no-tags.csv", "jsi18n/", "nowhere/", "interviews/interview/99999/change/", "media/"),
        ):
            response = client.get(f"/admin/{address}", secure=True)
            framed_here = address.endswith("/preview/") and response.status_code == 200
            lacking = set(wanting(response)) - ({"frames", "frames, as it was said before"} if framed_here else set())
            assert lacking == set(), (address, response.status_code)
            if framed_here:
                assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
            if response.status_code == 200 and address != "jsi18n/":  # words of the interface, the same for all
                assert {"no-store", "private"} <= set(re.split(r",\s*", response["Cache-Control"])), address


def test_a_way_out_is_on_every_page_of_the_desk(site: Any) -> None:
    client = Client()
    client.force_login(make_editor())
    for address in (
        *("", "interviews/interview/", "interviews/interview/add/", "comments/comment/queue/", "find/", "reports/"),
        *(f"interviews/interview/{site.pk}/change/", f"interviews/interview/{site.pk}/history/"),
        *("password_change/", "media/", "interviews/importbatch/", "auth/user/", "second-factor/"),
    ):
        response = client.get(f"/admin/{address}", secure=True)
        assert response.status_code == 200, address
        assert re.search(r'<form[^>]+method="post"[^>]+action="/admin/logout/"', response.content.decode()), address


def test_a_kept_page_tells_what_it_told_when_it_was_made(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    kept = PageCache(WSGIHandler(), memory=10_000_000)
    told = []
    for _again in range(2):
        environ = RequestFactory().get("/interviews/open/", secure=True).environ
        environ["HTTP_HOST"] = "testserver"
        started: list[Any] = []
        body = kept(environ, lambda status, headers, *_info, into=started: into.append((status, headers)))
        b"".join(body)
        getattr(body, "close", lambda: None)()
        told.append(dict(started[0][1]))
    kept.close()
    made, again = (HttpResponse(headers={k: v for k, v in one.items() if k != "Set-Cookie"}) for one in told)
    assert wanting(made) == wanting(again) == []
    assert not any("Set-Cookie" in one for one in told)


def test_cookies_are_for_this_host_alone_and_scripts_do_not_read_who_signed_in(site: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    make_editor()
    client = Client(raise_request_exception=False)
    client.get("/admin/login/", secure=True)
    client.post(
        "/admin/login/", {"username": "editor", "password": "a long pass phrase", "next": "/admin/"}, secure=True
    )
    client.get("/admin/interviews/interview/?nothing=1", secure=True)
    client.post("/admin/interviews/series/add/", {"title": "Lamps", "slug": "lamps"}, secure=True)
    names = set(client.cookies)
    assert {"__Host-session", "__Host-csrf", "__Host-messages"} <= names
    assert "Lamps" in client.get("/admin/interviews/series/", secure=True).content.decode()
    assert {name for name in names if not name.startswith("__Host-")} == set()
    for name, cookie in client.cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, "/", "", "Lax"), name
    assert client.cookies["__Host-session"]["httponly"] is True


def test_no_public_page_gives_a_cookie(site: Any) -> None:
    client = Client(raise_request_exception=False)
    for address in examples():
        if address.startswith("account/"):  # who signs in there gets one
            continue
        response = client.get(f"/{address}", secure=True)
        assert "Set-Cookie" not in response.headers, address
        finish(response)
    assert dict(client.cookies) == {}


def test_the_settings_of_an_https_site_are_those(tmp_path: Path) -> None:
    from tests.portal.test_settings import LONG_SECRET, manage

    code = (
        f"from django.conf import settings as s; print({{n: getattr(s, n) for n in {sorted(HTTPS)!r}}} == {HTTPS!r}, "
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    done = manage(
        *("shell", "-v", "0", "-c", code), DATA_DIR=str(tmp_path), SITE_URL="https://x.example", SECRET_KEY=LONG_SECRET
    )
    assert done.stdout.split() == ["True", "__Host-session", "__Host-csrf", "True", "True"], done.stderr
    assert site_settings.SESSION_COOKIE_HTTPONLY
