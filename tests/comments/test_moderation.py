"""Decisions, and the count that the interview keeps."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from interviews.comments.models import Comment, ModerationEvent
from tests.factories import make_comment, make_editor, make_interview, make_segment

pytestmark = pytest.mark.django_db


def count(interview):
    interview.refresh_from_db()
    return interview.comment_count


def test_a_decision_is_logged_and_counted():
    comment, editor = make_comment(make_interview(), status="pending"), make_editor()
    assert comment.decide("approved", by=editor)
    event = ModerationEvent.objects.get()
    assert (event.actor, event.before, event.after) == (editor, "pending", "approved")
    assert count(comment.interview) == 1
    assert comment.decide("rejected", by=editor)
    assert count(comment.interview) == 0


def test_the_same_decision_again_changes_nothing():
    comment = make_comment(make_interview())
    assert not comment.decide("approved")
    assert comment.events.count() == 1
    assert count(comment.interview) == 1


def test_deleting_an_approved_comment_recounts():
    interview = make_interview()
    comment, _ = make_comment(interview), make_comment(interview)
    comment.delete()
    assert count(interview) == 1


def test_deleting_many_at_once_recounts_each_interview():
    first, second = make_interview(), make_interview()
    for interview in (first, first, second):
        make_comment(interview)
    make_comment(second, body="Kept.")
    deleted, _ = Comment.objects.exclude(body="Kept.").delete()
    assert deleted == 6  # three comments, three decisions
    assert (count(first), count(second)) == (0, 1)


def test_deleting_through_the_interview_recounts_too():
    interview = make_interview()
    make_comment(interview)
    interview.comments.all().delete()
    assert count(interview) == 0


def test_a_count_that_drifted_is_mended_by_the_next_decision():
    comment = make_comment(make_interview())
    type(comment.interview).objects.update(comment_count=7)
    make_comment(comment.interview)
    assert count(comment.interview) == 2


def test_what_was_answered_cannot_be_deleted_before_its_answers():
    interview = make_interview()
    parent = make_comment(interview)
    answer = make_comment(interview, parent=parent)
    with pytest.raises(RestrictedError):
        parent.delete()
    assert count(interview) == 2
    answer.delete()
    parent.delete()
    assert count(interview) == 0


def test_an_interview_goes_with_its_whole_conversation():
    interview = make_interview()
    make_comment(interview, parent=make_comment(interview))
    interview.delete()
    assert not Comment.objects.exists()


def test_a_segment_that_goes_leaves_its_comments():
    interview = make_interview()
    segment = make_segment(interview, 18)
    comment = make_comment(interview, segment=segment)
    segment.delete()
    comment.refresh_from_db()
    assert comment.segment is None


def test_a_comment_and_what_it_answers_are_of_one_interview():
    comment = make_comment(make_interview())
    comment.clean()
    comment.parent = make_comment(make_interview())
    comment.segment = make_segment(make_interview())
    with pytest.raises(ValidationError) as refused:
        comment.clean()
    assert set(refused.value.message_dict) == {"parent", "segment"}
