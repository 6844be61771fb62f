from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from interviews.models import Appearance, Interview, Series
from interviews.search.index import refresh
from tests.factories import (
    make_appearance,
    make_comment,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
)
from tests.search.upkeep import BOUNDS

pytestmark = pytest.mark.django_db

# The interview, its people, recordings, segments, all tags; the conversation, its first page, its rules; where its
# tags stand elsewhere, its guest too; and three for its words.
INTERVIEW_PAGE_QUERIES = 15 + BOUNDS
LIST_QUERIES = 4  # the count, the page, its people, its topics
# And what it can be narrowed by: who, how, about what (two each, the names of two, which tags are questions), six
# more; and how long all of it is.
BROWSING_QUERIES = LIST_QUERIES + 15 + 1


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def a_full_interview(segments: int = 3, comments: int = 2) -> object:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", organisation="Guild")
    interview.tags.add("lamps")
    make_recording(interview)
    for number in range(segments):
        segment = make_segment(
            interview, 10 + 60 * number, question=f"Question {number}?", tags=("fog", f"tag {number}")
        )
        if number < comments:
            make_comment(interview, segment=segment, body=f"Remark {number}")
    return interview


def test_an_interview_shows_who_spoke_what_was_said_and_what_readers_say(client: Client) -> None:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", organisation="Guild of Lamps")
    guest = interview.appearances.get(role="guest")
    guest.bio = guest.speaker.bios.create(text="Ola began as a *boy*.")
    guest.save()
    segment = make_segment(
        interview, 3666, question='Why "lamps"?', answer="They were bright....and dry.", tags=("fog",)
    )
    make_comment(interview, name="Mia Ek", body="Well said.")
    page = text_of(client, interview.get_absolute_url())
    for part in (
        '<h1 class="person__name" lang="en">Ola Berg</h1>',
        "Keeper",
        "Jo Doe",
        "Guild of Lamps",
        "Ola began as a <em>boy</em>.",
        "1:01:06",
        "Why “lamps”?",
        'bright <span class="elision">[…]</span> and dry.',
        f'id="segment-{segment.uid}"',
        "/tags/fog/",
        "Comments (1)",
        "Mia Ek",
        "Well said.",
    ):
        assert part in page, part


@pytest.mark.parametrize(("segments", "comments"), [(3, 2), (40, 30)])
def test_the_interview_page_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: object, segments: int, comments: int
) -> None:
    interview = a_full_interview(segments, comments)
    refresh([interview])
    with django_assert_num_queries(INTERVIEW_PAGE_QUERIES):
        page = text_of(client, interview.get_absolute_url())
    assert page.count('class="segment ') == segments


@pytest.mark.parametrize("interviews", [1, 15])
def test_a_list_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: object, interviews: int
) -> None:
    for _number in range(interviews):
        a_full_interview(segments=2, comments=0)
    refresh(Interview.objects.all())
    with django_assert_num_queries(BROWSING_QUERIES):
        text_of(client, "/interviews/")
    with django_assert_num_queries(3):
        text_of(client, "/speakers/")
    with django_assert_num_queries(5):
        text_of(client, "/tags/")
    with django_assert_num_queries(8):
        text_of(client, "/speakers/ola-berg/")
    with django_assert_num_queries(5):
        text_of(client, "/tags/fog/")
    with django_assert_num_queries(LIST_QUERIES + 1):
        text_of(client, "/archive/undated/")


def test_a_page_for_strangers_sets_no_cookie_and_holds_nothing_personal(client: Client) -> None:
    response = client.get(a_full_interview().get_absolute_url())
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("state", ["draft", "withdrawn", "scheduled"])
def test_what_is_not_public_is_found_nowhere(client: Client, state: str) -> None:
    interview = make_interview(guest="Canary Bird", host="Hidden Host", published=False)
    make_segment(interview, 10, question="Canary question?", tags=("canary-topic",))
    interview.tags.add("canary-tag")
    interview.series = Series.objects.create(title="Canary series")
    interview.save()
    if state == "withdrawn":
        interview.publish()
        interview.withdraw()
    if state == "scheduled":
        interview.publish(at=timezone.now() + timedelta(hours=1))
    hidden = [
        "/interviews/a-canary/",
        interview.get_absolute_url(),
        "/speakers/canary-bird/",
        "/speakers/hidden-host/",
    ]
    for address in (*hidden, "/tags/canary-topic/", "/tags/canary-tag/", "/series/canary-series/"):
        assert client.get(address).status_code in (404, 410), address
    refresh([interview])
    for address in ("/", "/interviews/", "/speakers/", "/tags/", "/search/?q=question", "/search/?q=bird"):
        assert "anary" not in text_of(client, address), address


def test_a_scheduled_interview_appears_at_its_second(client: Client) -> None:
    interview = make_interview(published=False)
    interview.publish(at=timezone.now() - timedelta(seconds=1))
    assert client.get(interview.get_absolute_url()).status_code == 200


def test_an_interview_without_recording_has_no_player_and_plain_times(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 18)
    make_recording(interview, url="")
    page = text_of(client, interview.get_absolute_url())
    assert "<audio" not in page
    assert "?t=" not in page.split('class="segment__actions"')[0]
    assert "0:18" in page


def test_an_interview_without_times_is_an_index_of_questions(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    segment = make_segment(interview, None)
    page = text_of(client, interview.get_absolute_url())
    assert "Time index" not in page
    assert f'href="#segment-{segment.uid}"' in page


@pytest.mark.parametrize(
    ("query", "fragment"),
    [
        ("3666", "#t=3666"),
        ("1:01:06", "#t=3666"),
        ("1h1m6s", "#t=3666"),
        ("0", "#t=0"),
        ("soon", ""),
        ("9" * 40, ""),
        ("", ""),
    ],
)
def test_a_moment_in_the_address_reaches_the_player_without_script(client: Client, query: str, fragment: str) -> None:
    interview = a_full_interview()
    page = text_of(client, f"{interview.get_absolute_url()}?t={query}")
    assert f'src="https://audio.example/talk.mp3{fragment}"' in page


@pytest.mark.parametrize(
    ("query", "opens_at"),
    [
        ("9", None),
        ("10", "One?"),
        ("69.9", "One?"),
        ("1:10", "Two, the same moment?"),
        ("1h", "Three?"),
        ("soon", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("heard", [True, False], ids=["with a recording", "without a recording"])
def test_the_page_opens_at_the_last_entry_that_has_begun(
    client: Client, heard: bool, query: str, opens_at: str | None
) -> None:
    interview = make_interview()
    for start, question in (
        (130, "Three?"),
        (10, "One?"),
        (70, "Two?"),
        (70, "Two, the same moment?"),
        (None, "Late?"),
    ):
        make_segment(interview, start, question=question)
    if heard:
        make_recording(interview)
    page = text_of(client, f"{interview.get_absolute_url()}?t={query}")
    marked = [article for article in page.split("<article")[1:] if " autofocus" in article]
    assert page.count(" autofocus") == len(marked) == (1 if opens_at else 0)
    assert all(f">{opens_at}</h3>" in article for article in marked)


def test_a_length_nobody_knows_is_not_told(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview, 6655)
    make_recording(interview)
    for address in (interview.get_absolute_url(), "/interviews/"):
        assert " min</span>" not in text_of(client, address)
    interview.recordings.update(duration=timedelta(minutes=111))
    for address in (interview.get_absolute_url(), "/interviews/"):
        assert "<span>1 h 51 min</span>" in text_of(client, address)


def test_the_day_of_its_import_is_not_the_day_of_an_interview(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    make_segment(interview)
    facts = {interview.get_absolute_url(): "person__kind", "/interviews/": "entry__meta"}
    for address, name in facts.items():
        line = text_of(client, address).split(f'class="{name}"')[1].split("</p>")[0]
        assert "<time" not in line
        assert "<span></span>" not in line
        assert "1 segment" in line
    interview.first_published_on = date(2015, 9, 1)
    interview.first_published_precision = "month"
    interview.save()
    for address in facts:
        assert '<span><time datetime="2015-09">September 2015</time></span>' in text_of(client, address)


def test_an_entry_that_has_only_a_label_or_only_an_answer_says_it_once(client: Client) -> None:
    interview = make_interview()
    make_segment(interview, question="", label="Boats & ropes", answer="")
    make_segment(interview, question="", answer="We rowed.")
    segments = text_of(client, interview.get_absolute_url()).split('id="segments"')[1].split('class="about"')[0]
    assert segments.count("Boats &amp; ropes") == 1
    assert segments.count("<h3") == 1
    assert segments.count("We rowed.") == 1


def test_a_recording_elsewhere_is_linked_as_it_is(client: Client) -> None:
    interview = make_interview()
    make_recording(interview, url="http://elsewhere.example/a%20b.mp3?x=1&y=2")
    assert 'src="http://elsewhere.example/a%20b.mp3?x=1&amp;y=2"' in text_of(client, interview.get_absolute_url())


def test_a_speaker_has_all_appearances_hosting_and_being_guest(client: Client) -> None:
    make_interview(guest="Ola Berg", title="Ola Berg, Keeper")
    make_interview(guest="Mia Ek", host="Ola Berg", title="Mia Ek, Rope maker")
    page = text_of(client, "/speakers/ola-berg/")
    heard, hosted = page.split('id="as-guest"')[1].split('id="as-host"')
    assert "Mia Ek" not in heard
    assert "Mia Ek" in hosted


def test_speakers_are_listed_under_their_letter_whatever_the_accent(client: Client) -> None:
    for name in ("Zoe Zander", "Ola Élan", "Per Eriksen"):
        make_interview(guest=name)
    page = text_of(client, "/speakers/")
    places = [page.index(name) for name in ("Élan, Ola", "Eriksen, Per", "Zander, Zoe")]
    assert places == sorted(places)
    assert page.count('id="letter-E"') == 1


def test_a_topic_gathers_interviews_and_moments(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    interview.tags.add("lamps")
    make_segment(make_interview(guest="Mia Ek"), 125, question="Which rope?", tags=("Lamps",))
    page = text_of(client, "/tags/lamps/")
    assert "Which rope?" in page
    assert "2:05" in page
    assert "Ola Berg" in page


def test_lists_are_paged_with_links_that_work(client: Client) -> None:
    for number in range(21):
        make_interview(guest=f"Guest Number{number:02}")
    first, second = text_of(client, "/interviews/"), text_of(client, "/interviews/?page=2")
    first, second = (page.split('class="browsed__list"')[1] for page in (first, second))
    assert "Number20" in first
    assert "Number00" not in first
    assert "Number00" in second
    for odd in ("0", "-1", "99", "x", "9" * 30):
        assert client.get(f"/interviews/?page={odd}").status_code == 200


def test_a_host_of_hundreds_and_a_topic_of_everything_are_paged(client: Client) -> None:
    for number in range(22):
        interview = make_interview(guest=f"Guest Number{number:02}", host="Jo Doe")
        interview.tags.add("fog")
        make_segment(interview, 10, question=f"Question {number:02}?", tags=("fog",))
    for address in ("/speakers/jo-doe/", "/tags/fog/"):
        first, second = text_of(client, address), text_of(client, f"{address}?page=2")
        assert ("Number21" in first, "Number00" in first) == (True, False)
        assert ("Number21" in second, "Number00" in second) == (False, True)


def test_several_guests_are_each_credited(client: Client) -> None:
    interview = make_interview(title="Keepers of the north", guest="Ola Berg")
    make_appearance(interview, make_speaker("Mia Ek"), role=Appearance.Role.GUEST, title="Rope maker")
    page = text_of(client, interview.get_absolute_url())
    assert '<h1 class="person__name" lang="en">Keepers of the north</h1>' in page
    assert "Mia Ek, Rope maker" in page


def test_nothing_typed_by_an_editor_is_markup(client: Client) -> None:
    bad = "<script>alert(1)</script>"
    interview = make_interview(title=bad, guest="", organisation=bad, introduction=bad, rights=bad, discussion_name=bad)
    speaker = make_speaker(bad)
    make_appearance(interview, speaker, title=bad, bio=bad)
    make_segment(interview, 1, question=bad, answer=bad, label=bad, tags=(bad,))
    for address in (
        interview.get_absolute_url(),
        "/",
        "/interviews/",
        "/speakers/",
        "/tags/",
        speaker.get_absolute_url(),
    ):
        assert "<script>alert" not in text_of(client, address), address


@pytest.mark.parametrize("address", ["/", "/interviews/", "/speakers/", "/tags/"])
def test_an_empty_site_says_what_to_do_next(client: Client, address: str) -> None:
    page = text_of(client, address)
    assert "import_interview" in page or "gather here" in page


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/interviews/nobody/", "/speakers/nobody/", "/tags/none/", "/series/none/"]
)
def test_a_missing_page_is_a_calm_404_that_leads_on(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert b"All interviews" in response.content
    assert b'role="search" method="get" action="/search/"' in response.content
    assert client.post(address).status_code in (404, 405)


def test_every_page_carries_the_strict_policy_and_no_inline_script_or_style(
    client: Client, admin_client: Client
) -> None:
    interview = a_full_interview()
    addresses = [
        "/",
        "/interviews/",
        interview.get_absolute_url(),
        "/speakers/",
        "/tags/",
        "/nowhere/",
        "/media/none.mp3",
    ]
    for browser, paths in ((client, [*addresses, "/admin/login/"]), (admin_client, ["/admin/"])):
        for address in paths:
            response = browser.get(address)
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "style-src 'self'" in policy
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            body = b"".join(response) if response.streaming else response.content
            assert b"<style" not in body
            assert b" style=" not in body
            assert b"<script>" not in body
            assert b" onclick=" not in body
