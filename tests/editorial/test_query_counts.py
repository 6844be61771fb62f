"""The desk asks the database as often for sixty segments as for three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.models import Appearance, Interview, Revision, Segment
from interviews.models.tag import tag_rows
from interviews.search.index import refresh
from interviews.store.history import Revising
from tests.editorial.sent_form import opened, send
from tests.factories import make_interview, make_recording, make_segment
from tests.search.upkeep import KEPT_UP

#: Queries of who keeps each state: one sees that the last is known, six read the new one and write it.
KEEPING = 7
#: Of a form that is opened: what it said is kept, unsaved work is looked for, and who else is there.
TOGETHER = 3

#: Of any page of the desk: how many notices wait; and of the form, how many notes are open.
TOLD = 2
#: And of what stands against publishing: people, recordings, segments, transcript. Links are one more, where any are.
LINTING = 4

pytestmark = pytest.mark.django_db


def interview_with(count: int, **given: object) -> Interview:
    interview = make_interview(published=False, guest=f"Ola Berg {count}", host="Mia Ek", **given)
    guest = interview.appearances.get(role=Appearance.Role.GUEST)
    rows = Segment.objects.bulk_create(
        Segment(
            interview=interview,
            position=n,
            start=timedelta(seconds=n),
            question="Why?",
            answer="So.",
            answered_by=guest,
        )
        for n in range(1, count + 1)
    )
    tag_rows({row.pk: ["sea", "light"] for row in rows}, Segment)
    make_recording(interview)
    refresh([interview])
    return interview


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def queries_of(desk: Client, count: int, changes: dict[str, str] | None = None) -> int:
    """Opening the form (no changes) or saving it with some fields changed."""
    interview = interview_with(count)
    Revising(interview, Revision.Reason.EDITED).after()
    fields = opened(desk, page_of(interview))
    ContentType.objects.get_for_model(Interview)  # asked once in the life of a process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        if changes is None:
            assert desk.get(page_of(interview)).status_code == 200
        else:
            assert send(desk, page_of(interview), fields | changes).status_code == 302
    return len(queries)


@pytest.mark.parametrize("count", [3, 60])
def test_opening_the_form_takes_so_many_queries(desk: Client, count: int) -> None:
    assert queries_of(desk, count) == 14 + TOGETHER + LINTING + TOLD


@pytest.mark.parametrize("count", [3, 60])
def test_saving_one_changed_answer_takes_so_many_queries(desk: Client, count: int) -> None:
    assert queries_of(desk, count, {"segments-1-answer": "Else."}) == 15 + KEPT_UP + KEEPING


@pytest.mark.parametrize("count", [3, 60])
def test_saving_changed_tags_takes_so_many_queries(desk: Client, count: int) -> None:
    assert queries_of(desk, count, {"segments-1-tag_names": "light"}) == 18 + KEPT_UP + KEEPING


@pytest.mark.parametrize("count", [3, 60])
def test_another_language_takes_so_many_queries(desk: Client, count: int) -> None:
    assert queries_of(desk, count, {"language": "fr"}) == 17 + KEPT_UP - 1 + KEEPING  # no word of the index is another


def test_reversing_the_order_of_sixty_takes_as_many_queries_as_of_three(desk: Client) -> None:
    def reversed_order(count: int) -> dict[str, str]:
        return {f"segments-{index}-position": str(count - index) for index in range(count)}

    assert queries_of(desk, 3, reversed_order(3)) == queries_of(desk, 60, reversed_order(60))


@pytest.mark.parametrize("name", ["interview", "speaker", "series", "tag", "source"])
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_one(desk: Client, name: str) -> None:
    from interviews.models import Series, Source

    def fill(numbers: range) -> None:
        for n in numbers:
            series = Series.objects.create(title=f"Series {n}")
            interview = make_interview(published=False, guest=f"Guest {n}", host="Mia Ek", series=series)
            make_segment(interview, 1, tags=(f"tag {n}",))
            Source.objects.create(interview=interview, key=f"file:///{n}.txt", digest=str(n), text="", document={})

    address = reverse(f"admin:interviews_{name}_changelist")
    fill(range(1))
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    fill(range(1, 10))
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few) <= 12
