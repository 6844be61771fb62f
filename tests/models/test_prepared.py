"""Queries that are put into SQL once, and asked with other values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import models

from interviews.models import Appearance, Interview, Segment
from interviews.models.prepared import Given, Prepared, fill
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _since(made: list[int]) -> models.QuerySet:
    made.append(1)
    since = Given("since", models.DateTimeField())
    return Interview.objects.filter(published_at__gte=since).order_by("slug").values_list("slug", "published_at")


def test_a_query_is_made_once_and_asked_with_other_values() -> None:
    for number in range(3):
        make_interview(guest=f"Mia {number}", slug=f"mia-{number}", published_at=DAY + timedelta(days=number))
    made: list[int] = []
    asked = Prepared(lambda: _since(made))
    assert asked(since=DAY + timedelta(days=1)) == [
        ("mia-1", DAY + timedelta(days=1)),
        ("mia-2", DAY + timedelta(days=2)),
    ]
    assert [slug for slug, _moment in asked(since=DAY + timedelta(days=2))] == ["mia-2"]
    assert made == [1]


def test_what_comes_is_what_django_would_give() -> None:
    segment = make_segment(make_interview(slug="one"), 18, question="What of fog?")
    starts = Segment.objects.filter(pk=Given("pk", models.BigIntegerField())).values_list("start", "question")
    (row,) = Prepared(lambda: starts)(pk=segment.pk)
    assert row == (timedelta(seconds=18), "What of fog?")


def test_a_value_is_a_value_whatever_it_says() -> None:
    make_interview(slug="one", title="Of fog")
    asked = Prepared(lambda: Interview.objects.filter(title=Given("title", models.TextField())).values_list("slug"))
    assert asked(title="Of fog") == [("one",)]
    assert asked(title="' OR 1=1 --") == []
    assert asked(title="%s") == []


def test_a_query_of_two_parts_has_the_columns_of_the_first() -> None:
    make_interview(slug="one")
    slug = Given("slug", models.CharField())
    rows = Interview.objects.filter(slug=slug).order_by()
    both = rows.values_list(models.Value(True), "slug").union(rows.values_list(models.Value(False), "slug"), all=True)
    assert sorted(Prepared(lambda: both)(slug="one")) == [(False, "one"), (True, "one")]


def test_objects_come_as_django_makes_them_with_what_is_taken_along(django_assert_num_queries) -> None:
    interview = make_interview(guest="Mia Lindqvist", slug="one")
    rows = Appearance.objects.select_related("speaker", "bio").filter(interview=Given("of", models.BigIntegerField()))
    asked = Prepared(lambda: rows)
    with django_assert_num_queries(1):
        found = asked(of=interview.pk)
        assert [(one.speaker.name, one.bio) for one in found if not one.is_host] == [("Mia Lindqvist", None)]
    assert found == list(interview.appearances.all())
    found[0].title = "Captain"
    found[0].save()  # it knows that it is stored, and where
    assert interview.appearances.get(pk=found[0].pk).title == "Captain"


def test_a_relation_that_was_filled_is_not_asked_for(django_assert_num_queries) -> None:
    interview = Interview.objects.get(pk=make_interview(guest="Mia Lindqvist", slug="one").pk)
    rows = list(Appearance.objects.filter(interview=interview))
    fill(interview, "appearances", rows)
    with django_assert_num_queries(0):
        assert list(interview.appearances.all()) == rows
        assert all(row.interview is interview for row in interview.appearances.all())
    with django_assert_num_queries(1):
        assert interview.appearances.filter(pk=0).first() is None


def test_a_value_that_is_not_told_is_an_error_and_not_everything() -> None:
    with pytest.raises(KeyError):
        Prepared(lambda: Interview.objects.filter(slug=Given("slug", models.CharField())).values_list("pk"))()


def test_it_is_asked_where_django_would_ask(settings: pytest.FixtureRequest) -> None:
    asked: list[type] = []

    class Elsewhere:
        def db_for_read(self, model: type, **hints: object) -> str:
            asked.append(model)
            return "default"

    settings.DATABASE_ROUTERS = [Elsewhere()]
    rows = Prepared(lambda: Interview.objects.filter(slug=Given("slug", models.CharField())).values_list("pk"))
    assert rows(slug="none") == []
    assert asked == [Interview]
