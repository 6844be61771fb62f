"""What readers and editors do with corrections."""

from __future__ import annotations

import re
import time
from typing import Any
from unittest import mock

from django.test import Client

from interviews.comments import stamps
from interviews.comments.correcting import version_of
from interviews.comments.models import Correction
from interviews.models import Interview, Segment
from tests.factories import make_interview, make_segment

HERE = {"Sec-Fetch-Site": "same-origin"}
WAS = "The lamp was lit in 1903, by my father."
WANTED = "The lamp was lit in 1908, by my father."


def make_page(answer: str = WAS, **given: Any) -> Segment:
    """One published answer."""
    interview = make_interview(guest="Ola Berg", slug="ola-berg", **given)
    make_segment(interview, 90, question="And before?", answer="Nothing.", uid="before")
    return make_segment(interview, 120, question="When was it lit?", answer=answer, uid="lit")


def address_of(segment: Segment) -> str:
    return f"/interviews/{segment.interview.slug}/corrections/{segment.uid}/"


def send(client: Client, segment: Segment, *, age: float = 60, remote: str = "203.0.113.5", **typed: str) -> Any:
    stamp = _aged(age)
    data = {
        "question": segment.question,
        "answer": WANTED,
        "why": "",
        "name": "Mia Ek",
        "email": "",
        "topic": "",
        "stamp": stamp,
        "seen": version_of(segment),
        **typed,
    }
    return client.post(address_of(segment), data, headers=HERE, REMOTE_ADDR=remote)


def _aged(age: float) -> str:

    now = time.time()
    with mock.patch("django.core.signing.time.time", return_value=now - age):
        return stamps.form_stamp()


def make_correction(segment: Segment, **given: Any) -> Correction:
    told = {
        "interview": segment.interview,
        "uid": segment.uid,
        "was_question": segment.question,
        "was_answer": segment.answer,
        "question": segment.question,
        "answer": WANTED,
        "name": "Mia Ek",
        "credit": True,
        "language": "en",
    }
    return Correction.objects.create(**told | given)


def desk_of(correction: Correction) -> str:
    return f"/admin/comments/correction/{correction.pk}/change/"


def decide(client: Client, correction: Correction, button: str = "accept", **typed: str) -> Any:
    """Opens the page and presses a button, with what the page offers and what is typed instead."""
    return client.post(desk_of(correction), offered(client, correction) | {button: "1"} | typed)


def offered(client: Client, correction: Correction) -> dict[str, str]:
    """What the form holds as it was given out."""
    return client.get(desk_of(correction)).context["form"].initial | {
        name: field.initial
        for name, field in client.get(desk_of(correction)).context["form"].fields.items()
        if field.initial is not None
    }


def draft_of(interview: Interview) -> Interview:
    return Interview.objects.get(edits=interview.pk)


def answer_of(interview: Interview, uid: str = "lit") -> str:
    return interview.segments.get(uid=uid).answer


def marks_of(page: str, tag: str) -> list[str]:
    """What is marked as added or removed, as it is seen."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", page)
    return [re.sub(r"<span class=\"visually-hidden\">.*?</span>", "", one) for one in found]
