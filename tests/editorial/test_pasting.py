"""What is pasted into the time index is read as an import reads it, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.admin.importing.forms import LARGEST_TEXT
from interviews.models import Interview, Segment

pytestmark = pytest.mark.django_db


def pasted(desk: Client, text: str, status: int = 200) -> dict[str, Any]:
    answer = desk.post(reverse("admin:interviews_interview_paste"), {"text": text})
    assert answer.status_code == status
    return answer.json()


def test_times_with_labels_become_entries_and_what_is_wrong_is_told_by_its_line(desk: Client) -> None:
    told = pasted(desk, "0:18 Welcome\n1:75 Wrong\n3:52 Wins\n")

    assert [(entry["start"], entry["label"]) for entry in told["entries"]] == [
        ("0:18", "Welcome"),
        ("", "Wrong"),
        ("3:52", "Wins"),
    ]
    (finding,) = told["findings"]
    assert finding["line"] == 2
    assert "“1:75” is not a timecode" in finding["message"]
    assert not finding["message"].startswith("line")


def test_a_page_gives_questions_and_answers(desk: Client) -> None:
    told = pasted(desk, ":00:18: What did you do?\n\n“I did it all.”\n\n:01:00:50: And then?\n\n“I left.”\n")

    kept = [(entry["start"], entry["kind"], entry["question"], entry["answer"]) for entry in told["entries"]]
    assert kept == [
        ("0:18", "question", "What did you do?", "I did it all."),
        ("1:00:50", "question", "And then?", "I left."),
    ]
    assert told["findings"] == []


def test_times_alone_will_do(desk: Client) -> None:
    told = pasted(desk, "0:18\n0:50\n")

    assert ([entry["start"] for entry in told["entries"]], told["findings"]) == (["0:18", "0:50"], [])


def test_a_transcript_gives_an_entry_for_each_turn(desk: Client) -> None:
    cues = [
        "00:01.000 --> 00:03.000\n<v Jo>Why?",
        "00:03.000 --> 00:06.000\n<v Ola>So",
        "00:06.000 --> 00:07.500\n<v Ola>it was.",
    ]
    told = pasted(desk, "\n\n".join(["WEBVTT", *cues]))

    kept = [(entry["start"], entry["end"], entry["kind"], entry["answer"]) for entry in told["entries"]]
    assert kept == [("0:01", "0:03", "statement", "Why?"), ("0:03", "0:07.500", "statement", "So it was.")]


@pytest.mark.parametrize("text", ["", "  \n", "nothing of any time"])
def test_what_is_no_time_index_is_told_in_words(desk: Client, text: str) -> None:
    told = pasted(desk, text)

    assert told["entries"] == []
    assert len(told["findings"]) == 1


def test_more_than_a_form_may_hold_is_refused(desk: Client) -> None:
    assert "Import it as a file" in pasted(desk, "x" * (LARGEST_TEXT + 1), 413)["findings"][0]["message"]


def test_more_entries_than_a_browser_can_show_are_cut_and_that_is_told(desk: Client) -> None:
    told = pasted(desk, "".join(f"{n // 60}:{n % 60:02} Entry {n}\n" for n in range(1_001)))

    assert len(told["entries"]) == 1_000
    assert told["findings"][0]["message"] == "Only the first 1000 entries are shown."


def test_reading_writes_nothing(desk: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        pasted(desk, "0:18 Welcome\n")

    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    assert (Interview.objects.count(), Segment.objects.count()) == (0, 0)


def test_it_is_only_sent_and_only_by_who_may_change_interviews(desk: Client, onlooker: Client, typist: Client) -> None:
    address = reverse("admin:interviews_interview_paste")

    assert desk.get(address).status_code == 405
    assert typist.post(address, {"text": "0:18 A"}).status_code == 200
    assert onlooker.post(address, {"text": "0:18 A"}).status_code == 403
    assert Client().post(address, {"text": "0:18 A"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = typist.cookies
    assert strict.post(address, {"text": "0:18 A"}).status_code == 403
