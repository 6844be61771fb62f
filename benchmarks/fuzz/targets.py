"""What is asked of each part that takes what strangers send: a name, what makes its inputs, and what must hold."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SAMPLES = Path(__file__).resolve().parents[2] / "tests/samples"


class Target(NamedTuple):
    """`holds` raises where something does not. `seeds` are inputs to begin with, `words` pieces to make others of."""

    holds: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[bytes, ...] = ()
    #: The modules whose branches tell the fuzzer what it reached.
    watched: tuple[str, ...] = ()
    longest: int = 4096


def reader(name: str) -> Target:
    def holds(data: bytes) -> None:
        """It refuses in words and nothing else, and what it read is a document that can be kept."""
        from interviews.documents import readers
        from interviews.documents.data import as_data, from_data
        from interviews.documents.errors import DocumentError
        from interviews.documents.source_file import SourceFile
        from interviews.store.keepable import as_it_can_be_kept

        try:
            readings = list(readers.read(SourceFile(data, "x"), name))
        except DocumentError as refusal:
            assert len(refusal.problem) > 10
            return
        for reading in readings:
            kept, _findings = as_it_can_be_kept(reading.document)
            assert from_data(json.loads(json.dumps(as_data(kept)))) == kept

    def seeds() -> Iterator[bytes]:
        for path in sorted((SAMPLES / name).iterdir()) if (SAMPLES / name).is_dir() else ():
            if not path.name.endswith(".expected.json"):
                yield path.read_bytes()

    words = (
        b"-->",
        b"]]>",
        b"<![CDATA[",
        b"&#0;",
        b"WEBVTT",
        b"NOTE ",
        b"<v ",
        b":00:10: ",
        b"Comments\n\n",
        b"\\ud800",
    )
    return Target(holds, seeds, words, ("interviews.documents",), 16_384)


def _timecodes(data: bytes) -> None:
    """What is a timecode is written as one that means the same; all else is refused in words."""
    from interviews import timecode

    text = data.decode("utf-8", "replace")
    for parse in (timecode.parse, timecode.parse_moment, timecode.parse_passage):
        try:
            found = parse(text)
        except timecode.TimecodeError as refusal:
            assert str(refusal)
            continue
        if parse is timecode.parse:
            assert timecode.parse(timecode.written(found)) == found
            assert timecode.iso_duration(found).startswith("PT")


def _queries(data: bytes) -> None:
    """No words are an error, whatever the index is asked; and what was understood is understood again."""
    from interviews.search.hits import search
    from interviews.search.query import LONGEST, parse

    text = data.decode("utf-8", "replace")
    query = parse(text)
    again = parse(str(query))
    assert again == query, (query, again)
    assert len(str(query)) <= LONGEST
    for hit in search(query)[:3]:
        assert "<script" not in str(hit)


_ALLOWED = {
    *("p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "pre", "span", "q", "h2", "h3", "h4"),
    *("hr", "del", "sup", "sub", "i", "b"),
}
#: Where a browser finds a scheme (URL Standard, 4.4); whatever has none is relative, which only editors may write.
_SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z](?:[A-Za-z0-9+.-]|[\t\n\r])*):")
_ATTRIBUTES = {"href", "rel", "start", "class", "title", "lang", "dir", "cite"}


def _rich_text(data: bytes) -> None:
    """As a browser reads it, there are only the elements and addresses that may be there."""
    from selectolax.lexbor import LexborHTMLParser

    from interviews import richtext

    text = data.decode("utf-8", "replace")
    for make in (richtext.prose, richtext.remark, richtext.excerpt, richtext.phrase):
        html = make(text)
        body = LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").body
        assert body is not None
        main = next(body.iter())
        assert main.tag == "main" and main.next is None, html
        nodes = [node for node in main.traverse(include_text=False) if not node.tag.startswith("-")]
        for node in nodes[1:]:  # the first is `main`
            assert node.tag in _ALLOWED, (make.__name__, node.tag, html)
            for name, value in node.attributes.items():
                assert name in _ATTRIBUTES, (make.__name__, name, html)
                if name == "href":
                    scheme = _SCHEME.match(value or "")
                    safe = scheme[1].lower() in {"http", "https", "mailto"} if scheme else make is richtext.prose
                    assert safe, (make.__name__, value)
    assert len(richtext.plain_words(text).splitlines()) <= len(text.splitlines())


def _ranges(data: bytes) -> None:
    """A range lies within the file; what is none is ignored."""
    from portal.media import is_still_same, parse_range

    text = data.decode("latin-1")
    for size in (0, 1, 1000, 1 << 40):
        found = parse_range(text, size)
        assert found is None or (0 <= found.start <= size and found.stop <= size), found
    assert is_still_same(text, '"x"', 0) in (True, False)


def _comments(data: bytes) -> None:
    """A form is refused with words at a field, or becomes a comment that is stored and shown; never an error."""
    from django.db import transaction
    from django.http import QueryDict

    from interviews.comments.arrival import Circumstances, Refused, receive
    from interviews.comments.forms import CommentForm
    from interviews.comments.rules import rules_of
    from interviews.models import Interview

    interview = Interview.objects.with_people().get(slug="fuzz")
    form = CommentForm(interview, QueryDict(data, encoding="utf-8"), rules=rules_of(interview))
    if not form.is_valid():
        assert form.errors and str(form.errors)
        return
    with transaction.atomic():
        try:
            comment = receive(form.comment(), Circumstances(age=form.age, trap=form.is_trapped), form.rules)
        except Refused:
            return
        assert comment.pk and comment.body_html and str(comment)
        _rich_text(comment.body.encode("utf-8", "replace"))
        transaction.set_rollback(True)


TARGETS: dict[str, Target] = {
    "timecodes": Target(
        _timecodes,
        lambda: [b"57:15", b":00:18", b"1:01:06.250", b"1h1m30s", b"90,120", b"npt:10,20"],
        (b":", b".", b"h", b"m", b"s", b"npt:", b","),
        ("interviews.timecode",),
        64,
    ),
    "queries": Target(
        _queries,
        lambda: [
            b"fog lamps",
            b'"fog lamps" -rope',
            b"lamp* speaker:berg",
            b"year:2010-2015 in:question",
            b"-in:bio x",
        ],
        (b"speaker:", b"tag:", b"series:", b"year:", b"in:", b"question", b'"', b"*", b"-", b"NEAR(", b" OR ", b"^"),
        ("interviews.search",),
        400,
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
        _ranges,
        lambda: [b"bytes=0-1", b"bytes=-5", b"bytes=7-", b"bytes=0-0,5-6", b"Sun, 29 Nov 2026 21:00:00 GMT"],
        (b"bytes=", b"-", b",", b"9" * 99),
        ("portal.media",),
        256,
    ),
    "comments": Target(
        _comments,
        lambda: [b"name=Mia&body=Words+of+mine&email=&url=&moment=1:10&parent=&segment=&topic=&stamp=x"],
        (b"name=", b"&body=", b"&email=", b"&url=", b"&moment=", b"&parent=", b"&segment=", b"%00", b"%ed%a0%80", b"+"),
        ("interviews.comments", "interviews.richtext"),
    ),
}


def all_targets() -> dict[str, Target]:
    from interviews.documents.readers import READERS

    return TARGETS | {f"reader-{name}": reader(name) for name in READERS}


def prepare(target: str, folder: str) -> None:
    """Django, and for what asks the database a site of its own in that folder."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATA_DIR": folder, "LOG_LEVEL": "CRITICAL"}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    if target in ("queries", "comments"):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _one_interview()


def _one_interview() -> None:
    from django.utils import timezone

    from interviews.models import Interview, Segment
    from interviews.search.index import refresh

    interview = Interview(title="Of fog", slug="fuzz", status="published", published_at=timezone.now())
    interview.save()
    Segment.objects.create(interview=interview, position=0, uid="s1", question="What of fog?", answer="It comes.")
    refresh([interview])
