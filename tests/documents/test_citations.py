"""Citations: names in their parts, dates as precise as they are, and files that their programs can read."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import citation
from interviews.documents.document import (
    AppearanceEntry,
    InterviewDocument,
    PartialDate,
    RecordingEntry,
    SegmentEntry,
)
from interviews.documents.reading import Publication
from interviews.documents.writers import bibtex, csl_json, ris
from interviews.documents.writers.place import Place
from tests.documents.schemas import csl_schema

PLACE = Place(url="https://x.example/interviews/ola-berg", site="Voices", accessed=dt.date(2020, 1, 2))
INTERVIEW = InterviewDocument(
    title="Ola Berg, Keeper: lamps & {fog} at 100%",
    series="Lamp talks",
    organisation="Guild of Lamp Keepers",
    introduction="Two keepers.\n\nTwo lamps.",
    recorded=PartialDate.parse("2014-09-01"),
    published=PartialDate.parse("2015-09"),
    tags=("lamps", "fog & rain"),
    appearances=(
        AppearanceEntry(name="Dr. Ola Berg"),
        AppearanceEntry(name="Hélène van der Meer", role="panellist"),
        AppearanceEntry(name="Jo Doe", role="interviewer"),
        AppearanceEntry(name="Al Ruiz", role="moderator"),
    ),
    recordings=(
        RecordingEntry(url="https://media.example/a.mp3", media_type="audio/mpeg", duration=dt.timedelta(seconds=3725)),
    ),
    segments=(
        SegmentEntry(start=dt.timedelta(0), label="Hello"),
        SegmentEntry(start=dt.timedelta(seconds=90.5), question="Why lighthouses?"),
    ),
)
BARE = InterviewDocument(title="Lamps")


def cited(document: InterviewDocument, place: Place = PLACE) -> dict[str, Any]:
    (item,) = json.loads(csl_json.write(document, place))
    return dict(item)


@pytest.mark.parametrize(
    ("name", "as_sorted"),
    [
        ("Ola Berg", "Berg, Ola"),
        ("Ola B. Berg", "Berg, Ola B."),
        ("Dr. Ola Berg", "Berg, Ola"),
        ("Prof. Dr. Eva Ek", "Ek, Eva"),
        ("Dr. Berg", "Berg"),
        ("Anna van der Meer", "van der Meer, Anna"),
        ("Jean-Paul de la Tour", "de la Tour, Jean-Paul"),
        ("van Dam", "van Dam"),
        ("Martin King, Jr.", "King, Martin, Jr."),
        ("Martin King III", "King, Martin, III"),
        ("Charles V", "Charles V"),
        ("Lampa", "Lampa"),
        ("Guild of Lamp Keepers", "Guild of Lamp Keepers"),
        ("Lamps & Sons", "Lamps & Sons"),
        ("Dr. Ola Berg, PhD", "Berg, Ola"),
        ("Anna van der Meer, M.Sc., MBA", "van der Meer, Anna"),
        ("Martin King, Jr., Ph.D.", "King, Martin, Jr."),
        ("Ola Berg, Keeper", "Ola Berg, Keeper"),
        ("Lamps & Sons, Ltd.", "Lamps & Sons, Ltd."),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_a_name_is_parted_only_where_its_parts_are_sure(name: str, as_sorted: str) -> None:
    assert citation.cited_name(name).sorted == as_sorted


def test_the_one_heard_is_the_author_and_the_one_who_asks_the_interviewer() -> None:
    item = cited(INTERVIEW)
    assert item["type"] == "interview"
    assert item["author"] == [
        {"family": "Berg", "given": "Ola"},
        {"family": "Meer", "given": "Hélène", "non-dropping-particle": "van der"},
    ]
    assert item["interviewer"] == [{"family": "Doe", "given": "Jo"}, {"family": "Ruiz", "given": "Al"}]
    assert (item["medium"], item["dimensions"]) == ("Audio", "1:02:05")
    assert (item["container-title"], item["publisher"]) == ("Lamp talks", "Guild of Lamp Keepers")
    assert item["accessed"] == {"date-parts": [[2020, 1, 2]]}


def test_what_is_not_known_is_not_said() -> None:
    assert cited(BARE, Place()) == {"id": "interview-lamps", "type": "interview", "title": "Lamps", "language": "en"}
    assert "howpublished = {Interview}," in bibtex.write(BARE, Place())
    assert ris.write(BARE, Place()).startswith("TY  - GEN\r\n")


@pytest.mark.parametrize(
    ("published", "recorded", "here", "issued"),
    [
        ("2015-09", "2014-09-01", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), [2015, 9]),
        ("", "2014", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), [2014]),
        ("", "", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), [2020, 1, 1]),
        ("", "", None, None),
    ],
)
def test_the_date_is_the_publication_s_or_else_the_recording_s(
    published: str, recorded: str, here: dt.datetime | None, issued: list[int] | None
) -> None:
    document = replace(
        INTERVIEW,
        published=PartialDate.parse(published) if published else None,
        recorded=PartialDate.parse(recorded) if recorded else None,
    )
    item = cited(document, replace(PLACE, publication=Publication("ola-berg", "published", here)))
    assert item.get("issued") == ({"date-parts": [issued]} if issued else None)
    assert ("event-date" in item) is bool(published and recorded)


@pytest.mark.parametrize(
    ("date", "written"), [("2015-09-14", "2015/09/14"), ("2015-09", "2015/09/"), ("2015", "2015//")]
)
def test_ris_leaves_empty_what_is_not_known_of_a_date(date: str, written: str) -> None:
    lines = ris.write(replace(INTERVIEW, published=PartialDate.parse(date)), PLACE).split("\r\n")
    assert f"DA  - {written}" in lines
    assert "PY  - 2015" in lines


def test_ris_has_a_tag_on_each_line_and_ends_the_record() -> None:
    text = ris.write(replace(INTERVIEW, title="One\r\nER  - "), PLACE)
    lines = text.split("\r\n")
    assert lines[0] == "TY  - SOUND"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "TI  - One ER -" in lines
    assert [line for line in lines if line[:2] in ("AU", "A2", "KW")] == [
        "AU  - Berg, Ola",
        "AU  - van der Meer, Hélène",
        "A2  - Doe, Jo",
        "A2  - Ruiz, Al",
        "KW  - lamps",
        "KW  - fog & rain",
    ]


def test_a_film_is_a_video() -> None:
    film = replace(INTERVIEW, recordings=(RecordingEntry(url="https://x.example/a.mp4", media_type="video/mp4"),))
    assert ris.write(film, PLACE).startswith("TY  - VIDEO\r\n")
    assert cited(film)["medium"] == "Video"


def test_bibtex_says_who_asked_and_keeps_accents_and_capitals() -> None:
    text = bibtex.write(INTERVIEW, PLACE)
    assert text.startswith("@misc{ola-berg,\n")
    assert "author = {Berg, Ola and van der Meer, Hélène}," in text
    assert r"title = {{Ola Berg, Keeper: lamps \& \textbraceleft{}fog\textbraceright{} at 100\%}}," in text
    assert "howpublished = {Interview by Jo Doe and Al Ruiz}," in text
    assert "month = sep," in text
    assert "note = {Audio, 1:02:05}," in text


def test_bibtex_parts_no_organisation_at_its_and() -> None:
    document = replace(INTERVIEW, appearances=(AppearanceEntry(name="Society of Lamps and Fog"),))
    assert "author = {{Society of Lamps and Fog}}," in bibtex.write(document, PLACE)


def test_the_key_is_the_address_s_and_stays_when_the_title_changes() -> None:
    for document in (INTERVIEW, replace(INTERVIEW, title="Another")):
        assert citation.key(document, PLACE) == "ola-berg"
        assert citation.key(document, Place(url=PLACE.moment(90))) == "ola-berg-1-30"
    assert citation.key(INTERVIEW, Place(publication=Publication("a-slug"))) == "a-slug"
    assert citation.key(INTERVIEW, Place()) == "berg-2015-berg"
    assert citation.key(InterviewDocument(title="霧"), Place()) == "interview"


@pytest.mark.parametrize(
    ("seconds", "note"), [(0, "At 0:00: Hello"), (90, "At 1:30: Why lighthouses?"), (100, "At 1:40")]
)
def test_a_moment_is_cited_by_its_address_its_time_and_its_entry(seconds: int, note: str) -> None:
    place = replace(PLACE, url=PLACE.moment(seconds))
    item = cited(INTERVIEW, place)
    assert (item["URL"], item["note"]) == (f"https://x.example/interviews/ola-berg?t={seconds}", note)
    assert note in ris.write(INTERVIEW, place)
    assert note in bibtex.write(INTERVIEW, place)


@pytest.mark.parametrize("url", ["", "https://x.example/a?t=soon", "https://x.example/a?u=90", "http://[x?t=1"])
def test_an_address_without_a_moment_cites_the_whole(url: str) -> None:
    assert citation.moment(INTERVIEW, Place(url=url)) is None


def test_csl_json_is_valid_by_its_schema() -> None:
    schema = csl_schema()
    for document in (INTERVIEW, BARE, replace(INTERVIEW, part=2, part_total=3)):
        for place in (PLACE, Place(), replace(PLACE, url=PLACE.moment(90))):
            jsonschema.validate(json.loads(csl_json.write(document, place)), schema)


TEXTS = st.text(max_size=20)


@settings(max_examples=100, deadline=None)
@given(title=TEXTS, name=TEXTS, tag=TEXTS, url=TEXTS)
@pytest.mark.parametrize("writer", [csl_json, bibtex, ris], ids=lambda writer: writer.NAME)
def test_no_text_breaks_a_citation(writer: ModuleType, title: str, name: str, tag: str, url: str) -> None:
    document = replace(INTERVIEW, title=title, tags=(tag,), appearances=(AppearanceEntry(name=name),))
    text = writer.write(document, replace(PLACE, url=url))
    if writer is csl_json:
        assert json.loads(text)[0]["id"]
    elif writer is ris:
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n")[:-1])
    else:
        assert text.count("{") == text.count("}")
        assert re.fullmatch(r"@misc\{[a-z0-9-]+,\n(?:  [a-z]+ = .+,\n)*\}\n", text)
