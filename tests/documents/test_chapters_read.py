"""Chapters of other systems: what is refused, and what of a chapter is not taken."""

from __future__ import annotations

import json

import pytest

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.source_file import SourceFile


@pytest.mark.parametrize(
    ("format_name", "text", "code", "line"),
    [
        ("chapters-json", "{", "not_json", 1),
        ("chapters-json", "[1]", "other_json", None),
        ("chapters-json", '{"chapters": {"startTime": 0}}', "other_json", None),
        ("psc", "<chapters><chapter", "not_xml", 1),
        ("psc", "<rss/>", "other_xml", 1),
        ("psc", '<!DOCTYPE chapters [<!ENTITY a "b">]><chapters/>', "doctype", 1),
        ("chapter-list", "nothing here\n0 Intro", "no_chapters", None),
    ],
)
def test_a_list_of_chapters_that_is_none_is_refused(format_name: str, text: str, code: str, line: int | None) -> None:
    with pytest.raises(DocumentError) as refusal:
        list(readers.read(SourceFile(text.encode(), "x"), format_name))
    assert (refusal.value.code, refusal.value.line) == (code, line)


@pytest.mark.parametrize("start", ["NaN", "Infinity", "1e400", "1" * 4000, "true", "null", "[[]]", "{}", "4000000"])
def test_a_start_that_is_no_moment_is_left_open(start: str) -> None:
    text = f'{{"version": "1.2.0", "chapters": [{{"startTime": {start}, "endTime": {start}, "title": "Fog"}}]}}'
    (reading,) = readers.read(SourceFile(text.encode(), "x"))
    (only,) = reading.document.segments
    assert (only.start, only.end, only.label) == (None, None, "Fog")
    assert "impossible_timecode" in [finding.code for finding in reading.findings]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://x.example/a b"])
def test_only_an_address_of_the_web_becomes_a_link(address: str) -> None:
    text = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Fog", "url": address}]})
    (reading,) = readers.read(SourceFile(text.encode(), "x"))
    assert reading.document.segments[0].links == ()
    assert "link_left_out" in [finding.code for finding in reading.findings]


def test_an_address_may_begin_with_capital_letters() -> None:
    text = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Fog", "url": "HtTPs://x.example"}]})
    (reading,) = readers.read(SourceFile(text.encode(), "x"))
    (link,) = reading.document.segments[0].links
    assert link.is_safe
