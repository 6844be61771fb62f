"""Feeds of comments: approved ones only, threaded, and new when they are approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from interviews.comments.models import Comment
from interviews.models import Interview
from tests.factories import make_comment, make_interview
from tests.feeds.full_site import SECRET, make_secrets

pytestmark = pytest.mark.django_db

SITE, ONE = "/feeds/comments.atom", "/feeds/interviews/ola-berg/comments.atom"


@pytest.fixture
def interview() -> Interview:
    return make_interview(guest="Ola Berg", slug="ola-berg")


def read(client: Client, place: str) -> Any:
    feed = feedparser.parse(client.get(place).content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("place", [SITE, ONE])
def test_a_comment_stands_in_the_feed_as_on_the_page(client: Client, interview: Interview, place: str) -> None:
    comment = make_comment(
        interview, name="Mia Ek", email="mia@x.example", body="Well *said* ]]> & <b>", url="https://mia.example/"
    )
    (entry,) = read(client, place).entries
    assert entry.id == f"{interview.feed_guid}#comment-{comment.uid}"
    assert entry.title == "Mia Ek on Ola Berg, Keeper"
    assert entry.link == f"http://testserver/interviews/ola-berg/comments/{comment.pk}/"
    assert entry.author_detail.name == "Mia Ek" and entry.author_detail.href == "https://mia.example/"
    assert entry.content[0].value == comment.body_html
    assert "mia@x.example" not in client.get(place).text


def test_an_answer_names_what_it_answers(client: Client, interview: Interview) -> None:
    asked = make_comment(interview, body="Why white?")
    make_comment(interview, body="It is seen.", parent=asked)
    hidden = make_comment(interview, body="Not for all.", status=Comment.Status.PENDING)
    make_comment(interview, body="An answer to nobody.", parent=hidden)
    text = client.get(ONE).text
    assert text.count(f'ref="{interview.feed_guid}#comment-{asked.uid}"') == 1
    assert text.count(f'ref="{interview.feed_guid}"') == 2  # the first, and the answer to one that is not shown
    assert "Not for all." not in text


def test_the_site_s_feed_has_all_and_an_interview_s_its_own(client: Client, interview: Interview) -> None:
    other = make_interview(slug="other")
    mine, theirs = make_comment(interview), make_comment(other, body="Elsewhere.")
    assert {entry.id.rpartition("-")[2] for entry in read(client, SITE).entries} == {mine.uid, theirs.uid}
    assert [entry.id.rpartition("-")[2] for entry in read(client, ONE).entries] == [mine.uid]


def test_what_is_not_approved_or_not_public_is_in_neither(client: Client, interview: Interview) -> None:
    make_comment(interview, body="Seen.")
    make_secrets()
    for place in (SITE, ONE):
        text = client.get(place).text
        assert "Seen." in text and SECRET not in text
    for slug in ("secret-draft", "secret-withdrawn", "secret-tomorrow", "nobody"):
        assert client.get(f"/feeds/interviews/{slug}/comments.atom").status_code == 404


@pytest.mark.parametrize("place", [SITE, ONE])
def test_a_comment_that_waited_is_new_when_it_is_approved(client: Client, interview: Interview, place: str) -> None:
    make_comment(interview, body="First.")
    waiting = make_comment(
        interview, body="Waited.", status=Comment.Status.PENDING, created_at=timezone.now() - timedelta(days=3)
    )
    before = client.get(place)
    again = client.get(place, headers={"if-none-match": before["ETag"]})
    assert again.status_code == 304
    waiting.decide(Comment.Status.APPROVED)
    after = client.get(place, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["Last-Modified"] >= before["Last-Modified"]
    assert [entry.summary for entry in read(client, place).entries] == ["Waited.", "First."]


@pytest.mark.parametrize("many", [1, 20])
def test_a_feed_of_comments_costs_the_same_however_many_there_are(
    client: Client, interview: Interview, django_assert_num_queries: Any, many: int
) -> None:
    asked = make_comment(interview)
    for number in range(many):
        make_comment(interview, body=f"Remark {number}", parent=asked)
    with django_assert_num_queries(3):  # the comments; when anything was decided, or published
        client.get(SITE)
    with django_assert_num_queries(5):  # and the interview with its people
        client.get(ONE)
