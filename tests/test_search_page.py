from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview
from interviews.search.index import refresh
from tests.factories import make_comment, make_interview, make_recording, make_segment

pytestmark = pytest.mark.django_db


def page_of(client: Client, typed: str = "", **more: Any) -> str:
    response = client.get("/search/", {"q": typed, **more} if typed else more)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def archive() -> Interview:
    heard = make_interview(guest="Ola Berg", language="nb")
    make_recording(heard)
    make_segment(heard, 90, question="Why ropes?", answer="Ropes hold....and bend.")
    make_segment(heard, 200, question="And knots?", answer="A rope is nothing without one.")
    read = make_interview(guest="Mia Ek")
    make_segment(read, 30, question="Who sold ropes?", answer="Nobody here.")
    make_segment(make_interview(guest="Canary Bird", published=False), 5, question="Canary ropes?")
    refresh(Interview.objects.all())
    return heard


def test_moments_are_found_with_their_words_marked(client: Client, archive: Interview) -> None:
    page = page_of(client, "ropes")
    moment = archive.segments.first()
    assert "2 places, the best first" in page
    assert "Why <mark>ropes</mark>?" in page
    assert "<mark>Ropes</mark> hold […] and bend." in page
    assert f'href="/interviews/ola-berg-keeper/?t=1:30#{moment.anchor}"' in page
    assert '<li class="result" lang="nb">' in page
    assert "Canary" not in page


def test_what_can_be_heard_plays_from_there_and_what_cannot_is_only_led_to(client: Client, archive: Interview) -> None:
    page = page_of(client, "ropes")
    assert "?t=1:30&amp;play=1#" in page
    assert "Play from 1 minute 30 seconds" in page
    assert "?t=0:30&amp;play=1#" not in page


def test_moments_of_one_interview_stand_together(client: Client, archive: Interview) -> None:
    page = page_of(client, "rope*")
    assert page.count('<li class="result"') == 2
    assert page.count("Ola Berg</a></h2>") == 1
    assert "3 places" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zebra", "Nothing has all of this."),
        ("ropes -ropes", "Nothing has all of this."),
        ("-ropes", "There is nothing to look for in this"),
        ("???", "There is nothing to look for in this"),
    ],
)
def test_nothing_found_is_said_in_words(client: Client, archive: Interview, typed: str, said: str) -> None:
    page = page_of(client, typed)
    assert said in page
    assert '<li class="result"' not in page


def test_what_was_typed_stands_in_the_field_and_is_no_markup(client: Client, archive: Interview) -> None:
    page = page_of(client, '<b>"ropes" & knots')
    assert 'value="&lt;b&gt;&quot;ropes&quot; &amp; knots"' in page
    assert "<b>" not in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "999"])
def test_a_page_that_is_not_there_is_the_nearest(client: Client, archive: Interview, number: str) -> None:
    assert "2 places" in page_of(client, "ropes", page=number)


def test_pages_keep_what_was_sought(client: Client) -> None:
    for number in range(21):
        make_segment(make_interview(guest=f"Guest {number}"), 5, question="Ropes & knots?")
    refresh(Interview.objects.all())
    page = page_of(client, "ropes & knots")
    assert '<a rel="next" href="?q=ropes%20%26%20knots&amp;page=2">' in page
    assert page_of(client, "ropes & knots", page=2).count('<li class="result"') == 1


def test_results_are_no_page_for_other_searches_and_the_empty_form_is(client: Client, archive: Interview) -> None:
    assert '<meta name="robots" content="noindex">' in page_of(client, "ropes")
    assert "noindex" not in page_of(client)


@pytest.mark.parametrize("interviews", [3, 15])
def test_it_costs_the_same_however_much_is_found(
    client: Client, django_assert_num_queries: Any, interviews: int
) -> None:
    for number in range(interviews):
        make_segment(make_interview(guest=f"Guest {number}"), 5, question="Ropes?")
    refresh(Interview.objects.all())
    with django_assert_num_queries(17):
        page_of(client, "ropes")


def test_what_narrows_the_search_is_a_link_with_a_count(client: Client, archive: Interview) -> None:
    page = page_of(client, "rope*")
    narrower = "/search/?q=rope%2A%20speaker%3A%22ola%20berg%22"
    assert f'<a href="{narrower}" rel="nofollow"><span lang="">Ola Berg</span></a> <span' in page
    assert "Canary" not in page


def test_what_it_is_narrowed_by_can_be_taken_away(client: Client, archive: Interview) -> None:
    page = page_of(client, 'ropes speaker:"ola berg" in:answer')
    assert '<a class="choice" href="/search/?q=ropes%20in%3Aanswer" rel="nofollow">' in page
    assert 'Speaker: <span lang="">ola berg</span>' in page
    assert "Where: <span>Answers</span>" in page
    assert '<a href="/search/?q=ropes">Remove all</a>' in page
    assert 'Speaker: <span lang="">mia ek</span>' in page_of(client, "zebra speaker:mia-ek")


def test_another_spelling_is_proposed(client: Client, archive: Interview) -> None:
    assert 'Did you mean <a href="?q=knots" lang="en">knots</a>?' in page_of(client, "knosts")
    assert "Did you mean" not in page_of(client, "canery")
    assert "Did you mean" not in page_of(client, "knots")


def test_a_moment_that_can_be_heard_names_its_recording_and_its_second(client: Client, archive: Interview) -> None:
    page = page_of(client, "ropes")
    assert f'data-recording="{archive.recordings.get().address}" data-start="90"' in page
    assert page.count("data-recording=") == 1


def test_a_comment_is_called_one(client: Client, archive: Interview) -> None:
    make_comment(archive, name="Mia Ek", body="Hemp, I say.")
    make_comment(archive, name="Mia Ek", body="Hemp for sale.", status="spam")
    page = page_of(client, "hemp")
    assert ">1 place" in page
    assert "Comment</span>: Mia Ek</a>" in page
    assert "<mark>Hemp</mark>, I say." in page


def test_every_page_leads_to_it(client: Client) -> None:
    assert 'href="/search/"' in client.get("/speakers/").content.decode()
    assert 'href="/search/"' in client.get("/no-such-page/").content.decode()
