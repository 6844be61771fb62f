"""Rows of a form whose interview is another one now: its draft of changes was published or discarded meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import QueryDict

from interviews.editorial.admin.rows import AGAIN
from interviews.models import Appearance, Interview, Recording, Segment

_ID = re.compile(r"(appearances|recordings|segments)-(\d+)-id")
#: What a draft keeps of each segment beside what is typed.
UID = "uid"


def with_uids(typed: Mapping[str, str], interview: Interview | None, before: Mapping[str, str]) -> dict[str, str]:
    """The same, and what each stored segment is known by, from the interview or else from an earlier draft."""
    known = {before[name]: before.get(_beside(name, UID), "") for name in before if _ID.fullmatch(name)}
    if interview is not None:
        known |= {str(pk): uid for pk, uid in Segment.objects.filter(interview=interview).values_list("pk", "uid")}
    uids = {
        _beside(name, UID): known[value]
        for name, value in typed.items()
        if name.startswith("segments-") and _ID.fullmatch(name) and known.get(value)
    }
    return {**typed, **uids}


def onto_rows_of(data: QueryDict, interview: Interview) -> None:
    """Each row names the one of this interview that is the same: a segment by its uid, people by who they are in which
    role, recordings by where they lie. One that is not here any more is one to be there again."""
    people = Appearance.objects.filter(interview=interview).values_list("pk", "speaker", "role")
    sounds = Recording.objects.filter(interview=interview).values_list("pk", "url")
    segments = Segment.objects.filter(interview=interview).values_list("pk", "uid")
    here = {
        "appearances": {(str(speaker), role): str(pk) for pk, speaker, role in people},
        "recordings": {(url,): str(pk) for pk, url in sounds},
        "segments": {(uid,): str(pk) for pk, uid in segments},
    }
    told = {"appearances": ("speaker", "role"), "recordings": ("url",), "segments": (UID,)}
    for name in [name for name in data if _ID.fullmatch(name)]:
        prefix = name.partition("-")[0]
        if not data[name] or data[name] in here[prefix].values():
            continue
        same = tuple(data.get(_beside(name, field), "") for field in told[prefix])
        data[name] = here[prefix].get(same, "")
        if not data[name] and prefix == "segments":
            data[_beside(name, AGAIN)] = same[0]
    for name in [name for name in data if re.fullmatch(rf"segments-\d+-{UID}", name)]:
        del data[name]


def _beside(name: str, field: str) -> str:
    return f"{name.rpartition('-')[0]}-{field}"
