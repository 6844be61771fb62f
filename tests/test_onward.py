"""From an interview a reader goes on: along its series, to others that speak of the same, to everyone's answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview, Series, Tag, TaggedSegment
from interviews.onward import Onward, onward
from interviews.search.index import refresh
from tests.factories import make_interview, make_recording, make_segment
from tests.search.upkeep import BOUNDS

pytestmark = pytest.mark.django_db


def shown(interview: Interview) -> Onward:
    row = Interview.objects.published().with_time_index().get(pk=interview.pk)
    row.gather_tags(row.segments.all())
    return onward(row)


def make_part(series: Series, part: int | None, **given: Any) -> Interview:
    return make_interview(series=series, part=part, **given)


def make_question(name: str = "lessons", question: str = "What did you learn?") -> Tag:
    return Tag.objects.create(name=name, question=question)


def test_a_series_is_read_along_its_parts() -> None:
    series = Series.objects.create(title="Lights of the coast")
    third, first, second = (make_part(series, part) for part in (3, 1, 2))
    assert (shown(first).previous, shown(first).next) == (None, second)
    assert (shown(second).previous, shown(second).next) == (first, third)
    assert shown(third).next is None


def test_a_draft_is_no_neighbour() -> None:
    series = Series.objects.create(title="Lights of the coast")
    first = make_part(series, 1)
    make_part(series, 2, published=False)
    third = make_part(series, 3)
    assert shown(first).next == third


def test_rare_tags_that_are_shared_make_interviews_and_moments_related() -> None:
    here = make_interview()
    make_segment(here, tags=("lamps", "storms"))
    near, far, other, draft = make_interview(), make_interview(), make_interview(), make_interview(published=False)
    moment = make_segment(near, tags=("lamps", "storms"))
    make_segment(far, tags=("storms",))
    make_segment(other, tags=("fish",))
    make_segment(draft, tags=("lamps", "storms"))
    found = shown(here)
    assert found.interviews == [near, far]
    assert found.moments[0] == moment
    assert draft.pk not in {segment.interview_id for segment in found.moments}


def test_rare_words_that_are_shared_make_interviews_and_moments_related() -> None:
    here, near, far, draft = make_interview(), make_interview(), make_interview(), make_interview(published=False)
    make_segment(here, question="How does a tide gauge count the spring tides?", answer="")
    asked = make_segment(near, question="Who reads the gauge?", answer="At a spring tide, nobody.")
    make_segment(far, question="What became of the harbour?", answer="It is a museum.")
    make_segment(draft, question="Who reads the tide gauge in spring?", answer="")
    for number in range(30):  # where all words are rare, none is
        make_segment(make_interview(), question=f"Which colour had lamp {number}?", answer="Red.")
    refresh(Interview.objects.all())
    found = shown(here)
    assert found.interviews == [near]
    assert found.moments == [asked]


def test_other_interviews_with_the_same_guest_are_related() -> None:
    here, again = make_interview(guest="Ola Berg"), make_interview(guest="Ola Berg")
    make_interview(guest="Mia Ek", host="Ola Berg")
    assert shown(here).interviews == [again]


def test_an_interview_that_shares_nothing_leads_nowhere() -> None:
    make_interview()
    assert not shown(make_interview())


@pytest.mark.parametrize("others", [1, 12])
def test_the_queries_do_not_grow_with_what_is_found(django_assert_num_queries: Any, others: int) -> None:
    series = Series.objects.create(title="Lights of the coast")
    here = make_part(series, 2, guest="Ola Berg")
    make_segment(here, tags=("lamps",))
    for part in range(3, 3 + others):
        make_segment(make_part(series, part), tags=("lamps",))
    row = Interview.objects.published().with_time_index().get(pk=here.pk)
    row.gather_tags(row.segments.all())
    refresh(Interview.objects.all())
    with django_assert_num_queries(12 + BOUNDS):
        assert onward(row).next


def test_the_page_leads_on(client: Client) -> None:
    series = Series.objects.create(title="Lights of the coast")
    here, after = make_part(series, 1), make_part(series, 2, guest="Mia Ek")
    make_segment(here, tags=("lamps",))
    make_segment(after, 60, tags=("lamps",), question="Which lamp was brightest?")
    page = client.get(here.get_absolute_url()).content.decode()
    assert f'<a class="neighbours__one neighbours__one--next" rel="next" href="{after.get_absolute_url()}">' in page
    assert "Which lamp was brightest?" in page


def test_everyones_answer_stands_on_one_page(client: Client) -> None:
    tag = make_question()
    for guest, answer in (("Ola Berg", "To wait."), ("Mia Ek", "To ask twice.")):
        interview = make_interview(guest=guest)
        make_recording(interview)
        segment = make_segment(interview, 90, answer=answer, question="What did it teach you?")
        TaggedSegment.objects.create(tag=tag, content_object=segment)
    page = client.get("/questions/lessons/").content.decode()
    assert '<h1 lang="en">What did you learn?</h1>' in page
    assert "2 answers" in page
    assert page.index("Mia Ek") < page.index("Ola Berg")
    assert "To wait." in page
    assert "Hear it at 1:30" in page
    listed = client.get("/questions/").content.decode()
    assert "answered in 2 interviews" in listed
    on_page = client.get(Interview.objects.first().get_absolute_url()).content.decode()
    assert 'href="/questions/lessons/">Everyone’s answer to “<span lang="en">What did you learn?</span>”</a>' in on_page
    assert '<a class="tag" href="/questions/lessons/">' not in on_page


def test_a_question_answered_in_drafts_alone_is_not_there(client: Client) -> None:
    tag = make_question()
    TaggedSegment.objects.create(tag=tag, content_object=make_segment(make_interview(published=False)))
    assert client.get("/questions/lessons/").status_code == 404
    assert "What did you learn?" not in client.get("/questions/").content.decode()


def test_a_topic_that_became_a_question_moves_and_leaves_the_topics(client: Client) -> None:
    tag = make_question()
    TaggedSegment.objects.create(tag=tag, content_object=make_segment(make_interview()))
    assert client.get("/tags/lessons/", follow=True).redirect_chain == [("/questions/lessons/", 301)]
    assert "lessons" not in client.get("/tags/").content.decode().partition("<main")[2]


def test_a_topic_is_no_question(client: Client) -> None:
    make_segment(make_interview(), tags=("lamps",))
    assert client.get("/questions/lamps/", follow=True).redirect_chain == [("/tags/lamps/", 302)]
