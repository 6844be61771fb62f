"""Anything at the desk is found from anywhere, drafts too; and by nobody what that person may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.models import Interview, Series, SpeakerAlias, Tag
from interviews.search.index import rebuild
from tests.factories import make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db

FIND, RESULTS = "/admin/find/", "/admin/find/results/"


def found(client: Client, typed: str, *kinds: str) -> list[tuple[str, str]]:
    """The labels and addresses of what is found, of these kinds."""
    groups = client.get(RESULTS, {"q": typed}).json()["groups"]
    rows: Iterable[dict[str, str]] = (one for group in groups for one in group["found"])
    return [(one["label"], one["url"]) for one in rows if not kinds or one["kind"] in kinds]


def page_of(row: Any) -> str:
    return f"/admin/interviews/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def talk(db: None) -> Interview:
    interview = make_interview(title="On the lamps of the north", guest="Ola Berg", published=False)
    make_segment(interview, 5, question="Who keeps them?", answer="The guild.")
    make_segment(interview, 90, question="Why skerries?", answer="Dry....and bright lanterns.", label="Of skerries")
    rebuild()
    return interview


def test_a_draft_is_found_by_its_title_and_by_who_is_heard_in_it(desk: Client, talk: Interview) -> None:
    for typed in ("lamps", "north lam", "ola", talk.slug):
        assert (talk.title, page_of(talk)) in found(desk, typed, "interview"), typed
    assert found(desk, "zebra", "interview") == []


def test_a_segment_leads_to_its_row_in_the_form(desk: Client, talk: Interview) -> None:
    address = f"{page_of(talk)}#segments-1"
    for typed in ("skerries", "why sker", "lanterns", "bright lan"):
        assert found(desk, typed, "segment") == [("Of skerries", address)], typed
    form = desk.get(page_of(talk)).content.decode()
    row = form.split('id="segments-1"')[1].split('id="segments-2"')[0]
    assert "Of skerries" in row


def test_what_is_public_is_found_as_well(desk: Client) -> None:
    interview = make_interview(title="On tides")
    make_segment(interview, 5, question="Why tides?")
    rebuild()
    assert found(desk, "tides", "interview", "segment") == [
        ("On tides", page_of(interview)),
        ("Why tides?", f"{page_of(interview)}#segments-0"),
    ]


def test_people_tags_and_series_are_found_by_every_name_they_have(desk: Client) -> None:
    ola, tag = make_speaker("Ola Bérg"), Tag.objects.create(name="Fog")
    SpeakerAlias.objects.create(speaker=ola, name="Captain Light")
    tag.synonyms.create(name="Mist")
    series = Series.objects.create(title="Lights of the coast")

    assert found(desk, "berg", "speaker") == found(desk, "captain", "speaker") == [("Ola Bérg", page_of(ola))]
    assert found(desk, "fo", "tag") == found(desk, "MIST", "tag") == [("Fog", page_of(tag))]
    assert found(desk, "coast li", "series") == [("Lights of the coast", page_of(series))]


def test_pages_of_the_desk_are_found_by_the_words_of_their_names(desk: Client) -> None:
    assert ("Add interview", "/admin/interviews/interview/add/") in found(desk, "add int")
    assert ("Merge speakers", "/admin/interviews/speaker/merge/") in found(desk, "merge")
    assert ("Queue of comments", "/admin/comments/comment/queue/") in found(desk, "queue")
    assert ("Editor’s desk", "/admin/") in found(desk, "")
    assert all(desk.get(url, follow=True).status_code == 200 for _label, url in found(desk, ""))


def test_each_is_found_in_the_language_of_the_desk(desk: Client, talk: Interview) -> None:
    groups = desk.get(f"/fr{RESULTS}", {"q": "lamps"}).json()["groups"]
    (one,) = (one for group in groups for one in group["found"] if one["kind"] == "interview")
    assert (one["url"], one["language"]) == (f"/fr{page_of(talk)}", "en")


@pytest.mark.parametrize(
    ("may", "kinds"),
    [
        ((), set()),
        (("view_interview",), {"interview", "segment"}),
        (("change_interview",), {"interview", "segment"}),
        (("view_speaker",), {"speaker"}),
        (("view_tag", "view_series"), {"tag", "series"}),
    ],
)
def test_nothing_is_found_that_one_may_not_see(talk: Interview, may: tuple[str, ...], kinds: set[str]) -> None:
    make_speaker("Lamps Berg")
    Tag.objects.create(name="lamps")
    Series.objects.create(title="Lamps")
    make_segment(talk, 7, question="Why lamps?")
    rebuild()
    user = get_user_model().objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)

    groups = client.get(RESULTS, {"q": "lamps"}).json()["groups"]

    assert {one["kind"] for group in groups for one in group["found"]} == kinds
    pages = {label for label, _url in found(client, "", "page")}
    assert ("Interviews" in pages) == ("interview" in kinds)
    assert not pages & {"Add interview", "Merge speakers", "Queue of comments"}


def test_one_that_is_not_the_editors_to_see_is_left_out_with_its_segments(
    desk: Client, talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviews.editorial.admin import InterviewAdmin

    monkeypatch.setattr(InterviewAdmin, "has_view_or_change_permission", lambda self, request, obj=None: obj is None)
    assert found(desk, "lamps", "interview") == found(desk, "skerries", "segment") == []


@pytest.mark.parametrize("address", [FIND, RESULTS])
def test_nobody_is_asked_to_sign_in(client: Client, talk: Interview, address: str) -> None:
    assert client.get(address, {"q": "lamps"}).headers["Location"].startswith("/admin/login/")
    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(address, {"q": "lamps"}).status_code == 302


def test_answers_are_kept_by_no_cache(desk: Client) -> None:
    assert "no-store" in desk.get(RESULTS, {"q": "a"}).headers["Cache-Control"]


def test_the_page_does_the_same_without_script(desk: Client, talk: Interview) -> None:
    page = desk.get(FIND, {"q": "skerries"}).content.decode()
    assert f'href="{page_of(talk)}#segments-1" lang="en">Of skerries</a>' in page
    assert "Nothing is found." in desk.get(FIND, {"q": "zebra"}).content.decode()
    assert re.search(r'href="/admin/find/" data-palette-open', desk.get("/admin/").content.decode())


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><b>', "%", "_", "\0", "-", "a" * 5_000, "' OR 1"])
def test_what_is_typed_is_never_markup_and_never_an_error(desk: Client, talk: Interview, typed: str) -> None:
    Interview.objects.filter(pk=talk.pk).update(title="<script>alert(1)</script> alert")
    assert desk.get(RESULTS, {"q": typed}).status_code == 200
    page = desk.get(FIND, {"q": typed}).content.decode()
    assert "<script>alert" not in page
    assert '"><b>' not in page


def queries_of(desk: Client, count: int) -> int:
    for number in range(count):
        interview = make_interview(title=f"Lamps {number}", guest=f"Lamps Berg {number}")
        make_segment(interview, 1, question="Lamps?", tags=(f"lamps {number}",))
    rebuild()
    with CaptureQueriesContext(connection) as queries:
        assert found(desk, "lam")
    return len(queries)


def test_ten_ask_the_database_as_often_as_one(desk: Client) -> None:
    queries_of(desk, 1)
    assert queries_of(desk, 10) == queries_of(desk, 2) <= 24
