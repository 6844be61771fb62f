"""What the author of a comment sees of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from interviews.comments.models import Comment
from tests.comments.test_writing import write
from tests.factories import make_comment, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(client):
    """The address that the author of a new comment is led to."""
    return write(client, make_interview(), name="Mia & Ek", body="Is *that* so?")["Location"]


def test_the_author_is_thanked_and_sees_the_text_as_it_will_look(client, receipt):
    page = client.get(receipt)
    assert page.status_code == 200
    assert "Thank you, <bdi>Mia &amp; Ek</bdi>" in page.content.decode()
    assert "waits for approval" in page.content.decode()
    assert "Is <em>that</em> so?" in page.content.decode()


def test_the_page_is_kept_by_nobody(client, receipt):
    page = client.get(receipt)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_without_the_key_or_with_another_one_there_is_no_page(client, receipt):
    address, _, key = receipt.partition("?key=")
    write(client, Comment.objects.get().interview, body="Another one.")
    other = Comment.objects.latest("pk")
    elsewhere = reverse("comments:received", args=[other.interview.slug, other.pk])
    for wrong in (address, f"{address}?key=", f"{receipt}x", f"{elsewhere}?key={key}", f"{address}?key=%00"):
        assert client.get(wrong).status_code == 404


def test_once_approved_it_leads_to_the_comment(client, receipt):
    comment = Comment.objects.get()
    comment.decide("approved")
    client.cookies.clear()  # the half hour in which it can be changed is over
    answer = client.get(receipt)
    assert answer.status_code == 302
    assert answer["Location"] == comment.get_absolute_url()
    landed = client.get(comment.get_absolute_url())
    assert landed["Location"] == f"{comment.interview.get_absolute_url()}#comment-{comment.pk}"


def test_a_rejected_comment_does_not_claim_to_wait(client, receipt):
    Comment.objects.get().decide("rejected")
    page = client.get(receipt).content.decode()
    assert "did not publish" in page
    assert "waits for approval" not in page


def test_it_goes_when_the_interview_or_the_comment_goes(client, receipt):
    comment = Comment.objects.get()
    comment.interview.withdraw()
    assert client.get(receipt).status_code == 404
    comment.interview.publish()
    assert client.get(receipt).status_code == 200
    comment.delete()
    assert client.get(receipt).status_code == 404


@pytest.mark.parametrize("preview", [True, False], ids=["the preview", "the page of what arrived"])
def test_a_comment_is_shown_to_its_author_with_all_that_it_will_stand_with(client, preview):
    interview = make_interview(guest="Ola Berg")
    make_recording(interview, duration=timedelta(minutes=5))
    segment = make_segment(interview, 18, label="Why lighthouses")
    typed = {"segment": segment.uid, "moment": "0:20", "question": "1", "body": "At 1:02 you laugh."}
    answer = write(client, interview, **typed, **({"preview": "1"} if preview else {}))
    page = (answer if preview else client.get(answer["Location"])).content.decode()
    address = interview.get_absolute_url()
    assert f'<a href="{address}?t=1:02" data-start="62">1:02</a>' in page
    assert "<span>Question to the guest</span>" in page
    assert f'<a href="{address}?t=0:20">0:20</a>' in page
    assert page.count("Why lighthouses") == (2 if preview else 1)


def test_a_reply_is_shown_to_its_author_with_what_it_answers(client):
    parent = make_comment(make_interview(), name="Jon Aas")
    answer = write(client, parent.interview, parent=parent.pk)
    page = client.get(answer["Location"]).content.decode()
    assert f'in reply to <a href="{parent.get_absolute_url()}">#1 <bdi>Jon Aas</bdi></a>' in page
    parent.decide("removed")
    page = client.get(answer["Location"]).content.decode()
    assert "in reply to a comment that is no longer shown" in page and "Jon Aas" not in page


def test_where_the_length_is_not_known_times_are_links_as_far_as_the_index_goes(client):
    interview = make_interview()
    make_recording(interview, duration=None)
    make_segment(interview, 18)
    make_segment(interview, 600)
    make_comment(interview, body="At 9:50, and at 10:01.")
    page = client.get(interview.get_absolute_url()).content.decode()
    assert 'data-start="590">9:50</a>' in page and "at 10:01." in page
    write(client, interview, moment="10:30")  # the last answer goes on after it began
    assert Comment.objects.get(status="pending").moment == timedelta(minutes=10, seconds=30)


def test_where_no_time_is_known_none_is_promised(client):
    page = client.get(f"{make_interview().get_absolute_url()}comments/write/").content.decode()
    assert "An empty line begins a new paragraph." in page
    assert "12:30" not in page and 'name="moment"' not in page
