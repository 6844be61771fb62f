"""The same words again: a second click is one comment, and nothing that was typed is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from interviews.comments.models import Comment, Letter, SitePolicy, Subscription
from interviews.models import Interview
from tests.comments.test_arrival import later, send
from tests.comments.test_writing import TYPED
from tests.factories import make_interview, make_recording

pytestmark = pytest.mark.django_db

#: Two networks.
HERE, THERE = "203.0.113.5", "198.51.100.5"


@pytest.fixture(params=["open", "approve_first"])
def interview(request: pytest.FixtureRequest) -> Interview:
    SitePolicy(mode=request.param).save()
    interview = make_interview(guest="Ola Berg")
    make_recording(interview, duration=timedelta(minutes=9))
    return interview


def sent(interview: Interview, address: str = HERE, **typed: object) -> str:
    """Where its author is led."""
    answer = send(Client(), interview, address, **typed)
    assert answer.status_code == 303
    return answer["Location"]


@pytest.mark.parametrize("address", [HERE, "203.0.113.77", THERE])
def test_a_retry_makes_one_comment_also_from_the_next_network(interview: Interview, address: str) -> None:
    typed = {"body": "Lovely passage!", "moment": "0:30", "question": "on"}
    sent(interview, HERE, **typed)
    sent(interview, address, **typed)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"moment": "0:30"}, {"moment": "2:30"}),
        ({"moment": "0:30"}, {}),
        ({}, {"question": "on"}),
        ({"url": ""}, {"url": "https://eva.example"}),
    ],
)
def test_what_differs_in_anything_that_was_typed_elsewhere_is_another_comment(
    interview: Interview, one: dict, other: dict
) -> None:
    first = sent(interview, HERE, body="Lovely passage!", **one)
    second = sent(interview, THERE, body="Lovely passage!", **other)
    assert Comment.objects.count() == 2
    assert first.partition("?")[0] != second.partition("?")[0]


@pytest.mark.parametrize("first", ["mia@example.org", ""])
def test_another_address_from_elsewhere_is_another_reader_and_whose_a_public_one_is_nobody_finds_out(
    interview: Interview, first: str
) -> None:
    sent(interview, HERE, email=first)
    comment = Comment.objects.get()
    others = {"198.51.100.5": "mia@example.org", "192.0.2.5": "eva@example.org", "198.51.101.5": ""}
    places = [sent(interview, address, email=email) for address, email in others.items()]
    if comment.status == "approved":
        assert places == [comment.get_absolute_url()] * 3
    else:
        assert len({place.partition("?")[0] for place in places}) == Comment.objects.count() == 3
        assert set(Comment.objects.values_list("email", flat=True)) == {"mia@example.org", "eva@example.org", ""}


def test_another_moment_of_the_same_reader_is_another_comment(interview: Interview) -> None:
    sent(interview, body="Lovely passage!", moment="0:30")
    later(seconds=11)
    sent(interview, body="Lovely passage!", moment="2:30")
    assert [comment.moment.seconds for comment in Comment.objects.order_by("pk")] == [30, 150]


def test_an_address_and_a_wish_for_letters_that_come_with_the_repetition_are_kept(
    interview: Interview, posting: Callable
) -> None:
    with posting() as letters:
        sent(interview, email="", url="")
        sent(interview, email="mia@example.org", url="", follow="on")
    comment = Comment.objects.get()
    assert comment.email == ("" if comment.status == "approved" else "mia@example.org")
    assert [letter.to for letter in letters] == [["mia@example.org"]]
    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.comment) == ("mia@example.org", comment)


def test_a_wish_for_letters_alone_is_kept(interview: Interview, posting: Callable) -> None:
    with posting() as letters:
        sent(interview)
        sent(interview, follow="on")
        sent(interview, follow="on")
    assert (Comment.objects.count(), Subscription.objects.count(), len(letters)) == (1, 1, 1)


def test_what_was_left_out_the_second_time_stays(interview: Interview) -> None:
    sent(interview)
    sent(interview, email="", url=TYPED["url"])
    assert Comment.objects.get().email == TYPED["email"]


def test_nobody_adds_a_link_to_what_is_public(interview: Interview) -> None:
    sent(interview, url="")
    later(seconds=11)
    sent(interview, url="https://mia.example")
    addresses = list(Comment.objects.order_by("pk").values_list("url", flat=True))
    shown = SitePolicy.current().mode == "open"
    assert addresses == (["", "https://mia.example"] if shown else ["https://mia.example"])


def test_by_repeating_what_is_public_a_network_causes_few_letters(interview: Interview, posting: Callable) -> None:
    sent(interview, email="")
    Comment.objects.update(status="approved")
    with posting() as letters:
        for number in range(8):
            sent(interview, email=f"stranger-{number}@example.org", follow="on")
    assert (Comment.objects.count(), len(letters), Letter.objects.count()) == (1, 5, 5)
