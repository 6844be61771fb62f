"""Podcast feeds: what an item becomes, what is left out aloud, and that no input does harm."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import richtext
from interviews.documents import readers
from interviews.documents.document import PartialDate
from interviews.documents.errors import DocumentError
from interviews.documents.readers.feeds.rich_html import rich_text
from interviews.documents.readers.feeds.values import instant, length
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.xml_tree import LONGEST_TAG, MOST_ELEMENTS, parse_xml, without_controls

SAMPLES = [path.read_bytes() for path in Path("tests/samples/podcast-rss").glob("*.xml")]
HEAD = (
    '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tide Talk</title>'
)


def read(xml: bytes | str) -> list[Reading]:
    data = xml.encode() if isinstance(xml, str) else xml
    return list(readers.read(SourceFile(data, "feed.xml"), "podcast-rss"))


def read_item(inside: str, channel: str = "") -> Reading:
    item = f"<item><guid>1</guid><title>Ola Berg</title>{inside}</item>"
    (reading,) = read(f"{HEAD}{channel}{item}</channel></rss>")
    return reading


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def test_a_feed_is_known_by_its_content_whatever_its_name() -> None:
    assert readers.format_of(SourceFile(HEAD.encode(), "page.html")) == "podcast-rss"
    assert readers.format_of(SourceFile(b"<html><p>An <rss> of words", "page.txt")) != "podcast-rss"


def test_an_item_without_a_recording_is_an_interview_without_one() -> None:
    assert read_item("").document.recordings == ()


@pytest.mark.parametrize(
    "said, expected",
    [
        ("3725", timedelta(seconds=3725)),
        ("62:05", timedelta(seconds=3725)),
        ("01:02:05", timedelta(seconds=3725)),
        ("1:2:5", timedelta(seconds=3725)),
        ("0", None),
        ("an hour", None),
        ("9" * 30, None),
    ],
)
def test_a_length_is_seconds_or_a_timecode(said: str, expected: timedelta | None) -> None:
    assert length(said) == expected


@pytest.mark.parametrize(
    "said", ["Mon, 14 Sep 2015 10:30:00 GMT", "14 Sep 2015 10:30 +0200", "2015-09-14T23:30:00-05:00"]
)
def test_a_date_is_the_day_that_it_names_where_it_was_written(said: str) -> None:
    assert read_item(f"<pubDate>{said}</pubDate>").document.published == PartialDate.parse("2015-09-14")


@pytest.mark.parametrize("said", ["yesterday", "Mon, 99 Sep 2015 10:30:00 GMT", "0001-01-01", "-", "1" * 500])
def test_what_is_no_date_is_reported_at_its_line(said: str) -> None:
    reading = read_item(f"\n<pubDate>{said}</pubDate>")
    assert instant(said) is None and reading.document.published is None
    assert [(finding.line, finding.code) for finding in reading.findings] == [(2, "bad_date")]


def test_the_persons_of_an_item_replace_those_of_the_channel() -> None:
    host = "<podcast:person>Jo Doe</podcast:person>"
    assert [entry.name for entry in read_item("", host).document.appearances] == ["Jo Doe"]
    reading = read_item('<podcast:person role="Guest">Mia Ek</podcast:person>', host)
    assert [(entry.name, entry.role) for entry in reading.document.appearances] == [("Mia Ek", "guest")]


def test_who_only_edits_is_named_in_a_finding() -> None:
    reading = read_item('<podcast:person role="editor">Kim Low</podcast:person>')
    assert reading.document.appearances == () and "Kim Low (editor)" in reading.findings[0].message


def test_nothing_is_fetched_but_its_address_is_named() -> None:
    reading = read_item('<podcast:chapters url="https://tides.example/1.json" type="application/json+chapters"/>')
    assert codes(reading) == ["address_not_fetched"] and "https://tides.example/1.json" in reading.findings[0].message


def test_chapters_of_the_feed_go_before_a_list_in_the_text() -> None:
    chapters = '<psc:chapters><psc:chapter start="0:00" title="Arrival"/></psc:chapters>'
    reading = read_item(f"{chapters}<description>0:00 Intro\n1:00 Fog\n2:00 End</description>")
    assert [segment.label for segment in reading.document.segments] == ["Arrival"]
    assert "second_index_left_out" in codes(reading)


def test_times_within_sentences_are_no_list_of_times() -> None:
    text = "We met at dawn.\n10:30 we were at sea.\nThen fog.\n11:45 we saw the lamp."
    reading = read_item(f"<description>{text}</description>")
    assert reading.document.segments == () and reading.document.introduction == text


def test_another_text_of_the_item_is_named_only_where_it_says_something_else() -> None:
    shortened = (
        "<description>Ola Berg kept [...]</description><content:encoded>Ola Berg kept the lamp.</content:encoded>"
    )
    assert codes(read_item(shortened)) == []
    other = "<description>About fog.</description><content:encoded>Ola Berg kept the lamp.</content:encoded>"
    assert codes(read_item(other)) == ["field_left_out"]


def test_links_that_run_programs_are_words_only() -> None:
    reading = read_item('<description><![CDATA[<p><a href="javascript:alert(1)">Fog</a></p>]]></description>')
    assert reading.document.introduction == "Fog"


@pytest.mark.parametrize(
    "text",
    [
        "*no* _emphasis_ `code`",
        "[a](b)",
        "1. no list",
        "- no list",
        "> no quotation",
        "<b>",
        "a_b_c",
        "\\*",
        "x < y",
        "# x",
    ],
)
def test_what_looks_like_markdown_is_shown_as_it_was_written(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = richtext.prose(rich_text(f"<p>{escaped}</p>", breaks=False).markdown)
    assert html == f"<p>{escaped.replace('>', '&gt;')}</p>"


def test_emphasis_lists_quotations_and_links_are_kept() -> None:
    given = (
        '<p>Ola <b>Berg</b>, <i>keeper</i>: <a href="https://ola.example/a_(b)">page</a></p>'
        "<ol start=3><li>fog<ul><li>horn</li></ul></li></ol><blockquote><p>Dry</p><p>Bright</p></blockquote>"
    )
    html = richtext.prose(rich_text(given, breaks=False).markdown)
    for part in (
        "<strong>Berg</strong>",
        "<em>keeper</em>",
        "a_%28b%29",
        '<ol start="3">',
        "<li>horn</li>",
        "<p>Bright</p>",
    ):
        assert part in html


def test_two_items_with_one_guid_are_both_kept_and_one_that_stands_twice_is_not() -> None:
    items = "".join(
        f"<item><guid>1</guid><title>{name}</title><link>https://tides.example/{name}</link></item>" for name in "abb"
    )
    readings = read(f"{HEAD}{items}</channel></rss>")
    assert [(reading.key, reading.document.title) for reading in readings] == [
        ("1", "a"),
        ("https://tides.example/b", "b"),
    ]
    assert codes(readings[0]) == ["guid_twice", "item_twice"]


def test_a_feed_without_items_and_other_xml_are_refused() -> None:
    for xml, code in (
        (f"{HEAD}</channel></rss>", "not_an_interview"),
        ("<opml/>", "other_xml"),
        ("<rss><channel>", "not_xml"),
        ("", "not_xml"),
        ("<!DOCTYPE rss><rss/>", "doctype"),
    ):
        with pytest.raises(DocumentError) as caught:
            read(xml)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE rss>",
        '<!-- made by hand --><?xml-stylesheet href="x"?>\n<!DOCTYPE rss [<!ENTITY a "b"><!ELEMENT rss ANY>]>\n',
        '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><!-- old -->',
    ],
)
@pytest.mark.parametrize("wordpress", ["", ' xmlns:wp="http://wordpress.org/export/1.2/"'])
def test_a_document_type_is_refused_as_such_and_not_taken_for_a_page(prolog: str, wordpress: str) -> None:
    file = SourceFile(f'<?xml version="1.0"?>\n{prolog}<rss{wordpress}><channel/></rss>'.encode(), "feed.xml")
    assert readers.format_of(file) == ("wordpress" if wordpress else "podcast-rss")
    with pytest.raises(DocumentError) as caught:
        list(readers.read(file))
    assert caught.value.code == "doctype"


@pytest.mark.parametrize("begin", ["<!DOCTYPE rss [", "<!DOCTYPE rss><html>", "<!--<rss>-->", "<!DOCTYPE rss [<rss>"])
def test_a_document_type_alone_makes_no_feed(begin: str) -> None:
    assert readers.format_of(SourceFile(begin.encode(), "x.txt")) != "podcast-rss"


def test_control_characters_become_spaces_and_are_reported() -> None:
    reading = read_item("<description>fog\x0band\x01lamps</description>")
    assert reading.document.introduction == "fog and lamps" and codes(reading) == ["control_characters"]


def test_a_file_without_control_characters_stays_the_same_bytes() -> None:
    data = "<a>æ\t\r\n</a>".encode()
    assert without_controls(data) == (data, [])
    assert without_controls("<a>\x0b</a>".encode("utf-16"))[1] == []


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>" + b"<b/>" * (MOST_ELEMENTS + 1) + b"</a>",
        b"<a>" + b"<!--" + b"x" * (LONGEST_TAG + 2_000_000) + b"--></a>",
    ],
    ids=["elements", "comment"],
)
def test_xml_that_would_fill_the_memory_is_refused(xml: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_xml(xml)
    assert caught.value.code == "too_large"


@given(st.sampled_from(SAMPLES), st.data())
def test_no_damage_to_a_feed_raises_anything_but_a_document_error(sample: bytes, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(begin, min(begin + 40, len(sample))))
    damaged = (
        sample[:begin] + data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b"&", b"]]>", b"<p>"])) + sample[end:]
    )
    with suppress(DocumentError):
        read(damaged)


@given(st.text(st.sampled_from("<>/=\"' \nabpQA:0123.[]()*_-&;!ul"), max_size=200))
def test_no_text_of_an_item_raises_and_each_item_reads_again_to_the_same(text: str) -> None:
    (first,) = read(
        f"{HEAD}<item><description><![CDATA[{text.replace(']]>', '')}]]></description></item></channel></rss>"
    )
    (again,) = read(first.text)
    assert (again.key, again.document) == (first.key, first.document)


HOSTILE = {
    "lines": "fog\n" * 30_000,
    "paragraphs": "<p>x" * 30_000,
    "nested": "<div>" * 9_000 + "x",
    "lists": "<ul><li>x" * 4_000,
    "quotations": "<blockquote>x" * 8_000,
    "emphasis": "<b>x</b>y" * 8_000,
    "links": "".join(f'<a href="/{number}.mp3">x</a>' for number in range(10_000)),
    "times": "0:01 x\n" * 9_000,
    "questions": "Q: x\nA: y\n" * 10_000,
    "marks": "*_`[" * 50_000,
    "tags": "<" * 200_000,
    "frames": "<iframe src=" * 40_000,
    "addresses": "http://a_b " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_takes_no_longer_than_its_length_asks(text: str) -> None:
    begun = time.process_time()
    read_item(f"<link>https://tides.example/</link><description><![CDATA[{text}]]></description>")
    assert time.process_time() - begun < 8


def test_a_channel_that_would_be_repeated_a_thousand_times_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read_item("", "<podcast:person>Jo Doe</podcast:person>" * 1000)
    assert caught.value.code == "too_large"
