"""What editors save turns the pages that show it, and no others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from interviews.models.generation import EVERYTHING, counts_of, of_interview
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, draft_beside, publish_changes
from tests.editorial.sent_form import opened, send
from tests.factories import make_interview, make_segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks() -> tuple[Interview, Interview]:
    one, other = make_interview(guest="Ola Berg"), make_interview(guest="Mia Ek")
    for row in (one, other):
        make_segment(row, 18, question="Why?", answer="So.", tags=("fog",))
        refresh([row])
    return one, other


def counts(*rows: Interview) -> dict[str, int]:
    return counts_of([EVERYTHING, *(of_interview(row.pk) for row in rows)])


def turned(before: dict[str, int], rows: tuple[Interview, ...]) -> set[str]:
    return {key for key, number in counts(*rows).items() if number != before[key]}


def save(desk: Client, row: Interview, changes: dict[str, str]) -> None:
    page = reverse("admin:interviews_interview_change", args=[row.pk])
    assert send(desk, page, opened(desk, page) | changes).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"segments-0-answer": "Else."}, {"segments-0-tag_names": "fog, tides"}, {"title": "Ola Berg, Pilot"}],
)
def test_what_is_saved_turns_no_page_and_what_is_published_its_own(
    desk: Client, talks: tuple[Interview, Interview], changes: dict[str, str]
) -> None:
    before = counts(*talks)
    save(desk, talks[0], changes)
    assert turned(before, talks) == set()
    publish_changes(draft_beside(talks[0]))
    assert turned(before, talks) == {of_interview(talks[0].pk)}


def test_a_draft_turns_none(desk: Client, talks: tuple[Interview, Interview]) -> None:
    hidden = make_interview(published=False)
    make_segment(hidden, 18, question="Why?")
    beside, _new = begin_draft(talks[0])
    rows = (*talks, hidden, beside)
    before = counts(*rows)
    save(desk, hidden, {"segments-0-answer": "Else."})
    save(desk, beside, {"segments-0-answer": "Else."})
    assert turned(before, rows) == set()
