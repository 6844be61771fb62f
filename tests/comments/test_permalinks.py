"""Addresses of comments always land: on another page, folded away, below what was removed."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from interviews.comments.outline import FIRST_PAGE_LENGTH, PAGE_LENGTH, SHOWN_REPLIES
from interviews.models import Interview, Segment
from tests.factories import make_comment, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


def landing(client: Client, comment: Comment) -> tuple[str, str]:
    """Where the address leads, and the page there."""
    place = client.get(comment.get_absolute_url())["Location"]
    page = client.get(place)
    assert page.status_code == 200
    return place, page.content.decode()


def many(interview: Interview, count: int, parent: Comment | None = None) -> list[Comment]:
    root = parent and (parent.root or parent)
    rows = [
        Comment(
            interview=interview,
            name=f"Reader {number}",
            body=f"Thought {number}.",
            body_html=f"<p>Thought {number}.</p>",
            status="approved",
            parent=parent,
            root=root,
            depth=parent.depth + 1 if parent else 0,
        )
        for number in range(count)
    ]
    return Comment.objects.bulk_create(rows)


def test_one_on_the_first_page_is_on_the_page_of_the_interview(client: Client) -> None:
    comment = make_comment(make_interview())
    place, page = landing(client, comment)
    assert place == f"{comment.interview.get_absolute_url()}#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in page


def test_one_on_a_later_page_of_the_conversation(client: Client) -> None:
    interview = make_interview()
    last = many(interview, 2 * PAGE_LENGTH + 1)[-1]
    place, page = landing(client, last)
    assert place == f"{interview.get_absolute_url()}comments/?page=3#comment-{last.pk}"
    assert f'id="comment-{last.pk}"' in page


def test_one_that_is_folded_away_is_on_the_page_of_its_thread(client: Client) -> None:
    interview = make_interview()
    root = make_comment(interview)
    replies = many(interview, PAGE_LENGTH + 5, parent=root)
    place, page = landing(client, replies[SHOWN_REPLIES + 1])
    assert place == f"{interview.get_absolute_url()}comments/{root.pk}/thread/#comment-{replies[SHOWN_REPLIES + 1].pk}"
    assert f'id="comment-{replies[SHOWN_REPLIES + 1].pk}"' in page
    place, page = landing(client, replies[-1])
    assert f"{root.pk}/thread/?page=2#" in place
    assert f'id="comment-{replies[-1].pk}"' in page


def test_a_removed_one_with_replies_leads_to_what_stands_in_its_place(client: Client) -> None:
    interview = make_interview()
    root = make_comment(interview, name="Eve", body="Shameless.")
    reply = make_comment(interview, parent=root)
    root.decide("removed")
    _place, page = landing(client, root)
    assert f'id="comment-{root.pk}"' in page
    assert "Eve" not in page and "Shameless" not in page
    assert f'id="comment-{reply.pk}"' in landing(client, reply)[1]


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "removed", "withdrawn"])
def test_one_that_is_not_shown_is_told_to_be_so(client: Client, status: str) -> None:
    comment = make_comment(make_interview(), status=status)
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_one_of_another_interview_is_not_here(client: Client) -> None:
    comment = make_comment(make_interview())
    other = make_interview()
    assert client.get(f"{other.get_absolute_url()}comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "999999999", "²"])
def test_a_page_that_is_not_there_is_the_nearest_one(client: Client, page: str) -> None:
    interview = make_interview()
    many(interview, PAGE_LENGTH + 1)
    assert client.get(f"{interview.get_absolute_url()}comments/?page={page}").status_code == 200


def test_one_answers_comments_are_shown_by_themselves_and_counted_beside_it(client: Client) -> None:
    interview = make_interview()
    segment = make_segment(interview, 18, label="Why lighthouses")
    comment = make_comment(interview, segment=segment, body="Of the light.")
    make_comment(interview, parent=comment, body="Of it too.")
    make_comment(interview, body="Of something else.")
    whole = client.get(interview.get_absolute_url()).content.decode()
    address = f"{interview.get_absolute_url()}comments/?segment={segment.uid}"
    assert re.search(rf'href="{re.escape(address)}" rel="nofollow">2 comments</a>', whole)
    assert f'comments/write/?segment={segment.uid}" rel="nofollow">Comment</a>' in whole
    assert 'data-comments="2"' in whole
    page = client.get(address).content.decode()
    assert "Of the light." in page and "Of it too." in page and "Of something else." not in page
    assert f'name="segment" value="{segment.uid}"' in page


def test_a_comment_keeps_the_moment_and_the_words_of_a_segment_that_goes(client: Client) -> None:
    interview = make_interview()
    segment = make_segment(interview, 18, label="Why lighthouses")
    comment = make_comment(interview, segment=segment)
    segment.delete()
    page = client.get(interview.get_absolute_url()).content.decode()
    assert "on what was “<span" in page and "Why lighthouses" in page
    assert '<a href="?t=0:18">0:18</a>' in page
    comment.refresh_from_db()
    assert comment.about == "Why lighthouses"


def test_five_thousand_comments_cost_what_one_costs(client: Client, django_assert_num_queries: object) -> None:
    interview = make_interview()
    make_recording(interview, duration=timedelta(hours=1))  # else the end of the index is asked for
    roots = many(interview, 1_000)
    for place in range(40):
        many(interview, 100, parent=roots[place])
    Interview.objects.update(comment_count=5_000)
    with django_assert_num_queries(6):
        page = client.get(f"{interview.get_absolute_url()}comments/").content
    assert len(page) < 100_000
    assert page.count(b'<article class="comment') <= PAGE_LENGTH
    with django_assert_num_queries(6):
        client.get(f"{interview.get_absolute_url()}comments/?page=20&sort=newest")
    first = client.get(interview.get_absolute_url()).content
    assert len(first) < 50_000  # an interview with all it can have has as much itself
    assert first.count(b'<article class="comment') <= FIRST_PAGE_LENGTH
    assert b"Comments (5000)" in first or b"Comments (5,000)" in first


def test_a_comment_moves_with_a_segment_that_is_retimed(client: Client) -> None:
    interview = make_interview()
    segment = make_segment(interview, 18)
    make_comment(interview, segment=segment)
    make_comment(interview, segment=segment, moment=timedelta(seconds=25))
    Segment.objects.filter(pk=segment.pk).update(start=timedelta(seconds=60))
    page = client.get(interview.get_absolute_url()).content.decode()
    assert '<a href="?t=1:00" data-start="60">1:00</a>' in page
    assert '<a href="?t=1:07" data-start="67">1:07</a>' in page
    Segment.objects.filter(pk=segment.pk).update(start=None)
    assert '<a href="?t=0:25">0:25</a>' in client.get(interview.get_absolute_url()).content.decode()


def test_the_page_that_says_a_comment_is_not_shown_leads_to_the_conversation(client: Client) -> None:
    interview = make_interview()
    hidden = make_comment(interview, status="pending")
    for address in ("", "reply/", "report/", "received/", "thread/"):
        page = client.get(f"{hidden.get_absolute_url()}{address}")
        assert page.status_code == 404
        assert f'href="{interview.get_absolute_url()}comments/"' in page.content.decode()
        assert page.content == client.get(f"{interview.get_absolute_url()}comments/4711/{address}").content


@pytest.mark.parametrize("way", ["edit", "report", "follow"])
def test_a_form_of_ten_megabytes_is_refused_in_words(client: Client, settings: object, way: str) -> None:
    settings.SENDS_LETTERS = True
    comment = make_comment(make_interview())
    base = comment.interview.get_absolute_url() + "comments/" if way == "follow" else comment.get_absolute_url()
    sent = {"body": "b" * 10_000_000, "email": "b" * 10_000_000}
    page = client.post(f"{base}{way}/", urlencode(sent), "application/x-www-form-urlencoded", headers=HERE)
    assert page.status_code == 413 and "far larger" in page.content.decode()


def test_what_a_form_refuses_is_no_warning_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    interview = make_interview()
    client.post(f"{interview.get_absolute_url()}comments/", {"body": ""}, headers=HERE)
    client.get(f"{interview.get_absolute_url()}comments/4711/")
    assert caplog.text == ""
    client.get("/interviews/nobody/")
    assert "Not Found: /interviews/nobody/" in caplog.text


def test_the_form_below_one_answers_comments_speaks_of_it(client: Client) -> None:
    interview = make_interview()
    make_recording(interview, duration=timedelta(minutes=5))
    segment = make_segment(interview, 18, label="Why lighthouses")
    make_comment(interview, segment=segment)
    make_comment(interview)
    page = client.get(f"{interview.get_absolute_url()}comments/?segment={segment.uid}").content.decode()
    assert "<h1>1 comment</h1>" in page
    form = page.partition('id="comments-write"')[2]
    assert "Why lighthouses" in form and re.search(r'name="moment" value="0:18"', form)
    whole = client.get(f"{interview.get_absolute_url()}comments/").content.decode()
    assert "<h1>2 comments</h1>" in whole and 'name="moment"' not in whole


def test_the_page_tells_the_player_of_moments_that_no_entry_has(client: Client) -> None:
    interview = make_interview()
    segment = make_segment(interview, 18)
    for seconds in (60, 30, 60):
        make_comment(interview, moment=timedelta(seconds=seconds))
    make_comment(interview, segment=segment, moment=timedelta(seconds=25))
    make_comment(interview, moment=timedelta(seconds=99), status="pending")
    assert ' data-moments="30 60 60"' in client.get(interview.get_absolute_url()).content.decode()
    assert "data-moments" not in client.get(make_interview().get_absolute_url()).content.decode()


def test_where_nothing_new_is_taken_no_entry_offers_to_comment(client: Client) -> None:
    interview = make_interview()
    segment = make_segment(interview, 18)
    address = f"comments/write/?segment={segment.uid}"
    assert address in client.get(interview.get_absolute_url()).content.decode()
    SitePolicy(mode="closed").save()
    assert address not in client.get(interview.get_absolute_url()).content.decode()
