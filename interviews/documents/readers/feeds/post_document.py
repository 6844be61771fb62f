"""A document from the fields of a post or of a feed's item, and what its text adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from interviews.documents.document import AppearanceEntry, InterviewDocument, RecordingEntry, SegmentEntry
from interviews.documents.errors import Finding
from interviews.documents.readers.feeds.podcast_people import joined
from interviews.documents.readers.feeds.post_content import PostContent
from interviews.documents.readers.feeds.rich_lines import Picture
from interviews.documents.readers.feeds.values import MOST_RECORDINGS, recording, same_sound
from interviews.names import name_key

_LONGEST_TAG = 100
_MOST_SHOWN = 50  # people, and pictures that may be theirs


def with_content(
    document: InterviewDocument, content: PostContent, line: int | None
) -> tuple[InterviewDocument, list[Finding]]:
    """The document with what the text says too: the fields come first, the text fills what they leave open."""
    findings = list(content.findings)
    recordings = _recordings(document.recordings, content)
    if any(entry.url for entry in recordings):
        findings = [finding for finding in findings if finding.code != "recording_address_unknown"]
    people, spelt = joined(document.appearances, content.appearances)
    people, pictures = _with_portraits(people, content.pictures)
    if pictures:
        first = next((picture.alt or picture.address for picture in pictures if picture.alt or picture.address), "")
        counted = "1 picture was" if len(pictures) == 1 else f"{len(pictures):,} pictures were"
        message = f"{counted} left out (the first: “{first[:120]}”); add a portrait in the admin"
        findings.append(Finding(line, "pictures_left_out", message))
    segments, unused = _segments(document.segments, content)
    if unused:
        message = f"there are two time indexes; the {unused} was left out"
        findings.append(Finding(line, "second_index_left_out", message))
    if document.discussion and content.discussion:
        message = f"only the first discussion is kept; not used: “{content.discussion.name[:60]}”"
        findings.append(Finding(line, "second_discussion_left_out", message))
    tags, too_long = tags_of([*document.tags, *content.tags])
    if too_long:
        message = f"“{too_long[0][:60]}…” is too long for a keyword, and was left out; divide it with commas"
        findings.append(Finding(line, "keyword_left_out", message))
    return (
        replace(
            document,
            title=document.title or content.title,
            introduction=content.introduction,
            appearances=people,
            recordings=recordings,
            segments=tuple(
                replace(entry, answered_by=spelt.get(entry.answered_by, entry.answered_by)) for entry in segments
            ),
            discussion=document.discussion or content.discussion,
            recorded=document.recorded or content.recorded,
            published=document.published or content.published,
            tags=tags,
        ),
        findings,
    )


def _recordings(known: Sequence[RecordingEntry], content: PostContent) -> tuple[RecordingEntry, ...]:
    """Those of the fields, then the players'; links and announcements only where there is no other."""
    found = list(known)
    for address, media_type in islice(content.sounds.items(), MOST_RECORDINGS):
        if not same_sound(address, found):
            found.append(recording(address, media_type=media_type))
    if not found:
        for address, media_type in islice(content.linked_sounds.items(), MOST_RECORDINGS):
            if not same_sound(address, found):
                found.append(recording(address, media_type=media_type))
    return tuple(found) or content.recordings


def _segments(listed: tuple[SegmentEntry, ...], content: PostContent) -> tuple[tuple[SegmentEntry, ...], str]:
    """The chapters of the feed, or the index of the text if it has answers; and which of two is not used."""
    if not listed or not content.segments:
        return listed or content.segments, ""
    if any(entry.answer for entry in content.segments):
        return content.segments, "list of chapters"
    return listed, "list in the text"


def _with_portraits(
    people: Sequence[AppearanceEntry], pictures: Sequence[Picture]
) -> tuple[tuple[AppearanceEntry, ...], list[Picture]]:
    """A picture whose words name one of the people is a portrait; and the pictures that are none."""
    left: list[Picture] = []
    portraits: dict[int, Picture] = {}
    names = [f" {name_key(entry.name)} " for entry in people[:_MOST_SHOWN]]
    for number, picture in enumerate(pictures):
        said = f" {name_key(picture.alt)} " if picture.address and number < _MOST_SHOWN else ""
        place = next((place for place, name in enumerate(names) if name in said), None)
        if place is None or place in portraits or people[place].portrait:
            left.append(picture)
        else:
            portraits[place] = picture
    return (
        tuple(
            replace(entry, portrait=portraits[place].address, portrait_alt=portraits[place].alt)
            if place in portraits
            else entry
            for place, entry in enumerate(people)
        ),
        left,
    )


def tags_of(words: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Each keyword once, whatever its case, and those that are too long to be any."""
    kept: dict[str, str] = {}
    too_long: list[str] = []
    for word in words:
        if len(word) > _LONGEST_TAG:
            too_long.append(word)
        elif word:
            kept.setdefault(word.casefold(), word)
    return tuple(kept.values()), too_long
