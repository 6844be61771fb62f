"""A line for each request, those answered from memory too; and the number that an answer and its lines share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from tests.factories import make_interview
from tests.portal.page_cache.conftest import Site
from tests.portal.watching.conftest import Heard

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/interviews/ola-berg/"


@pytest.fixture(autouse=True)
def interview() -> Any:
    return make_interview(guest="Ola Berg", slug="ola-berg")


def lines(heard: Heard) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in heard.lines["json"]]
    return [line for line in told if line["logger"] == "portal.access"]


def test_each_request_has_one_line_with_its_route_and_how_it_was_answered(
    watched: Callable[..., Site], heard: Heard
) -> None:
    site = watched()
    for path in (PAGE, PAGE, "/search/?q=lamp", "/fr/interviews/", "/nothing/", "/static/css/base.css", "/healthz"):
        site.get(path)
    told = lines(heard)
    assert [(line["route"], line["status"], line["cache"]) for line in told] == [
        ("interviews:interview", 200, "miss"),
        ("interviews:interview", 200, "hit"),
        ("interviews:search", 200, "bypass"),
        ("interviews:interviews", 200, "miss"),
        ("none", 404, "bypass"),
        ("static", 200, "bypass"),
        ("healthz", 200, "bypass"),
    ]
    assert all(line["method"] == "GET" and line["ms"] >= 0 and line["bytes"] > 0 for line in told)
    assert told[0]["bytes"] == told[1]["bytes"] > 2000
    assert re.search(rf" GET interviews:interview 200 [\d.]+ {told[1]['bytes']} hit$", heard.lines["line"][1])


def test_what_has_no_body_sent_nothing(watched: Callable[..., Site], heard: Heard) -> None:
    site = watched()
    etag = site.get(PAGE).headers["ETag"]
    site.get(PAGE, "HEAD")
    site.get(PAGE, if_none_match=etag)
    assert [(line["status"], line["bytes"]) for line in lines(heard)[1:]] == [(200, 0), (304, 0)]


def test_a_method_that_somebody_made_up_is_none_of_its_own(watched: Callable[..., Site], heard: Heard) -> None:
    watched().get(PAGE, "MIAEK")
    assert lines(heard)[0]["method"] == "OTHER"


def test_the_answer_has_the_number_of_its_line_and_two_have_two(watched: Callable[..., Site], heard: Heard) -> None:
    site = watched()
    answers = [site.get(path) for path in (PAGE, PAGE, PAGE, "/search/?q=lamp", "/nothing/", "/healthz")]
    numbers = [answer.headers["X-Request-ID"] for answer in answers]
    assert numbers == [line["request"] for line in lines(heard)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)


def test_a_page_that_is_kept_is_not_given_out_with_the_number_of_its_first_reader(
    make_node: Callable[..., Site],
) -> None:
    node = make_node()
    first, second = node.get(PAGE), node.get(PAGE)
    assert first.how == "miss" and first.headers["X-Request-ID"]
    assert second.how == "hit" and "X-Request-ID" not in second.headers


@pytest.mark.parametrize(
    ("proxies", "said", "taken"),
    [
        (["192.0.2.1"], "front-end.0123456789", True),
        (["192.0.2.0/24"], "A" * 64, True),
        ([], "front-end.0123456789", False),
        (["198.51.100.1"], "front-end.0123456789", False),
        (["192.0.2.1"], "A" * 65, False),
        (["192.0.2.1"], "short", False),
        (["192.0.2.1"], "with a space and more", False),
        (["192.0.2.1"], "line\r\nSet-Cookie: a=b", False),
        (["192.0.2.1"], "mia@example.org", False),
    ],
)
def test_a_number_is_taken_from_a_front_end_of_ones_own_alone(
    proxies: list[str], said: str, taken: bool, watched: Callable[..., Site], make_node: Any, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    for site in (watched(), make_node()):
        for path in (PAGE, "/search/?q=lamp"):
            number = site.get(path, x_request_id=said).headers["X-Request-ID"]
            assert (number == said) is taken, path


@pytest.mark.parametrize(("error", "status"), [(ValueError("Mia Ek"), 500), (OperationalError("closed"), 503)])
def test_the_page_of_a_failure_tells_the_number_that_is_in_the_log(
    error: Exception, status: int, watched: Callable[..., Site], heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("interviews.views.searching.parse", view)
    answer = watched().get("/search/?q=lamp")
    number = answer.headers["X-Request-ID"]
    assert answer.status == status
    assert f"<code>{number}</code>" in answer.body.decode()
    told = [json.loads(line) for line in heard.lines["json"]]
    assert {line["request"] for line in told} == {number}
    assert any("traceback" in line for line in told)
    assert "Mia Ek" not in "".join(heard.lines["json"] + heard.lines["line"])


def test_without_it_nothing_stands_before_the_page_cache() -> None:
    from portal.page_cache import PageCache
    from portal.wsgi import application

    assert isinstance(application, PageCache)
