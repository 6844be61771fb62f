"""A small archive to search in."""

from __future__ import annotations

import datetime as dt

import pytest

from interviews.models import Interview, Series
from interviews.search.index import refresh
from tests.factories import make_appearance, make_interview, make_segment, make_speaker


@pytest.fixture
def archive() -> None:
    ola, helene, host = make_speaker("Ola Berg"), make_speaker("Hélène Kervéan"), make_speaker("Jo Doe")
    north = make_interview(
        title="Ola Berg, Keeper of the North Light",
        introduction="Recorded on the skerry, see [the map](https://example.org/charts).",
        recorded_on=dt.date(2015, 10, 14),
        series=Series.objects.create(title="Lights of the North"),
    )
    make_appearance(north, ola, bio="Ola Berg began as a boy, hauling rope.")
    make_appearance(north, host, role="interviewer")
    make_segment(
        north,
        18,
        label="Fog",
        question="What does the fog do to you?",
        answer="It swallows the lamp.",
        tags=("Weather",),
    )
    make_segment(
        north, 90, question="And the lamps?", answer="They drink oil. In fog they drink more.", tags=("Lamps",)
    )
    coast = make_interview(
        title="A life along the coast", first_published_on=dt.date(2018, 3, 1), introduction="On pilots and tides."
    )
    make_appearance(coast, helene, bio="Hélène Kervéan est née à l’Île-de-Sein.")
    make_segment(coast, 5, question="Où est l’avenir ?", answer="Dans le brouillard, dit-on, et l’espoir.")
    make_segment(coast, 50, question="Who pays for the ropes?", answer="Nobody pays: the North does. Café, always.")
    refresh(Interview.objects.all())
