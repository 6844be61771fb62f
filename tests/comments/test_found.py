"""Approved comments are found, and no others."""

from __future__ import annotations

import pytest

from interviews.comments.models import Comment
from interviews.search.hits import search
from interviews.search.query import parse
from tests.factories import make_comment, make_interview
from tests.search.upkeep import assert_exact

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [hit.excerpt_html for hit in search(parse(text))]


def test_an_approved_comment_is_found_and_leads_to_itself() -> None:
    comment = make_comment(make_interview(), name="Mia Ek", body="A *foghorn*, surely.")
    (hit,) = search(parse("foghorn"))
    assert (hit.kind, hit.heading, hit.excerpt_html) == ("comment", "Mia Ek", "A <mark>foghorn</mark>, surely.")
    assert hit.get_absolute_url() == comment.get_absolute_url()
    assert len(found("in:comment speaker:ek")) == 1
    assert found("-in:comment foghorn") == []


@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
def test_one_that_is_held_is_never_found(status: str) -> None:
    comment = make_comment(make_interview(), status=status, body="A foghorn.")
    assert found("foghorn") == []
    comment.decide(Comment.Status.APPROVED)
    assert len(found("foghorn")) == 1
    comment.decide(status)
    assert found("foghorn") == []
    assert_exact()


def test_one_that_the_index_still_knows_and_the_public_may_not_see_is_not_shown() -> None:
    make_comment(make_interview(), body="A foghorn.")
    Comment.objects.update(status="rejected")  # as no door does it
    assert found("foghorn") == []


def test_what_is_said_of_a_draft_is_not_found() -> None:
    interview = make_interview(published=False)
    make_comment(interview, body="A foghorn.")
    assert found("foghorn") == []
    interview.publish()
    assert len(found("foghorn")) == 1
    interview.withdraw()
    assert found("foghorn") == []


def test_what_was_edited_or_deleted_is_found_as_it_is_now() -> None:
    comment = make_comment(make_interview(), body="A foghorn.")
    comment.body = "A bell."
    comment.save()
    assert (len(found("foghorn")), len(found("bell"))) == (0, 1)
    Comment.objects.filter(pk=comment.pk).delete()
    assert found("bell") == []
    assert_exact()


def test_a_held_comment_costs_the_index_nothing(django_assert_max_num_queries: object) -> None:
    comment = Comment(interview=make_interview(), name="Mia Ek", body="A foghorn.")
    with django_assert_max_num_queries(8):
        comment.save()
