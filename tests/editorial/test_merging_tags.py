"""Tags that are one become one: with a preview, under one address, and by every name."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.models import Interview, Revision, Tag, TaggedInterview, TaggedSegment, TagSynonym
from interviews.models.tag import tag_rows
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.store.merging import pointing_at
from tests.editorial.sent_form import fields_of
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db

MERGE = "/admin/interviews/tag/merge/"
LIST = "/admin/interviews/tag/"


def merge(client: Client, stays: Tag, *others: Tag, **typed: str) -> Any:
    rows = [stays.pk, *(other.pk for other in others)]
    seen = fields_of(client.get(MERGE, {"row": rows}).content.decode(), "merge_form")["seen"]
    return client.post(MERGE, {"row": rows, "stays": stays.pk, "seen": seen, **typed}, follow=True)


@pytest.fixture
def fog(db: None) -> Tag:
    return Tag.objects.create(name="Fog")


@pytest.fixture
def mist(db: None) -> Tag:
    tag = Tag.objects.create(name="Mist", description="Thin.")
    tag.synonyms.create(name="Haze")
    return tag


def test_what_carries_the_other_carries_the_one_that_stays_once(desk: Client, fog: Tag, mist: Tag) -> None:
    both, one = make_interview(title="Both"), make_interview(title="One")
    both.tags.add(fog, mist)
    segment = make_segment(one, 1)
    segment.tags.add(mist)
    refresh([both, one])
    html = desk.get(MERGE, {"row": [fog.pk, mist.pk]}).content.decode()
    assert "On interviews: 1" in html
    assert "On segments: 1" in html
    assert Tag.objects.count() == 2

    merge(desk, fog, mist)

    assert list(Tag.objects.values_list("name", "description")) == [("Fog", "Thin.")]
    assert set(TaggedInterview.objects.values_list("content_object", "tag")) == {(both.pk, fog.pk)}
    assert set(TaggedSegment.objects.values_list("content_object", "tag")) == {(segment.pk, fog.pk)}
    assert desk.get("/tags/mist/").headers["Location"] == "/tags/fog/"
    assert sorted(fog.synonyms.values_list("name", flat=True)) == ["Haze", "Mist"]
    assert "One" in desk.get("/search/?q=tag:fog").content.decode()


def test_whatever_points_at_a_tag_is_known_to_the_merge() -> None:
    known = {"TaggedInterview", "TaggedSegment", "TagSynonym", "FormerSlug", "TagOfInterview"}
    assert {column.model.__name__ for column in pointing_at(Tag)} == known


@pytest.mark.parametrize("word", ["mist", "MIST", "haze"])
def test_who_types_or_imports_the_old_name_gets_the_one_that_stays(
    desk: Client, fog: Tag, mist: Tag, word: str
) -> None:
    merge(desk, fog, mist)
    interview = make_interview()
    tag_rows({interview.pk: [word]}, Interview)
    assert list(interview.tags.all()) == [fog]


def test_the_history_of_what_carried_them_is_in_doubt(desk: Client, fog: Tag, mist: Tag) -> None:
    interview = make_interview()
    interview.tags.add(mist)
    Revising(interview, Revision.Reason.CREATED).before()

    merge(desk, fog, mist)

    assert Revision.objects.get().updated_at is None
    assert Interview.objects.get().updated_at > interview.updated_at


def test_a_question_is_merged_only_where_it_is_said_in_words(desk: Client, fog: Tag) -> None:
    asked = Tag.objects.create(name="lessons", question="What did you learn?")
    assert "is a question asked of many" in desk.get(MERGE, {"row": [fog.pk, asked.pk]}).content.decode()

    assert "tick that you want it nevertheless" in merge(desk, fog, asked).content.decode()
    assert Tag.objects.count() == 2
    merge(desk, asked, fog, nevertheless="on")
    assert Tag.objects.get().question == "What did you learn?"


def test_the_action_of_the_list_leads_to_the_preview(desk: Client, fog: Tag, mist: Tag) -> None:
    page = desk.post(LIST, {"action": "merge_selected", "_selected_action": [fog.pk, mist.pk]}, follow=True)
    assert page.redirect_chain[-1][0] == f"{MERGE}?row={fog.pk}&row={mist.pk}"
    assert page.context["stays"] == fog.pk
    assert Tag.objects.count() == 2


def test_those_that_begin_alike_are_offered(desk: Client, mist: Tag, fog: Tag) -> None:
    plural = Tag.objects.create(name="mists")
    assert desk.get(MERGE, {"row": mist.pk}).context["offered"] == [plural]


@pytest.mark.parametrize("may", [(), ("view",), ("change",), ("delete",), ("change", "delete")])
def test_only_those_merge_who_may_change_and_delete_tags(
    desk: Client, fog: Tag, mist: Tag, may: tuple[str, ...]
) -> None:
    user = get_user_model().objects.create_user("someone", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"{verb}_tag" for verb in may]))
    client = Client()
    client.force_login(user)
    rows = [fog.pk, mist.pk]
    seen = fields_of(desk.get(MERGE, {"row": rows}).content.decode(), "merge_form")["seen"]
    allowed = {"change", "delete"} <= set(may)
    assert client.get(MERGE, {"row": rows}).status_code == (200 if allowed else 403)
    answer = client.post(MERGE, {"row": rows, "stays": fog.pk, "seen": seen})
    assert answer.status_code == (302 if allowed else 403)
    assert Tag.objects.count() == (1 if allowed else 2)


def test_nobody_is_asked_to_sign_in(client: Client, fog: Tag, mist: Tag) -> None:
    assert (
        client.post(MERGE, {"row": [fog.pk, mist.pk], "stays": fog.pk}).headers["Location"].startswith("/admin/login")
    )
    assert Tag.objects.count() == 2


def renamed(client: Client, tag: Tag, **typed: str) -> None:
    address = f"{LIST}{tag.pk}/change/"
    fields = fields_of(client.get(address).content.decode(), "tag_form")
    assert client.post(address, {**fields, **typed}).status_code == 302


def test_a_tag_that_is_renamed_is_still_found_by_its_old_name_and_address(desk: Client, fog: Tag) -> None:
    interview = make_interview()
    interview.tags.add(fog)
    refresh([interview])

    renamed(desk, fog, name="Sea fog", slug="sea-fog")

    assert list(fog.synonyms.values_list("name", flat=True)) == ["Fog"]
    assert desk.get("/tags/fog/").headers["Location"] == "/tags/sea-fog/"
    tag_rows({interview.pk: ["FOG"]}, Interview)
    assert [tag.name for tag in interview.tags.all()] == ["Sea fog"]


def test_another_case_of_the_same_name_is_no_synonym_and_an_old_name_may_come_back(desk: Client, fog: Tag) -> None:
    renamed(desk, fog, name="fog")
    assert not TagSynonym.objects.exists()
    renamed(desk, fog, name="Mist")
    renamed(desk, fog, name="Fog")
    assert list(fog.synonyms.values_list("name", flat=True)) == ["Mist"]


def test_tags_that_are_nowhere_used_are_listed_and_deleted_together(desk: Client, fog: Tag, mist: Tag) -> None:
    make_interview().tags.add(fog)
    assert list(desk.get(LIST, {"used": "no"}).context["cl"].result_list) == [mist]
    assert list(desk.get(LIST, {"used": "yes"}).context["cl"].result_list) == [fog]

    chosen = {"action": "delete_selected", "_selected_action": [mist.pk]}
    assert "Are you sure" in desk.post(f"{LIST}?used=no", chosen).content.decode()
    desk.post(f"{LIST}?used=no", {**chosen, "post": "yes"})
    assert list(Tag.objects.all()) == [fog]
