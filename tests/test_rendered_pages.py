"""What was rendered of an interview's page is stored, and read again as long as it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from interviews.models import Interview, RenderedPage, Segment
from interviews.models.generation import EVERYTHING, count
from interviews.models.rendered_page import packed, unpacked
from interviews.rendered import renderer_now
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, schedule_changes
from tests.factories import make_comment, make_interview, make_recording, make_segment
from tests.portal.page_cache.world import comparable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored(settings: Any) -> None:
    settings.RENDERED_PAGES = True


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    make_recording(interview)
    for number in range(3):
        make_segment(interview, 18 + number, question=f"Question {number}?", answer="An *answer*.", tags=("fog",))
    make_comment(interview)
    refresh([interview])
    return interview


PAGE = "/interviews/ola-berg/"


def page(client: Client, address: str = PAGE) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return comparable(answer.content)


def test_a_page_that_was_rendered_takes_two_queries_and_is_the_same(
    client: Client, interview: Interview, settings: Any, django_assert_num_queries: Any
) -> None:
    first = client.get(PAGE)
    with django_assert_num_queries(2):
        second = client.get(PAGE)
    assert first.content == second.content
    assert first["Link"] == second["Link"]
    settings.RENDERED_PAGES = False
    assert page(client) == comparable(first.content)


@pytest.mark.parametrize(("segments", "comments"), [(3, 2), (60, 40)])
def test_it_takes_as_many_however_long_it_is(
    client: Client, django_assert_num_queries: Any, segments: int, comments: int
) -> None:
    interview = make_interview(slug="ola-berg")
    for number in range(segments):
        make_segment(interview, number, question="Why?")
    for number in range(comments):
        make_comment(interview, body=f"Word {number}.")
    page(client)
    with django_assert_num_queries(2):
        page(client)


def test_each_language_has_its_own(client: Client, interview: Interview) -> None:
    assert page(client) != page(client, f"/fr{PAGE}")
    assert set(RenderedPage.objects.values_list("language", flat=True)) == {"en", "fr"}
    assert b"Commentaires" in page(client, f"/fr{PAGE}")


def test_a_change_makes_it_anew_and_takes_the_place_of_the_old_one(client: Client, interview: Interview) -> None:
    page(client)
    Segment.objects.filter(interview=interview).update(answer_html="<p>Past every door.</p>")
    assert b"Past every door." in page(client)
    assert b"Past every door." in page(client)
    assert RenderedPage.objects.count() == 1


def test_what_is_withdrawn_is_gone(client: Client, interview: Interview) -> None:
    page(client)
    interview.withdraw()
    assert client.get(PAGE).status_code == 410
    interview.publish()
    page(client)


def test_its_end_by_the_clock_is_kept_with_it(
    client: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    interview.withdraws_at = now + dt.timedelta(seconds=30)
    interview.save()
    page(client)
    draft, _new = begin_draft(interview)
    schedule_changes(draft, now + dt.timedelta(seconds=10))
    refresh([interview])
    page(client)
    turns_at = RenderedPage.objects.get().turns_at
    assert turns_at == pytest.approx((now + dt.timedelta(seconds=10)).timestamp(), abs=1)
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(seconds=31))
    assert client.get(PAGE).status_code == 410


def test_another_address_of_the_site_or_another_version_of_it_renders_its_own(
    client: Client, interview: Interview, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(client)
    settings.SITE_URL = "https://elsewhere.example"
    assert b"https://elsewhere.example/" in page(client)
    monkeypatch.setattr("interviews.rendered.renderer_now", lambda: "newer")
    page(client)
    assert RenderedPage.objects.get().renderer == "newer"


@pytest.mark.parametrize("name", ["SITE_NAME", "SENDS_LETTERS", "PROOF_OF_WORK"])
def test_another_setting_that_a_page_shows_is_another_renderer(settings: Any, name: str) -> None:
    before = renderer_now.__wrapped__()
    setattr(settings, name, "another")
    assert renderer_now.__wrapped__() != before


@pytest.mark.parametrize("query", ["?t=0:18", "?find=question", "?recording=1"])
def test_what_the_address_asks_for_is_rendered_for_it(client: Client, interview: Interview, query: str) -> None:
    page(client, f"{PAGE}{query}")
    assert not RenderedPage.objects.exists()


def test_a_change_while_it_is_rendered_leaves_nothing_old_behind(
    client: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviews.views import interview as view

    render = view.render

    def slow(*given: Any, **named: Any) -> Any:
        response = render(*given, **named)
        count(EVERYTHING)
        return response

    monkeypatch.setattr(view, "render", slow)
    page(client)
    assert not RenderedPage.objects.exists()


def test_a_database_that_takes_nothing_costs_a_reader_nothing(
    client: Client, interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any, **_named: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("interviews.models.RenderedPage.save", refuse)
    assert b"Question 1?" in page(client)
    assert not RenderedPage.objects.exists()


def test_parts_are_the_same_when_they_are_unpacked() -> None:
    parts = {"title": "Ola Berg", "main": "line\nline “ü” 😀\0", "empty": ""}
    assert unpacked(packed(parts)) == parts
