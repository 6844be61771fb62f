"""Other words for a topic: they lead to it, are tagged as it, and find it."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from interviews.models import Interview, Segment, Tag, TagSynonym
from interviews.models.tag import tag_rows
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.query import parse
from interviews.suggestions import KnownTags, suggested
from tests.editorial.sent_form import fields_of
from tests.factories import make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def fog() -> Tag:
    tag = Tag.objects.create(name="fog", description="What hides the light.")
    make_segment(make_interview(slug="talk"), 90).tags.add(tag)
    return tag


def send(client: Client, tag: Tag, **typed: str) -> str:
    """What the form says that comes back; nothing where it was saved."""
    client.force_login(get_user_model().objects.first() or make_editor())
    address = f"/admin/interviews/tag/{tag.pk}/change/"
    fields = fields_of(client.get(address).content.decode(), "tag_form")
    response = client.post(address, {**fields, **typed, "_save": "1"})
    return "" if response.status_code == 302 else response.content.decode()


def names_of(row: Interview | Segment) -> list[str]:
    return sorted(tag.name for tag in row.tags.all())


def test_a_synonym_leads_to_its_topic_where_that_is_described(client: Client, fog: Tag) -> None:
    fog.synonyms.create(name="Sea mist")
    response = client.get("/fr/tags/sea-mist/?page=2")
    assert (response.status_code, response.headers["Location"]) == (301, "/fr/tags/fog/?page=2")
    assert "What hides the light." in client.get("/tags/fog/").text


def test_a_synonym_of_what_nobody_may_see_leads_nowhere(client: Client, fog: Tag) -> None:
    fog.synonyms.create(name="Sea mist")
    fog.synonyms.create(name="海霧")
    Interview.objects.get().withdraw()
    assert client.get("/tags/sea-mist/").status_code == 404


@pytest.mark.parametrize("word", ["Mist", "mist", "MIST"])
def test_what_is_tagged_with_a_synonym_gets_the_topic(fog: Tag, word: str) -> None:
    fog.synonyms.create(name="Mist")
    interview = make_interview()
    assert tag_rows({interview.pk: [word, "fog", "ropes"]}, Interview) == [Tag.objects.get(name="ropes")]
    assert names_of(interview) == ["fog", "ropes"]


def test_a_topic_is_found_by_its_synonyms(client: Client, fog: Tag) -> None:
    assert send(client, fog, **{"synonyms-0-name": "Sea mist"}) == ""
    assert len(search(parse('tag:"sea mist"'))) == 1
    assert len(search(parse("tag:fog"))) == 1
    fog.synonyms.all().delete()
    refresh(Interview.objects.all())
    assert len(search(parse('tag:"sea mist"'))) == 0


def test_a_synonym_in_a_text_suggests_the_topic() -> None:
    known = KnownTags(["fog"], {"sea mist": "fog"})
    assert suggested("Out in the Sea Mist.", known) == ["fog"]


def test_a_tag_is_taken_in_only_where_the_editor_says_so(client: Client, fog: Tag) -> None:
    mist = Tag.objects.create(name="Mist", description="Thin fog.")
    mist.synonyms.create(name="Haze")
    both, only = make_interview(), make_interview()
    both.tags.add(fog, mist)
    only.tags.add(mist)
    segment = make_segment(only, 5)
    segment.tags.add(mist)
    refused = send(client, fog, **{"synonyms-0-name": "mist"})
    assert "There is a tag “Mist”. Tick “take in” to make one of the two." in refused
    assert Tag.objects.count() == 2

    assert send(client, fog, **{"synonyms-0-name": "mist", "synonyms-0-take_in": "on"}) == ""
    assert [tag.name for tag in Tag.objects.all()] == ["fog"]
    assert names_of(both) == names_of(only) == names_of(segment) == ["fog"]
    assert sorted(TagSynonym.objects.values_list("name", "tag")) == [("Haze", fog.pk), ("mist", fog.pk)]
    for slug in ("mist", "haze"):
        assert client.get(f"/tags/{slug}/").headers["Location"] == "/tags/fog/"
    assert {hit.interview for hit in search(parse("tag:mist"))} == set(Interview.objects.all())


def test_a_tag_that_was_taken_in_brings_its_former_addresses(client: Client, fog: Tag) -> None:
    question = Tag.objects.create(name="Mist", slug="mist-and-more")
    fog.take_in(question)
    assert client.get("/tags/mist-and-more/").headers["Location"] == "/tags/fog/"
    assert client.get("/questions/mist-and-more/").headers["Location"] == "/questions/fog/"
    fog.take_in(Tag.objects.create(name="MIST"))
    assert TagSynonym.objects.get().name == "Mist"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"synonyms-0-name": "FOG"}, "This is the tag itself."),
        ({"synonyms-0-name": "Haze"}, "This is a synonym of “ropes” already."),
        ({"name": "haze"}, "“haze” is a synonym of “ropes”. Take it away there first."),
        ({"synonyms-0-name": "x" * 101}, "at most 100 characters"),
    ],
)
def test_a_word_means_one_topic(client: Client, fog: Tag, typed: dict[str, str], told: str) -> None:
    Tag.objects.create(name="ropes").synonyms.create(name="Haze")
    assert told in send(client, fog, **typed)


def test_a_word_stands_once_in_the_form(client: Client, fog: Tag) -> None:
    typed = {"synonyms-TOTAL_FORMS": "2", "synonyms-0-name": "Mist", "synonyms-1-name": "mist"}
    assert "This stands here twice." in send(client, fog, **typed)
    assert not TagSynonym.objects.exists()


def test_a_synonym_may_be_written_otherwise_and_taken_away(client: Client, fog: Tag) -> None:
    synonym = fog.synonyms.create(name="Mist")
    assert send(client, fog, **{"synonyms-0-name": "mists"}) == ""
    synonym.refresh_from_db()
    assert (synonym.name, synonym.key, synonym.slug) == ("mists", "mists", "mists")
    address = f"/admin/interviews/tag/{fog.pk}/change/"
    fields = fields_of(client.get(address).content.decode(), "tag_form")
    assert client.post(address, {**fields, "synonyms-0-DELETE": "on", "_save": "1"}).status_code == 302
    assert not TagSynonym.objects.exists()
