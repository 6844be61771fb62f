"""What changes is counted in the transaction of the change, and whoever forgets to say so has all counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from interviews.comments.models import Comment, Letter
from interviews.models import Generation, Interview, Segment, Series, Speaker, Tag, TaggedSegment
from interviews.models.attribution import ANYWHERE, NEVER, attributed
from interviews.models.generation import EVERYTHING, changed, changes_since, count, counts_of, of_interview, of_series
from interviews.search.index import refresh
from tests.factories import make_comment, make_interview, make_segment, make_speaker

pytestmark = pytest.mark.django_db


def counted(key: str = EVERYTHING) -> int:
    return counts_of([key])[key]


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 18, question="Who?", tags=("fog",))
    return interview


WRITES: dict[str, Callable[[Interview], object]] = {
    "a row that is saved": lambda interview: interview.save(),
    "rows that are updated": lambda interview: Segment.objects.filter(interview=interview).update(answer="Else."),
    "rows that are made at once": lambda interview: Segment.objects.bulk_create(
        [Segment(interview=interview, uid="x")]
    ),
    "a row that is deleted": lambda interview: interview.segments.get().delete(),
    "a tag that is taken off": lambda interview: TaggedSegment.objects.all().delete(),
    "a speaker": lambda interview: make_speaker("Mia Ek"),
    "SQL": lambda interview: connection.cursor().execute("UPDATE interviews_segment SET answer = 'Else.'"),
    "SQL with a part before it": lambda interview: connection.cursor().execute(
        "WITH new(id) AS (SELECT 1) UPDATE \"interviews_segment\" SET answer = 'Else.'"
    ),
    "a comment past its verbs": lambda interview: Comment.objects.bulk_create([Comment(interview=interview, body="x")]),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whatever_writes_what_pages_show_counts_everything(interview: Interview, write: Callable) -> None:
    before = counted()
    write(interview)
    assert counted() > before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_outside_a_transaction_too(write: Callable) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 18, question="Who?", tags=("fog",))
    before = counted()
    write(interview)
    assert counted() > before
    assert not connection.in_atomic_block


def test_what_was_written_within_a_step_that_was_taken_back_is_counted_when_it_is_written_again(
    interview: Interview,
) -> None:
    before = counted()
    with pytest.raises(RuntimeError), transaction.atomic():
        interview.save()
        raise RuntimeError
    assert counted() == before
    interview.save()
    assert counted() > before


@pytest.mark.parametrize("write", list(WRITES.values())[:5], ids=list(WRITES)[:5])
def test_a_change_that_says_whom_it_concerns_counts_only_them(interview: Interview, write: Callable) -> None:
    other = make_interview()
    before, mine, others = counted(), counted(of_interview(interview.pk)), counted(of_interview(other.pk))
    with attributed():
        write(interview)
        refresh([interview])
    assert counted() == before
    assert counted(of_interview(interview.pk)) > mine
    assert counted(of_interview(other.pk)) == others


def test_what_interviews_share_may_be_added_but_not_changed_without_counting_everything(interview: Interview) -> None:
    before = counted()
    with attributed():
        speaker, tag = make_speaker("Mia Ek"), Tag.objects.create(name="tides")
    assert counted() == before
    with attributed():
        Speaker.objects.filter(pk=speaker.pk).update(website="https://mia.example")
    assert counted() == before + 1
    with attributed():
        tag.delete()
    assert counted() > before + 1


def test_reading_counts_nothing(interview: Interview) -> None:
    before = counted()
    list(Interview.objects.select_for_update().filter(title__contains="UPDATE"))
    assert counted() == before


def test_what_has_no_page_is_not_counted() -> None:
    draft = make_interview(published=False)
    with attributed():
        draft.submit_for_review()
        refresh([draft])
        changed([draft.pk])
    assert counted(of_interview(draft.pk)) == 0


def test_what_goes_off_the_pages_is_counted(interview: Interview) -> None:
    before = counted(of_interview(interview.pk))
    interview.withdraw()
    assert counted(of_interview(interview.pk)) == before + 1


def test_a_held_comment_concerns_no_page_and_an_approved_one_its_own(interview: Interview) -> None:
    before, mine = counted(), counted(of_interview(interview.pk))
    comment = make_comment(interview, status="pending")
    assert (counted(), counted(of_interview(interview.pk))) == (before, mine)
    comment.decide("approved")
    assert counted() == before
    assert counted(of_interview(interview.pk)) > mine
    mine = counted(of_interview(interview.pk))
    comment.pick()
    assert (counted(), counted(of_interview(interview.pk))) == (before, mine + 1)


def test_another_place_in_a_series_turns_the_pages_of_those_beside_it(interview: Interview) -> None:
    series = Series.objects.create(title="Coast")
    stored = Interview.objects.get(pk=interview.pk)
    stored.series, stored.part = series, 1
    stored.save()
    first = counted(of_series(series.pk))
    assert first > 0
    stored.title = "Else"
    stored.save()
    assert counted(of_series(series.pk)) == first
    stored.part = 2
    stored.save()
    assert counted(of_series(series.pk)) == first + 1


def test_every_model_says_where_it_is_shown_or_counts_as_shown_with_its_interview() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("interviews.")]
    said = {getattr(model, "on_pages", None) for model in ours}
    assert said == {None, NEVER, ANYWHERE}
    assert Letter.on_pages == NEVER and Generation.on_pages == NEVER


def test_changes_are_told_from_a_mark_on() -> None:
    count("one")
    mark = changes_since(None, connection).mark
    assert "two" not in changes_since(mark, connection).counts
    count("two", "one")
    told = changes_since(mark, connection)
    assert {"one": 2, "two": 1}.items() <= told.counts.items()
    count("two")
    assert changes_since(told.mark, connection).counts["two"] == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_began_earlier_and_ended_later_is_not_missed() -> None:
    early, late = (connections.create_connection("default") for _ in range(2))
    sql = (
        "INSERT INTO interviews_generation (key, count, at) VALUES (%s, 1, pg_current_xact_id()::text::bigint) "
        "ON CONFLICT (key) DO UPDATE SET count = interviews_generation.count + 1, at = excluded.at"
    )
    try:
        early.set_autocommit(False)
        early.cursor().execute(sql, ["early"])
        mark = changes_since(None, connection).mark
        late.cursor().execute(sql, ["late"])
        first = changes_since(mark, connection)
        assert "late" in first.counts and "early" not in first.counts
        early.commit()
        assert "early" in changes_since(first.mark, connection).counts
    finally:
        early.close()
        late.close()
