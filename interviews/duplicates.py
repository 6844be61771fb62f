"""Interviews that may be one and the same, come from two places: proposed to the editor, never merged by themselves.

Bodies are compared, not titles or biographies: one guest is heard many times, and is introduced in the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from interviews.documents.document import InterviewDocument
from interviews.documents.errors import Finding
from interviews.models import Appearance, Interview, Segment

#: Characters of the beginning of a question or an answer that are compared; below some it says little ("Thank you").
BEGINNING = 120
SHORTEST = 25
#: The share of the smaller body's beginnings above which two bodies are one.
ALIKE = 0.6
#: Interviews of one guest that a new one is compared with, the newest first.
MOST = 25

#: No text holds it.
_BETWEEN = "\x00"
_MARKS = dict.fromkeys(map(ord, "\"'“”‘’«».…,;:?!()[]-–—"))


def look_alikes(new: Mapping[int, tuple[Interview, InterviewDocument]]) -> dict[int, Finding]:
    """For each new interview (already stored) that says what another says, a finding that names the other."""
    rows = [interview for interview, _document in new.values()]
    candidates = _with_a_guest_or_title_of(rows)
    bodies = _bodies({pk for others in candidates.values() for pk in others})
    found = {}
    for number, (interview, document) in new.items():
        if not candidates.get(interview.pk):
            continue
        mine = _beginnings(text for segment in document.segments for text in (segment.question, segment.answer))
        for other in candidates[interview.pk]:
            if other in bodies and _alike(mine, bodies[other]):
                slug = Interview.objects.values_list("slug", flat=True).get(pk=other)
                message = f"it says the same as “{slug}”, which is here already; if they are one, delete one of them"
                found[number] = Finding(None, "possible_duplicate", message)
                break
    return found


def _with_a_guest_or_title_of(rows: Sequence[Interview]) -> dict[int, list[int]]:
    """The other interviews with one of the guests, or with the title, of each of these rows."""
    guests: dict[int, set[int]] = defaultdict(set)
    heard = Appearance.objects.filter(interview__in=Interview.objects.kept()).exclude(role__in=Appearance.HOSTING)
    for interview, speaker in heard.filter(interview__in=rows).values_list("interview", "speaker"):
        guests[speaker].add(interview)
    candidates: dict[int, list[int]] = defaultdict(list)
    same_guest = heard.filter(speaker__in=guests).order_by("-interview")
    for interview, speaker in same_guest.values_list("interview", "speaker"):
        for mine in guests[speaker]:
            if mine != interview and len(candidates[mine]) < MOST:
                candidates[mine].append(interview)
    titled = {row.title: row.pk for row in rows}
    same_title = Interview.objects.kept().filter(title__in=titled).exclude(pk__in=titled.values())
    for pk, title in same_title.order_by("-pk").values_list("pk", "title")[:MOST]:
        candidates[titled[title]].append(pk)
    return candidates


def _bodies(interviews: set[int]) -> dict[int, frozenset[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    begun = [models.functions.Substr(column, 1, BEGINNING) for column in ("question", "answer")]
    for interview, *said in Segment.objects.filter(interview__in=interviews).values_list("interview", *begun):
        texts[interview] += said
    return {interview: _beginnings(parts) for interview, parts in texts.items()}


def _beginnings(texts: Iterable[str]) -> frozenset[str]:
    """How questions and answers begin, without case and marks: what two hosts print alike."""
    together = _BETWEEN.join(text[:BEGINNING] for text in texts).casefold().translate(_MARKS)  # all by one call
    said = (" ".join(text.split()) for text in together.split(_BETWEEN))
    return frozenset(words for words in said if len(words) >= SHORTEST)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) >= ALIKE * smaller
