"""Answers to a comment, and comments on a segment."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interviews.comments.models import Comment
from tests.comments.test_writing import TYPED, address, field, write
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db


def test_a_reply_hangs_on_what_it_answers(client):
    parent = make_comment(make_interview())
    write(client, parent.interview, parent=parent.pk)
    comment = Comment.objects.get(status="pending")
    assert (comment.parent, comment.depth) == (parent, 1)


def test_a_reply_hangs_on_what_it_answers_however_deep(client):
    interview = make_interview()
    tower = [make_comment(interview)]
    for _ in range(9):
        tower.append(make_comment(interview, parent=tower[-1]))
    write(client, interview, parent=tower[-1].pk)
    comment = Comment.objects.get(status="pending")
    assert (comment.parent, comment.depth, comment.root) == (tower[-1], 10, tower[0])
    comment.decide("approved")
    page = client.get(interview.get_absolute_url() + f"comments/{tower[0].pk}/thread/").content.decode()
    assert f'in reply to <a href="#{tower[-1].anchor}">' in page


def test_a_reply_below_the_deepest_hangs_beside_what_it_answers(client, monkeypatch):
    monkeypatch.setattr("interviews.comments.models.comment.DEEPEST", 2)
    interview = make_interview()
    tower = [make_comment(interview)]
    for _ in range(2):
        tower.append(make_comment(interview, parent=tower[-1]))
    write(client, interview, parent=tower[-1].pk)
    comment = Comment.objects.get(status="pending")
    assert (comment.parent, comment.depth) == (tower[-2], 2)


def test_in_a_locked_thread_no_reply_is_offered_and_a_refused_one_can_be_sent_by_itself(client):
    interview = make_interview()
    root = make_comment(interview)
    reply = make_comment(interview, parent=root)
    deeper = make_comment(interview, parent=reply)
    other = make_comment(interview)
    reply.lock()
    page = client.get(interview.get_absolute_url()).content.decode()
    offered = [comment for comment in (root, reply, deeper, other) if f'href="{comment.reply_url}"' in page]
    assert offered == [root, other]
    refused = write(client, interview, parent=deeper.pk)
    content = refused.content.decode()
    assert refused.status_code == 403
    assert "The editors closed this thread in the meantime." in content
    assert 'name="parent"' not in content and "Send as a comment of its own" in content
    assert TYPED["body"] in field(refused, "body")
    assert write(client, interview).status_code == 303


@pytest.mark.parametrize("forged", ["elsewhere", "pending", "gone", "9" * 40, "x"])
def test_a_forged_parent_is_refused_and_the_text_can_be_sent_without_it(client, forged):
    interview = make_interview()
    parents = {
        "elsewhere": lambda: make_comment(make_interview()).pk,
        "pending": lambda: make_comment(interview, status="pending").pk,
        "gone": lambda: 4711,
    }
    before = parents.get(forged, lambda: forged)()
    page = write(client, interview, parent=before)
    content = page.content.decode()
    assert page.status_code == 422
    assert "The comment you answer is not here any more." in content
    assert TYPED["body"] in field(page, "body")
    assert 'name="parent"' not in content
    assert "Send as a comment of its own" in content
    assert write(client, interview).status_code == 303


def test_the_page_of_a_reply_quotes_what_it_answers(client):
    parent = make_comment(make_interview(), name="Jon Aas", body="Is *that* so?")
    page = client.get(parent.reply_url)
    assert "Is <em>that</em> so?" in page.content.decode()
    assert f'value="{parent.pk}"' in field(page, "parent")
    assert "csrfmiddlewaretoken" not in page.content.decode()


def test_only_what_is_shown_can_be_answered(client):
    waiting = make_comment(make_interview(), status="pending")
    assert client.get(waiting.reply_url).status_code == 404
    shown = make_comment(make_interview())
    assert client.get(reverse("comments:reply", args=[waiting.interview.slug, shown.pk])).status_code == 404
    shown.interview.withdraw()
    assert client.get(shown.reply_url).status_code == 404


def test_a_comment_can_speak_of_a_segment(client):
    interview = make_interview()
    segment = make_segment(interview, 18, label="Why lighthouses")
    page = client.get(address(interview), {"segment": segment.uid})
    assert "Why lighthouses" in page.content.decode()
    assert f'value="{segment.uid}"' in field(page, "segment")
    write(client, interview, segment=segment.uid)
    assert (Comment.objects.get().segment, Comment.objects.get().moment) == (segment, segment.start)


@pytest.mark.parametrize("uid", ["unknown", "\x00", "<b>"])
def test_a_segment_that_is_not_there_is_no_reason_to_refuse(client, uid):
    interview = make_interview()
    assert client.get(address(interview), {"segment": uid}).status_code == 200
    write(client, interview, segment=uid)
    assert Comment.objects.get().segment is None
