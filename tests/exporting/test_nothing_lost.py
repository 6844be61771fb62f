"""Whatever a site holds, it comes back: exported, loaded into an emptied database, every row says what it said."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import models
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from interviews.comments.models import DEEPEST, Comment, recounted
from interviews.models import (
    Appearance,
    Bio,
    Cue,
    ImportBatch,
    Interview,
    Recording,
    Segment,
    Series,
    Source,
    Speaker,
    Tag,
    Transcript,
)
from interviews.models.portrait import RenditionsField
from interviews.models.tag import TaggedInterview, TaggedSegment
from tests.exporting.test_whole_site import export, tree

pytestmark = pytest.mark.django_db


def _picture(colour: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(written, "PNG")
    return written.getvalue()


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
TEXTS = ANY | st.sampled_from(
    ["", " ", "a\r\nb", "a\n\n  b ", "\u2028\x85\x0b", _decomposed("Café"), "\ufeffx", "<b>&amp;", '"....dry...."']
)
NAMES = st.sampled_from(
    ["Ola Berg", "OLA BERG", "Dr. Ola van Berg", "Ola  Berg ", _decomposed("Óla Berg"), "李", "N" * 200, "ﬃ" * 120, " "]
)
TOPICS = st.sampled_from(
    ["straße", "STRASSE", "strasse", "Café", "CAFÉ", _decomposed("Café"), "fog, mist", " fog", "日本", "q" * 100]
)
MOMENTS = st.none() | st.sampled_from([0, 1, 61_234, 3_599_999_999]).map(lambda number: timedelta(milliseconds=number))
DAYS = st.none() | st.sampled_from([date(1999, 1, 1), date(2015, 1, 1)])
INSTANTS = st.sampled_from([datetime(2015, 9, 14, 10, 30, tzinfo=UTC), datetime(2016, 1, 1, 0, 0, 0, 7, tzinfo=UTC)])
PICTURES = st.none() | st.sampled_from([_picture("navy"), _picture("red")])
FEW = st.integers(0, 3)


class _Site:
    """A site made of what hypothesis draws."""

    def __init__(self, draw: Callable[[st.SearchStrategy], Any]) -> None:
        self.draw = draw
        self.speakers = [self.speaker() for _ in range(draw(st.integers(1, 4)))]
        self.bios = [self.bio(draw(st.sampled_from(self.speakers))) for _ in range(draw(st.integers(0, 5)))]
        self.tags = [self.tag(name) for name in draw(st.sets(TOPICS, max_size=5).map(sorted))]
        titles = draw(st.sets(NAMES, max_size=2).map(sorted))
        self.series = [Series.objects.create(title=title, description=draw(TEXTS)) for title in titles]
        for _ in range(draw(FEW)):
            self.interview()

    def one(self, of: list) -> Any:
        """One of them, or None."""
        return self.draw(st.sampled_from([None, *of]))

    def speaker(self) -> Speaker:
        website = self.draw(st.sampled_from(["", "https://ola.example/"]))
        return Speaker.objects.create(name=self.draw(NAMES), sort_name=self.draw(TEXTS), website=website)

    def bio(self, speaker: Speaker) -> Bio:
        said = ["Ola keeps lamps.", "Ola\r\n\r\nkeeps *fog*."]
        text, words = self.draw(st.sampled_from([("", "Ola"), *((text, alt) for text in said for alt in ("", "Ola"))]))
        bio = Bio(
            speaker=speaker,
            text=text,
            language=self.draw(st.sampled_from(["en", "fr"])),
            as_of=self.draw(DAYS),
            portrait_alt=words,
        )
        if picture := self.draw(PICTURES):
            bio.portrait.save("ola.png", ContentFile(picture), save=False)
        bio.save()
        return bio

    def tag(self, name: str) -> Tag:
        return Tag.objects.create(name=name, description=self.draw(TEXTS), question=self.draw(TEXTS))

    def interview(self) -> None:
        draw = self.draw
        status = draw(st.sampled_from(["draft", "published", "withdrawn"]))  # what lies in the trash is not exported
        at = draw(INSTANTS if status == Interview.Status.PUBLISHED else st.none() | INSTANTS)
        interview = Interview.objects.create(
            title=draw(NAMES),
            status=status,
            published_at=at,
            featured_at=draw(st.none() | INSTANTS),
            organisation=draw(TEXTS),
            series=self.one(self.series),
            part=draw(st.none() | st.integers(0, 3)),
            introduction=draw(TEXTS),
            language=draw(st.sampled_from(["en", "fr"])),
            provenance=draw(TEXTS),
            recorded_on=(day := draw(DAYS)),
            recorded_precision=draw(st.sampled_from(["day", "month", "year"])) if day else "day",
            recorded_basis=draw(TEXTS),
            first_published_on=draw(DAYS),
            first_published_basis=draw(TEXTS),
            discussion_name=draw(TEXTS),
            discussion_starts_on=draw(DAYS),
        )
        self.add_tags(TaggedInterview, interview)
        parts = draw(
            st.sets(st.tuples(st.sampled_from(self.speakers), st.sampled_from(Appearance.Role.values)), max_size=4)
        )
        people = [self.appearance(interview, *part) for part in sorted(parts, key=lambda part: (part[0].pk, part[1]))]
        for position in range(draw(FEW)):
            self.recording(interview, position)
        segments = [self.segment(interview, people, position) for position in range(draw(FEW))]
        if draw(st.booleans()):
            self.transcript(interview)
        self.comments(interview, segments)

    def add_tags(self, through: type[models.Model], row: models.Model) -> None:
        for tag in self.draw(st.sets(st.sampled_from(self.tags))) if self.tags else ():
            through.objects.create(content_object=row, tag=tag)

    def appearance(self, interview: Interview, speaker: Speaker, role: str) -> Appearance:
        return Appearance.objects.create(
            interview=interview,
            speaker=speaker,
            role=role,
            position=self.draw(FEW),
            name=self.draw(st.just("") | NAMES),
            title=self.draw(TEXTS),
            post_nominals=self.draw(TEXTS),
            bio=self.one([bio for bio in self.bios if bio.speaker == speaker]),
        )

    def recording(self, interview: Interview, position: int) -> None:
        recording = Recording(interview=interview, position=position, duration=self.draw(MOMENTS))
        match self.draw(st.sampled_from(["file", "address", "announced"])):
            case "file":
                name = self.draw(st.sampled_from(["talk.mp3", f"{interview.slug}.mp3"]))
                recording.file.save(name, ContentFile(self.draw(st.binary(max_size=9))), save=False)
            case "address":
                recording.url = "https://audio.example/talk"
                recording.size = self.draw(st.none() | st.just(3_000_000_000))
        recording.save()

    def segment(self, interview: Interview, people: list[Appearance], position: int) -> Segment:
        draw = self.draw
        segment = Segment.objects.create(
            interview=interview,
            position=position,
            start=draw(MOMENTS),
            raw_stamp=draw(TEXTS),
            kind=draw(st.sampled_from(Segment.Kind.values)),
            label=draw(TEXTS),
            question=draw(TEXTS),
            answer=draw(TEXTS),
            answered_by=self.one(people),
            synopsis=draw(TEXTS),
            subjects=draw(st.lists(TEXTS, max_size=2)),
            links=draw(st.lists(st.just({"url": "https://x.example/", "text": "tower"}), max_size=1)),
            places=draw(st.lists(st.just({"name": "Skerry", "latitude": 58.5, "longitude": -5.0}), max_size=1)),
        )
        self.add_tags(TaggedSegment, segment)
        return segment

    def transcript(self, interview: Interview) -> None:
        kind = self.draw(st.sampled_from(Transcript.Kind.values))
        transcript = Transcript.objects.create(
            interview=interview, kind=kind, language=self.draw(st.just("") | st.just("fr"))
        )
        for position in range(self.draw(FEW)):
            said = {"start": self.draw(MOMENTS), "speaker": self.draw(TEXTS), "text": self.draw(TEXTS.filter(bool))}
            Cue.objects.create(transcript=transcript, position=position, **said)

    def comments(self, interview: Interview, segments: list[Segment]) -> None:
        draw = self.draw
        said: list[Comment] = []
        with recounted([interview.pk]):
            for _ in range(draw(st.integers(0, 4))):
                said.append(
                    Comment.objects.create(
                        interview=interview,
                        parent=self.one([comment for comment in said if comment.depth < DEEPEST]),
                        segment=self.one(segments),
                        moment=draw(MOMENTS),
                        name=draw(TEXTS),
                        email=draw(st.sampled_from(["", "mia@x.example"])),
                        body=draw(TEXTS.filter(bool)),
                        status=draw(st.sampled_from(Comment.Status.values)),
                        created_at=draw(INSTANTS),
                    )
                )


#: What a new database may do in its own way: keys, places in an order, the moment of the import.
_ITS_OWN = {"id", "position", "created_at", "updated_at"}


def said_by(row: models.Model, *without: str) -> dict[str, Any]:
    """The columns of a row; of a file its bytes, and of a row that it points at nothing."""
    said = {}
    for column in row._meta.concrete_fields:
        if column.is_relation or column.name in _ITS_OWN or column.name in without:
            continue
        value = getattr(row, column.name)
        if isinstance(column, models.FileField):
            value = Path(value.path).read_bytes() if value else b""
        if isinstance(column, RenditionsField):  # their names are drawn by lot, as that of the picture is
            copies = [(copy["width"], copy["height"], _bytes_of(copy["name"])) for copy in value.get("renditions", ())]
            value = (value.get("width"), value.get("height"), copies)
        said[column.name] = value
    return said


def _bytes_of(stored: str) -> bytes:
    return Path(default_storage.path(stored)).read_bytes()


def facts() -> dict[str, Any]:
    """All that the database says, row by row."""
    unused = Bio.objects.filter(appearances=None).order_by("pk")
    return {
        "speakers": {row.slug: said_by(row) for row in Speaker.objects.all()},
        "bios": sorted(((bio.speaker.slug, said_by(bio)) for bio in unused), key=repr),
        "series": {row.slug: said_by(row) for row in Series.objects.all()},
        "tags": {row.slug: said_by(row) for row in Tag.objects.all()},
        "interviews": {row.slug: facts_of(row) for row in Interview.objects.all()},
    }


def facts_of(interview: Interview) -> dict[str, Any]:
    people = list(interview.appearances.all())
    transcript = Transcript.objects.filter(interview=interview).first()
    return {
        "interview": said_by(interview),
        "series": interview.series and interview.series.slug,
        "tags": {tag.slug for tag in interview.tags.all()},
        "people": [
            (row.speaker.slug, row.credited_name, said_by(row, "name"), row.bio and said_by(row.bio)) for row in people
        ],
        "recordings": [said_by(row) for row in interview.recordings.all()],
        "segments": [
            (
                said_by(row),
                people.index(row.answered_by) if row.answered_by else None,
                {tag.slug for tag in row.tags.all()},
            )
            for row in interview.segments.all()
        ],
        "transcript": transcript and (said_by(transcript), [said_by(cue) for cue in transcript.cues.all()]),
        "comments": [
            (
                said_by(row),
                row.created_at,
                row.parent and row.parent.uid,
                row.segment and row.segment.uid,
            )
            for row in Comment.objects.filter(interview=interview).oldest_first()
        ],
    }


def empty_the_database() -> None:
    Comment.objects.update(parent=None)
    for model in (Comment, Interview, Bio, Speaker, Series, Tag, Source, ImportBatch):
        model.objects.all().delete()


# A site is a large example: few of them, and none is made smaller, which takes minutes.
@settings(max_examples=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_site_comes_back_row_by_row_and_byte_by_byte(data: st.DataObject) -> None:
    empty_the_database()
    _Site(data.draw)
    there = facts()
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        export(first)
        empty_the_database()
        call_command("import_interview", str(first), verbosity=0)
        assert facts() == there
        export(second)
        assert tree(second) == tree(first)
