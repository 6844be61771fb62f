"""Hostile texts in every field of an interview, on every way out of the site: words they are, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.parsers import expat

import pytest
from django.test import Client
from django.utils.html import escape

from interviews.models import Interview, Series, Tag
from interviews.rows.new import render_before  # noqa: F401  (loaded, as an import does)
from interviews.search.index import refresh
from tests.comments.test_attacks import ATTACKS, scripts_of
from tests.factories import (
    make_appearance,
    make_bio,
    make_cues,
    make_editor,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)

pytestmark = pytest.mark.django_db

#: What ends a cue, a line, a header, an entry of a bibliography, a cell, or the script in which data stand.
ENDS = [
    *("0:01.000 --> 0:02.000\nNOTE forged", "a --> b", "\n\n2\n00:00:09,000 --> 00:00:10,000\nforged", "</v><c.x>y"),
    *(
        "}\n@book{forged, title={x}}",
        "TY  - BOOK\nT1  - forged\nER  - ",
        "# forged\n\n## forged",
        "---\nforged: 1\n---",
    ),
    *(
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\u2028alert(1)\u2029",
        "]]>",
        "&lt;script&gt;",
        "a\r\nX-Forged: 1",
    ),
    *("=HYPERLINK(1)", "+1", "@SUM(1)", "\t=1", "＝1"),
]
TEXTS = [*ENDS, *ATTACKS[:31:3]]


def well_formed(content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.Parse(content, True)


def line(text: str) -> str:
    return " ".join(text.split())


def made(text: str, slug: str = "open") -> Interview:
    """Published, with the text in every field that takes words."""
    interview = make_interview(
        slug=slug,
        title=line(text)[:400],
        organisation=line(text)[:200],
        series=Series.objects.create(title=line(text)[:200], slug=slug, description=text),
        introduction=text,
        rights=line(text)[:400],
        provenance=text,
        discussion_name=line(text)[:200],
        recorded_basis=line(text)[:200],
    )
    guest = make_speaker(line(text)[:200], slug=slug)
    row = make_appearance(
        interview, guest, title=line(text)[:400], organisation=line(text)[:200], name=line(text)[:200]
    )
    row.bio = make_bio(guest, text=text, portrait=(64, 64), portrait_alt=line(text)[:300])
    row.save()
    make_recording(interview)
    tag = Tag.objects.create(name=line(text)[:100], slug=slug, description=text)
    asked = Tag.objects.create(name=f"asked {line(text)}"[:100], slug=f"asked-{slug}", question=line(text)[:300] or "?")
    segment = make_segment(
        interview, 90, uid="one", label=line(text)[:120], question=text, answer=text, synopsis=text,
        subjects=[line(text)],
        links=[{"url": f"https://a.example/{line(text)[:80]}", "text": line(text)}], places=[{"name": line(text)}],
    )  # fmt: skip
    segment.tags.add(tag, asked)
    interview.tags.add(tag)
    make_cues(make_transcript(interview), [(1, line(text)[:200], text), (5, "Jo", "The end.")])
    refresh([interview])
    return interview


PAGES = [
    *("", "interviews/", "interviews/open/", "interviews/open/cite/", "interviews/open/embed/", "search/?q=alert"),
    *("interviews/open/?find=alert", "speakers/", "speakers/open/", "series/", "series/open/", "tags/", "tags/open/"),
    *("questions/", "questions/asked-open/", "interviews/open/cite/?segment=one", "interviews/open/embed/?segment=one"),
]
XML = ["feeds/interviews.atom", "feeds/interviews.rss", "feeds/podcast.rss", "sitemap.xml", "sitemap-interviews.xml"]
XML += ["interviews/open.psc.xml", "interviews/open.ohms.xml", "feeds/tags/open.atom", "feeds/series/open/podcast.rss"]
JSON = [
    "interviews/open.json",
    "feeds/interviews.json",
    "api/1/interviews/open",
    "api/1/segments",
    "interviews/open.csl.json",
]
JSON += ["interviews/open/chapters.json", "search/proposals.json?q=al", "oembed?url=http://testserver/interviews/open/"]


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_stays_a_text_on_every_way_out(client: Client, text: str) -> None:
    made(text)
    for address in PAGES:
        page = client.get(f"/{address}")
        assert page.status_code == 200, address
        words = page.content.decode()
        assert scripts_of(words) == [], address
        for data in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', words, re.DOTALL):
            json.loads(data)
            assert "<" not in data, address
    for address in XML:
        answer = client.get(f"/{address}")
        if answer.status_code != 404:
            well_formed(answer.content)
            assert b"<script" not in answer.content.replace(b"&lt;script", b""), address
    for address in JSON:
        answer = client.get(f"/{address}")
        if answer.status_code != 404:
            json.loads(answer.content)
    for address in [*PAGES, *XML, *JSON, "interviews/open.md", "interviews/open.txt", "interviews/open.bib"]:
        headers = client.get(f"/{address}").headers
        assert "X-Forged" not in headers, address
        assert not [value for value in headers.values() if re.search(r"[\r\n\x00]", value)], address
    for form in ("vtt", "srt"):
        check_timed(client.get(f"/interviews/open.{form}").content.decode())
    check_cited(client)


def check_timed(timed: str) -> None:
    """Two cues went in."""
    times = [one for one in timed.split("\n") if "-->" in one]
    assert len(times) == 2, timed
    assert all(re.match(r"\d\d:\d\d:\d\d[.,]\d{3} --> ", one) for one in times), timed


def check_cited(client: Client) -> None:
    bib = client.get("/interviews/open.bib").content.decode()
    assert len(re.findall(r"^\s*@\w+\s*\{", bib, re.MULTILINE)) == 1, bib
    ris = client.get("/interviews/open.ris").content.decode()
    assert len(re.findall(r"^TY  - ", ris, re.MULTILINE)) == 1, ris
    assert len(re.findall(r"^ER  - ", ris, re.MULTILINE)) == 1, ris


def test_pages_and_feeds_hold_one_of_everything_as_words(client: Client) -> None:
    """The quick part of it: some of them in one interview, one behind the other, as many as each column holds."""
    made(" ".join(TEXTS[:12])[:200])
    for address in PAGES:
        assert scripts_of(client.get(f"/{address}").content.decode()) == [], address
    for address in XML:
        well_formed(client.get(f"/{address}").content)


@pytest.mark.slow
def test_the_desk_runs_none_of_them_and_its_files_reckon_nothing(client: Client) -> None:
    rows = [made(text, f"s{number}") for number, text in enumerate(ENDS + ATTACKS[:12])]
    client.force_login(make_editor())
    addresses = [
        "",
        "interviews/interview/",
        "interviews/speaker/",
        "interviews/tag/",
        "reports/",
        "media/",
        "find/?q=alert",
    ]
    addresses += [
        f"interviews/interview/{row.pk}/{page}/" for row in rows[::5] for page in ("change", "ready", "preview")
    ]
    for address in addresses:
        page = client.get(f"/admin/{address}")
        assert page.status_code == 200, address
        assert scripts_of(page.content.decode()) == [], address
    for name in ("tags-used-once", "portraits-without-words"):
        file = client.get(f"/admin/reports/{name}.csv").getvalue().decode("utf-8-sig")
        for cells in csv.reader(io.StringIO(file)):
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))], cells


def test_the_attacks_are_there_to_be_seen(client: Client) -> None:
    """What is looked at holds the text: its signs written as a page writes signs."""
    text: Any = "<script>alert(1)</script>"
    made(text)
    assert escape(text) in client.get("/tags/").content.decode()
