"""Imports in any order, taken back the newest first: the site is as it was, and what people did meanwhile is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from interviews.comments.models import Comment
from interviews.importing.loading import Request, load
from interviews.importing.sources import found_in
from interviews.importing.undoing import undo
from interviews.intake import Terms
from interviews.models import Bio, ImportBatch, Interview, Segment, Source, Speaker, Tag
from interviews.models.fields import RenderedField
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db

LOG = {"interviews.importbatch", "interviews.importline", "interviews.importchange", "interviews.revision"}
#: Follows from the other rows, whatever its keys are: see tests/search.
DERIVED = {"interviews.searchentry", "interviews.tagofinterview", "interviews.generation", "interviews.renderedpage"}

words = st.sampled_from(["Fog", "Lamps", "Rope"])
people = st.sampled_from(["Ola Berg", "Mia Ek", "Per Lund"])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """What a source says this time: of few words, so that one time meets another."""
    names = draw(st.lists(people, min_size=1, max_size=2, unique=True))
    asked = draw(st.lists(words, max_size=3, unique=True))
    interview: dict[str, Any] = {
        "title": f"On {draw(words)}",
        "series": draw(st.sampled_from(["", "Skerries"])),
        "language": draw(st.sampled_from(["en", "fr"])),
        "tags": draw(st.lists(words, max_size=2, unique=True)),
        "appearances": [
            {
                "name": name,
                "bio": draw(st.sampled_from(["", f"{name} began as a boy.", f"{name} began late."])),
                "website": draw(st.sampled_from(["", "https://keeper.example/"])),
                "portrait": draw(st.sampled_from(["", "keeper.png"])),
            }
            for name in names
        ],
        "recordings": draw(st.sampled_from([[], [{"file": "talk.mp3"}], [{"url": "https://x.example/talk.mp3"}]])),
        "segments": [
            {"uid": f"about-{word}", "question": f"Why {word}?", "answer": draw(words), "tags": draw(st.lists(words))}
            for word in asked
        ],
        "comments": [
            {"key": key, "name": "Jo Doe", "body": "Well said.", "status": status, "written_at": "2015-10-14T12:00:00Z"}
            for key, status in draw(
                st.dictionaries(st.sampled_from("ab"), st.sampled_from(["approved", "spam"]))
            ).items()
        ],
    }
    if draw(st.booleans()):
        interview["transcript"] = {"cues": [{"start": f"0:0{n}", "text": text} for n, text in enumerate(asked)]}
    return interview


@dataclass(frozen=True)
class Step:
    """A run of the loader over some sources: what each says now, on which terms."""

    says: dict[str, dict[str, Any]]
    publish: bool
    overwrite: bool
    tags: tuple[str, ...]
    series: str


steps = st.builds(
    Step,
    says=st.dictionaries(st.sampled_from(["one.json", "two.json"]), documents(), min_size=1),
    publish=st.booleans(),
    overwrite=st.booleans(),
    tags=st.sampled_from([(), ("Fog",), ("Islands", "Fog")]),
    series=st.sampled_from(["", "", "Skerries", "Harbours"]),
)


@contextmanager
def site() -> Iterator[Path]:
    """A site of one other interview and its files, gone afterwards; gives the folder that the sources lie in."""
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=f"{folder}/media"), transaction.atomic():
        sources = Path(folder, "sources")
        sources.mkdir()
        Image.new("RGB", (8, 8)).save(sources / "keeper.png")
        (sources / "talk.mp3").write_bytes(b"ID3")
        make_interview(guest="Ola Berg").tags.add("Rope")
        Tag.objects.create(name="Lamps", description="An editor's, and not used yet.")
        Speaker.objects.create(name="Per Lund")
        yield sources
        transaction.set_rollback(True)


def take(sources: Path, step: Step) -> ImportBatch:
    batch = ImportBatch(origin="test", tags=list(step.tags), series=step.series)
    for name, interview in step.says.items():
        document = {"format": "interview-document", "version": 1, "interview": interview}
        (sources / name).write_text(json.dumps(document))
    terms = Terms(
        publish_at=timezone.now() if step.publish else None,
        overwrite=step.overwrite,
        tags=step.tags,
        series=step.series,
        batch=batch,
    )
    with found_in(str(sources)) as files:
        for _line in load(files, Request(terms=terms)):
            pass
    return batch


def take_back(batches: list[ImportBatch]) -> list[tuple[str, str]]:
    """The newest first; gives what stays, and why."""
    kept = []
    for batch in reversed(batches):
        if batch.pk is not None:
            with TestCase.captureOnCommitCallbacks(execute=True):
                kept += undo(batch).kept
    return kept


def rows() -> dict[tuple[str, int], dict[str, Any]]:
    """All that the site holds, what is rendered too; but not when it was changed, nor where a source lies: files that
    were renamed stay where they are."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label.partition(".")[0] not in ("interviews", "comments") or label in LOG | DERIVED:
            continue
        names = [column.attname for column in model._meta.concrete_fields if not getattr(column, "auto_now", False)]
        for row in model._base_manager.values(*names):
            if model is Source:
                del row["key"]
            found[label, row[model._meta.pk.attname]] = row
    return found


def files(sources: Path) -> set[str]:
    return {path.name for path in (sources.parent / "media").rglob("*") if path.is_file()}


@given(st.lists(steps, min_size=1, max_size=4))
@settings(max_examples=20)
def test_what_was_imported_and_taken_back_leaves_nothing(taken: list[Step]) -> None:
    with site() as sources:
        before, files_before = rows(), files(sources)
        assert not take_back([take(sources, step) for step in taken])
        assert rows() == before
        assert files(sources) == files_before


@given(st.lists(steps, min_size=2, max_size=4), st.integers(1, 3))
@settings(max_examples=20)
def test_each_step_back_leads_to_where_it_came_from(taken: list[Step], stop: int) -> None:
    with site() as sources:
        earlier = [take(sources, step) for step in taken[:stop]]
        before = rows()
        assert not take_back([take(sources, step) for step in taken[stop:]])
        assert rows() == before
        assert not take_back(earlier)


def edit_answer(number: int) -> list[tuple[type, dict[str, Any]]]:
    segment = Segment.objects.order_by("pk").last()
    if segment is None:
        return []
    segment.answer = f"An editor wrote this {number}."
    segment.save()
    return [(Segment, {"answer": segment.answer})]


def edit_facts(number: int) -> list[tuple[type, dict[str, Any]]]:
    interview = Interview.objects.order_by("pk").last()
    interview.rights = f"As agreed in letter {number}."
    interview.save()
    return [(Interview, {"rights": interview.rights})]


def describe_tag(number: int) -> list[tuple[type, dict[str, Any]]]:
    tag = Tag.objects.order_by("pk").last()
    tag.description = f"What it means {number}."
    tag.save()
    return [(Tag, {"description": tag.description})]


def date_biography(number: int) -> list[tuple[type, dict[str, Any]]]:
    bio = Bio.objects.order_by("pk").last()
    if bio is None:
        return []
    bio.portrait_alt = f"A keeper at the lamp {number}."
    bio.save()
    return [(Bio, {"portrait_alt": bio.portrait_alt})]


def answer_comment(number: int) -> list[tuple[type, dict[str, Any]]]:
    comment = Comment.objects.order_by("pk").last()
    if comment is None:
        return []
    reply = make_comment(comment.interview, parent=comment, body=f"I disagree {number}.")
    return [(Comment, {"body": reply.body, "parent": comment.pk})]


def decide_comment(number: int) -> list[tuple[type, dict[str, Any]]]:
    comment = Comment.objects.filter(status="spam").last()
    if comment is None:
        return []
    comment.decide("rejected")
    return [(Comment, {"pk": comment.pk, "status": "rejected"})]


edits = st.sampled_from([edit_answer, edit_facts, describe_tag, date_biography, answer_comment, decide_comment])


@given(st.lists(st.tuples(steps, st.lists(edits, max_size=2, unique=True)), min_size=1, max_size=3))
@settings(max_examples=20)
def test_what_people_did_between_stays(taken: list[tuple[Step, list[Any]]]) -> None:
    with site() as sources:
        batches, done = [], {}
        for number, (step, worked) in enumerate(taken):
            batches.append(take(sources, step))
            for work in worked:
                done |= {(model, work, tuple(told)): told for model, told in work(number)}
        there = [(model, told) for (model, *_), told in done.items() if model.objects.filter(**told).exists()]
        take_back(batches)
        for model, told in there:
            assert model.objects.filter(**told).exists(), (model, told)
        for interview in Interview.objects.all():
            assert interview.comment_count == interview.comments.filter(status="approved").count()
        for model in (Interview, Segment, Bio):
            for row in model.objects.all():
                for column in model._meta.concrete_fields:
                    if isinstance(column, RenderedField):
                        assert getattr(row, column.attname) == getattr(row, column.render)()
