"""Plain things for tests: `make_interview(**given)`. What is not given is the simplest that is valid."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image

from interviews.comments.models import Comment
from interviews.models import Appearance, Bio, Cue, Interview, Recording, Segment, Speaker, Transcript

_numbers = itertools.count(1)


def make_speaker(name: str = "", **given: Any) -> Speaker:
    return Speaker.objects.create(name=name or f"Ola Berg {next(_numbers)}", **given)


def make_interview(*, guest: str = "", host: str = "", published: bool = True, **given: Any) -> Interview:
    """An interview, published unless said otherwise, with the people named (with the credited title “Keeper”)."""
    title = given.pop("title", f"{guest}, Keeper" if guest else f"A talk on tides {next(_numbers)}")
    interview = Interview.objects.create(title=title, **given)
    for name, role in ((guest, Appearance.Role.GUEST), (host, Appearance.Role.INTERVIEWER)):
        if name:
            speaker = Speaker.objects.filter(name=name).first() or make_speaker(name)
            make_appearance(interview, speaker, role=role, title="Keeper" if role == "guest" else "")
    if published:
        interview.publish()
    return interview


def make_appearance(interview: Interview, speaker: Speaker, *, bio: str = "", **given: Any) -> Appearance:
    row = Bio.objects.create(speaker=speaker, text=bio) if bio else None
    position = interview.appearances.count()
    return Appearance.objects.create(interview=interview, speaker=speaker, bio=row, position=position, **given)


def make_bio(speaker: Speaker, *, portrait: tuple[int, int] | None = None, **given: Any) -> Bio:
    """A biography, with a portrait of so many pixels where a size is given."""
    bio = Bio(speaker=speaker, text=given.pop("text", "Keeps a light."), **given)
    if portrait:
        bio.portrait.save("portrait.jpg", make_picture(portrait), save=False)
    bio.save()
    return bio


def make_picture(size: tuple[int, int] = (640, 640), kind: str = "JPEG") -> ContentFile:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind)
    return ContentFile(written.getvalue(), name=f"portrait.{kind.lower()}")


def make_segment(
    interview: Interview, start: float | None = None, *, tags: tuple[str, ...] = (), **given: Any
) -> Segment:
    """A segment that starts after so many seconds."""
    segment = Segment.objects.create(
        interview=interview,
        position=given.pop("position", interview.segments.count() + 1),
        start=None if start is None else timedelta(seconds=start),
        question=given.pop("question", "Why lighthouses?"),
        answer=given.pop("answer", "They were bright....and dry."),
        **given,
    )
    if tags:
        segment.tags.add(*tags)
    return segment


def make_recording(interview: Interview, url: str = "https://audio.example/talk.mp3", **given: Any) -> Recording:
    return Recording.objects.create(interview=interview, url=url, **given)


def make_transcript(interview: Interview, **given: Any) -> Transcript:
    return Transcript.objects.create(interview=interview, **given)


def make_cues(transcript: Transcript, cues: Iterable[tuple[float | None, str, str]]) -> None:
    """A cue for each moment in seconds, speaker and text."""
    Cue.objects.bulk_create(
        Cue(
            transcript=transcript,
            position=position,
            start=None if start is None else timedelta(seconds=start),
            speaker=speaker,
            text=text,
        )
        for position, (start, speaker, text) in enumerate(cues, start=1)
    )


def make_comment(interview: Interview, *, status: str = Comment.Status.APPROVED, **given: Any) -> Comment:
    """A comment, approved unless said otherwise, through the same verb that editors use."""
    comment = Comment.objects.create(
        interview=interview, name=given.pop("name", "Mia Ek"), body=given.pop("body", "Well said."), **given
    )
    comment.decide(status)
    return comment


def make_editor(name: str = "editor", **given: Any) -> Any:
    return get_user_model().objects.create_superuser(username=name, password="a long pass phrase", **given)
