from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from interviews.models import Interview, Segment
from tests.editorial.sent_form import opened, send
from tests.factories import make_comment, make_interview, make_segment

pytestmark = pytest.mark.django_db


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def row(html: str, index: int) -> str:
    """The markup of one entry of the time index."""
    return re.search(rf'<div id="segments-{index}".*?</details>', html, re.DOTALL)[0]


def head(html: str, index: int) -> str:
    """What stands on the line of an entry, without markup and with single spaces."""
    summary = re.search(r"<summary.*?</summary>", row(html, index), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", summary).split())


def order(interview: Interview) -> list[tuple[int, str]]:
    return list(interview.segments.values_list("position", "question"))


def test_the_line_of_a_segment_says_what_is_in_it(desk: Client) -> None:
    interview = make_interview(published=False)
    make_segment(interview, 3675, label="Light", answer="They were bright and dry.", tags=("sea", "light"))
    html = desk.get(page_of(interview)).content.decode()

    assert head(html, 0) == "1 1:01:15 Light Why lighthouses? light, sea 5 words"
    assert 'value="1:01:15"' in row(html, 0)
    assert " open" not in row(html, 0).partition(">")[0]


def test_what_an_editor_should_look_at_stands_on_the_line_in_words(desk: Client) -> None:
    interview = make_interview(published=False)
    for start in (60, 30, 60, None):
        make_segment(interview, start)
    make_segment(interview, 90, answer="")
    make_segment(interview, 95, answer="", kind=Segment.Kind.SECTION)
    html = desk.get(page_of(interview)).content.decode()
    flags = ("out of order", "same time twice", "no time", "no answer")

    shown = [[flag for flag in flags if flag in head(html, index)] for index in range(6)]

    assert shown == [[], ["out of order"], ["same time twice"], ["no time"], ["no answer"], []]


def test_a_time_that_is_none_is_told_at_its_field_in_an_open_row_and_nothing_is_lost(desk: Client) -> None:
    interview = make_interview(published=False)
    make_segment(interview, 18)
    make_segment(interview, 50)
    fields = opened(desk, page_of(interview))
    fields |= {"segments-1-start": "1:75:00", "segments-1-answer": "New words."}

    html = send(desk, page_of(interview), fields).content.decode()

    assert "“1:75:00” is not a timecode. Write 57:15 or 1:01:06" in row(html, 1)
    assert re.search(r"<details[^>]*\sopen", row(html, 1))
    assert not re.search(r"<details[^>]*\sopen", row(html, 0))
    assert "New words." in row(html, 1)
    assert 'value="1:75:00"' in row(html, 1)
    assert interview.segments.last().start == timedelta(seconds=50)


def test_an_end_before_its_start_is_refused_in_words(desk: Client) -> None:
    interview = make_interview(published=False)
    make_segment(interview, 50)
    fields = opened(desk, page_of(interview)) | {"segments-0-end": "0:49"}

    assert "This ends before it starts." in row(send(desk, page_of(interview), fields).content.decode(), 0)
    assert send(desk, page_of(interview), fields | {"segments-0-end": "0:50"}).status_code == 302


def test_an_entry_without_any_words_is_refused(desk: Client) -> None:
    interview = make_interview(published=False)
    fields = opened(desk, page_of(interview)) | {"segments-0-start": "0:49"}

    html = send(desk, page_of(interview), fields).content.decode()

    assert "Write a label, a question or an answer." in row(html, 0)
    assert not interview.segments.exists()


def test_a_new_segment_without_a_position_comes_last_and_keeps_the_others_as_they_are(desk: Client) -> None:
    interview = make_interview(published=False)
    uids = [make_segment(interview, n, question=f"Q{n}").uid for n in (1, 2)]
    fields = opened(desk, page_of(interview)) | {
        "segments-2-question": "New",
        "segments-2-tag_names": "a b, c",
    }

    send(desk, page_of(interview), fields)

    assert order(interview) == [(1, "Q1"), (2, "Q2"), (3, "New")]
    assert [segment.uid for segment in interview.segments.all()][:2] == uids
    assert sorted(tag.name for tag in interview.segments.last().tags.all()) == ["a b", "c"]


@pytest.mark.parametrize(
    ("moved", "position", "expected"),
    [(3, "1", "Q4 Q1 Q2 Q3"), (0, "3", "Q2 Q3 Q1 Q4"), (1, "4", "Q1 Q3 Q4 Q2"), (2, "2", "Q1 Q3 Q2 Q4")],
)
def test_a_segment_that_is_given_a_number_comes_to_stand_there(
    desk: Client, moved: int, position: str, expected: str
) -> None:
    interview = make_interview(published=False)
    for n in (1, 2, 3, 4):
        make_segment(interview, n, question=f"Q{n}")

    send(desk, page_of(interview), opened(desk, page_of(interview)) | {f"segments-{moved}-position": position})

    assert order(interview) == list(enumerate(expected.split(), start=1))


def test_a_segment_whose_number_is_emptied_goes_to_the_end_before_the_new_ones(desk: Client) -> None:
    interview = make_interview(published=False)
    for n in (1, 2, 3, 4):
        make_segment(interview, n, question=f"Q{n}")
    emptied = {"segments-1-position": "", "segments-0-position": "", "segments-4-question": "New"}

    send(desk, page_of(interview), opened(desk, page_of(interview)) | emptied)

    assert order(interview) == list(enumerate(["Q3", "Q4", "Q1", "Q2", "New"], start=1))


def test_a_deleted_segment_leaves_its_comments_and_no_gap(desk: Client) -> None:
    interview = make_interview(published=False)
    first = make_segment(interview, 1, question="Q1", tags=("sea",))
    make_segment(interview, 2, question="Q2")
    comment = make_comment(interview, segment=first)

    send(desk, page_of(interview), opened(desk, page_of(interview)) | {"segments-0-DELETE": "on"})

    assert order(interview) == [(1, "Q2")]
    comment.refresh_from_db()
    assert comment.segment is None


def test_tags_are_set_taken_away_and_not_doubled_by_case(desk: Client) -> None:
    interview = make_interview(published=False)
    segment = make_segment(interview, 1, tags=("Sea", "light"))
    fields = opened(desk, page_of(interview)) | {"segments-0-tag_names": "sea, foghorn; brass"}

    send(desk, page_of(interview), fields)

    assert sorted(tag.name for tag in segment.tags.all()) == ["Sea", "foghorn; brass"]


def test_who_answers_is_one_of_those_who_take_part(desk: Client) -> None:
    interview, other = make_interview(published=False, guest="Ola Berg"), make_interview(guest="Mia Ek")
    guest = interview.appearances.get()
    segment = make_segment(interview, 1)
    fields = opened(desk, page_of(interview))

    strange = fields | {"segments-0-answered_by": str(other.appearances.get().pk)}
    assert send(desk, page_of(interview), strange).status_code == 200
    assert send(desk, page_of(interview), fields | {"segments-0-answered_by": str(guest.pk)}).status_code == 302
    segment.refresh_from_db()
    assert segment.answered_by == guest


def test_the_one_who_answers_may_leave_in_the_same_save(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg")
    segment = make_segment(interview, 1, answered_by=interview.appearances.get())
    fields = opened(desk, page_of(interview))

    send(desk, page_of(interview), fields | {"appearances-0-DELETE": "on", "segments-0-answer": "New."})

    segment.refresh_from_db()
    assert (segment.answered_by, segment.answer) == (None, "New.")


def test_the_log_names_what_was_changed_and_not_who_answers_as_before(desk: Client) -> None:
    interview = make_interview(published=False, guest="Ola Berg")
    for start in (1, 2):
        make_segment(interview, start, answered_by=interview.appearances.get())
    fields = opened(desk, page_of(interview))

    send(desk, page_of(interview), fields | {"segments-1-answer": "New."})

    told = json.loads(LogEntry.objects.get().change_message)
    assert told == [{"changed": {"name": "segment", "object": "0:02 Why lighthouses?", "fields": ["Answer"]}}]


def test_a_segment_of_another_interview_cannot_be_taken_over(desk: Client) -> None:
    interview, other = make_interview(published=False), make_interview()
    make_segment(interview, 1)
    theirs = make_segment(other, 1)
    fields = opened(desk, page_of(interview))

    send(desk, page_of(interview), fields | {"segments-0-id": str(theirs.pk), "segments-0-answer": "Mine."})

    theirs.refresh_from_db()
    assert theirs.interview == other
    assert theirs.answer != "Mine."


@pytest.mark.slow
def test_five_hundred_segments_are_saved(desk: Client) -> None:
    interview = make_interview(published=False)
    Segment.objects.bulk_create(
        Segment(interview=interview, position=n, start=timedelta(seconds=n), question=f"Q{n}") for n in range(1, 501)
    )
    fields = opened(desk, page_of(interview))
    assert len(fields) > 5000
    for index in range(500):
        fields[f"segments-{index}-answer"] = f"Answer {index}"

    assert send(desk, page_of(interview), fields).status_code == 302

    assert [segment.answer for segment in interview.segments.all()] == [f"Answer {n}" for n in range(500)]
    assert interview.segments.first().answer_html.startswith("<p>Answer 0")
