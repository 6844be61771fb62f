"""A site with something of everything that a feed tells, and something of all that none may."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from interviews.models import Interview, Series
from interviews.search.index import refresh
from tests.factories import (
    make_comment,
    make_cues,
    make_interview,
    make_recording,
    make_segment,
    make_transcript,
)

#: Stands in all that the public may not see.
SECRET = "Zanzibar"


def make_heard_interview(**given: object) -> Interview:
    """Ola Berg asked by Jo Doe: a recording of 4000 bytes and 65.4 seconds, a transcript, a time index."""
    told = {"guest": "Ola Berg", "host": "Jo Doe", "slug": "ola-berg", "rights": "CC BY-NC 4.0, by the guild"}
    interview = make_interview(**{**told, "introduction": "On *lamps* & tides < 3.", **given})
    make_recording(interview, size=4000, duration=timedelta(seconds=65.4))
    make_segment(interview, 20, question='Why "lamps" & not <fires>?', label="Lamps", uid="k2", tags=("fog",))
    make_segment(interview, 40.5, question="And tides?", uid="k3")
    make_cues(make_transcript(interview), [(0, "Ola Berg", "They were bright.")])
    interview.tags.add("tides", "sea")
    refresh([interview])
    interview.refresh_from_db()
    return interview


def make_secrets(series: Series | None = None) -> None:
    """A draft, a withdrawn interview, one of tomorrow, and comments that are not approved: all say the word."""
    for number, turn in enumerate(("draft", "withdrawn", "tomorrow")):
        words = {"title": f"{SECRET} {turn}", "slug": f"secret-{turn}", "introduction": SECRET, "series": series}
        hidden = make_interview(guest=f"{SECRET} Berg {number}", published=turn == "withdrawn", **words)
        make_recording(hidden)
        make_segment(hidden, 5, question=f"{SECRET} lamps?", tags=("fog",))
        hidden.tags.add("fog")
        make_comment(hidden, body=SECRET)
        if turn == "withdrawn":
            hidden.withdraw()
        if turn == "tomorrow":
            hidden.publish(at=timezone.now() + timedelta(days=1))
        refresh([hidden])
    public = Interview.objects.published().first()
    if public:
        for status in ("pending", "rejected", "spam"):
            make_comment(public, body=SECRET, name=SECRET, status=status)


def make_series() -> Series:
    return Series.objects.create(title="Lights of the north", description="Talks & tales.")


def make_old_interview(number: int, **given: object) -> Interview:
    """Published `number` days ago."""
    interview = make_interview(title=f"Talk of day {number}", published=False, recorded_on=date(2015, 1, 1), **given)
    interview.publish(at=timezone.now() - timedelta(days=number))
    return interview
