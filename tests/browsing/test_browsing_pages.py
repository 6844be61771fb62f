"""The pages of lists, as a reader without script has them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from interviews.browsing import letters
from interviews.models import Interview, Series, Tag
from interviews.models.former_slug import keep_former
from interviews.search.index import refresh
from tests.both_languages import links
from tests.factories import make_interview, make_recording, make_segment, make_speaker
from tests.test_pages import text_of

pytestmark = pytest.mark.django_db


def list_of(page: str) -> str:
    return page.split('class="browsed__list"')[1].split("</main>")[0]


def test_choices_are_links_that_combine_and_can_be_removed(client: Client) -> None:
    for guest, language in (("Ola Berg", "en"), ("Mia Ek", "fr"), ("Jan Falk", "fr")):
        make_interview(guest=guest, language=language).tags.add("Tides")
    refresh(Interview.objects.all())
    page = text_of(client, "/interviews/?tag=tides")
    assert "/interviews/?tag=tides&amp;language=fr" in links(page, rel="nofollow")

    page = text_of(client, "/interviews/?language=fr&tag=tides")
    assert "Ola Berg" not in list_of(page)
    assert "Mia Ek" in list_of(page)
    chips = re.findall(r'class="choice" href="([^"]+)" rel="nofollow">(.*?)</a>', page, re.DOTALL)
    shown = {address: " ".join(re.sub("<[^>]+>", "", words).split()) for address, words in chips}
    assert shown == {
        "/interviews/?language=fr": "Remove Topic: Tides ×",
        "/interviews/?tag=tides": "Remove Language: French ×",
    }


def test_paging_and_sorting_keep_the_choices(client: Client) -> None:
    for number in range(45):
        make_interview(guest=f"Guest Number{number:02}", organisation="Guild & Sons")
    page = text_of(client, "/interviews/?sort=oldest&organisation=Guild+%26+Sons&page=2")
    kept = "?organisation=Guild+%26+Sons&amp;sort=oldest"
    assert links(page, rel="next") == [f"{kept}&amp;page=3"]
    assert links(page, rel="prev") == [f"{kept}&amp;page=1"]
    assert "Number20" in list_of(page)
    assert "/interviews/?organisation=Guild+%26+Sons&amp;sort=longest" in page


def test_what_is_not_there_leaves_an_empty_list_and_a_way_back(client: Client) -> None:
    make_interview(guest="Ola Berg")
    for address in ("?tag=nowhere", "?year=1850", "?role=astronaut", "?language=xx&audio=yes"):
        page = text_of(client, f"/interviews/{address}")
        assert "No interview has all of this." in page, address
        assert 'class="choice" href="/interviews/' in page, address
        assert '<a href="/interviews/">All interviews</a>' in page, address
    assert "Ola Berg" in list_of(text_of(client, "/interviews/?year=soon&sort=sideways&tag=%00"))


def test_a_former_name_or_a_synonym_leads_to_the_one_of_today(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    interview.tags.add("Tides")
    tag = Tag.objects.get()
    keep_former(tag, "sea-level")
    tag.synonyms.create(name="High water")
    refresh([interview])
    for slug in ("sea-level", "high-water"):
        response = client.get(f"/interviews/?language=en&tag={slug}&page=2")
        assert (response.status_code, response.headers["Location"]) == (301, "/interviews/?tag=tides&language=en")
    keep_former(interview.guests[0].speaker, "berg")
    assert client.get("/fr/interviews/?speaker=berg").headers["Location"] == "/fr/interviews/?speaker=ola-berg"
    assert client.get("/api/1/speakers/berg").headers["Location"] == "/api/1/speakers/ola-berg"


def test_search_engines_index_the_list_and_not_the_ways_to_narrow_it(client: Client) -> None:
    make_interview(guest="Ola Berg")
    plain = text_of(client, "/interviews/?utm_source=letter")
    assert "noindex" not in plain
    assert links(plain, rel="canonical") == ["http://testserver/interviews/"]
    narrowed = text_of(client, "/interviews/?year=2015&language=en&page=7")
    assert '<meta name="robots" content="noindex">' in narrowed
    assert links(narrowed, rel="canonical") == ["http://testserver/interviews/?year=2015&amp;language=en"]
    assert "noindex" in text_of(client, "/interviews/?sort=oldest")


def test_lists_tell_how_long_they_are(client: Client) -> None:
    series = Series.objects.create(title="Coast", slug="coast", description="Talks by the sea.")
    for guest in ("Ola Berg", "Mia Ek"):
        interview = make_interview(guest=guest, host="Jo Doe", series=series, recorded_on=date(2015, 9, 1))
        make_recording(interview, duration=timedelta(minutes=50))
        make_recording(interview, duration=timedelta(minutes=20))
        make_segment(interview)
        make_segment(interview)
        interview.tags.add("fog")
    make_interview(guest="Canary Bird", series=series, published=False)
    refresh(Interview.objects.all())
    for address in (
        "/interviews/", "/series/", "/series/coast/", "/tags/fog/", "/speakers/jo-doe/", "/archive/2015/",
        "/archive/2015/09/",
    ):  # fmt: skip
        told = text_of(client, address).split(' totals">')[1].split("</p>")[0]
        words = re.sub("<[^>]+>", "", told)
        assert words == "2 interviews 1 h 40 min to hear 4 segments", address


def test_the_archive_counts_by_year_and_month_as_far_as_it_is_known(client: Client) -> None:
    make_interview(guest="Ola Berg", recorded_on=date(2015, 9, 14))
    make_interview(guest="Mia Ek", recorded_on=date(2015, 1, 1), recorded_precision="year")
    make_interview(guest="Jan Falk", recorded_on=date(2014, 12, 31), first_published_on=date(2015, 9, 1))
    make_interview(guest="Eva Holm", first_published_on=date(2015, 9, 30), first_published_precision="month")
    make_interview(guest="Per Lund")
    make_interview(guest="Canary Bird", recorded_on=date(1999, 1, 1), published=False)
    page = text_of(client, "/archive/")
    assert re.findall(r'href="(/archive/\d[^"]*)"', page) == [
        "/archive/2015/", "/archive/2015/09/", "/archive/2014/", "/archive/2014/12/",
    ]  # fmt: skip
    assert "3 interviews" in page
    assert "1 interview without a known date" in page

    def guests(address: str) -> list[str]:
        return re.findall(r"/interviews/[a-z-]+/\">([^<]+)</a>", text_of(client, address))

    assert guests("/archive/2015/") == ["Mia Ek", "Ola Berg", "Eva Holm"]
    assert guests("/archive/2015/09/") == ["Ola Berg", "Eva Holm"]
    assert guests("/archive/2014/12/") == ["Jan Falk"]
    assert guests("/archive/undated/") == ["Per Lund"]


@pytest.mark.parametrize(
    "part", ["1999/", "2015/01/", "2015/13/", "2015/00/", "0000/", "99999/", "2015/9/", "2016/", "undated/"]
)
def test_a_time_of_which_nothing_is_public_has_no_page(client: Client, part: str) -> None:
    make_interview(recorded_on=date(2015, 9, 1))
    make_interview(recorded_on=date(1999, 1, 1), published=False)
    assert client.get(f"/archive/{part}").status_code == 404


def test_an_interview_may_be_called_after_a_year(client: Client) -> None:
    interview = make_interview(guest="Ola Berg", slug="2015", recorded_on=date(2015, 9, 1))
    make_interview(guest="Mia Ek", slug="archive")
    assert "Ola Berg</h1>" in text_of(client, interview.get_absolute_url())
    assert "Mia Ek</h1>" in text_of(client, "/interviews/archive/")
    assert "2015</h1>" in text_of(client, "/archive/2015/")


def headings(page: str) -> dict[str, list[str]]:
    """The letters of the page, each with the names below it."""
    sections = re.findall(r'<h2 class="letter__name" id="letter-[^"]+">(.)</h2>(.*?)</section>', page, re.DOTALL)
    return {letter: re.findall(r'/speakers/[^"]+">([^<]+)</a>', rest) for letter, rest in sections}


NAMES = [
    "Élise Évrard",
    "Ola Berg",
    "Eva Eriksen",
    "Борис Орлов",
    "Ηλίας Άνδρου",
    "Prince 4",
    "張 偉",
    "Mia Ek",
    "Ola Åberg",
]


def test_speakers_stand_under_their_letters_whatever_their_script(client: Client) -> None:
    for name in NAMES:
        make_interview(guest=name)
    make_interview(guest="Canary Xu", published=False)
    page = text_of(client, "/speakers/")
    assert headings(page) == {
        "A": ["Åberg, Ola"],
        "B": ["Berg, Ola"],
        "E": ["Ek, Mia", "Eriksen, Eva", "Évrard, Élise"],
        "Α": ["Άνδρου, Ηλίας"],
        "О": ["Орлов, Борис"],
        "偉": ["偉, 張"],
        "#": ["4, Prince"],
    }
    jumps = page.split('class="initials"')[1].split("</nav>")[0]
    assert re.findall(r">(.)</a>", jumps) == list(headings(page))
    assert "9 people heard" in page


def test_very_many_speakers_have_a_page_for_each_letter(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "MOST_TOGETHER", 5)
    for name in NAMES:
        make_interview(guest=name)
    assert headings(text_of(client, "/speakers/")) == {"A": ["Åberg, Ola"]}
    page = text_of(client, "/speakers/?letter=E")
    assert list(headings(page)) == ["E"]
    assert "?letter=%CE%91" in page
    assert links(page, rel="canonical") == ["http://testserver/speakers/?letter=E"]
    for odd in ("X", "ee", "%00", "", "é"):
        assert client.get(f"/speakers/?letter={odd}").status_code == 200


@pytest.mark.parametrize("speakers", [2, 9])
def test_speakers_cost_three_queries(client: Client, django_assert_num_queries: object, speakers: int) -> None:
    for _number in range(speakers):
        make_interview(guest=make_speaker().name)
    with django_assert_num_queries(3):
        text_of(client, "/speakers/")


@pytest.mark.parametrize("series", [1, 9])
def test_series_cost_three_queries(client: Client, django_assert_num_queries: object, series: int) -> None:
    for number in range(series):
        make_interview(series=Series.objects.create(title=f"Series {number}"))
    Series.objects.create(title="Canary series")
    with django_assert_num_queries(3):
        page = text_of(client, "/series/")
    assert page.count('class="series-index__series"') == series
    assert "Canary" not in page


def test_topics_are_listed_with_what_they_are(client: Client) -> None:
    Tag.objects.create(name="fog", slug="fog", description="What hides a light.")
    make_segment(make_interview(), tags=("fog",))
    page = text_of(client, "/tags/")
    assert "What hides a light." in page
    assert "1 moment" in page


@pytest.mark.parametrize("interviews", [3, 20])
def test_home_costs_the_same_however_much_there_is(
    client: Client, django_assert_max_num_queries: object, interviews: int
) -> None:
    for number in range(interviews):
        interview = make_interview(guest=f"Guest {number}")
        make_segment(interview)
        if number % 2:
            interview.feature()
    with django_assert_max_num_queries(9):
        text_of(client, "/")
