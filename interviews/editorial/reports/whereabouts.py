"""In which interviews an address stands. The texts are looked through: nothing is kept of it."""

from __future__ import annotations

import json

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from interviews.models import Appearance, Interview, Recording, Segment


def with_address(interviews: QuerySet[Interview], url: str) -> QuerySet[Interview]:
    """Those of the interviews where the address is written: in the interview, a recording, a segment's links, the
    biography or the website of someone heard. One query, which reads the whole archive."""
    mine = {"interview": OuterRef("pk")}
    recordings = Recording.objects.filter(url=url, **mine)
    written = Q(written__contains=url) | Q(
        written__contains=json.dumps(url)[1:-1]
    )  # SQLite keeps it as JSON is written
    links = Segment.objects.annotate(written=Cast("links", TextField())).filter(written, **mine)
    people = Appearance.objects.filter(Q(speaker__website=url) | Q(bio__text__contains=url), **mine)
    here = Q(discussion_url=url) | Q(provenance__contains=url) | Q(introduction__contains=url)
    return interviews.filter(here | Q(Exists(recordings)) | Q(Exists(links)) | Q(Exists(people)))
