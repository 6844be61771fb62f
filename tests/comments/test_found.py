"""Approved comments are found, and no others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.comments.models import Comment
from interviews.search.hits import search
from interviews.search.index import refresh
from interviews.search.query import parse
from tests.factories import make_comment, make_interview, make_segment
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
    interview = make_interview()
    refresh([interview])
    comment = make_comment(interview, status=status, body="A foghorn.")
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


def test_a_decision_about_one_reads_nothing_else_that_is_said() -> None:
    interview = make_interview()
    for number in range(3):
        make_segment(interview, number, question=f"And {number}?")
        make_comment(interview, body=f"Before {number}")
    comment = make_comment(interview, status="pending", body="A foghorn.")
    with CaptureQueriesContext(connection) as asked:
        comment.decide(Comment.Status.APPROVED)
    statements = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in statements if "interviews_segment" in sql or "interviews_appearance" in sql]
    read = [sql for sql in statements if sql.startswith("SELECT") and '"body"' in sql and "comments_comment" in sql]
    assert read and all(f'"id" = {comment.pk}' in sql for sql in read)
    assert len(found("foghorn")) == 1
