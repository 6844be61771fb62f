"""HTML that follows its source, also where rows are written many at once."""

from __future__ import annotations

import pytest

from interviews.comments.models import Comment
from interviews.models import Interview, Segment
from interviews.models.attribution import attributed
from interviews.models.fields import render, render_again
from interviews.models.language import set_again
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db


def test_rows_written_in_bulk_are_rendered_when_they_are_added() -> None:
    interview = make_interview()
    Segment.objects.bulk_create([Segment(interview=interview, question='Why "so"?')])

    assert interview.segments.get().question_html == "Why “so”?"


def test_a_change_in_bulk_names_the_rendered_columns_too() -> None:
    segment = make_segment(make_interview())
    segment.question = "Why fog?"

    assert render([segment]) == ["question_html", "answer_html"]
    Segment.objects.bulk_update([segment], ["question", *render([segment])])

    segment.refresh_from_db()
    assert segment.question_html == "Why fog?"


@pytest.mark.parametrize("count", [1, 40])
def test_rows_are_rendered_again_with_one_query_and_counted_with_another(
    count: int, django_assert_num_queries: object
) -> None:
    interview = make_interview()
    segments = [make_segment(interview, number) for number in range(count)]
    interview.segments.update(question_html="old", answer_html="old")

    with django_assert_num_queries(2):
        render_again(segments)

    assert set(interview.segments.values_list("question_html", flat=True)) == {"Why lighthouses?"}
    assert "old" not in set(interview.segments.values_list("answer_html", flat=True))


def test_no_rows_cost_no_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        assert render([]) == []
        render_again([])


@pytest.mark.parametrize("count", [1, 20])
def test_what_hangs_on_an_interview_is_set_again_in_its_language(count: int, django_assert_num_queries: object) -> None:
    interview, other = make_interview(), make_interview()
    for row in (interview, other):
        for number in range(count):
            make_segment(row, number, question='Why "so"?')
            make_comment(row, body=f'"Light" {number}.')
    Interview.objects.filter(pk=interview.pk).update(language="de")
    interview.refresh_from_db()

    with attributed(), django_assert_num_queries(4):  # of segments and of comments: read, written
        set_again(interview)

    assert set(interview.segments.values_list("question_html", flat=True)) == {"Why „so“?"}
    assert all("„Light“" in html for html in interview.comments.values_list("body_html", flat=True))
    assert set(other.segments.values_list("question_html", flat=True)) == {"Why “so”?"}
    assert all(
        "“Light”" in html for html in Comment.objects.filter(interview=other).values_list("body_html", flat=True)
    )
