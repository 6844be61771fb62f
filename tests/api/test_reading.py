"""What the API tells, and how it refuses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from interviews.api.endpoints import ENDPOINTS
from interviews.api.openapi import schema_of
from interviews.api.problems import SCHEMA as PROBLEM
from interviews.api.resources import RESOURCES
from interviews.models import Interview, Series, Tag
from interviews.search.index import refresh
from tests.factories import (
    make_bio,
    make_comment,
    make_interview,
    make_recording,
    make_segment,
    make_transcript,
)

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def archive() -> Interview:
    """One interview with all that is told of one, another beside it, and a draft."""
    series = Series.objects.create(title="Coast", slug="coast", description="Talks.")
    interview = make_interview(
        guest="Ola Berg", host="Jo Doe", slug="ola-berg", series=series, part=1, organisation="Guild",
        recorded_on=date(2015, 9, 1), recorded_precision="month", introduction="A *talk*.", rights="CC BY 4.0",
    )  # fmt: skip
    interview.tags.add("fog")
    guest = interview.appearances.get(role="guest")
    guest.bio = make_bio(guest.speaker, text="Began as a *boy*.", as_of=date(2015, 9, 1))
    guest.save()
    make_recording(interview, duration=timedelta(minutes=50), size=12)
    make_recording(interview, url="")
    make_segment(interview, 18, uid="lamps", question="Why <lamps>?", tags=("tides",), answered_by=guest)
    told = make_segment(interview, 90.5, uid="ropes", question="Which ropes?", synopsis="On ropes.", subjects=["Ropes"])
    told.links = [{"url": "https://archive.example/lamps", "text": "The register"}]
    told.places = [{"name": "Northlight", "latitude": 58.1, "longitude": 6.5}]
    told.save()
    make_transcript(interview)
    make_comment(interview)
    other = make_interview(guest="Mia Ek", slug="mia-ek", language="fr")
    make_segment(other, uid="lamps", question="Pourquoi des lampes ?", tags=("tides", "lessons"))
    Tag.objects.filter(name="lessons").update(question="What did you learn?")
    draft = make_interview(
        guest="Canary Bird", slug="canary", published=False, series=Series.objects.create(title="Canary")
    )
    draft.tags.add("canary-tag", "fog")
    make_segment(draft, 10, uid="canary", question="Canary lamps?", tags=("tides",))
    make_recording(draft, url="https://audio.example/canary.mp3")
    Interview.objects.filter(pk=interview.pk).update(published_at="2020-01-01T00:00:00Z")
    refresh(Interview.objects.all())
    return interview


def got(client: Client, address: str, **headers: str) -> Any:
    response = client.get(f"/api/1/{address}", headers=headers)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return response.json()


def names(answer: dict[str, Any], key: str = "slug") -> list[str]:
    return [row[key] for row in answer["results"]]


ADDRESSES = {
    "interviews": "interviews?year=2015&sort=longest",
    "interview": "interviews/ola-berg",
    "segments": "segments?tag=tides",
    "segment": "interviews/ola-berg/segments/ropes",
    "speakers": "speakers",
    "speaker": "speakers/ola-berg",
    "tags": "tags",
    "tag": "tags/lessons",
    "all-series": "series",
    "series": "series/coast",
    "search": "search?q=lamp*",
}


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Which wants no field that is not described."""
    schemas = {resource.name: resource.schema | {"additionalProperties": False} for resource in RESOURCES}
    return Draft202012Validator(schema | {"components": {"schemas": schemas}})


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_answer_is_what_the_description_says(client: Client, endpoint: Any) -> None:
    answer = got(client, ADDRESSES[endpoint.name])
    validator(schema_of(endpoint)).validate(answer)
    assert not endpoint.is_list or answer["results"]
    assert "anary" not in json.dumps(answer)


@pytest.mark.usefixtures("archive")
def test_an_interview_has_its_people_segments_recordings_and_documents(client: Client) -> None:
    told = got(client, "interviews/ola-berg")
    assert told["url"] == f"{HERE}/interviews/ola-berg/"
    assert told["recorded"] == "2015-09"
    assert told["length"] == 3000
    assert [(person["name"], person["role"]) for person in told["appearances"]] == [
        ("Ola Berg", "guest"), ("Jo Doe", "interviewer"),
    ]  # fmt: skip
    assert [recording["url"] for recording in told["recordings"]] == ["https://audio.example/talk.mp3"]
    assert [(segment["uid"], segment["start"]) for segment in told["segments"]] == [("lamps", 18.0), ("ropes", 90.5)]
    first = told["segments"][0]
    assert first["question"] == "Why <lamps>?"
    assert first["question_html"] == "Why &lt;lamps&gt;?"
    assert first["url"] == f"{HERE}/interviews/ola-berg/?t=0:18#segment-lamps"
    assert first["answered_by"]["speaker"] == "ola-berg"
    assert [tag["name"] for tag in first["tags"]] == ["tides"]
    for document in told["documents"]:
        assert client.get(document["url"].removeprefix(HERE)).status_code == 200, document


@pytest.mark.usefixtures("archive")
def test_every_address_that_is_told_leads_somewhere(client: Client) -> None:
    def addresses(told: Any) -> set[str]:
        if isinstance(told, dict):
            return set().union(*map(addresses, told.values()))
        if isinstance(told, list):
            return set().union(*map(addresses, told))
        return {told} if isinstance(told, str) and told.startswith(HERE) else set()

    found = set().union(*(addresses(got(client, address)) for address in ["", *ADDRESSES.values()]))
    assert len(found) > 40
    for address in found:
        path = address.removeprefix(HERE).partition("#")[0]
        expected = 400 if path.endswith("/search") else 200
        assert client.get(path).status_code == expected, address


@pytest.mark.usefixtures("archive")
def test_interviews_are_narrowed_as_on_their_page(client: Client) -> None:
    assert names(got(client, "interviews")) == ["mia-ek", "ola-berg"]
    assert names(got(client, "interviews?sort=oldest")) == ["ola-berg", "mia-ek"]
    assert names(got(client, "interviews?tag=fog")) == ["ola-berg"]
    assert names(got(client, "interviews?tag=tides&language=fr&language=sv")) == ["mia-ek"]
    assert names(got(client, "interviews?speaker=jo-doe&role=guest")) == []
    assert names(got(client, "interviews?audio=no&year=2015&year=2016")) == []


@pytest.mark.usefixtures("archive")
def test_segments_are_found_by_interview_tag_and_speaker(client: Client) -> None:
    def found(query: str) -> list[tuple[str, str]]:
        return [(row["interview"]["slug"], row["uid"]) for row in got(client, f"segments?{query}")["results"]]

    assert found("interview=ola-berg") == [("ola-berg", "lamps"), ("ola-berg", "ropes")]
    assert found("tag=tides") == [("ola-berg", "lamps"), ("mia-ek", "lamps")]
    assert found("speaker=ola-berg") == [("ola-berg", "lamps"), ("ola-berg", "ropes")]
    assert found("speaker=jo-doe") == [], "who asks does not answer"
    assert found("interview=canary") == found("speaker=canary-bird") == found("tag=nowhere") == []


@pytest.mark.usefixtures("archive")
def test_a_search_tells_the_words_that_it_found_marked_and_plain(client: Client) -> None:
    (hit,) = got(client, "search?q=why+lamp*+speaker:berg")["results"]
    assert (hit["kind"], hit["segment"], hit["start"]) == ("segment", "lamps", 18.0)
    assert hit["heading"] == "Why <lamps>?"
    assert hit["heading_html"] == "<mark>Why</mark> &lt;<mark>lamps</mark>&gt;?"
    assert hit["url"] == f"{HERE}/interviews/ola-berg/?t=0:18#segment-lamps"
    assert got(client, "search?q=")["count"] == got(client, "search?q=-%22")["count"] == 0


def test_lists_are_taken_piece_by_piece_with_links_that_keep_what_was_asked(client: Client) -> None:
    for number in range(5):
        make_interview(guest=f"Guest {number}", language="fr")
    response = client.get("/api/1/interviews?limit=2&offset=2&language=fr&sort=oldest")
    told = response.json()
    assert (told["count"], names(told)) == (5, ["guest-2-keeper", "guest-3-keeper"])
    assert told["next"] == f"{HERE}/api/1/interviews?language=fr&sort=oldest&limit=2&offset=4"
    assert told["previous"] == f"{HERE}/api/1/interviews?language=fr&sort=oldest&limit=2"
    assert response.headers["Link"] == f'<{told["next"]}>; rel="next", <{told["previous"]}>; rel="prev"'
    last = client.get(told["next"].removeprefix(HERE))
    assert names(last.json()) == ["guest-4-keeper"]
    assert last.json()["next"] is None
    assert got(client, "interviews?offset=999999")["results"] == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("interviews?year=soon", "year “soon”: it is not a whole number from 1000 to 9999; write year=2015."),
        ("interviews?audio=loud", "audio “loud”: there is no such choice; write one of yes, no."),
        ("interviews?limit=101", "limit “101”: it is not a whole number from 1 to 100; write limit=50."),
        ("interviews?offset=-1", "offset “-1”: it is not a whole number from 0 to 1000000; write offset=40."),
        ("interviews?tags=fog", "tags “fog”: there is no such parameter; there are speaker, role, tag, series, "
         "organisation, year, language, audio, sort, limit, offset."),
        ("interviews?sort=newest&sort=oldest", "sort “oldest”: it is given 2 times; give it 1 times at most."),
        ("interviews?tag=a%00b", "tag “a\0b”: it does not have that form; write tag=tides."),
        ("search", "q: it is missing; write q=fog lamps."),
        ("tags/lessons?limit=1", "limit “1”: there is no such parameter; there are none here."),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_refused_with_what_where_and_the_cure(client: Client, address: str, told: str) -> None:
    response = client.get(f"/api/1/{address}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    Draft202012Validator(PROBLEM).validate(problem)
    assert problem["detail"] == told
    assert problem["errors"][0]["parameter"] in told


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "address",
    [
        *("interviews/nobody", "interviews/canary", "interviews/canary/segments/canary", "speakers/canary-bird"),
        *("interviews/ola-berg/segments/canary", "tags/canary-tag", "series/canary", "series/nothing"),
        *("interviews/", "interviews/a/b", "nothing", "interviews/%00", "interviews/ola-berg/segments/a%00b"),
        *("%0A", "interviews/%0A/segments/a%0Ab"),
    ],
)
def test_what_is_not_there_or_not_public_is_a_problem_too(client: Client, address: str) -> None:
    response = client.get(f"/api/1/{address}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert f"{HERE}/api/1/" in response.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in ("", "interviews", "interviews/ola-berg", "openapi.json", "nothing"):
        response = getattr(strict, method)(f"/api/1/{address}")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["Content-Type"] == "application/problem+json"


def test_a_script_of_another_site_may_read_and_ask_whether_it_may(client: Client) -> None:
    make_interview(slug="ola-berg")
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    allowed = client.options("/api/1/interviews", headers={**asked, "access-control-request-headers": "if-none-match"})
    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in allowed.headers["Access-Control-Allow-Headers"]
    for response in (allowed, client.get("/api/1/interviews"), client.get("/api/1/interviews?x=1")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("address", ["", "openapi.json", "interviews", "interviews/ola-berg", "tags"])
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    interview.tags.add("fog")
    first = client.get(f"/api/1/{address}")
    again = client.get(f"/api/1/{address}", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(f"/api/1/{address}").headers["ETag"] == first.headers["ETag"]
    if "interviews" in address:
        interview.title = "Another title"
        interview.save()
        changed = client.get(f"/api/1/{address}", headers={"if-none-match": first.headers["ETag"]})
        assert changed.status_code == 200


QUERIES = {
    "interviews": 3,  # the count, the page, their people
    "interview": 7,  # and its tags, its segments, their tags, its recordings
    "segments": 3,
    "segment": 2,
    "speakers": 2,
    "speaker": 2,
    "tags": 5,
    "tag": 5,
    "all-series": 3,
    "series": 2,
    "search": 5,  # one of them for the word that is only begun
}


@pytest.mark.parametrize("more", [1, 9])
@pytest.mark.parametrize("name", QUERIES)
def test_an_answer_costs_the_same_however_long_it_is(
    client: Client, archive: Interview, django_assert_max_num_queries: Any, name: str, more: int
) -> None:
    for number in range(more):
        interview = make_interview(guest=f"Guest {number}", series=archive.series, recorded_on=date(2015, 1, 1))
        interview.tags.add(f"tag {number}")
        make_segment(interview, 5, question="Why lamps?", tags=("tides", f"tag {number}"))
        make_segment(archive, 300 + number, tags=(f"tag {number}",))
        make_recording(archive)
    refresh(Interview.objects.all())
    with django_assert_max_num_queries(QUERIES[name]):
        got(client, ADDRESSES[name])
