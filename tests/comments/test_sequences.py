"""Whatever is done in whatever order, nothing is shown that is not approved, and counts are the truth."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interviews.comments.models import Comment, SitePolicy
from interviews.models import Interview
from interviews.search.index import refresh
from tests.comments.test_writing import write
from tests.factories import make_editor, make_interview, make_segment
from tests.search.upkeep import assert_exact

WORD = "ropewalk"


def picked(place: int, **narrowed: object) -> Comment | None:
    rows = list(Comment.objects.filter(**narrowed).order_by("pk"))
    return rows[place % len(rows)] if rows else None


def submit(interview: Interview, place: int) -> None:
    number = Comment.objects.count()
    parent = picked(place, status="approved") if place % 3 else None
    write(Client(), interview, body=f"{WORD} {number}", email="", parent=parent.pk if parent else "")


def decide(status: str) -> Callable[[Interview, int], None]:
    def step(interview: Interview, place: int) -> None:
        if comment := picked(place):
            comment.decide(status)

    return step


def edit(interview: Interview, place: int) -> None:
    if comment := picked(place):
        comment.rewrite(f"{comment.body} again", by=None, status="pending" if comment.status == "approved" else None)


def save(interview: Interview, place: int) -> None:
    if comment := picked(place):
        comment.name = f"Reader {place}"
        comment.save()


def delete(interview: Interview, place: int) -> None:
    if comment := picked(place, replies=None):
        comment.delete()


def switch(interview: Interview, place: int) -> None:
    SitePolicy(mode=("open", "approve_first", "closed")[place % 3]).save()


STEPS = {
    "submit": submit,
    "approve": decide("approved"),
    "reject": decide("rejected"),
    "spam": decide("spam"),
    "remove": decide("removed"),
    "withdraw": decide("withdrawn"),
    "edit": edit,
    "save": save,
    "delete": delete,
    "switch": switch,
}


class Sequences(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 8)), max_size=14))
    def test_no_sequence_shows_what_is_not_approved(self, steps: list[tuple[str, int]]) -> None:
        interview = make_interview(guest="Ola Berg")
        make_segment(interview, 18)
        refresh([interview.pk])  # the factories use no door
        for name, place in steps:
            STEPS[name](interview, place)
        approved = {comment.body for comment in Comment.objects.filter(status="approved")}
        hidden = {comment.body for comment in Comment.objects.exclude(status="approved")} - approved
        interview.refresh_from_db()
        assert interview.comment_count == Comment.objects.filter(status="approved").count()
        address = interview.get_absolute_url()
        reader = Client()
        places = [address, f"{address}comments/", f"/feeds{address}comments.atom", "/feeds/comments.atom"]
        places += ["/search/?q=ropewalk", f"{address[:-1]}.json", "/", "/interviews/"]
        for place in places:
            text = reader.get(place).content.decode()
            for body in hidden:
                assert f"{body}<" not in text and f"{body}&" not in text, (place, body)
        whole = reader.get(f"{address}comments/").content.decode()
        assert all(f"<p>{body}</p>" in whole for body in approved)
        exported = json.loads(reader.get(f"{address[:-1]}.json").content)["interview"].get("comments", [])
        assert {entry["body"] for entry in exported} == approved
        assert_exact()


@pytest.mark.django_db
def test_an_answer_of_the_guest_belongs_to_the_question_as_long_as_it_is_shown() -> None:
    interview = make_interview(guest="Ola Berg")
    question = Comment.objects.create(interview=interview, name="Mia Ek", body="Why?", kind="question")
    question.decide("approved")
    assert list(Comment.objects.unanswered()) == [question]
    answer = Comment.objects.create(interview=interview, name="Ola Berg", body="So.", parent=question, voice="guest")
    assert list(Comment.objects.unanswered()) == [question]
    answer.decide("approved")
    assert list(Comment.objects.unanswered()) == []
    answer.decide("removed", by=make_editor())
    assert list(Comment.objects.unanswered()) == [question]
