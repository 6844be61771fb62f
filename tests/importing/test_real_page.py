"""The real page of the archive, where the folder that holds it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviews.models import Interview
from tests.importing.pages import import_file

SEEDS = sorted((Path(__file__).resolve().parents[3] / "shared" / "seeds").glob("*.txt"))

STARTS = [
    18,
    50,
    232,
    317,
    409,
    848,
    1025,
    1467,
    1627,
    1925,
    2720,
    3020,
    3435,
    3666,
    4307,
    4540,
    5087,
    5140,
    5381,
    5641,
    5925,
    6318,
    6655,
]


@pytest.mark.django_db
@pytest.mark.skipif(not SEEDS, reason="the real page is not part of the project")
def test_the_real_page_yields_what_a_reader_sees_in_it() -> None:
    line = import_file(SEEDS[0])
    interview = Interview.objects.get()
    assert (line.outcome, interview.organisation) == (
        "created",
        "Canadian Information Processing Society (CIPS)",
    )
    guest, host = interview.appearances.all()
    assert (guest.role, guest.speaker.name) == ("guest", "Anne Miroux")
    assert guest.title == ("Director, Division on Technology and Trade Logistics, Head of the CSTD Secretariat UNCTAD")
    assert (host.role, host.speaker.name) == ("interviewer", "Stephen Ibaraki")
    assert guest.bio.text.startswith("Anne Miroux began")
    assert len(guest.bio.text.split("\n\n")) == 3
    assert guest.bio.portrait_alt == "Anne Miroux"
    assert interview.recordings.get().address == ""
    assert "recording_address_unknown" in [finding.code for finding in line.findings]
    assert interview.discussion_name == "Canadian IT Pro Connection"
    segments = list(interview.segments.all())
    assert [segment.start.total_seconds() for segment in segments] == STARTS
    assert [bool(segment.answer) for segment in segments] == [True] * 22 + [False]
    assert '"prosperity for all"' in segments[4].answer
    assert "policy makers....The second one" in segments[4].answer
    assert "“prosperity for all”" in segments[4].answer_html
    assert 'makers <span class="elision">[…]</span> The second' in segments[4].answer_html
    assert import_file(SEEDS[0]).outcome == "unchanged"
