"""Queries and what they find first, among all samples and the demonstration as the importer stores them.

The same table holds on every database. A new sample that changes it is either a better answer or a fault of the order.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from interviews.importing.loading import Request, load
from interviews.importing.sources import found_in
from interviews.intake import Terms
from interviews.models import Interview
from interviews.search.hits import search
from interviews.search.proposals import proposals
from interviews.search.query import parse
from tests.importing.test_every_sample import FILES

pytestmark = pytest.mark.django_db

DEMONSTRATION = Path(__file__).parent.parent.parent / "docs" / "demonstration"
DOCUMENTS = [path for path in sorted(DEMONSTRATION.iterdir()) if path.suffix in (".txt", ".md", ".json")]
STORED = [*(path for path in DOCUMENTS if path.name != "README.md"), *FILES]

#: The query; the kind of its first hit, how its interview's title begins, and how its heading does (empty: as that).
FIRST = {
    "rook": ("interview", "Alasdair Rook", ""),
    "kervean": ("interview", "Hélène Kervéan", ""),
    "KERVÉAN": ("interview", "Hélène Kervéan", ""),
    '"tide archive"': ("interview", "Mara Lindqvist", ""),
    "tide records": ("interview", "Mara Lindqvist", ""),
    "apprentices": ("interview", "Nandini Rao", ""),
    '"slackwater passage"': ("interview", "Captain Rafael Montalvo", ""),
    "slackwat*": ("interview", "Captain Rafael Montalvo", ""),
    "pilot -montalvo": ("interview", "Ola Berg (Pilot)", ""),
    "forecasting flood": ("interview", "Hélène Kervéan", ""),
    "machine learning forecasting": ("segment", "Hélène Kervéan", "Machine learning is changing forecasting"),
    "lens": ("segment", "Alasdair Rook", "The canvas is open for you now."),
    "radio": ("segment", "Alasdair Rook", "For those outside the field, what does an automated lighthouse"),
    "mistakes": ("segment", "Mara Lindqvist", "You must have made mistakes of your own."),
    "paired logbook": ("segment", "Nandini Rao", "What is the paired logbook?"),
    "drowned": ("segment", "Hélène Kervéan", "What about false alarms?"),
    "advice": ("bio", "Hélène Kervéan", "Hélène Kervéan"),
    "in:bio tide": ("bio", "Mara Lindqvist", "Mara Lindqvist"),
    "in:bio pilot": ("bio", "Captain Rafael Montalvo", "Rafael Montalvo"),
    "in:question apprentices": None,
    "in:answer apprentices": ("segment", "Nandini Rao", "The canvas is open."),
    "speaker:rao weld*": ("segment", "Nandini Rao", "Some would say that robots"),
    "speaker:lindqvist": ("interview", "Mara Lindqvist", ""),
    "speaker:lindqvist mistakes": ("segment", "Mara Lindqvist", "You must have made mistakes of your own."),
    "tag:tides": ("interview", "Mara Lindqvist", ""),
    "year:2024 false alarms": ("segment", "Hélène Kervéan", "What about false alarms?"),
    "year:2025-2026 harbour": ("interview", "Captain Rafael Montalvo", ""),
    "year:2025 shipyard": None,
    'series:"kite talk" rope': ("segment", "Ola Berg: Keeper", "Rope"),
    'series:"lamps of the north" lighthouses': ("segment", "Ola Berg, Keeper", "Why lighthouses & lamps?"),
    "series:montalvo": None,
    "-series:kite kite maker": ("interview", "Kite maker speaks", ""),
    "muller nebel": ("interview", "Nebel und Lampen", ""),
    "nebel zweiter": ("interview", "Nebel, zweiter Teil", ""),
    "fog bells": ("interview", "Hélène Ruiz on fog bells", ""),
    "ruiz -fog": ("interview", "The same bell, a year on", ""),
    "کریمی": ("interview", "سارا کریمی", ""),
    '"per lund"': ("interview", "Per Lund", ""),
    "ferryman": ("interview", "Per Lund, Ferryman", ""),
    '"four ways to write a time"': ("interview", "Four ways to write a time", ""),
    '"write to ways"': None,
    "insights piers": ("interview", "Ola Berg, Guild Chair's Insights on Piers", ""),
    "gardien": ("interview", "Ola Berg, gardien", ""),
    '"three lights"': ("interview", "Keeper of three lights", ""),
    "footnotes": ("interview", "Footnotes and stamps", ""),
    "tide tables": ("interview", "Ola Berg and Mia Ek on tide tables", ""),
    "zebra": None,
}
#: What is typed, and what is proposed first.
PROPOSED = {
    "kerv": "Hélène Kervéan",
    "raf": "Rafael Montalvo",
    "footn": "Footnotes and stamps",
    "what is the pair": "What is the paired logbook?",
    "four wa": "Four ways to write a time",
    "zeb": None,
}


def first(query: str) -> tuple[str, str, str] | None:
    hit = next(iter(search(parse(query))[:1]), None)
    return (hit.kind, hit.interview.title, "" if hit.kind == "interview" else hit.heading) if hit else None


def as_expected(
    found: tuple[str, str, str] | None, expected: tuple[str, str, str] | None
) -> tuple[str, str, str] | None:
    """Cut to what the table tells."""
    if not found or not expected:
        return found
    return (found[0], found[1][: len(expected[1])], found[2][: len(expected[2])])


def test_the_first_hit_of_each_query_and_the_first_proposal() -> None:
    for path in STORED:
        with found_in(str(path)) as files:
            assert all(
                line.outcome == "created" for line in load(files, Request(terms=Terms(publish_at=timezone.now())))
            )
    assert Interview.objects.published().count() > 200
    assert {query: as_expected(first(query), FIRST[query]) for query in FIRST} == FIRST
    proposed = {typed: next((one.label for one in proposals(typed)), None) for typed in PROPOSED}
    assert proposed == PROPOSED
