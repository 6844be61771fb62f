"""What the author of a comment sees of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interviews.comments.models import Comment
from tests.comments.test_writing import write
from tests.factories import make_interview

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
