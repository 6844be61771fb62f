"""An editor's process: does what it is told line by line, and answers once it is committed.

Started by `tests.machines.test_page_cache` with the environment of a node.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import django

django.setup()

import datetime as dt

from django.db import transaction
from django.utils import timezone

from interviews.comments.models import Comment
from interviews.models import Interview, Segment
from interviews.models.attribution import attributed
from interviews.search.index import refresh
from tests.factories import make_comment, make_interview, make_recording, make_segment


def make(slug: str) -> None:
    row = make_interview(guest="Ola Berg", slug=slug, published=False)
    make_recording(row)
    for start in (18, 90):
        make_segment(row, start, question="Which is it?", answer="Version 0.")
    row.publish()
    refresh([row])


@attributed()
def edit(slug: str, number: str) -> None:
    with transaction.atomic():
        row = Interview.objects.select_for_update().get(slug=slug)
        said = f"Version {number}."
        Segment.objects.filter(interview=row).update(answer=said, answer_html=f"<p>{said}</p>")
        refresh([row])


def past_every_door(slug: str, number: str) -> None:
    Segment.objects.filter(interview__slug=slug).update(answer_html=f"<p>Version {number}.</p>")


def roll_back(slug: str, number: str) -> None:
    try:
        with transaction.atomic():
            edit(slug, number)
            raise RuntimeError
    except RuntimeError:
        pass


def withdraw(slug: str) -> None:
    Interview.objects.get(slug=slug).withdraw()


def publish(slug: str) -> None:
    Interview.objects.get(slug=slug).publish()


def publish_in(slug: str, seconds: str) -> float:
    row = Interview.objects.get(slug=slug)
    row.withdraw()
    row.publish(at=timezone.now() + dt.timedelta(seconds=float(seconds)))
    return row.published_at.timestamp()


def approve(slug: str) -> int:
    row = Interview.objects.get(slug=slug)
    make_comment(row, status="pending", body="A word.").decide("approved")
    return Comment.objects.approved().filter(interview=row).count()


DEEDS: dict[str, Callable] = {
    deed.__name__: deed
    for deed in (make, edit, past_every_door, roll_back, withdraw, publish, publish_in, approve)
}  # fmt: skip

if __name__ == "__main__":
    for line in sys.stdin:
        name, *given = line.split()
        print("done", DEEDS[name](*given), flush=True)
