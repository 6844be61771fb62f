"""Interview pages in HTML: what is recognised, what is refused, what is kept. Samples: test_samples.py."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.documents import readers
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Reading
from interviews.documents.source_file import SourceFile

INTRODUCTION = "<p>This week, Jo Doe has an exclusive interview with Ola Berg.</p>\n"
PAGE = INTRODUCTION + '<p>:00:10: Hélène’s lamp?<br>\n"....It shone...."</p>\n'
SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "html").glob("*.html"))


def reading_of(page: str | bytes, name: str = "page.html") -> Reading:
    data = page.encode() if isinstance(page, str) else page
    (reading,) = readers.read(SourceFile(data, name), "html")
    return reading


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("<!DOCTYPE html><p>x", "x", "html"),
        (" \n<!-- a > b --><html>", "x", "html"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', "x.xml", "html"),
        ("<h1>Ola Berg</h1>", "x.txt", "html"),
        ("Ola Berg <p>", "x.html", "html"),
        ("<pre>Ola Berg", "x.txt", "page-text"),
        ("<p-lamp>", "x.txt", "page-text"),
        ("<?xml <html", "x.txt", "page-text"),
        ("<!-- <html>", "x.txt", "page-text"),
        ("Ola Berg <p>", "x.txt", "page-text"),
    ],
)
def test_a_page_is_told_by_how_it_begins_then_by_its_name(data: str, name: str, expected: str) -> None:
    assert readers.format_of(SourceFile(data.encode(), name)) == expected


@pytest.mark.parametrize("begin", ['<rss version="2.0">', "<feed xmlns='x'>", "<ROOT>", "<div:x>", "<!DOCTYPE rss>"])
def test_an_xml_file_is_no_page(begin: str) -> None:
    file = SourceFile(f'<?xml version="1.0"?>{begin}'.encode(), "x.xml")
    assert not readers.READERS["html"].recognises(file)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"", "empty"),
        (b"<p>zero \0 byte", "binary"),
        (b"<!DOCTYPE html>", "not_an_interview"),
        (b"<p>A recipe for soup. Boil water.", "not_an_interview"),
        (b"<p>" + b"x" * 2_000_001, "too_large"),
        (b"<br>" * 50_001, "too_large"),
        (b"<div>" * 10_001, "too_deep"),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_interview_or_could_do_harm_is_refused_in_words(page: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        reading_of(page)
    assert refusal.value.code == code
    assert ";" in refusal.value.problem or code in ("binary", "not_an_interview")


def test_pictures_inside_a_page_do_not_count_as_its_size() -> None:
    picture = "A" * 3_000_000
    assert reading_of(f'{PAGE}<img src="data:image/png;base64,{picture}" alt="x">').document.segments


@pytest.mark.parametrize(
    ("encoding", "declared", "expected"),
    [
        ("utf-8", "", []),
        ("utf-8", "utf-8", []),
        ("utf-8-sig", "iso-8859-1", []),
        ("utf-16", "", []),
        ("cp1252", "iso-8859-1", []),
        ("cp1252", "windows-1252", []),
        ("cp1252", "", ["read_as_windows_1252"]),
        ("cp1252", "utf-8", ["read_as_windows_1252"]),
        ("cp1252", "no-such-thing", ["read_as_windows_1252"]),
        ("cp1252", "unicode_escape", ["read_as_windows_1252"]),
        ("utf-8", "iso-8859-1", ["declared_encoding_wrong"]),
        ("utf-8", "rot13", []),
    ],
)
def test_a_page_is_read_in_the_encoding_it_is_in(encoding: str, declared: str, expected: list[str]) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">\n' if declared else ""
    reading = reading_of((head + PAGE).encode(encoding))
    assert reading.document.segments[0].question == "Hélène’s lamp?"
    assert codes(reading) == expected


@pytest.mark.parametrize(
    ("encoding", "text"), [("koi8-r", "Почему?"), ("shift_jis", "なぜ灯台?"), ("gb18030", "为什么?")]
)
def test_a_declared_encoding_of_other_scripts_is_believed(encoding: str, text: str) -> None:
    page = f'<meta charset="{encoding}">{INTRODUCTION}<p>:00:10: {text}</p>'
    file = SourceFile(page.encode(encoding), "page.html")
    (reading,) = readers.read(file, "html")
    assert reading.document.segments[0].question == text
    assert text in file.text  # what is kept of the file is what was read


def test_findings_have_the_lines_of_the_source() -> None:
    page = (
        "<!-- one\ntwo --><html>\n<script>\n'<p>'\n</script><body\n class=x>\n"  # 6 lines
        f"{INTRODUCTION}"  # 7
        "<ul>\n<li>\n:00:10: Once?</li><li>:00:10: Twice?</li></ul>\n"  # 8 to 10
        "<table><tr>\n<td>0:75</td><td>\nNever?</td></tr></table>\n"  # 11 to 13
        "<pre>\n\n:00:05: Back?</pre>"  # 14 to 16
    )
    findings = reading_of(page).findings
    assert [(finding.line, finding.code) for finding in findings] == [
        (10, "duplicate_timecode"),
        (12, "impossible_timecode"),
        (16, "times_run_backward"),
    ]
    assert "first on line 10" in findings[0].message


@pytest.mark.parametrize(
    "around",
    [
        "<nav>{}</nav>",
        "<footer>{}</footer>",
        "<aside>{}</aside>",
        "<form>{}</form>",
        "<div hidden>{}</div>",
        "<div role=navigation>{}</div>",
        '<div style="display: none">{}</div>',
        "<script>{}</script>",
        "<style>{}</style>",
        "<noscript>{}</noscript>",
        "<template>{}</template>",
        "<!-- {} -->",
        "<textarea>{}</textarea>",
        "<iframe>{}</iframe>",
    ],
)
def test_what_surrounds_the_text_or_is_not_seen_is_no_part_of_it(around: str) -> None:
    page = PAGE + around.format("<p>:09:00: Not asked?</p>")
    assert reading_of(page).document == reading_of(PAGE).document


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:x", "java\nscript:x", "data:text/html,x", "vbscript:x", "#top", "//"],
)
def test_a_link_that_leads_nowhere_is_plain_words(address: str) -> None:
    page = (
        f'{INTRODUCTION}<p>Ola Berg has a <a href="{address}">page</a>.</p><p>:00:10: <a href="{address}">So</a>?</p>'
    )
    document = reading_of(page).document
    assert document.appearances[0].bio == "Ola Berg has a page."
    assert document.segments[0].links == ()


@pytest.mark.parametrize(
    ("head", "address", "url", "file"),
    [
        ("", "https://m.x.example/talk.mp3#t=9", "https://m.x.example/talk.mp3", ""),
        ("", "//m.x.example/talk.MP3", "https://m.x.example/talk.MP3", ""),
        ("", "sound/talk%20one.mp3", "", "talk one.mp3"),
        ("", "..\\..\\talk.mp3", "", "talk.mp3"),
        ("", "file:///C:/sound/talk.mp3", "", "talk.mp3"),
        ("", "..%2f..%2ftalk.mp3", "", "talk.mp3"),
        ('<link rel="canonical" href="https://x.example/a/b">', "talk.mp3", "https://x.example/a/talk.mp3", ""),
        (
            '<base href="/c/"><link rel="canonical" href="https://x.example/a/b">',
            "t.mp3",
            "https://x.example/c/t.mp3",
            "",
        ),
    ],
)
def test_a_recording_is_at_an_address_or_in_a_file_beside(head: str, address: str, url: str, file: str) -> None:
    announced = f'<p>To listen to the interview, click on this <a href="{address}">MP3 file link</a></p>'
    reading = reading_of(head + INTRODUCTION + announced + "<p>:00:10: Why?</p>")
    (recording,) = reading.document.recordings
    assert (recording.url, recording.file) == (url, file)
    assert codes(reading) == []


@pytest.mark.parametrize("address", ["javascript:x.mp3", "data:audio/mp3,x", "%00.mp3", "http://[x.mp3"])
def test_an_address_that_is_none_is_no_recording(address: str) -> None:
    announced = f'<p>To listen to the interview, click on this <a href="{address}">MP3 file link</a></p>'
    reading = reading_of(INTRODUCTION + announced + "<p>:00:10: Why?</p>")
    assert [(entry.url, entry.file) for entry in reading.document.recordings] == [("", "")]
    assert codes(reading) == ["recording_address_unknown"]


def test_a_picture_that_shows_nobody_is_no_portrait() -> None:
    page = INTRODUCTION + '<img src="logo.png" alt="Guild"><img src="dot.gif" alt=""><p>:00:10: Why?</p>'
    guest, _host = reading_of(page).document.appearances
    assert (guest.portrait, guest.portrait_alt) == ("", "")


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"@type": "PodcastEpisode", "name": "\\ud800", "hasPart": [{"@type": "Clip", "startOffset": 1e99}]}',
        '{"@type": "PodcastEpisode", "duration": "PT99999999H", "datePublished": "soon", "keywords": 7}',
        '{"@type": {"a": "b"}, "associatedMedia": [1, {"contentUrl": "javascript:x.mp3"}], "hasPart": {"@type": []}}',
        "null",
        "not JSON",
    ],
)
def test_odd_structured_data_are_passed_over(data: str) -> None:
    reading = reading_of(f'<script type="application/ld+json">{data}</script>{PAGE}')
    assert [segment.question for segment in reading.document.segments] == ["Hélène’s lamp?"]
    assert reading.document.recordings == ()


def test_what_the_text_says_goes_before_what_the_head_says() -> None:
    said = json.dumps({"@type": "PodcastEpisode", "name": "Other", "description": "Other", "author": "Per Lund"})
    document = reading_of(
        f'<title>Other</title><script type="application/ld+json">{said}</script>'
        f"<h1>Ola Berg, Keeper</h1>{PAGE}<p>Keywords: fog</p>"
    ).document
    assert (document.title, document.introduction) == ("Ola Berg, Keeper", INTRODUCTION[3:-5])
    assert [entry.name for entry in document.appearances] == ["Ola Berg", "Jo Doe"]


@pytest.mark.parametrize("title", ["Untitled Document", "Home", "Conversations"])
def test_a_title_that_names_nobody_does_not_stand_in_for_the_guest(title: str) -> None:
    assert reading_of(f"<title>{title}</title>{PAGE}").document.title == "Ola Berg"


HOSTILE = {
    "attributes": "<p " + "a " * 400_000 + ">",
    "attributes behind a quotation mark": '<p x=">" ' + "a " * 400_000 + ">",
    "an open tag": "<p " + "a='" * 200_000,
    "open emphasis": "".join(f"<b x={number}>" for number in range(4_000)) + "<div><p>x</div>" * 4_000,
    "nesting": "<div><span>" * 4_900,
    "nesting that closes amiss": "<b>" * 9_000 + "<div>" + "</b>" * 9_000 + "<p>x" * 9_000,
    "lists": "<ul><li>" * 9_000,
    "tables": "<table><tr><td>" * 9_000,
    "rows": "<table>" + "<tr><td>0:10<td>x" * 7_000,
    "comments": "<!--" * 12_000,
    "scripts": "<script>" * 12_000,
    "titles": "<title></title>" * 12_000,
    "links": '<p><a href="http://x.example/">x</a>' * 6_000,
    "links in entries": '<p>:00:10: <a href="http://x.example/">x</a>' * 6_000,
    "headings that ask": "<h2>x?</h2>" * 12_000,
    "labels": "<p><b>Jo:</b> x?<p><b>Ola:</b> x" * 6_000,
    "forms": "<form><p>x</form>" * 8_000,
    "pictures": '<img src="http://x.example/a.jpg" alt="Ola Berg">' * 20_000,
    "sounds": '<audio src="a.mp3">' * 20_000,
    "entities": "&amp" * 300_000,
    "white space": "<p>" + " " * 1_500_000,
    "marks on a letter": "<p>a" + "\u0301" * 300_000,
    "declarations": "<meta charset=" * 12_000,
    "terms": "<dl><dt>a<dd>" * 5_000,
    "times": "<time>0:10</time><cite>x</cite><p>x" * 5_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.slow
def test_a_hostile_page_is_read_or_refused_in_no_time(kind: str) -> None:
    page = INTRODUCTION + HOSTILE[kind] + "<p>:00:10: Why?"
    began = time.process_time()
    try:
        reading_of(page)
    except DocumentError as error:
        assert error.problem
    assert time.process_time() - began < 8  # quadratic, it would take minutes


_PIECES = st.sampled_from(
    [
        INTRODUCTION,
        "<p>:00:10: Why?",
        '<br>"....Because...."',
        "<b>Jo:</b> ",
        "<h2>So?</h2>",
        "<table><tr><td>0:10<td>",
        "</table>",
        "<dl><dt>",
        "<dd>",
        "<ul><li>",
        "</ul>",
        "<a href='talk.mp3'>",
        "<a href='http://x.example/[(y'>",
        "</a>",
        "<img alt='Ola Berg' src=",
        "<pre>\n",
        "<!--",
        "-->",
        "<title>",
        "<base href='//'>",
        '<script type="application/ld+json">{"@type": "PodcastEpisode", "hasPart": [',
        "</script>",
        "<main>",
        "<form>",
        "<meta charset=utf-16>",
        "<cite>Jo</cite><time>0:10</time><p>",
        "&#0;&#xD800;&#1;",
    ]
)


@settings(max_examples=100)
@given(st.lists(_PIECES | st.text(max_size=20), max_size=25))
def test_no_page_makes_the_reader_raise_anything_else(pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    try:
        first = reading_of(data)
    except DocumentError as error:
        assert error.problem
        return
    assert reading_of(data) == first


@settings(max_examples=60)
@given(st.sampled_from(SAMPLES), st.integers(0, 5_000), st.integers(0, 200), st.binary(max_size=30))
def test_no_damage_to_a_page_makes_the_reader_raise_anything_else(
    path: Path, begin: int, length: int, put: bytes
) -> None:
    data = path.read_bytes()
    try:
        reading_of(data[:begin] + put + data[begin + length :])
    except DocumentError as error:
        assert error.problem
