"""What is asked of each part that takes what strangers send: a name, what makes its inputs, and what must hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import a_site
import comment_forms
import ranges
import searches
from browsers import elements, require_safe, text_of

SAMPLES = Path(__file__).resolve().parents[2] / "tests/samples"


class Target(NamedTuple):
    """`holds` raises where something does not. `seeds` are inputs to begin with, `words` pieces to make others of."""

    holds: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[bytes, ...] = ()
    #: The modules whose branches tell the fuzzer what it reached.
    watched: tuple[str, ...] = ()
    longest: int = 4096
    #: Whether it is asked of `a_site`.
    of_site: bool = False


def reader(name: str) -> Target:
    def holds(data: bytes) -> None:
        """It refuses in words and nothing else; what it read can be kept, and its findings name lines of the file."""
        from interviews.documents import readers
        from interviews.documents.data import as_data, from_data
        from interviews.documents.errors import DocumentError
        from interviews.documents.source_file import SourceFile
        from interviews.store.keepable import as_it_can_be_kept

        lines = len(re.split(rb"\r\n?|\n", data))
        try:
            readings = list(readers.read(SourceFile(data, "x"), name))
        except DocumentError as refusal:
            assert len(refusal.problem) > 10
            assert refusal.line is None or name in _COUNTS_OTHERWISE or 1 <= refusal.line <= lines, refusal
            return
        for reading in readings:
            kept, findings = as_it_can_be_kept(reading.document)
            written = json.dumps(as_data(kept), ensure_ascii=False)
            assert from_data(json.loads(written)) == kept
            assert written.encode("utf-8") and "\\u0000" not in written.replace("\\\\", ""), "no database keeps this"
            assert as_it_can_be_kept(kept) == (kept, ()), "what was mended is mended again"
            for finding in (*reading.findings, *findings):
                assert finding.code and len(finding.message) > 10, finding
                assert finding.line is None or name in _COUNTS_OTHERWISE or 1 <= finding.line <= lines, finding

    def seeds() -> Iterator[bytes]:
        for path in sorted((SAMPLES / name).iterdir()) if (SAMPLES / name).is_dir() else ():
            if not path.name.endswith(".expected.json"):
                yield path.read_bytes()
        if name == "json":
            yield _portal_json()

    words = (
        *(b"-->", b"]]>", b"<![CDATA[", b"&#0;", b"WEBVTT", b"NOTE ", b"<v ", b":00:10: ", b"Comments\n\n"),
        b"\\ud800",
    )
    return Target(holds, seeds, words, ("interviews.documents",), 16_384)


def _portal_json() -> bytes:
    """What an export has of a page that is among the samples."""
    from interviews.documents import readers
    from interviews.documents.data import as_data
    from interviews.documents.source_file import SourceFile
    from interviews.documents.writers.portal_json import FORMAT, VERSION

    page = min((SAMPLES / "page-text").glob("*.txt"), key=lambda path: path.stat().st_size)
    (reading,) = readers.read(SourceFile(page.read_bytes(), page.name), "page-text")
    return json.dumps({"format": FORMAT, "version": VERSION, "interview": as_data(reading.document)}).encode()


#: Formats whose lines are not those of the bytes: of the words within a file of Word.
_COUNTS_OTHERWISE = {"docx"}


def _timecodes(data: bytes) -> None:
    """What is a timecode is what its numbers add up to, and is written as one that means the same."""
    from interviews import timecode

    text = data.decode("utf-8", "replace")
    for parse in (timecode.parse, timecode.parse_moment, timecode.parse_passage):
        try:
            found = parse(text)
        except timecode.TimecodeError as refusal:
            assert len(str(refusal)) > 10
            continue
        if isinstance(found, timecode.Passage):
            assert found.end is None or found.end > found.start
            written = ",".join(timecode.written(moment) for moment in found if moment is not None)
            assert timecode.parse_passage(written) == found, (written, found)
            continue
        assert parse(timecode.written(found)) == found, (text, found)
        assert _added_up(text) * 1_000_000 == found / timecode.timedelta(microseconds=1), (text, found)
        iso = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", timecode.iso_duration(found))
        assert iso and iso[0] != "PT"
        hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        assert hours * 3600 + minutes * 60 + seconds == int(found.total_seconds())


def _added_up(text: str) -> Decimal:
    """Seconds of what is a timecode, read as plainly as can be."""
    text = text.strip().lower().removeprefix("npt:").strip()
    seconds = Decimal(0)
    if ":" in text:
        for part in text.removeprefix(":").replace(",", ".").split(":"):
            seconds = seconds * 60 + Decimal(part)
    else:
        for number, unit in re.findall(r"([0-9.]+)([hms]?)", text):
            seconds += Decimal(number) * {"h": 3600, "m": 60, "s": 1, "": 1}[unit]
    return seconds


def _rich_text(data: bytes) -> None:
    """As a browser reads it, there are only the elements and addresses that may be there, and all of the words."""
    from interviews import richtext
    from interviews.search.words import words_of

    text = data.decode("utf-8", "replace")
    letters = "".join(words_of(text.replace("\0", "")))
    for make in (richtext.prose, richtext.remark, richtext.excerpt, richtext.phrase):
        html = make(text)
        main = require_safe(html, relative=make is richtext.prose)
        if make in (richtext.excerpt, richtext.phrase):  # in these nothing is markup
            assert "".join(words_of(text_of(main))) == letters, (make.__name__, html)
        else:
            leads = [node.attributes.get("href") for node in elements(main) if node.tag == "a"]
            assert len(leads) <= len(richtext.addresses(text)), html
    words = richtext.plain_words(text)
    assert len(words.splitlines()) <= len(text.splitlines())


_FORM = b"name=Mia&body=Words+of+mine&email=&url=&moment=1:10&parent=&segment=s1&topic=&stamp=good"

TARGETS: dict[str, Target] = {
    "timecodes": Target(
        _timecodes,
        lambda: [b"57:15", b":00:18", b"1:01:06.250", b"1h1m30s", b"90,120", b"npt:10,20", b"999h60m"],
        (b":", b".", b"h", b"m", b"s", b"npt:", b","),
        ("interviews.timecode",),
        64,
    ),
    "queries": Target(
        searches.holds,
        lambda: [
            *(b"fog lamps", b'"fog lamps" -rope', b"lamp* speaker:berg", b"year:2010-2015 in:question", b"-in:bio x"),
            *(b"series:coast tag:tides", b'series:"the coa"*', b"in:comment horn", b"fog -year:2012", b'-tag:"the t"*'),
            *(b"tar -rope", b"berg -lamp*", b"fog -in:bio -year:2012-2014"),
        ],
        (
            *(b"speaker:", b"tag:", b"series:", b"year:", b"in:", b"question", b"answer", b"bio", b"comment", b'"'),
            *(b"*", b"-", b"NEAR(", b" OR ", b"^", b" fog", b" lamp", b" bel", b" rope", b" tides", b" coast", b"2012"),
            *(b" berg", b" tar", "灯".encode(), "é".encode(), "½".encode(), "ß".encode()),
        ),
        ("interviews.search",),
        400,
        of_site=True,
    ),
    "rich-text": Target(
        _rich_text,
        lambda: [
            b"One *two*\n\n* a\n* b",
            b"[x](https://x.example)",
            b"<a@x.example> `code` ***so***",
            b"> so\n\n1. a",
        ],
        (b"](", b"javascript:", b"&#", b"<!--", b"```", b"\n\n    ", b"![", b"<https://", b"...", b'"', b"mailto:"),
        ("interviews.richtext", "interviews.characters", "markdown_it"),
    ),
    "ranges": Target(
        ranges.holds,
        lambda: [
            *(b"bytes=0-1", b"bytes=-5", b"bytes=7-", b"bytes=0-0,5-6", b"bytes=2000-", b"bytes=-0"),
            b"bytes=1-2\nSun, 29 Nov 2026 21:00:00 GMT",
            b'bytes=1-2\n"18ecabe4f9e70000-3ec"\n"18ecabe4f9e70000-3ec", W/"x"',
            b"\n\n\nSun, 29 Nov 2026 21:00:00 GMT",
        ],
        (b"bytes=", b"-", b",", b"9" * 99, b'"18ecabe4f9e70000-3ec"', b"W/", b"\n", b"*", b" GMT"),
        ("portal.media",),
        256,
    ),
    "comments": Target(
        comment_forms.holds,
        lambda: [
            _FORM,
            _FORM.replace(b"parent=", b"parent=1&question=on&mode=open"),
            _FORM.replace(b"parent=", b"parent=2&network=1"),
            _FORM.replace(b"email=", b"email=a@refused.example&follow=on"),
            _FORM.replace(b"Words", b"A+tar+barrel%0d%0a%0d%0a*+[x](https://spam.example/)+at+1:02").replace(
                b"url=", b"url=x.example&mode=open"
            ),
            _FORM.replace(b"Words", b"a+w**or**d+[at+1:02](https://a.example/)+1:03+`1:04`+1:05am").replace(
                b"1:10", b"64:59"
            ),
            _FORM.replace(b"1:10", b"2:00:00"),
            _FORM.replace(b"Words", b"[url=x]+https://a.example+<https://b.example/?q>+[c](//c.example)").replace(
                b"topic=", b"topic=x&service=spam"
            ),
        ],
        (
            *(b"name=", b"&body=", b"&email=", b"&url=", b"&moment=", b"&parent=1", b"&segment=s2", b"&topic=x"),
            *(b"&follow=on", b"&question=on", b"&mode=open", b"&service=spam", b"&service=down", b"&network=1"),
            *(
                b"&stamp=good",
                b"%00",
                b"%ed%a0%80",
                b"+",
                b"%0a%0a",
                b"https://",
                b"www.",
                b"](",
                b"mailto:",
                b"1:02:30",
            ),
            *(b"%e2%80%8b", b"%cc%81", b"%e2%80%ae", b"tar+barrel", b"spam.example", b"Ola+Berg", b"%26%23x", b"[url="),
            *(b"`", b"*", b"<", b">+", b"@x.example", b"%e3%80%82", b"0x7f.1", b"%5c"),
        ),
        ("interviews.comments", "interviews.richtext", "interviews.timecode", "interviews.characters"),
        of_site=True,
    ),
}


def all_targets() -> dict[str, Target]:
    from interviews.documents.readers import READERS

    return TARGETS | {f"reader-{name}": reader(name) for name in READERS}


def prepare(target: str, folder: str, site: Path) -> None:
    """Django, its data in that folder; and for what asks the database, a copy of the site in memory."""
    a_site.set_up(folder)
    if all_targets()[target].of_site:
        a_site.take_into_memory(site / a_site.NAME)
