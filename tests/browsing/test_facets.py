"""All interviews, narrowed; and what could be chosen further, with counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from interviews.browsing.choices import FACETS, SORTS, Choices
from interviews.browsing.counting import most_frequent
from interviews.browsing.facets import MOST, facet_of, facets_of
from interviews.browsing.narrowing import in_order, narrowed
from interviews.models import Interview, Series, Tag, TagOfInterview
from interviews.search.index import rebuild, refresh
from tests.factories import make_appearance, make_comment, make_interview, make_recording, make_segment, make_speaker
from tests.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> dict[str, Interview]:
    """Of 2014 and 2015, in two languages, about fog and tides; and a draft of which nothing is to be seen."""
    coast = Series.objects.create(title="Coast", slug="coast")
    first = make_interview(
        guest="Ola Berg", host="Jo Doe", recorded_on=date(2014, 5, 1), organisation="Guild", series=coast
    )
    second = make_interview(
        guest="Mia Ek", host="Jo Doe", recorded_on=date(2015, 5, 1), organisation="Guild", language="fr"
    )
    third = make_interview(guest="Jo Doe", first_published_on=date(2015, 1, 1), organisation="Harbour", series=coast)
    draft = make_interview(
        guest="Canary Bird", published=False, organisation="Canaries", language="sv", recorded_on=date(1999, 1, 1),
        series=Series.objects.create(title="Canary series", slug="canary-series"),
    )  # fmt: skip
    first.tags.add("fog")
    make_segment(first, tags=("tides", "fog"))
    make_segment(first, tags=("tides",))
    second.tags.add("tides")
    draft.tags.add("fog", "canary-tag")
    make_recording(first)
    make_recording(second, url="")
    refresh(Interview.objects.all())
    return {"first": first, "second": second, "third": third, "draft": draft}


def counts(facet: str, **chosen: object) -> dict[str, int]:
    """Of what can be chosen, by value."""
    values = {name: value if isinstance(value, tuple) else (value,) for name, value in chosen.items()}
    return {value.value: value.count for value in facet_of(facet, Choices(values)).values}


def found(**chosen: str | tuple[str, ...]) -> set[str]:
    values = {name: value if isinstance(value, tuple) else (value,) for name, value in chosen.items()}
    return {interview.guests[0].credited_name for interview in narrowed(Choices(values)).with_people()}


@pytest.mark.usefixtures("archive")
def test_every_facet_narrows() -> None:
    assert found() == {"Ola Berg", "Mia Ek", "Jo Doe"}
    assert found(speaker="jo-doe") == {"Ola Berg", "Mia Ek", "Jo Doe"}
    assert found(role="interviewer") == {"Ola Berg", "Mia Ek"}
    assert found(tag="tides") == {"Ola Berg", "Mia Ek"}, "on a segment as on the whole"
    assert found(series="coast") == {"Ola Berg", "Jo Doe"}
    assert found(organisation="Guild") == {"Ola Berg", "Mia Ek"}
    assert found(year="2015") == {"Mia Ek", "Jo Doe"}, "recorded, else first published"
    assert found(language="fr") == {"Mia Ek"}
    assert found(audio="yes") == {"Ola Berg"}, "one that was announced only cannot be heard"
    assert found(audio="no") == {"Mia Ek", "Jo Doe"}


@pytest.mark.usefixtures("archive")
def test_values_of_one_facet_widen_it_and_facets_narrow_each_other() -> None:
    assert found(year=("2014", "2015")) == {"Ola Berg", "Mia Ek", "Jo Doe"}
    assert found(tag="tides", year="2015") == {"Mia Ek"}
    assert found(tag="tides", year="2015", language="en") == set()


@pytest.mark.usefixtures("archive")
def test_a_speaker_and_a_role_are_said_of_one_appearance() -> None:
    assert found(speaker="jo-doe", role="guest") == {"Jo Doe"}
    assert found(speaker="jo-doe", role="interviewer") == {"Ola Berg", "Mia Ek"}
    assert counts("role", speaker="jo-doe") == {"guest": 1, "interviewer": 2}
    assert counts("speaker", role="interviewer") == {"jo-doe": 2}


@pytest.mark.usefixtures("archive")
def test_counts_are_of_interviews_that_the_public_sees_the_most_frequent_first() -> None:
    assert counts("speaker") == {"jo-doe": 3, "ola-berg": 1, "mia-ek": 1}
    assert list(counts("speaker")) == ["jo-doe", "ola-berg", "mia-ek"]
    assert counts("role") == {"guest": 3, "interviewer": 2}
    assert counts("tag") == {"tides": 2, "fog": 1}
    assert counts("organisation") == {"Guild": 2, "Harbour": 1}
    assert counts("year") == {"2015": 2, "2014": 1}
    assert counts("language") == {"en": 2, "fr": 1}
    assert counts("audio") == {"no": 2, "yes": 1}


@pytest.mark.usefixtures("archive")
def test_a_facet_counts_under_the_choices_of_the_others_and_not_its_own() -> None:
    assert counts("tag", year="2015") == {"tides": 1}
    assert counts("year", year="2015") == {"2015": 2, "2014": 1}
    assert counts("language", tag="tides", year="2014") == {"en": 1}
    assert counts("organisation", speaker="jo-doe", role="guest") == {"Harbour": 1}


@pytest.mark.parametrize("facet", FACETS)
def test_beside_each_value_stands_how_many_it_finds(archive: dict[str, Interview], facet: str) -> None:
    for other in ({}, {"language": ("en",)}, {"tag": ("tides",)}, {"speaker": ("jo-doe",)}, {"audio": ("no",)}):
        rest = {name: values for name, values in other.items() if name != facet}
        for value, count in counts(facet, **rest).items():
            assert len(found(**rest, **{facet: value})) == count, (rest, facet, value)


@pytest.mark.usefixtures("archive")
def test_a_value_that_is_hidden_or_not_there_is_called_as_it_was_asked_for() -> None:
    for facet, slug in (("tag", "canary-tag"), ("series", "canary-series"), ("speaker", "canary-bird"), ("tag", "x")):
        (chosen,) = next(one for one in facets_of(Choices({facet: (slug,)})) if one.name == facet).chosen
        assert (chosen.label, chosen.count, chosen.address) == (slug, 0, "")
    Tag.objects.filter(slug="tides").update(name="Tides & currents")
    (chosen,) = facets_of(Choices({"tag": ("tides",), "language": ("sv",)}))[0].chosen
    assert (chosen.label, chosen.count) == ("Tides & currents", 0)


def test_what_many_guests_were_asked_is_no_topic() -> None:
    interview = make_interview()
    make_segment(interview, tags=("lessons", "fog", "tides"))
    Tag.objects.filter(name="lessons").update(question="What did you learn?")
    refresh([interview])

    assert counts("tag") == {"fog": 1, "tides": 1}


def test_there_are_so_many_values_and_no_more_but_those_chosen_are_among_them() -> None:
    interview = make_interview()
    interview.tags.add(*(f"tag {number:03}" for number in range(MOST + 20)))
    make_interview().tags.add("rare")
    refresh(Interview.objects.all())

    assert len(counts("tag")) == MOST
    assert counts("tag", tag=f"tag-0{MOST + 15}")[f"tag-0{MOST + 15}"] == 1


def test_each_interview_is_either_published_or_hidden() -> None:
    seen, withdrawn, coming, draft = (make_interview(published=number < 3) for number in range(4))
    withdrawn.withdraw()
    coming.publish(at=timezone.now() + timedelta(days=1))

    assert set(Interview.objects.published()) == {seen}
    assert set(Interview.objects.hidden()) == {withdrawn, coming, draft}


def test_the_most_frequent_are_the_public_ones_however_many_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviews.browsing.facets.MOST", 2)
    asked = ["fog"] * 3 + ["tides"] * 2 + ["bells"]
    for number, tag in enumerate([*asked, *(f"canary {one}" for one in range(9) for _twice in range(4))]):
        hidden = tag.startswith("canary")
        talk = make_interview(guest=f"Of {tag}" if number % 2 else f"{tag} too", published=not hidden)
        talk.tags.add(tag)
        refresh([talk])

    assert counts("tag") == {"fog": 3, "tides": 2}
    assert counts("tag", language="en") == {"fog": 3, "tides": 2}
    assert counts("tag", tag="bells") == {"fog": 3, "tides": 2, "bells": 1}
    assert counts("speaker") == {"fog-too": 2, "of-fog": 1}


def test_what_leaves_no_choice_is_not_asked() -> None:
    make_interview(guest="Ola Berg")

    assert facets_of(Choices()) == []
    assert [facet.name for facet in facets_of(Choices({"language": ("en",)}))] == ["language"]


def test_somebody_in_two_roles_is_counted_once() -> None:
    interview, speaker = make_interview(guest="Mia Ek"), make_speaker("Ola Berg")
    make_appearance(interview, speaker, role="guest")
    make_appearance(interview, speaker, role="moderator")

    assert counts("speaker") == {"mia-ek": 1, "ola-berg": 1}
    assert counts("speaker", language="en") == {"mia-ek": 1, "ola-berg": 1}


def ordered(interviews: QuerySet, sort: str) -> list[str]:
    return [interview.title for interview in in_order(interviews.with_facts(), sort)]


def test_lists_are_sorted_four_ways() -> None:
    old, middle, new = (make_interview(title=title) for title in ("old", "middle", "new"))
    for number, interview in enumerate((old, middle, new)):
        Interview.objects.filter(pk=interview.pk).update(published_at=f"2020-01-0{number + 1}T00:00:00Z")
    make_comment(middle)
    make_comment(middle)
    make_comment(old)
    make_recording(old, duration=timedelta(minutes=9))
    make_recording(new, duration=timedelta(minutes=50))
    published = Interview.objects.published()

    assert [ordered(published, sort) for sort in SORTS] == [
        ["new", "middle", "old"],
        ["old", "middle", "new"],
        ["middle", "old", "new"],
        ["new", "old", "middle"],
    ]


def test_the_tags_of_an_interview_are_kept_as_its_words_are() -> None:
    interview = make_interview()
    segment = make_segment(interview, tags=("fog", "tides"))
    interview.tags.add("fog")

    def kept() -> set[str]:
        return set(TagOfInterview.objects.filter(interview=interview).values_list("tag__name", flat=True))

    assert kept() == set()
    refresh([interview])
    assert kept() == {"fog", "tides"}
    segment.tags.set(["bells"])
    refresh([interview])
    assert kept() == {"fog", "bells"}
    TagOfInterview.objects.all().delete()
    rebuild()
    assert kept() == {"fog", "bells"}


@pytest.mark.parametrize(
    "address", ["", "?tag=fog", "?speaker=jo-doe&role=interviewer", "?year=2015&audio=no&sort=longest"]
)
@pytest.mark.parametrize("more", [0, 12])
def test_the_page_costs_the_same_however_many_there_are(
    client: object, archive: dict[str, Interview], django_assert_max_num_queries: object, address: str, more: int
) -> None:
    for number in range(more):
        make_interview(guest=f"Guest {number}", organisation=f"Guild {number}").tags.add(f"tag {number}")
    refresh(Interview.objects.all())
    with django_assert_max_num_queries(25):
        text_of(client, f"/interviews/{address}")


def test_of_values_alike_the_first_are_told() -> None:
    counts = {"a": 2, "d": 1, "c": 1, "b": 1, "e": 3}
    assert most_frequent(counts, 3, str) == [("e", 3), ("a", 2), ("b", 1)]
    assert most_frequent(counts, 9, str) == [("e", 3), ("a", 2), ("b", 1), ("c", 1), ("d", 1)]
