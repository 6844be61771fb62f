"""The page that gives an interview, or words of one of its answers, to be taken along."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from interviews.documents.citing.quotation import LONGEST_CHOICE
from interviews.models import Interview, Segment
from tests.documents.citeproc_py import cited_by_citeproc_py
from tests.factories import make_appearance, make_interview, make_recording, make_segment, make_speaker

pytestmark = pytest.mark.django_db

CITE_PAGE_QUERIES = 7  # the interview, its people; its document: people, segments, tags, recordings, transcript


@pytest.fixture
def interview() -> Interview:
    interview = make_interview(guest="Ola Berg", host="Jo Doe", slug="ola-berg", recorded_on=date(2015, 9, 14))
    make_recording(interview)
    return interview


@pytest.fixture
def segment(interview: Interview) -> Segment:
    return make_segment(interview, 90, uid="k7", answer='They were "bright"....and dry.\n\nSo we stayed.')


def fields(client: Client, address: str) -> dict[str, str]:
    """The texts of the fields by their labels; the words to be shortened as well."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = LexborHTMLParser(response.text)
    texts = {area.attributes["id"]: area.text().removeprefix("\n") for area in page.css("main textarea")}
    return {label.text(): texts.pop(label.attributes["for"]) for label in page.css("main label")}


def test_the_whole_interview_is_cited_in_every_form(client: Client, interview: Interview) -> None:
    shown = fields(client, "/interviews/ola-berg/cite/")
    address = "http://testserver/interviews/ola-berg/"
    assert shown["Plain text"] == f"Ola Berg, Keeper, in conversation with Jo Doe, Sept. 14, 2015\n{address}"
    assert shown["APA 7, reference list"].startswith("Berg, O. (2015, September 14). Ola Berg, Keeper (J. Doe")
    assert shown["BibTeX"].startswith("@misc{ola-berg,")
    assert all(address in text for label, text in shown.items() if "in the text" not in label)
    assert list(shown) == [
        *("Plain text", "Markdown", "HTML", "APA 7, reference list", "APA 7, in the text", "MLA 9, works cited"),
        *("MLA 9, in the text", "Chicago 17, bibliography", "Chicago 17, note", "BibTeX"),
        "Frame (HTML)",
    ]


def test_an_answer_is_quoted_with_name_date_address_and_moment(client: Client, segment: Segment) -> None:
    shown = fields(client, "/interviews/ola-berg/cite/?segment=k7")
    address = "http://testserver/interviews/ola-berg/?t=1:30#segment-k7"
    source = "Ola Berg, in conversation with Jo Doe, Sept. 14, 2015, at 1:30"
    assert shown["The words"] == "They were “bright” […] and dry.\n\nSo we stayed."
    assert shown["Plain text"] == f"“They were ‘bright’ […] and dry. So we stayed.”\n— {source}\n{address}"
    assert f"[{source}]({address})" in shown["Markdown"]
    assert f'<a href="{address}">{source}</a>' in shown["HTML"]
    assert shown["APA 7, in the text"] == "(Berg, 2015, 1:30)"
    assert "At 1:30: Why lighthouses?" in shown["BibTeX"]


def test_the_words_may_be_shortened(client: Client, segment: Segment) -> None:
    shown = fields(client, "/interviews/ola-berg/cite/?segment=k7&words=were+%22bright%22")
    assert shown["The words"] == "were “bright”"
    assert shown["Plain text"].startswith("“were ‘bright’”\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Nobody said this", "These words are not in this answer. This is the whole excerpt."),
        ("a" * (LONGEST_CHOICE + 1), f"More than {LONGEST_CHOICE} characters were asked for."),
    ],
)
def test_words_that_cannot_be_quoted_are_refused_in_words(
    client: Client, segment: Segment, words: str, said: str
) -> None:
    address = f"/interviews/ola-berg/cite/?segment=k7&words={words}"
    assert said in client.get(address).text
    assert fields(client, address)["The words"] == "They were “bright” […] and dry.\n\nSo we stayed."


def test_an_entry_that_is_not_there_cites_the_whole_and_says_so(client: Client, segment: Segment) -> None:
    said = "The interview has no such entry. This cites the whole interview."
    for uid in ("nobody", "%00", "k7%20"):
        address = f"/interviews/ola-berg/cite/?segment={uid}&words=bright"
        assert said in client.get(address).text
        assert "bright" not in str(fields(client, address))
    for address in ("/interviews/ola-berg/cite/", "/interviews/ola-berg/cite/?segment=k7"):
        assert said not in client.get(address).text


def test_an_entry_of_another_interview_is_none_of_this_one(client: Client, segment: Segment) -> None:
    make_interview(slug="another")
    assert "no such entry" in client.get("/interviews/another/cite/?segment=k7").text


def test_drafts_and_withdrawn_interviews_cannot_be_cited(client: Client, interview: Interview) -> None:
    make_interview(slug="a-draft", published=False)
    interview.withdraw()
    for slug in ("a-draft", "ola-berg", "nobody"):
        assert client.get(f"/interviews/{slug}/cite/").status_code in (404, 410)
    assert client.post("/interviews/a-draft/cite/").status_code == 405


def test_entries_without_a_time_an_answer_or_a_guest_can_be_cited(client: Client) -> None:
    interview = make_interview(title="On tides", slug="tides")
    make_segment(interview, None, uid="untimed")
    make_segment(interview, 5.5, uid="label", question="", answer="", label="Fog")
    untimed = fields(client, "/interviews/tides/cite/?segment=untimed")
    assert untimed["Plain text"].splitlines()[1:] == [
        "— On tides",
        "http://testserver/interviews/tides/#segment-untimed",
    ]
    label = fields(client, "/interviews/tides/cite/?segment=label")
    assert "The words" not in label
    assert label["Plain text"].splitlines()[0] == "On tides, at 0:05"


def test_of_several_guests_the_one_who_answers_is_named(client: Client, interview: Interview) -> None:
    other = make_appearance(interview, make_speaker("Eva Ek"))
    make_segment(interview, 5, uid="hers", answered_by=other)
    make_segment(interview, 6, uid="theirs")
    assert "— Eva Ek, in" in fields(client, "/interviews/ola-berg/cite/?segment=hers")["Plain text"]
    assert "— Ola Berg and Eva Ek, in" in fields(client, "/interviews/ola-berg/cite/?segment=theirs")["Plain text"]


@pytest.mark.parametrize(("entry", "timestamp"), [("", ""), ("?segment=k7", "1:30")])
def test_the_references_are_citeproc_py_s_of_the_csl_json_that_readers_can_have(
    client: Client, segment: Segment, entry: str, timestamp: str
) -> None:
    csl_json = client.get(f"/interviews/ola-berg.csl.json{entry}").text
    shown = fields(client, f"/interviews/ola-berg/cite/{entry}")
    for style, expected in cited_by_citeproc_py(csl_json, timestamp).items():
        listed, cited = (text for label, text in shown.items() if label.startswith(style))
        assert {"listed": listed, "cited": cited} == expected


def test_the_files_for_reference_managers_are_of_the_same_entry(client: Client, segment: Segment) -> None:
    page = client.get("/interviews/ola-berg/cite/?segment=k7").text
    for suffix in (".bib", ".ris", ".csl.json"):
        address = f"/interviews/ola-berg{suffix}?segment=k7"
        assert f'href="{address}"' in page
        response = client.get(address)
        assert "/interviews/ola-berg/?t=1:30#segment-k7" in response.text
        assert response["Link"] == '<http://testserver/interviews/ola-berg/>; rel="canonical"'
        assert "?t=" not in client.get(f"/interviews/ola-berg{suffix}?segment=nobody").text
        assert f'href="/interviews/ola-berg{suffix}"' in client.get("/interviews/ola-berg/cite/").text
    assert client.get("/interviews/ola-berg.md?segment=k7").text == client.get("/interviews/ola-berg.md").text


def test_names_and_words_carry_no_markup(client: Client) -> None:
    mark = '<img src=x onerror="1">'
    interview = make_interview(guest=f"Ola {mark}", title=f"</textarea>{mark}", slug="bad", organisation=mark)
    make_segment(interview, 1, uid="k7", question=mark, answer=f"</textarea>{mark}", label=mark)
    for address in (
        "/interviews/bad/cite/",
        "/interviews/bad/cite/?segment=k7",
        f"/interviews/bad/cite/?segment={mark}",
    ):
        page = client.get(address).text
        assert mark not in page
        assert len(re.findall("<textarea", page)) == len(re.findall("</textarea", page))
        assert not LexborHTMLParser(page).css("main img")
    assert html.escape(mark, quote=False) in fields(client, "/interviews/bad/cite/?segment=k7")["HTML"]


def test_only_the_interview_is_for_search_engines(client: Client, segment: Segment) -> None:
    whole = client.get("/interviews/ola-berg/cite/").text
    entry = client.get("/interviews/ola-berg/cite/?segment=k7&words=bright").text
    for page in (whole, entry):
        assert '<link rel="canonical" href="http://testserver/interviews/ola-berg/">' in page
    assert '<meta name="robots" content="noindex">' in entry
    assert "noindex" not in whole


def test_every_entry_and_the_interview_lead_there(client: Client, segment: Segment) -> None:
    page = LexborHTMLParser(client.get("/interviews/ola-berg/").text)
    assert [link.attributes["href"] for link in page.css("a[data-cite]")] == [
        "/interviews/ola-berg/cite/",
        "/interviews/ola-berg/cite/?segment=k7",
    ]


def test_what_only_a_script_can_do_is_not_shown_without_one(client: Client, segment: Segment) -> None:
    page = LexborHTMLParser(client.get("/interviews/ola-berg/cite/?segment=k7").text)
    assert page.css("button[data-copies]")
    assert all("hidden" in part.attributes for part in page.css("button[data-copies], form[method=dialog]"))


def test_the_page_is_the_same_for_strangers_and_costs_the_same_however_long_the_interview_is(
    client: Client, segment: Segment, django_assert_num_queries: object
) -> None:
    for number in range(20):
        make_segment(segment.interview, 100 + number, tags=("fog",))
    with django_assert_num_queries(CITE_PAGE_QUERIES):
        response = client.get("/interviews/ola-berg/cite/?segment=k7&words=bright")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_moment_is_cited_in_whole_seconds(client: Client, interview: Interview) -> None:
    segment = make_segment(interview, 3666, uid="k9")
    Segment.objects.filter(pk=segment.pk).update(start=timedelta(seconds=3666.25))
    assert fields(client, "/interviews/ola-berg/cite/?segment=k9")["APA 7, in the text"] == "(Berg, 2015, 1:01:06)"
