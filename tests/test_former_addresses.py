"""An address that was once public leads to what stood there, for ever; with all that is below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from interviews.models import FormerSlug, Interview, Series, Speaker, Tag
from interviews.models.former_slug import former_slugs, keep_former, now_at
from tests.editorial.sent_form import fields_of
from tests.exporting.test_whole_site import empty_the_database, export
from tests.factories import make_editor, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def move(row: Any, slug: str) -> None:
    before, row.slug = row.slug, slug
    row.save()
    keep_former(row, before)


@pytest.fixture
def moved() -> Interview:
    """Everything stands at another address than at first."""
    interview = make_interview(guest="Ola Berg", slug="old", series=Series.objects.create(title="Lights", slug="old"))
    tag = Tag.objects.create(name="fog", slug="old")
    make_segment(interview, 90, uid="lamps").tags.add(tag)
    for row in (interview, interview.series, interview.guests[0].speaker, tag):
        Model = type(row)
        Model.objects.filter(pk=row.pk).update(slug="old")
        row.slug = "old"
        move(row, "new")
    return Interview.objects.get()


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(
    "address",
    [
        "/interviews/{}/",
        "/interviews/{}/?t=1:30&find=a%20b",
        "/interviews/{}/cite/?segment=lamps",
        "/interviews/{}/embed/",
        "/interviews/{}/comments/",
        "/speakers/{}/",
        "/series/{}/",
        "/tags/{}/?page=2",
    ],
)
def test_an_old_page_leads_to_the_new_one(client: Client, moved: Interview, prefix: str, address: str) -> None:
    response = client.get(prefix + address.format("old"))
    assert response.status_code == 301
    assert response.headers["Location"] == prefix + address.format("new")
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("rest", [".json", ".md", "/chapters.vtt", ".csl.json?segment=lamps", "/card.png?t=90"])
def test_an_old_document_leads_to_the_new_one_from_any_site(client: Client, moved: Interview, rest: str) -> None:
    response = client.get(f"/interviews/old{rest}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/interviews/new{rest}"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_comment_sent_to_the_old_address_is_not_lost(client: Client, moved: Interview) -> None:
    typed = {"name": "Mia Ek", "email": "", "url": "", "body": "Well said."}
    response = client.post("/interviews/old/comments/", typed, headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, response.headers["Location"]) == (308, "/interviews/new/comments/")
    assert (
        client.post(response.headers["Location"], typed, headers={"sec-fetch-site": "same-origin"}).status_code == 303
    )


def test_an_old_address_can_still_be_embedded(client: Client, moved: Interview) -> None:
    asked = urlencode({"url": "http://testserver/interviews/old/?t=90"})
    assert "/interviews/new/embed/?t=90" in client.get(f"/oembed?{asked}").json()["html"]
    moved.withdraw()
    assert client.get(f"/oembed?{asked}").status_code == 404


def test_what_the_public_may_not_see_is_not_found_at_the_old_address_either(client: Client, moved: Interview) -> None:
    moved.withdraw()
    for address in ("interviews/old/", "interviews/old.json", "speakers/old/", "series/old/", "tags/old/"):
        assert client.get(f"/{address}").status_code in (404, 410), address


def test_what_stands_at_an_address_now_comes_first(client: Client, moved: Interview) -> None:
    draft = make_interview(slug="old", published=False)
    assert client.get("/interviews/old/").headers["Location"] == "/interviews/new/", "as long as it is a draft"
    draft.publish()
    assert client.get("/interviews/old/").status_code == 200
    move(draft, "newer")
    assert client.get("/interviews/old/").headers["Location"] == "/interviews/newer/", "the last that stood there"
    draft.delete()
    assert client.get("/interviews/old/").status_code in (404, 410)


def test_one_that_comes_back_stands_there_and_leads_from_where_it_was(client: Client, moved: Interview) -> None:
    move(moved, "old")
    assert client.get("/interviews/old/").status_code == 200
    assert client.get("/interviews/new/").headers["Location"] == "/interviews/old/"
    assert former_slugs(moved) == ["new"]
    keep_former(moved, "new")
    keep_former(moved, "old")
    assert former_slugs(moved) == ["new"], "harmless twice"


def test_many_moves_lead_to_the_end_at_once(client: Client, moved: Interview) -> None:
    move(moved, "newer")
    move(moved, "newest")
    for slug in ("old", "new", "newer"):
        assert client.get(f"/interviews/{slug}/").headers["Location"] == "/interviews/newest/"


def test_new_rows_do_not_take_the_addresses_of_others(moved: Interview) -> None:
    assert make_interview(title="Old").slug == "old-2"
    assert make_speaker("Old").slug == "old-2"
    assert Series.objects.create(title="Old").slug == "old-2"
    assert Tag.objects.create(name="Old").slug == "old-2"


def test_a_former_address_is_of_one_thing_and_each_kind_has_its_own(moved: Interview) -> None:
    for wrong in ({}, {"interview": moved, "series": moved.series}, {"interview": moved}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormerSlug.objects.create(slug="old", **wrong)
    assert now_at(Speaker, "old") == moved.guests[0].speaker
    assert now_at(Speaker, "never") is None


def test_what_is_not_there_costs_two_questions_more(client: Client, django_assert_num_queries: object) -> None:
    make_interview(slug="known")
    with django_assert_num_queries(3):  # did something stand there, and was it withdrawn?
        assert client.get("/interviews/nobody/").status_code == 404
    with django_assert_num_queries(0):
        assert client.get("/no-such-page/").status_code == 404


@pytest.mark.parametrize("query", ["a=%0d%0aSet-Cookie:x", "a=é", "next=//elsewhere.example/"])
def test_what_was_asked_goes_along_and_leads_nowhere_else(client: Client, moved: Interview, query: str) -> None:
    location = client.get(f"/interviews/old/?{query}").headers["Location"]
    assert location.startswith("/interviews/new/?")
    assert "\r" not in location


@pytest.mark.parametrize("model", [Interview, Speaker, Series, Tag])
def test_an_editor_who_changes_an_address_leaves_no_dead_link(client: Client, moved: Interview, model: type) -> None:
    client.force_login(make_editor())
    row = model.objects.get()
    page, form = ("publication", "publication") if model is Interview else ("change", model._meta.model_name)
    address = f"/admin/interviews/{model._meta.model_name}/{row.pk}/{page}/"
    fields = fields_of(client.get(address).content.decode(), f"{form}_form")
    assert client.post(address, {**fields, "slug": "newest", "_save": "1"}).status_code == 302
    assert former_slugs(row) == ["new", "old"]
    kind = {"interview": "interviews", "speaker": "speakers", "series": "series", "tag": "tags"}
    for slug in ("old", "new"):
        answer = client.get(f"/{kind[model._meta.model_name]}/{slug}/")
        assert answer.headers["Location"] == f"/{kind[model._meta.model_name]}/newest/"


def test_former_addresses_and_synonyms_survive_an_export(client: Client, moved: Interview, tmp_path: Any) -> None:
    Tag.objects.get().synonyms.create(name="Mist & haze")
    export(tmp_path / "first")
    empty_the_database()
    assert not FormerSlug.objects.exists()
    call_command("import_interview", str(tmp_path / "first"), verbosity=0)
    for address in ("interviews", "speakers", "series", "tags"):
        assert client.get(f"/{address}/old/").headers["Location"] == f"/{address}/new/"
    assert client.get("/tags/mist-haze/").headers["Location"] == "/tags/new/"
    export(tmp_path / "second")
    for name in ("site.json", "interviews/new/new.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
