"""Who they were: portraits and biographies on the pages of an interview and of a speaker."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from interviews.models import Appearance, Bio, Interview
from tests.factories import make_appearance, make_bio, make_interview, make_speaker

pytestmark = pytest.mark.django_db


def page_of(client: Client, interview: Interview) -> str:
    return client.get(interview.get_absolute_url()).content.decode()


def introduce(interview: Interview, who: str, role: str = "guest", **given: object) -> Appearance:
    """A person with a biography, heard in the interview; the speaker may have a website."""
    speaker = make_speaker(who, website=given.pop("website", ""))
    credited = {key: given.pop(key) for key in ("name", "title", "post_nominals") if key in given}
    bio = make_bio(speaker, **given) if given.pop("introduced", True) else None
    row = make_appearance(interview, speaker, role=role, **credited)
    row.bio = bio
    row.save()
    return row


def pictures(page: str) -> list[dict[str, str]]:
    """The attributes of the portraits, in the order of the page."""
    found = re.findall(r'<img class="portrait[^>]*>', page)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', one)) for one in found]


def sections(page: str) -> dict[str, str]:
    """The biographies of the page by their headings."""
    found = re.findall(r'<section class="biography.*?</section>', page, re.DOTALL)
    return {re.search(r"<h2[^>]*>(.*?)</h2>", one)[1]: one for one in found}


# The portrait


def test_the_browser_chooses_a_copy_and_knows_the_proportions_before(client: Client) -> None:
    interview = make_interview()
    row = introduce(interview, "Ola Berg", portrait=(600, 900), portrait_alt="Ola on the pier", language="fr")
    (shown,) = pictures(page_of(client, interview))
    stem = row.bio.portrait.url.removesuffix(".jpg")
    assert shown == {
        "class": "portrait",
        "src": f"{stem}-3x.webp",  # the largest copy: the file as it was sent is for the desk
        "srcset": f"{stem}-1x.webp 192w, {stem}-2x.webp 384w, {stem}-3x.webp 576w",
        "sizes": "(max-width: 39.99rem) 6.906rem, 11.69rem",
        "alt": "Ola on the pier",
        "lang": "fr",
        "width": "600",
        "height": "900",
        "decoding": "async",
    }


def test_a_picture_that_lies_is_wider_than_the_square_that_it_fills(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", portrait=(900, 600))
    (shown,) = pictures(page_of(client, interview))
    assert shown["sizes"] == "(max-width: 39.99rem) 10.36rem, 17.53rem"


def test_sizes_are_written_with_a_point_in_every_language(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", portrait=(900, 600))
    with translation.override("fr"):
        page = page_of(client, interview)
    assert 'lang="fr"' in page
    assert "17.53rem" in page


def test_a_portrait_without_copies_is_shown_as_it_is(client: Client) -> None:
    interview = make_interview()
    row = introduce(interview, "Ola Berg", portrait=(600, 900))
    Bio.objects.update(portrait_renditions={})
    (shown,) = pictures(page_of(client, interview))
    assert shown["src"] == row.bio.portrait.url
    assert (shown["width"], shown["height"]) == ("176", "176")
    assert not {"srcset", "sizes"} & set(shown)


def test_a_portrait_without_words_is_passed_over_for_the_name_stands_beside_it(client: Client) -> None:
    interview = make_interview()
    row = introduce(interview, "Ola Berg", portrait=(200, 200))
    assert pictures(page_of(client, interview))[0]["alt"] == ""
    speaker = client.get(row.speaker.get_absolute_url()).content.decode()
    assert [shown["alt"] for shown in pictures(speaker)] == [""]


def test_words_of_a_portrait_cannot_break_out_of_it(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", portrait=(200, 200), portrait_alt='"><script>alert(1)</script>')
    assert "<script>alert" not in page_of(client, interview)


def test_several_guests_are_pictured_with_their_names(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", portrait=(200, 200), name="Captain Berg")
    introduce(interview, "Mia Ek")
    introduce(interview, "Per Lund", portrait=(200, 200))
    page = page_of(client, interview)
    assert re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", page) == ["Captain Berg", "Per Lund"]
    assert {(shown["class"], shown["sizes"]) for shown in pictures(page)} == {("portrait portrait--small", "6.906rem")}


def test_lists_show_no_portraits(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", portrait=(200, 200))
    for address in ("/", "/interviews/", "/speakers/"):
        assert not pictures(client.get(address).content.decode()), address


# The biographies


def test_the_biography_stands_with_links_to_more(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", name="Captain Berg", website="https://ola.example/?a=1&b=2")
    page = page_of(client, interview)
    section = sections(page)["Biography"]
    assert "Keeps a light." in section
    assert '<a href="/speakers/ola-berg/">More of Captain Berg</a>' in section
    assert '<a href="https://ola.example/?a=1&amp;b=2" rel="noopener">Website of Captain Berg</a>' in section
    assert '<a href="#biography">' in page
    assert page.count('id="biography"') == 1


def test_a_guest_who_has_only_a_website_is_led_to_it_without_a_biography(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Ola Berg", website="https://ola.example/", introduced=False)
    page = page_of(client, interview)
    assert list(sections(page)) == ["Ola Berg"]
    assert "https://ola.example/" in sections(page)["Ola Berg"]
    assert "#biography" not in page
    assert 'id="biography"' not in page


def test_guests_without_anything_have_no_section(client: Client) -> None:
    interview = make_interview(guest="Ola Berg", host="Jo Doe")
    assert sections(page_of(client, interview)) == {}


def test_the_interviewer_is_introduced_after_the_guest_as_credited_then(client: Client) -> None:
    interview = make_interview()
    introduce(
        interview,
        "Jo Doe",
        "interviewer",
        name="Joanna Doe",
        title="Editor",
        post_nominals="I.S.P.",
        text="Jo has *asked* since 2003.",
        portrait=(200, 200),
        website="https://jo.example/",
    )
    introduce(interview, "Ola Berg", portrait=(200, 200))
    page = page_of(client, interview)
    assert list(sections(page)) == ["Biography", "The interviewer"]
    section = sections(page)["The interviewer"]
    for part in (
        '<b lang="en">Joanna Doe</b>',
        '<span class="post-nominals">I.S.P.</span>',
        '<span lang="en">Editor</span>',
        "Jo has <em>asked</em> since 2003.",
        '<a href="/speakers/jo-doe/">More of Joanna Doe</a>',
        '<a href="https://jo.example/" rel="noopener">Website of Joanna Doe</a>',
    ):
        assert part in section, part
    assert "In conversation with" in page
    of_guest, of_host = pictures(page)
    assert "loading" not in of_guest
    assert of_host["loading"] == "lazy"
    assert pictures(section) == [of_host]


def test_an_interviewer_of_whom_nothing_is_known_has_no_section(client: Client) -> None:
    interview = make_interview(host="Jo Doe")
    introduce(interview, "Ola Berg")
    assert list(sections(page_of(client, interview))) == ["Biography"]


def test_only_the_guests_biography_is_what_the_top_leads_to(client: Client) -> None:
    interview = make_interview(guest="Ola Berg")
    introduce(interview, "Jo Doe", "moderator")
    page = page_of(client, interview)
    assert list(sections(page)) == ["The moderator"]
    assert "#biography" not in page


def test_a_portrait_alone_introduces_an_interviewer(client: Client) -> None:
    interview = make_interview()
    introduce(interview, "Jo Doe", "interviewer", text="", portrait=(200, 200))
    section = sections(page_of(client, interview))["The interviewer"]
    assert "Jo Doe" in section
    assert len(pictures(section)) == 1
    assert "prose" not in section


def test_several_of_each_are_told_apart_by_their_names(client: Client) -> None:
    interview = make_interview()
    for name, role in (
        ("Jo Doe", "interviewer"),
        ("Ola Berg", "guest"),
        ("Ann Moe", "moderator"),
        ("Mia Ek", "panellist"),
    ):
        introduce(interview, name, role)
    introduce(interview, "Bo Roe", "interviewer", introduced=False)
    page = page_of(client, interview)
    assert list(sections(page)) == ["Ola Berg", "Mia Ek", "Jo Doe", "Ann Moe"]
    assert '<p class="biography__who">Moderator</p>' in sections(page)["Ann Moe"]
    assert page.count('id="biography"') == 1
    marks = re.findall(r'id="([^"]*)"', page)
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize("people", [1, 5])
def test_people_cost_no_queries_of_their_own(
    client: Client, django_assert_max_num_queries: object, people: int
) -> None:
    interview = make_interview()
    for number in range(people):
        introduce(interview, f"Guest {number}", portrait=(20, 20), website="https://x.example/")
        introduce(interview, f"Host {number}", "interviewer", portrait=(20, 20))
    with django_assert_max_num_queries(10):
        page_of(client, interview)
