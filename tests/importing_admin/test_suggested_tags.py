"""Tags are suggested; an editor decides; what was dismissed is not said again."""

from __future__ import annotations

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.models import Interview, Segment, Tag
from tests.factories import make_interview, make_segment
from tests.importing_admin.conftest import member, signed_in
from tests.search.upkeep import UPKEEP

#: Queries of who keeps the state that was there and the new one, of an interview without a history.
KEEPING = 14

pytestmark = pytest.mark.django_db


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_tag_suggested", args=[interview.pk])


@pytest.fixture
def interview() -> Interview:
    Tag.objects.create(name="Réseau côtier")
    interview = make_interview()
    make_segment(interview, 1, question="What is WSIS?", answer="The RESEAU Cotier and WSIS.")
    make_segment(interview, 2, question="And UNCTAD?", answer="We work with WSIS.", tags=("unctad",))
    make_segment(interview, 3, question="Why?", answer="Because.")
    return interview


def names(segment: Segment) -> list[str]:
    return sorted(segment.tags.names())


def test_what_is_ticked_is_added_and_nothing_else(desk: Client, interview: Interview) -> None:
    first, second, _third = interview.segments.all()
    html = desk.get(page_of(interview)).content.decode()
    assert f'value="{first.pk}:WSIS"' in html
    assert f'value="{first.pk}:Réseau côtier"' in html
    assert f'value="{second.pk}:unctad"' not in html
    assert not re.search(r'name="(tag|everywhere)"[^>]* checked', html)
    answer = desk.post(page_of(interview), {"tag": f"{first.pk}:WSIS", "_accept": "1"}, follow=True)
    assert "1 tag added." in answer.content.decode()
    assert (names(first), names(second)) == (["WSIS"], ["unctad"])


def test_a_name_is_added_everywhere_at_once(desk: Client, interview: Interview) -> None:
    first, second, third = interview.segments.all()
    desk.post(page_of(interview), {"everywhere": "WSIS", "_accept": "1"})
    assert (names(first), names(second), names(third)) == (["WSIS"], ["WSIS", "unctad"], [])
    assert Tag.objects.filter(name="WSIS").count() == 1


def test_what_is_dismissed_stays_dismissed_there_and_only_there(desk: Client, interview: Interview) -> None:
    first, second, _third = interview.segments.all()
    desk.post(page_of(interview), {"tag": f"{first.pk}:WSIS", "_dismiss": "1"})
    for _again in range(2):
        html = desk.get(page_of(interview)).content.decode()
        assert f'value="{first.pk}:WSIS"' not in html
        assert f'value="{second.pk}:WSIS"' in html
    desk.post(page_of(interview), {"everywhere": "WSIS", "_accept": "1"})
    assert names(first) == []


def test_what_is_not_suggested_cannot_be_added_here(desk: Client, interview: Interview) -> None:
    first, *_others = interview.segments.all()
    foreign = make_segment(make_interview(), 1, question="WSIS and us?")
    sent = [f"{first.pk}:Nonsense", f"{foreign.pk}:WSIS", "x", ":"]
    answer = desk.post(page_of(interview), {"tag": sent, "everywhere": "Else", "_accept": "1"}, follow=True)
    assert "Nothing was ticked" in answer.content.decode()
    assert names(first) == names(foreign) == []


def test_who_may_not_edit_interviews_is_refused(interview: Interview) -> None:
    looking, editing = signed_in(member("a", "view_interview")), signed_in(member("b", "change_interview"))
    assert looking.get(page_of(interview)).status_code == 403
    assert looking.post(page_of(interview), {"everywhere": "WSIS", "_accept": "1"}).status_code == 403
    assert editing.get(page_of(interview)).status_code == 200
    assert not Tag.objects.filter(name="WSIS").exists()


def test_the_form_and_the_source_lead_there(desk: Client, interview: Interview) -> None:
    html = desk.get(reverse("admin:interviews_interview_change", args=[interview.pk])).content.decode()
    assert page_of(interview) in html


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_and_each_decision_take_so_many_queries(desk: Client, count: int) -> None:
    interview = make_interview()
    Tag.objects.create(name="WSIS")
    for number in range(count):
        make_segment(interview, number, question=f"What is WSIS, part {number}?", answer="UNCTAD knows.")
    ContentType.objects.get_for_model(Interview)  # asked once in the life of a process
    with CaptureQueriesContext(connection) as looking:
        desk.get(page_of(interview))
    with CaptureQueriesContext(connection) as dismissing:
        desk.post(page_of(interview), {"everywhere": "UNCTAD", "_dismiss": "1"})
    with CaptureQueriesContext(connection) as accepting:
        desk.post(page_of(interview), {"everywhere": "WSIS", "_accept": "1"})
    assert (len(looking), len(dismissing), len(accepting)) == (9, 12, 18 + UPKEEP + KEEPING)
