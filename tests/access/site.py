"""Three interviews that say the same, of which readers see one, with an address at every pattern for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from interviews.comments.models import Comment
from interviews.models import Recording, Series, Tag
from tests.factories import (
    make_appearance,
    make_bio,
    make_comment,
    make_cues,
    make_interview,
    make_segment,
    make_speaker,
    make_transcript,
)

STATES = ("published", "draft", "withdrawn")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
#: What a form of this site's own sends along (`interviews/comments/origin.py`).
HERE = {"Sec-Fetch-Site": "same-origin"}
_GROUPS = {"(?P<year>[0-9]{4})": "1987", "(?P<month>[0-9]{2})": "05", r"(?P<rest>(?s:.+))\Z": "none"}
_QUERIES = {"oembed": "?url=http://testserver/interviews/{state}/", "api/1/search": "?q=bright"}
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b[^\"]*\"(\w+)\"", re.IGNORECASE)


class OpenAndHidden:
    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {state: self._interview(state) for state in STATES}
        self.rows["withdrawn"]["interview"].withdraw()

    def _interview(self, state: str) -> dict[str, Any]:
        series = Series.objects.create(title=f"On {state}", slug=state)
        interview = make_interview(
            slug=state, title=f"A {state} talk", published=False, series=series, recorded_on=date(1987, 5, 4)
        )
        if state != "draft":
            interview.publish()
        guest = make_speaker(f"Ola {state}", slug=state)
        make_appearance(interview, guest)
        interview.appearances.update(bio=make_bio(guest, portrait=(64, 64)))
        tag = Tag.objects.create(name=f"tag of {state}", slug=state)
        asked = Tag.objects.create(name=f"asked of {state}", slug=f"asked-{state}", question="Why?")
        segment = make_segment(interview, 90, uid="one")
        segment.tags.add(tag, asked)
        recording = Recording(interview=interview)
        recording.file.save("talk.mp3", ContentFile(b"0123456789"))
        make_cues(make_transcript(interview), [(90, "Ola Berg", "It was bright.")])
        comment = make_comment(interview, status=Comment.Status.APPROVED)
        return {"interview": interview, "comment": comment, "recording": recording}

    def address(self, pattern: str, state: str) -> str:
        """The address of that pattern for the interview in that state; the same for all where it names none."""
        rows = self.rows[state]
        slug = f"asked-{state}" if "questions/" in pattern else state
        named = {
            "slug:slug": slug,
            "int:pk": str(rows["comment"].pk),
            "uid:uid": "one",
            "str:uid": "one",
            "str:token": "nobody:AAAA",
            "str:key": "1-x.AAAA",
            "slug:section": "interviews",
            "int:page": "1",
            "path:path": rows["recording"].file.name,
        }
        found = re.sub(r"<([^>]+)>", lambda match: named.get(match[1], match[0]), pattern)
        found = found
        for group, value in _GROUPS.items():
            found = found.replace(group, value)
        found += _QUERIES.get(found, "").format(state=state)
        return "/" + found.strip("^$")


def names_something(pattern: str) -> bool:
    """Whether an address of that pattern is of one thing, which readers may or may not see."""
    return any(part in pattern for part in ("slug:slug", "path:path", "oembed"))


def finish(response: HttpResponseBase) -> bytes:
    """All that is sent, after which the client itself has closed it: closing it by hand would close the connection to
    PostgreSQL in the midst of a test's transaction."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def asked(client: Client, method: str, address: str, **headers: str) -> int:
    response = client.generic(method, address, headers={**HERE, **headers})
    status: int = response.status_code
    finish(response)
    return status


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables into which something was written meanwhile, without what keeps a session."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if (found := _WRITES.match(sql)) and found[2] != "django_session":
            tables.add(found[2])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield tables
