"""A draft with a word of its own in every field of every row that hangs on it, and all that the public can ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from interviews.comments.models import BlockRule, Comment, InterviewPolicy, Report, SpeakerAccount
from interviews.editorial.models import CheckedLink, DraftLink, EditorNote, Notice, OpenedState, WorkingDraft
from interviews.models import (
    DismissedSuggestion,
    ImportBatch,
    Interview,
    Recording,
    Revision,
    Series,
    Source,
    SpeakerAlias,
    Tag,
    Upload,
)
from interviews.models.former_slug import keep_former
from interviews.search.index import refresh
from interviews.store.history import Revising
from tests.comments.corrections.steps import make_correction
from tests.factories import (
    make_appearance,
    make_bio,
    make_comment,
    make_cues,
    make_editor,
    make_interview,
    make_recording,
    make_segment,
    make_speaker,
    make_transcript,
)
from tests.letters import make_subscription
from tests.test_nothing_hidden_is_shown import EXAMPLES, SEEN, patterns

#: Of lists that hold more than words.
_SHAPES: dict[str, Callable[[str], Any]] = {
    "links": lambda word: {"url": f"https://{word}.example/", "text": word},
    "places": lambda word: {"name": word, "latitude": 1.0, "longitude": 1.0},
}
APPS = ("interviews", "comments", "editorial")
#: With it begins the word of each field. No analyser of words breaks it apart, and no other word begins so.
CANARY = "zyxq"
#: Models of which no row tells of an interview in words, or which are made of what others say.
WITHOUT_WORDS = {
    *("interviews.Generation", "interviews.Podcast", "interviews.RenderedPage", "interviews.ImportProgress"),
    *("interviews.ImportLine", "interviews.ImportChange", "interviews.SearchEntry", "interviews.TagOfInterview"),
    *("comments.NetworkKey", "comments.SitePolicy", "comments.Letter", "comments.UsedProof", "editorial.Presence"),
    *("editorial.NoticeChoice", "editorial.DraftAnswer", "comments.CommentRevision"),
}
#: Fields whose values have a form that a word does not have.
NOT_WORDS = {
    *("language", "uid", "segment_uid", "network", "media_type", "format", "digest", "version", "counts", "slug"),
    *("portrait_renditions", "portrait", "file", "token", "reasons", "email", "key", "feed_guid"),
}


def rows_of(model: type) -> models.QuerySet:
    return model._base_manager.all()


def known_models() -> Iterator[Any]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models()


def fields_of(model: Any) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        words = isinstance(field, (models.CharField, models.TextField, models.JSONField))
        if words and not field.choices and field.name not in NOT_WORDS:
            yield field


class Canary:
    """`words` has for each word the field in which it stands."""

    def __init__(self, shared: dict[str, Any]) -> None:
        before = {model: set(rows_of(model).values_list("pk", flat=True)) for model in known_models()}
        self.words: dict[str, str] = {}
        self.interview = self._made(shared)
        self.new = {model: rows_of(model).exclude(pk__in=before[model]) for model in known_models()}
        for model, rows in self.new.items():
            self._plant(model, rows)
        # After the words came in: what can be searched is made of them.
        refresh([Interview._base_manager.get(pk=self.interview.pk)])

    def _made(self, shared: dict[str, Any]) -> Interview:
        """A draft with new things of every kind, and with those that public interviews have too."""
        interview = make_interview(
            published=False,
            slug=f"{CANARY}slug",
            series=Series.objects.create(title=f"{CANARY} series", slug=f"{CANARY}series"),
            owner=shared["editor"],
            recorded_on=timezone.now().date() - timedelta(days=9000),
            recorded_basis="a letter",
        )
        keep_former(interview, f"{CANARY}formerslug")
        guest = make_speaker(f"{CANARY} Guest", slug=f"{CANARY}guest", website=f"https://{CANARY}site.example/")
        SpeakerAlias.objects.create(speaker=guest, name=f"{CANARY} alias", key=f"{CANARY} alias")
        row = make_appearance(interview, guest, organisation="A guild")
        row.bio = make_bio(guest, portrait=(64, 64), portrait_alt="A face")
        row.save()
        make_appearance(interview, shared["speaker"])
        make_recording(interview, url=f"https://{CANARY}audio.example/{CANARY}.mp3", duration=timedelta(hours=9))
        stored = Recording(interview=interview, position=2)
        stored.file.save(f"{CANARY}file.mp3", ContentFile(b"0123456789"))
        tag = Tag.objects.create(name=f"{CANARY} tag", slug=f"{CANARY}tag", description="x")
        tag.synonyms.create(name=f"{CANARY} synonym")
        asked = Tag.objects.create(name=f"{CANARY} asked", slug=f"{CANARY}asked", question="Why?")
        segment = make_segment(
            interview, 90, uid="hidden", label="Label", synopsis="S", subjects=["a"], raw_stamp=":01:30"
        )
        interview.tags.add(tag, shared["tag"])
        segment.tags.add(tag, asked, shared["tag"], shared["asked"])
        DismissedSuggestion.objects.create(segment=segment, key="x")
        make_cues(make_transcript(interview), [(90, "Guest", "Said.")])
        for status in ("approved", "pending", "spam"):
            comment = make_comment(interview, status=status, url="https://mia.example/", segment=segment)
            Report.objects.create(comment=comment, reason=Report.Reason.values[0], note="x")
        make_comment(interview, kind=Comment.Kind.QUESTION, status="approved")
        make_correction(segment)
        make_subscription(interview, email=f"{CANARY}@mia.example")
        InterviewPolicy.objects.create(interview=interview)
        SpeakerAccount.objects.create(speaker=guest, user=shared["reader"])
        BlockRule.objects.create(kind=BlockRule.Kind.values[0], pattern=f"{CANARY}pattern", note="x")
        Source.objects.create(
            interview=interview, key=f"file:///{CANARY}.txt", name="a.txt", digest="1", text="x", document={}
        )
        ImportBatch.objects.create(origin="a.txt", by=shared["editor"])
        upload = Upload(by=shared["editor"], name="a.txt", digest="1")
        upload.write([CANARY.encode()])
        upload.save()
        link = DraftLink.objects.create(
            interview=interview, reader="Ola", expires_at=timezone.now() + timedelta(days=7)
        )
        link.answers.create(verdict="corrections", words=f"{CANARY} answer", state=1)
        EditorNote.objects.create(interview=interview, author=shared["editor"], words="x", heading="h")
        kind = Notice._meta.get_field("kind").choices[0][0]
        Notice.objects.create(user=shared["editor"], interview=interview, kind=kind, words="x")
        OpenedState.objects.create(interview=interview, text="x", version=timezone.now(), breadth=1)
        WorkingDraft.objects.create(
            user=shared["editor"], interview=interview, number=interview.pk, key="x", text="x", title="x"
        )
        CheckedLink.objects.create(url=f"https://{CANARY}link.example/")
        Revising(interview, Revision.Reason.EDITED).after()
        return interview

    def _plant(self, model: Any, rows: models.QuerySet) -> None:
        for field in fields_of(model):
            # A topic with a question would be no topic any more.
            fitting = rows.exclude(question="") if (model, field.name) == (Tag, "question") else rows
            for place, pk in enumerate(list(fitting.values_list("pk", flat=True))):
                word = f"{CANARY}{_letters(len(self.words))}q"
                room = field.max_length or 1000
                if len(word) > room or (place and (field.unique or field.name == "key")):
                    continue
                value: Any = word
                if isinstance(field, models.JSONField):
                    value = [_SHAPES.get(field.name, str)(word)] if field.default is list else {"title": word}
                elif isinstance(field, models.URLField):
                    value = f"https://{word}.example/"[:room]
                elif field.name.endswith("html"):
                    value = f"<p>{word}</p>"
                with suppress(IntegrityError), transaction.atomic():  # a recording with a file has no address
                    rows_of(model).filter(pk=pk).update(**{field.name: value})
                    self.words[word] = f"{model._meta.label}.{field.name}"

    def missing(self) -> set[str]:
        """What has no word in it, and should have."""
        planted = set(self.words.values())
        return {
            f"{model._meta.label}.{field.name}"
            for model in known_models()
            if model._meta.label not in WITHOUT_WORDS
            for field in fields_of(model)
        } - planted

    def found_in(self, content: str) -> set[str]:
        found = set(re.findall(rf"{CANARY}[a-z]*", content.casefold()))
        return {self.words.get(word, word) for word in found}


def _letters(number: int) -> str:
    """Of consonants that no numeral and no ending has: 0 is bb, 1 is bc."""
    signs = "bdfghjklm"
    return signs[number // 81 % 9] + signs[number // 9 % 9] + signs[number % 9]


class Archive:
    """What the public sees, with every kind of thing in it."""

    def __init__(self) -> None:
        self.editor, self.reader = make_editor("canary-editor"), make_editor("canary-reader")
        self.series = Series.objects.create(title="Open series", slug="open", description="Of lamps.")
        self.speaker = make_speaker("Guest plainly", slug="open")
        self.tag = Tag.objects.create(name="lanterns", slug="open")
        self.asked = Tag.objects.create(name="asked", slug="asked", question="Asked plainly?")
        self.comment = 0
        for slug in ("open", "second"):
            interview = make_interview(
                slug=slug, title=f"A talk, {SEEN} {slug}", series=self.series, organisation="Guild"
            )
            row = make_appearance(interview, self.speaker)
            row.bio = make_bio(self.speaker, portrait=(64, 64), text=f"Born {SEEN}.")
            row.save()
            make_recording(interview, duration=timedelta(minutes=5))
            segment = make_segment(interview, 90, uid="open", question=f"Why {SEEN}?")
            segment.tags.add(self.tag, self.asked)
            interview.tags.add(self.tag)
            make_cues(make_transcript(interview), [(90, "Guest", f"Said {SEEN}.")])
            self.comment = make_comment(interview, body=f"Remarked {SEEN}.", segment=segment).pk
            refresh([interview])

    @property
    def shared(self) -> dict[str, Any]:
        return {
            "editor": self.editor,
            "reader": self.reader,
            "speaker": self.speaker,
            "tag": self.tag,
            "asked": self.asked,
        }

    def addresses(self) -> Iterator[str]:
        """Every public address of what is public, in both languages, and every way to ask for a list."""
        assert set(patterns(get_resolver())) == EXAMPLES.keys()
        for examples in EXAMPLES.values():
            for example in examples:
                if not re.search(r"{(?!comment)|^account/", example):  # a form with a token is another each time
                    yield example.format(comment=self.comment)
        yield from (f"interviews/?sort={sort}" for sort in ("newest", "oldest", "title", "discussed", "longest"))
        yield from ("api/1/interviews?limit=100", "api/1/segments?limit=100", "api/1/tags?limit=100", "search/?q=*")
        yield from ("api/1/speakers?limit=100", "api/1/series?limit=100", "interviews/?language=en&audio=yes")
        yield from ("speakers/?letter=Z", "search/?q=talk&sort=newest", "fr/", "fr/interviews/", "fr/tags/")


def typed() -> Iterator[str]:
    """What somebody asks who is after the canary: as one types it, in each scope, and in each list."""
    for end in range(2, len(CANARY) + 1):
        yield f"search/proposals.json?q={CANARY[:end]}"
    for words in (
        f"{CANARY}*",
        f"speaker:{CANARY}*",
        f"tag:{CANARY}*",
        f"in:comment {CANARY}*",
        f'"{CANARY}"',
        f"series:{CANARY}*",
    ):
        for door in ("search/", "api/1/search", "feeds/search.atom", "feeds/search.json"):
            yield f"{door}?q={words.replace(' ', '+')}"
    for kind, slug in (("series", "series"), ("speaker", "guest"), ("tag", "tag")):
        yield f"interviews/?{kind}={CANARY}{slug}"
        yield f"api/1/interviews?{kind}={CANARY}{slug}"
        yield f"api/1/segments?{kind}={CANARY}{slug}"


def told(client: Client, address: str, method: str = "get") -> tuple[int, str, dict[str, str]]:
    response = getattr(client, method)(f"/{address}")
    whole = response.getvalue()
    headers = {
        name: value for name, value in response.headers.items() if name not in ("Date", "Set-Cookie", "X-Request-ID")
    }
    return response.status_code, whole.decode("utf-8", "replace"), headers
