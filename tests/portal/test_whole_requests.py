"""A form, or a recording, that came in part is refused: nothing of it is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from portal.whole_requests import WholeRequests
from tests.factories import make_interview

pytestmark = pytest.mark.django_db(transaction=True)
SITE = WholeRequests(WSGIHandler())
FORM = "application/x-www-form-urlencoded"
WORDS = b"name=Mia+Ek&body=Half+of+it.+The+other+half."


def post(path: str, body: bytes, length: int, kind: str = FORM, **headers: str) -> int:
    told: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "testserver",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1",
        "HTTP_SEC_FETCH_SITE": "same-origin", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(length),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, **headers,
    }  # fmt: skip
    response = SITE(environ, lambda status, _headers, _error=None: told.append(status))
    b"".join(response)
    response.close()  # type: ignore[attr-defined]
    return int(told[0][:3])


@pytest.fixture(autouse=True)
def interview(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    SitePolicy(mode="open").save()
    make_interview(slug="talk")


def test_a_comment_that_came_whole_is_kept() -> None:
    assert post("/interviews/talk/comments/", WORDS, len(WORDS)) == 303
    assert Comment.objects.get().body == "Half of it. The other half."


@pytest.mark.parametrize("came", [0, 1, 26, len(WORDS) - 1])
def test_of_one_that_came_in_part_nothing_is(came: int) -> None:
    assert post("/interviews/talk/comments/", WORDS[:came], len(WORDS)) == 400
    assert not Comment.objects.exists()


def test_neither_is_a_file_that_came_in_part(settings: Any) -> None:
    get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    client = Client()
    client.login(username="editor", password="x")
    token = "a" * 32
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + b"RIFF" * 100_000
    kind = "multipart/form-data; boundary=x"
    path = "/admin/interviews/interview/add/"
    assert post(path, part, len(part) + 4000, kind, HTTP_COOKIE=cookie, HTTP_X_CSRFTOKEN=token) == 400
    assert not [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_what_has_no_length_or_nothing_in_it_is_as_it_was() -> None:
    assert post("/interviews/talk/comments/", b"", 0) == 422


def test_the_site_is_served_so() -> None:
    from portal.page_cache import PageCache
    from portal.wsgi import application

    assert isinstance(application, PageCache)
    assert isinstance(application._application, WholeRequests)
