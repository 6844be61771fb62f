"""What is asked of the replica and what never is; tests/machines/test_replica.py has a real one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from interviews.models import Interview
from portal import replicas
from portal.replicas import PublicPages, Router, is_for_strangers

router = Router()


def asked(path: str, method: str = "get", cookies: dict[str, str] | None = None) -> HttpRequest:
    request = getattr(RequestFactory(), method)(path)
    request.COOKIES.update(cookies or {})
    with translation.override(translation.get_language_from_path(path) or "en"):
        request.resolver_match = resolve(path)
    return request


@pytest.fixture
def current(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the replica answers, the last for ever."""
    answers = [True]
    monkeypatch.setattr(replicas, "position", lambda: None)
    monkeypatch.setattr(replicas, "caught_up", lambda at: answers.pop(0) if len(answers) > 1 else answers[0])
    monkeypatch.setattr(replicas, "connections", {"replica": type("Broken", (), {"close": lambda self: None})()})
    monkeypatch.setattr(replicas._Asked, "again_at", 0.0)
    return answers


def answered(view: Callable[..., Any], request: HttpRequest | None = None) -> HttpResponse | None:
    return PublicPages(lambda request: HttpResponse()).process_view(request or asked("/"), view, (), {})


def where(request: HttpRequest) -> HttpResponse:
    return HttpResponse(router.db_for_read(Interview))


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/fr/", "/interviews/fog/", "/fr/interviews/fog/", "/search/", "/search/proposals.json", "/sitemap.xml"),
        *("/feeds/podcast.rss", "/feeds/comments.atom", "/interviews/fog.md", "/api/1/interviews", "/archive/"),
        *("/interviews/fog/comments/", "/interviews/fog/comments/7/", "/interviews/fog/comments/7/thread/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_public_pages_are_for_strangers(path: str, method: str) -> None:
    assert is_for_strangers(asked(path, method))


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/fr/admin/interviews/interview/", "/admin/find/", "/account/sign-in/", "/account/questions/"),
        *("/drafts/token/", "/media/recordings/a/b.mp3", "/comments/confirm/key/", "/comments/unsubscribe/key/"),
        *(
            "/interviews/fog/comments/write/",
            "/interviews/fog/comments/7/edit/",
            "/interviews/fog/comments/7/received/",
        ),
    ],
)
def test_the_desk_and_what_takes_something_in_are_not(path: str) -> None:
    assert not is_for_strangers(asked(path))


def test_who_sends_something_or_signed_in_is_no_stranger(settings: Any) -> None:
    assert not is_for_strangers(asked("/interviews/fog/comments/", "post"))
    assert not is_for_strangers(asked("/", cookies={settings.SESSION_COOKIE_NAME: "x"}))
    assert is_for_strangers(asked("/", cookies={"another": "x"}))


def test_a_page_is_read_from_a_replica_that_is_current(current: list[bool]) -> None:
    assert answered(where).content == b"replica"
    assert router.db_for_read(Interview) == "default"  # nothing of it stays behind


def test_what_is_rendered_after_the_view_is_too(current: list[bool]) -> None:
    template = engines["django"].from_string("{{ place }}")
    late = answered(lambda request: SimpleTemplateResponse(template, {"place": lambda: router.db_for_read(Interview)}))
    assert late.content == b"replica"


def test_a_replica_that_is_behind_is_left_alone_for_a_moment(current: list[bool]) -> None:
    current[:] = [False, True]
    assert answered(where) is None
    assert answered(where) is None  # not asked
    replicas._Asked.again_at = time.monotonic()
    assert answered(where).content == b"replica"


def test_what_is_not_for_strangers_costs_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "position", lambda: pytest.fail("the primary was asked"))
    assert answered(where, asked("/admin/")) is None
    assert answered(where, asked("/", "post")) is None


def test_who_wrote_reads_from_the_primary(current: list[bool]) -> None:
    def writes(request: HttpRequest) -> HttpResponse:
        assert router.db_for_write(Interview) == "default"
        return where(request)

    assert answered(writes).content == b"default"


def test_a_replica_that_breaks_in_mid_page_costs_the_reader_nothing(current: list[bool]) -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        raise OperationalError("the connection is lost")

    assert answered(breaks) is None  # Django asks the view, and
    assert where(asked("/")).content == b"default"
    assert answered(where) is None  # the next page does not try


def test_what_was_written_is_not_written_twice(current: list[bool]) -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        router.db_for_write(Interview)
        raise OperationalError("the connection is lost")

    with pytest.raises(OperationalError):
        answered(breaks)


def test_other_faults_of_a_page_are_its_own(current: list[bool]) -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        raise LookupError

    with pytest.raises(LookupError):
        answered(breaks)
    assert router.db_for_read(Interview) == "default"
    assert answered(where).content == b"replica"


def test_nothing_is_migrated_on_the_replica() -> None:
    assert router.allow_migrate("replica", "interviews") is False
    assert router.allow_migrate("default", "interviews") is None


def test_rows_of_both_may_meet() -> None:
    assert router.allow_relation(Group(), Group())
