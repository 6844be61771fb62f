"""Who is editing now: told to the others, never a lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interviews.editorial.models import Presence
from interviews.models import Interview
from tests.editorial.together.steps import form_of, page_of, save

pytestmark = pytest.mark.django_db


def poll(client: Client, interview: Interview, **given: str) -> dict[str, Any]:
    response = client.post(reverse("admin:interviews_interview_presence", args=[interview.pk]), given)
    assert response.status_code == 200
    return response.json()


def absent_for(seconds: int) -> None:
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_who_comes_first_writes_and_who_comes_second_looks(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    assert poll(desk, interview) == {"writes": True, "others": [], "writer": "", "taken": ""}

    second = poll(colleague, interview)

    assert (second["writes"], second["writer"]) == (False, "Ed Itor")
    assert second["others"][0].startswith("Ed Itor has this interview open too (since ")
    assert poll(desk, interview)["writes"]


def test_who_is_taken_over_is_told_by_whom(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    poll(colleague, interview)

    assert poll(colleague, interview, take_over="1")["writes"]

    first = poll(desk, interview)
    assert not first["writes"]
    assert first["taken"].startswith("Ann Other took over.")
    assert poll(desk, interview, take_over="1")["writes"]
    assert not poll(colleague, interview)["writes"]


def test_who_is_not_heard_of_for_a_while_is_not_there(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    absent_for(44)
    assert not poll(colleague, interview)["writes"]
    Presence.objects.filter(user__username="ed").update(seen_at=timezone.now() - timedelta(seconds=46))

    assert poll(colleague, interview) == {"writes": True, "others": [], "writer": "", "taken": ""}


def test_who_leaves_gives_way_at_once(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    assert not poll(colleague, interview)["writes"]

    poll(desk, interview, leaving="1")

    assert poll(colleague, interview)["writes"]


def test_who_looks_only_does_not_come_to_write_by_chance(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    poll(colleague, interview, looking="1")
    poll(desk, interview, leaving="1")

    assert not poll(colleague, interview, looking="1")["writes"]
    assert poll(desk, interview)["writes"]


def test_who_was_taken_over_and_comes_back_later_is_a_newcomer(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    poll(desk, interview)
    poll(colleague, interview, take_over="1")
    absent_for(60)

    assert poll(desk, interview) == {"writes": True, "others": [], "writer": "", "taken": ""}


def test_a_page_without_script_says_who_is_there_and_is_no_lock(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    poll(desk, interview)

    html = colleague.get(page_of(interview)).content.decode()

    assert "Ed Itor has this interview open too (since" in html
    save(colleague, interview, form_of(colleague, interview) | {"rights": "Theirs"})
    assert "has this interview open too" not in desk.get(page_of(interview)).content.decode()


def test_another_interview_has_others(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    other = Interview.objects.create(title="Other")

    assert poll(colleague, other)["writes"]


def test_a_poll_writes_one_row_and_asks_little(desk: Client, colleague: Client, interview: Interview) -> None:
    poll(desk, interview)
    poll(colleague, interview)
    before = interview.updated_at
    with CaptureQueriesContext(connection) as queries:
        poll(colleague, interview)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 1
    assert len(queries) <= 12
    assert Presence.objects.count() == 2
    interview.refresh_from_db()
    assert interview.updated_at == before
