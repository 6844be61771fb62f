"""The calendar: what happens by itself, on the day on which it happens where the desk is."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.editorial.scheduled import views
from interviews.editorial.scheduled.month import Month
from interviews.models import Interview
from interviews.store.beside import begin_draft, schedule_changes
from tests.factories import make_interview

CALENDAR = "/admin/calendar/"
TORONTO = ZoneInfo("America/Toronto")
#: A month that is not over soon.
MONTH = "2126-12"


def happening(page: Any) -> dict[int, list[tuple[str, str]]]:
    """By the day of the month: what happens to which interview."""
    days = (day for week in page.context["weeks"] for day in week if not day.is_outside)
    return {day.date.day: [(one.what, one.title) for one, _ in day.events] for day in days if day.events}


def at(day: int, hour: int = 12, minute: int = 0, *, zone: Any = dt.UTC, month: int = 12) -> dt.datetime:
    return dt.datetime(2126, month, day, hour, minute, tzinfo=zone)


@pytest.mark.django_db
def test_what_happens_stands_on_its_day(desk: Client) -> None:
    make_interview(title="Coming").publish(at=at(5))
    going = make_interview(title="Going")
    Interview.objects.filter(pk=going.pk).update(withdraws_at=at(6))
    draft, _ = begin_draft(make_interview(title="Changing"))
    schedule_changes(draft, at(5, 9))

    page = desk.get(CALENDAR, {"month": MONTH})

    assert happening(page) == {
        5: [("changed", "Changing"), ("published", "Coming")],
        6: [("withdrawn", "Going")],
    }
    content = page.content.decode()
    for words in ("is published", "is withdrawn", "its changes go live", "Times are those of UTC."):
        assert words in content, words
    assert f"/admin/interviews/interview/{going.pk}/publication/" in content
    assert f"/admin/interviews/interview/{draft.edits_id}/publication/" in content


@pytest.mark.django_db
def test_half_past_eleven_in_the_evening_is_of_that_day_where_the_desk_is(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "America/Toronto"
    make_interview(title="Late").publish(at=at(31, 23, 30, zone=TORONTO))
    make_interview(title="Early").publish(at=at(1, 0, 0, zone=TORONTO))
    page = desk.get(CALENDAR, {"month": MONTH})
    assert happening(page) == {1: [("published", "Early")], 31: [("published", "Late")]}
    assert "11:30 p.m." in page.content.decode()
    assert "America/Toronto" in page.content.decode()
    assert happening(desk.get(CALENDAR, {"month": "2127-01"})) == {}
    assert happening(desk.get(CALENDAR, {"month": "2126-11"})) == {}


@pytest.mark.django_db
def test_what_is_not_so_any_more_is_not_told(desk: Client) -> None:
    trashed, withdrawn = make_interview(), make_interview()
    for interview in (trashed, withdrawn):
        interview.publish(at=at(5))
    trashed.put_into_trash()
    withdrawn.withdraw()
    make_interview(published=False, published_at=at(5))
    assert happening(desk.get(CALENDAR, {"month": MONTH})) == {}


@pytest.mark.django_db
def test_what_is_past_is_told_as_past(desk: Client) -> None:
    make_interview().publish(at=dt.datetime(2015, 9, 14, 10, tzinfo=dt.UTC))
    page = desk.get(CALENDAR, {"month": "2015-09"}).content.decode()
    assert "calendar__event--past" in page
    assert "was published" in page


@pytest.mark.django_db
def test_without_a_month_it_is_the_one_that_is_now_and_what_is_no_month_is_said_to_be_none(desk: Client) -> None:
    this = Month.of(timezone.localdate())
    assert desk.get(CALENDAR).context["month"] == this
    for asked in ("2026-13", "2026-00", "0000-01", "x<b>y", "２０２６-01", "2026-1", "9999-12"):
        page = desk.get(CALENDAR, {"month": asked})
        assert (page.status_code, page.context["month"]) == (200, this), asked
        assert "is no month" in page.content.decode()
    assert "x<b>y" not in desk.get(CALENDAR, {"month": "x<b>y"}).content.decode()


@pytest.mark.django_db
def test_a_month_in_which_nothing_happens_says_so_and_leads_to_its_neighbours(desk: Client) -> None:
    page = desk.get(CALENDAR, {"month": "2126-01"}).content.decode()
    assert "Nothing happens by itself in this month." in page
    assert 'href="?month=2125-12"' in page
    assert 'href="?month=2126-02"' in page
    assert f'href="?month={Month.of(timezone.localdate())}#today"' in page
    assert "month=1899" not in desk.get(CALENDAR, {"month": "1900-01"}).content.decode()
    assert "month=3000" not in desk.get(CALENDAR, {"month": "2999-12"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "first"), [("", "Sunday"), ("/fr", "lundi")])
def test_the_week_begins_as_the_language_has_it(desk: Client, prefix: str, first: str) -> None:
    page = desk.get(f"{prefix}{CALENDAR}", {"month": MONTH})
    table = page.content.decode().partition('<table class="calendar">')[2]
    heads = re.findall(r'<th scope="col">([^<]+)', table)
    assert (len(heads), heads[0].lower()) == (7, first.lower())
    week = page.context["weeks"][1]
    assert week[0].date.isoweekday() == (7 if first == "Sunday" else 1)


@pytest.mark.django_db
def test_a_title_is_words_in_its_own_language(desk: Client) -> None:
    make_interview(title="<script>alert(1)</script>", language="fr").publish(at=at(5))
    page = desk.get(CALENDAR, {"month": MONTH}).content.decode()
    assert "<script>alert" not in page
    assert 'lang="fr">&lt;script&gt;' in page


@pytest.mark.django_db
def test_a_month_of_many_costs_no_more_queries(desk: Client) -> None:
    def queries(number: int) -> int:
        for _ in range(number):
            make_interview().publish(at=at(5))
        with CaptureQueriesContext(connection) as asked:
            desk.get(CALENDAR, {"month": MONTH})
        return len(asked)

    assert queries(1) == queries(20) == 4  # one of them: how many notices wait


@pytest.mark.django_db
def test_it_is_for_those_who_may_look_at_interviews(onlooker: Client, client: Client) -> None:
    make_interview(title="Coming").publish(at=at(5))
    page = onlooker.get(CALENDAR, {"month": MONTH}).content.decode()
    assert "/publication/" not in page, "who may not publish is led to the form"
    assert client.get(CALENDAR).headers["Location"].startswith("/admin/login/")
    client.force_login(get_user_model().objects.create_user("clerk", is_staff=True))
    assert client.get(CALENDAR).status_code == 403


def test_a_month_knows_its_neighbours_and_its_weeks() -> None:
    month = Month.written("2026-12")
    assert (str(month.previous), str(month.next)) == ("2026-11", "2027-01")
    assert month.after == dt.date(2027, 1, 1)
    assert month.weeks(0)[0][0] == dt.date(2026, 11, 29)
    assert month.weeks(1)[0][0] == dt.date(2026, 11, 30)
    assert {len(week) for week in month.weeks(6)} == {7}


@pytest.mark.django_db
def test_of_very_many_the_next_and_the_last_are_shown(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now().replace(microsecond=0)
    midmonth = dt.datetime(now.year, now.month, 15, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(views.timezone, "now", lambda: midmonth)
    monkeypatch.setattr(views, "MOST_PAST", 2)
    for hours in (-3, -2, -1, 1):
        make_interview(title=f"{hours}").publish(at=midmonth + dt.timedelta(hours=hours))
    page = desk.get(CALENDAR, {"month": str(Month.of(midmonth.date()))})
    assert [title for _what, title in happening(page)[15]] == ["-2", "-1", "1"]
    assert "not all of it is shown" in page.content.decode()
    listed = f"published_at__year={now.year}&amp;published_at__month={now.month}&amp;published_at__day=15"
    assert listed in page.content.decode()
