"""A transcript as it is read: its paragraphs, the places of the time index in it, and its part of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.models import Transcript
from interviews.transcripts import LONG, LONGEST, Paragraph, Said, paragraphs_of, places_of
from tests.factories import make_cues, make_interview, make_recording, make_segment, make_transcript


@dataclass(frozen=True)
class Entry:
    name: str
    start: timedelta | None


def at(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def said(start: float | None, text: str = "So.", speaker: str = "", end: float | None = None) -> Said:
    return Said(at(start), at(end), speaker, text)


def entries(*starts: float | None) -> list[Entry]:
    return [Entry(str(start), at(start)) for start in starts]


def read(cues: list[Said], *starts: float | None) -> list[tuple[str, str]]:
    """Who is named at each paragraph, and what is said in it."""
    found: list[Paragraph[Entry]] = paragraphs_of(cues, entries(*starts))
    return [(paragraph.speaker, " ".join(words.text for words in paragraph.words)) for paragraph in found]


def placed(cues: list[Said], *starts: float | None) -> dict[int, list[str]]:
    found = places_of(cues, entries(*starts))
    return {place: [entry.name for entry in begun] for place, begun in found.items()}


# Paragraphs


def test_a_turn_is_a_paragraph_and_names_its_speaker_once() -> None:
    cues = [said(1, "Why?", "Jo"), said(3, "It was", "Ola"), said(5, "bright.", "Ola"), said(8, "And?", "Jo")]
    assert read(cues) == [("Jo", "Why?"), ("Ola", "It was bright."), ("Jo", "And?")]


def test_a_cue_that_names_nobody_goes_on_with_its_turn() -> None:
    cues = [said(1, "Why?", "Jo"), said(3, "It was", "Ola"), said(5, "bright."), said(8, "And dry.", "Ola")]
    assert read(cues) == [("Jo", "Why?"), ("Ola", "It was bright. And dry.")]


def test_a_transcript_that_names_nobody_is_read_as_prose() -> None:
    assert read([said(None, "One."), said(None, "Two.")]) == [("", "One. Two.")]


def test_a_long_turn_is_parted_at_the_end_of_a_sentence_and_its_speaker_stays_named_once() -> None:
    half = "word " * (LONG // 10)
    cues = [said(place, text, "Ola") for place, text in enumerate((half, half, "and so,", "on it went.", "Later."))]
    assert [(name, text[-8:]) for name, text in read(cues)] == [("Ola", "it went."), ("", "Later.")]


@pytest.mark.parametrize("ending", [".", "?", "!", "…", "。", ".”", '."', ".)"])
def test_what_ends_a_sentence(ending: str) -> None:
    assert len(read([said(1, "word " * (LONG // 5) + ending), said(9, "Later.")])) == 2


def test_a_turn_without_sentences_is_parted_all_the_same() -> None:
    cues = [said(place, "word " * 40) for place in range(30)]
    lengths = [len(text) for _, text in read(cues)]
    assert len(lengths) > 3
    assert all(length <= LONGEST + 250 for length in lengths)
    assert all(length >= LONGEST - 250 for length in lengths[:-1])


def test_paragraphs_within_a_cue_stay_paragraphs_of_the_same_turn() -> None:
    found = paragraphs_of([said(7, "We rowed.\n\nIt\nwas  cold.\n \n \nDark.", "Ola"), said(9, "Yes.", "Ola")], ())
    assert [paragraph.speaker for paragraph in found] == ["Ola", "", ""]
    assert [[words.text for words in paragraph.words] for paragraph in found] == [
        ["We rowed."],
        ["It was cold."],
        ["Dark.", "Yes."],
    ]
    assert [paragraph.start for paragraph in found] == [at(7), None, None]


def test_cues_without_words_are_left_out() -> None:
    cues = [said(1, "  "), said(2, "Yes."), said(3, "\n")]
    assert read(cues) == [("", "Yes.")]
    assert read([said(1, " ")]) == []
    assert placed([cue for cue in cues if cue.text.strip()], 1) == {0: ["1"]}


def test_the_name_of_a_paragraph_is_its_moment_and_is_given_once() -> None:
    cues = [said(62.48, "A", "Jo"), said(62.9, "B", "Ola"), said(62.95, "C", "Jo"), said(63, "D", "Ola")]
    found = paragraphs_of([*cues, said(None, "E", "Jo")], ())
    assert [paragraph.anchor for paragraph in found] == ["said-62", "said-62-1", "said-62-2", "said-63", ""]
    assert [paragraph.moment for paragraph in found] == [at(62), at(62), at(62), at(63), None]


# The places of entries


def test_an_entry_begins_with_the_first_cue_at_or_after_its_moment() -> None:
    cues = [said(start, end=start + 3) for start in (0, 4, 8, 12, 16)]
    assert placed(cues, 0, 5.5, 12) == {0: ["0"], 2: ["5.5"], 3: ["12"]}


def test_a_cue_that_begins_a_little_early_is_still_the_first_of_its_entry() -> None:
    assert placed([said(0, end=7), said(7.2, end=11), said(11, end=14)], 8) == {1: ["8"]}
    assert placed([said(0, end=6.8), said(6.8, end=11), said(11, end=14)], 8) == {2: ["8"]}


def test_an_entry_within_a_long_cue_begins_with_it_unless_the_next_is_nearer() -> None:
    cues = [said(0, end=40), said(40, end=90), said(90, end=120)]
    assert placed(cues, 60) == {1: ["60"]}
    assert placed(cues, 80) == {2: ["80"]}
    assert placed(cues, 60, 64) == {1: ["60", "64"]}


def test_an_entry_of_which_the_transcript_says_nothing_has_no_place() -> None:
    excerpt = [said(0, end=10), said(10, end=20), said(300, end=310)]
    assert placed(excerpt, 0, 100, 200, 298, 900) == {0: ["0"], 2: ["298"]}


def test_an_end_that_is_not_told_is_taken_from_the_words() -> None:
    cues = [said(0, "word " * 100), said(300)]
    assert placed(cues, 0, 30, 60) == {0: ["0", "30"], 1: ["60"]}


def test_what_has_no_time_has_no_place() -> None:
    assert placed([said(0), said(5)], None, 5) == {1: ["5"]}
    assert placed([said(None), said(None)], 0, 5) == {}
    assert placed([], 0) == {}


def test_entries_of_one_moment_begin_together_and_in_their_order() -> None:
    found = places_of([said(5)], [Entry("a", at(5)), Entry("b", at(5))])
    assert [entry.name for entry in found[0]] == ["a", "b"]


def test_times_that_run_backward_are_understood() -> None:
    assert placed([said(50, end=54), said(10, end=14), said(20, end=24)], 10, 50) == {1: ["10"], 0: ["50"]}


def test_a_turn_is_parted_where_an_entry_begins_and_its_speaker_named_again() -> None:
    cues = [said(1, "It was.", "Ola"), said(4, "And then", "Ola"), said(6, "more.", "Ola")]
    assert read(cues, 4) == [("Ola", "It was."), ("Ola", "And then more.")]
    found = paragraphs_of(cues, entries(4, None))
    assert [[entry.name for entry in paragraph.entries] for paragraph in found] == [[], ["4"]]


# The page


def page_of(client: Client, interview: Any, query: str = "") -> str:
    response = client.get(interview.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def part_of(page: str) -> str:
    return page.split('<section class="transcript"')[1].split("</section>")[0]


def talk(*, heard: bool = True, **given: Any) -> Any:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", language="en")
    if heard:
        make_recording(interview)
    make_segment(interview, 10, label="Lamps", question="Why lamps?", uid="lampslamp")
    make_segment(interview, None, label="No time")
    cues = [(3.5, "Jo", "Welcome."), (10.25, "Jo", "Why <lamps>?"), (12.5, "Ola", "They"), (13, "Ola", "were bright.")]
    make_cues(make_transcript(interview, **given), cues)
    return interview


@pytest.mark.django_db
def test_the_page_has_the_words_with_links_that_play() -> None:
    part = part_of(page_of(Client(), talk()))
    assert '<p id="said-3"><a href="?t=0:03#said-3" data-start="3.5">' in part
    assert "Play from 3 seconds</span>" in part
    assert '<b>Jo:</b> <span data-start="10.25">Why &lt;lamps&gt;?</span></p>' in part
    assert '<span data-start="12.5">They</span> <span data-start="13">were bright.</span></p>' in part


@pytest.mark.django_db
def test_entries_and_their_places_in_the_transcript_lead_to_each_other() -> None:
    page = page_of(Client(), talk())
    part = part_of(page)
    assert '<h3 id="transcript-lampslamp"><a href="#segment-lampslamp">Lamps</a></h3>' in part
    assert part.index("Welcome.") < part.index("transcript-lampslamp") < part.index("Why &lt;lamps")
    assert page.count('href="#transcript-lampslamp">In the transcript</a>') == 1
    assert page.count("In the transcript</a>") == 1, "an entry without a time has no place"


@pytest.mark.django_db
def test_where_entries_are_searched_a_heading_leads_to_the_whole_page() -> None:
    interview = talk()
    part = part_of(page_of(Client(), interview, "?find=nothing"))
    assert f'<a href="{interview.get_absolute_url()}#segment-lampslamp">' in part


@pytest.mark.django_db
def test_without_a_recording_moments_are_no_links() -> None:
    part = part_of(page_of(Client(), talk(heard=False)))
    assert "data-start" not in part
    assert '<time datetime="PT3S">0:03</time>' in part
    assert "They were bright.</p>" in part


@pytest.mark.django_db
def test_a_transcript_without_times_reads_as_prose() -> None:
    interview = make_interview()
    make_recording(interview)
    make_cues(make_transcript(interview), [(None, "Jo", "Why?"), (None, "Ola", "So.\n\nAnd so.")])
    part = part_of(page_of(Client(), interview))
    assert re.findall(r"<p>.*?</p>", part) == ["<p><b>Jo:</b> Why?</p>", "<p><b>Ola:</b> So.</p>", "<p>And so.</p>"]
    assert "data-start" not in part
    assert "timed" not in part


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "declared"),
    [
        ("verbatim", "All that was said, word for word."),
        ("corrected", "Made by a machine and corrected by people."),
        ("machine", "Made by a machine and not corrected: words and names may be wrong."),
        ("excerpt", "An excerpt: not all that was said."),
    ],
)
def test_its_kind_is_declared_in_words(kind: str, declared: str) -> None:
    assert f'<p class="transcript__kind">{declared}</p>' in part_of(page_of(Client(), talk(kind=kind)))


def test_every_kind_is_declared_in_a_test() -> None:
    assert set(Transcript.Kind) == {"verbatim", "corrected", "machine", "excerpt"}


@pytest.mark.django_db
def test_its_language_is_marked_and_what_is_the_sites_own_within_it() -> None:
    part = part_of(page_of(Client(), talk(language="sv")))
    assert re.search(r'<div class="transcript__words[^>]* lang="sv">', part)
    assert '<h3 id="transcript-lampslamp" lang="en">' in part
    assert '<a href="?t=0:03#said-3" data-start="3.5" lang="en">' in part
    assert part_of(page_of(Client(), talk())).count(" lang=") == 1, "said once where it is the interview's"


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "folded"), [(20, False), (2000, True)])
def test_only_a_long_transcript_is_folded(words: int, folded: bool) -> None:
    interview = make_interview()
    make_cues(make_transcript(interview), [(1, "Ola", "word " * words)])
    assert ("<details" in part_of(page_of(Client(), interview))) is folded


@pytest.mark.django_db
@pytest.mark.parametrize("cues", [None, [], [(1, "Ola", " ")]])
def test_without_words_the_page_has_no_transcript_and_loads_nothing_for_it(cues: list[Any] | None) -> None:
    interview = make_interview()
    if cues is not None:
        make_cues(make_transcript(interview), cues)
    page = page_of(Client(), interview)
    for part in ('class="transcript', "#transcript", "css/transcript", "js/transcript", "In the transcript"):
        assert part not in page, part


@pytest.mark.django_db
def test_a_page_with_a_transcript_loads_its_script_and_its_sheet_and_names_it_at_the_top() -> None:
    page = page_of(Client(), talk())
    assert re.search(r'<link rel="stylesheet" href="[^"]*css/transcript[\w.]*\.css">', page)
    assert re.search(r'<script type="module" src="[^"]*js/transcript[\w.]*\.js">', page)
    assert '<a href="#transcript">Transcript</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("cues", [3, 1500])
def test_a_transcript_costs_one_query_however_long_it_is(django_assert_num_queries: Any, cues: int) -> None:
    client, without, interview = Client(), make_interview(), make_interview()
    make_cues(make_transcript(interview), [(place, "Ola", "So.") for place in range(cues)])
    with CaptureQueriesContext(connection) as counted:
        page_of(client, without)
    with django_assert_num_queries(len(counted) + 1):
        page_of(client, interview)


@pytest.mark.django_db
def test_the_markup_of_an_hour_stays_small() -> None:
    interview = make_interview(guest="Ola Berg")
    make_recording(interview)
    cues = [(place * 3.6, "Ola Berg" if place // 8 % 3 else "Jo Doe", "eleven words. " * 4) for place in range(1000)]
    make_cues(make_transcript(interview), cues)
    part = part_of(page_of(Client(), interview))
    text = sum(len(text.strip()) for _, _, text in cues)
    assert len(part) - text < 65_000


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "followed"), [(5, True), (None, False)])
def test_a_timed_transcript_can_be_followed_though_no_entry_has_a_time(start: float | None, followed: bool) -> None:
    interview = make_interview()
    make_recording(interview)
    make_cues(make_transcript(interview), [(start, "Ola", "So.")])
    assert ("player__follow" in page_of(Client(), interview)) is followed


@pytest.mark.django_db
def test_anchors_are_unique_on_the_page() -> None:
    interview = talk()
    make_segment(interview, 10, label="Twin")
    ids = sorted(re.findall(r' id="([^"]+)"', page_of(Client(), interview)))
    assert all(one != other for one, other in pairwise(ids))
