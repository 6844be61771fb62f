"""A clock that was set back: nobody waits for the time that comes twice, and nothing is lost or public twice."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.test import Client
from django.utils import timezone

from interviews.comments import stamps
from interviews.comments.limits import DRIFT, seconds_to_wait
from interviews.comments.models import Comment, NetworkKey
from interviews.models import Interview
from interviews.store.beside import begin_draft, schedule_changes
from interviews.store.due import publish_due_changes
from tests.comments.test_writing import write
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def set_back(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    real, now = time.time, timezone.now
    monkeypatch.setattr(time, "time", lambda: real() - by.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: now() - by)


@pytest.mark.parametrize("slow_mode", [0, 600])
def test_what_was_written_before_it_holds_nobody_up(monkeypatch: pytest.MonkeyPatch, slow_mode: int) -> None:
    interview = make_interview()
    make_comment(interview, network="one")
    assert seconds_to_wait(["one"], interview, slow_mode) > 0
    set_back(monkeypatch, DAY)
    assert seconds_to_wait(["one"], interview, slow_mode) == 0


def test_the_clock_of_another_node_that_is_a_little_ahead_lets_nobody_by(monkeypatch: pytest.MonkeyPatch) -> None:
    interview = make_interview()
    make_comment(interview, network="one")
    set_back(monkeypatch, DRIFT / 2)
    assert seconds_to_wait(["one"], interview) > 0


def test_a_form_that_was_given_out_before_it_is_still_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = stamps.form_stamp()
    interview = make_interview()
    Interview.objects.update(published_at=timezone.now() - DAY)
    set_back(monkeypatch, dt.timedelta(hours=1))
    assert stamps.age_of(stamp) == 0
    assert write(Client(), interview, stamp=stamp).status_code == 303
    assert Comment.objects.count() == 1


def test_changes_that_went_live_stay_live_and_those_to_come_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    went, comes = (make_interview(guest=name) for name in ("Ola Berg", "Mia Ek"))
    for row, at in ((went, timezone.now() - dt.timedelta(minutes=1)), (comes, timezone.now() + dt.timedelta(hours=1))):
        make_segment(row, 18, question="Before?")
        draft, _new = begin_draft(row)
        draft.segments.update(question="After?")
        schedule_changes(draft, at)
    assert publish_due_changes() == 1
    set_back(monkeypatch, DAY)
    assert publish_due_changes() == 0
    assert (went.segments.get().question, comes.segments.get().question) == ("After?", "Before?")
    assert Interview.objects.filter(edits=comes.pk).exists()


def test_a_mark_of_a_network_made_before_it_is_still_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = NetworkKey.marks("192.0.2.0/24")
    set_back(monkeypatch, DAY)
    assert set(before) & set(NetworkKey.marks("192.0.2.0/24"))
