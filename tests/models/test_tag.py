"""Tags: how often each is found, and which names they may have."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from interviews.browsing.topics import topics
from interviews.models import Interview, Segment, Tag
from interviews.models.tag import tag_rows
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db


def counts() -> dict[str, tuple[int, int]]:
    return {tag.name: (tag.interview_count, tag.segment_count) for tag in topics()}


def test_counts_are_of_what_the_public_finds() -> None:
    for _ in range(2):
        interview = make_interview()
        interview.tags.add("sea")
        for _ in range(3):
            make_segment(interview, tags=("sea", "fog"))
    draft = make_interview(published=False)
    draft.tags.add("sea", "brass")
    make_segment(draft, tags=("sea",))

    assert counts() == {"fog": (0, 6), "sea": (2, 6)}


def test_tags_are_listed_without_regard_to_case_or_accents() -> None:
    make_interview().tags.add("Zinc", "amber", "Brass", "Église", "east")

    assert [tag.name for tag in topics()] == ["amber", "Brass", "east", "Église", "Zinc"]


@pytest.mark.parametrize("model", [Interview, Segment])
def test_a_name_that_does_not_fit_is_refused_in_words_before_anything_is_written(model: type) -> None:
    interview = make_interview()
    row = interview if model is Interview else make_segment(interview)
    row.tags.add("old")

    with pytest.raises(ValidationError) as refused:
        tag_rows({row.pk: ["sea", "x" * 101]}, model)

    assert refused.value.messages == [f"“{'x' * 40}…” is too long for a tag (100 characters at most)."]
    assert [tag.name for tag in Tag.objects.all()] == ["old"]
    assert [tag.name for tag in row.tags.all()] == ["old"]


def test_a_name_of_a_hundred_characters_fits_and_so_does_its_address() -> None:
    interview = make_interview()
    long = "x" * 100
    written_out = "㎨" * 100  # one character of a name, five of an address

    tag_rows({interview.pk: [long, f"{long[:-1]}!", f"{long[:-2]}!!", written_out]}, Interview)
    Tag.objects.create(name=f"{long[:50]}!{long[:49]}")
    Tag.objects.create(name=f"{long[:49]}!{long[:50]}")

    slugs = list(Tag.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 6
    assert max(map(len, slugs)) <= 100


def test_very_many_names_at_once_are_no_harm() -> None:
    interview = make_interview()
    names = [f"tag {number}" for number in range(1500)]

    tag_rows({interview.pk: names}, Interview)
    tag_rows({interview.pk: [name.upper() for name in names]}, Interview)

    assert interview.tags.count() == Tag.objects.count() == 1500


@pytest.mark.parametrize(("one", "other"), [("Été", "ÉTÉ"), ("Море", "море"), ("張", "張")])
def test_names_are_one_tag_in_either_case_whatever_their_letters(one: str, other: str) -> None:
    interview = make_interview()
    tag_rows({interview.pk: ["teal", one, "Tagine"]}, Interview)
    tag_rows({interview.pk: ["teal", other, "Tagine"]}, Interview)

    assert sorted(tag.name for tag in Tag.objects.all()) == sorted(["teal", one, "Tagine"])


@pytest.mark.parametrize("name", ["Été", "張", "Море", "!", "C++"])
def test_every_tag_has_a_page(client: Client, name: str) -> None:
    make_interview().tags.add(name)

    html = client.get("/tags/").content.decode()

    assert f'href="{Tag.objects.get().get_absolute_url()}"' in html
    assert name in client.get(Tag.objects.get().get_absolute_url()).content.decode()
