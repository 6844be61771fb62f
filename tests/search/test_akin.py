"""Moments that speak of the same, by their words."""

from __future__ import annotations

import pytest

from interviews.models import Interview, Segment
from interviews.search import akin
from interviews.search.akin import akin_to
from interviews.search.index import refresh
from tests.factories import make_interview, make_segment
from tests.search.upkeep import BOUNDS

pytestmark = pytest.mark.django_db

COMMONPLACE = ("What did you do then?", "How was the winter?", "Who came next?", "And the money?", "Where is it now?")


@pytest.fixture
def archive() -> dict[str, Segment]:
    """Ten interviews of small talk, and four in which somebody is asked of the foghorn or the lens."""
    for number in range(10):
        interview = make_interview(guest=f"Guest {number}")
        for question in COMMONPLACE:
            make_segment(interview, question=question, answer="We had a harbour.")
    asked = {}
    for name, question, answer in (
        ("mine", "When did the foghorn fall silent, and who sold its compressor?", "In the harbour."),
        ("near", "Was the foghorn's compressor ever repaired?", "Twice."),
        ("told", "What did you hear?", "The foghorns. One compressor fed all of them."),
        ("once", "Do you miss the foghorn?", "No."),
        ("other", "Who ground the lens?", "A firm in Paris."),
    ):
        asked[name] = make_segment(make_interview(guest=f"Keeper {name.title()}"), question=question, answer=answer)
    refresh(Interview.objects.all())
    return asked


def names(found: dict[int, float], archive: dict[str, Segment]) -> list[str]:
    by_key = {segment.pk: name for name, segment in archive.items()}
    return [by_key.get(pk, "else") for pk in found]


def test_moments_that_share_rare_words_are_akin_the_nearest_first(archive: dict[str, Segment]) -> None:
    found = akin_to(archive["mine"])
    assert set(names(found, archive)) == {"near", "told"}
    assert all(0 < nearness <= 1 for nearness in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_one_shared_word_may_be_chance_unless_it_is_all_there_is(archive: dict[str, Segment]) -> None:
    assert "once" not in names(akin_to(archive["mine"]), archive)
    assert set(names(akin_to(archive["once"]), archive)) == {"mine", "near", "told"}


def test_what_everybody_is_asked_is_not_akin(archive: dict[str, Segment]) -> None:
    for question in COMMONPLACE:
        assert akin_to(Segment.objects.filter(question=question).first()) == {}


def test_a_whole_interview_is_akin_by_what_is_asked_in_it(archive: dict[str, Segment]) -> None:
    mine = archive["mine"].interview
    make_segment(mine, question="And the compressor of the foghorn?", answer="Sold.")
    refresh([mine])
    assert set(names(akin_to(mine), archive)) == {"near", "told"}


def test_tags_count_and_names_of_its_people_do_not(archive: dict[str, Segment]) -> None:
    archive["other"].tags.add("Compressors")
    other, once = archive["other"], archive["once"]
    refresh([other.interview])
    assert akin_to(other).keys().isdisjoint({once.pk})
    Segment.objects.filter(pk=once.pk).update(question="What did Keeper Other tell?")
    refresh([once.interview])
    assert names(akin_to(once), archive) == []


def test_drafts_withdrawn_and_the_same_interview_are_never_akin(archive: dict[str, Segment]) -> None:
    archive["near"].interview.withdraw()
    make_segment(archive["mine"].interview, question="The foghorn and its compressor?")
    refresh([archive["mine"].interview])
    assert names(akin_to(archive["mine"]), archive) == ["told"]


def test_one_moment_of_an_interview_is_enough(archive: dict[str, Segment]) -> None:
    twin = make_segment(archive["near"].interview, question="So the foghorn and the compressor?")
    refresh([twin.interview])
    found = akin_to(archive["mine"])
    assert len(found) == 2
    assert len(found.keys() & {twin.pk, archive["near"].pk}) == 1
    assert len(akin_to(archive["mine"], most=1)) == 1


def test_a_word_that_is_everywhere_costs_little_and_counts_nothing(
    archive: dict[str, Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(akin, "MOST_ENTRIES", 2)
    assert akin_to(archive["mine"]) == {}


def test_so_many_queries_whatever_the_archive(archive: dict[str, Segment], django_assert_num_queries: object) -> None:
    queries = 4 + BOUNDS
    with django_assert_num_queries(queries):
        assert akin_to(archive["mine"])
    with django_assert_num_queries(queries):
        assert akin_to(archive["mine"].interview)


def test_what_the_index_does_not_know_is_akin_to_nothing() -> None:
    segment = make_segment(make_interview())
    assert akin_to(segment) == akin_to(segment.interview) == {}
