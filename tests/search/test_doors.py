"""After any sequence of imports, edits and undos, the index is the one that a rebuild would make."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.admin.asked_of_many import gather
from interviews.comments.models import Comment
from interviews.importing.loading import Request, load
from interviews.importing.rereading import reread
from interviews.importing.sources import found_in
from interviews.importing.undoing import undo
from interviews.intake import Terms
from interviews.models import Bio, ImportBatch, Interview, Segment, Series, Source, Speaker, Tag
from tests.comments.queue_steps import say_yes
from tests.editorial.sent_form import fields_of, send
from tests.factories import make_editor
from tests.search.upkeep import assert_exact, index

pytestmark = pytest.mark.django_db

words = st.sampled_from(["Fog", "Lamps", "Rope", "Café"])
people = st.sampled_from(["Ola Berg", "Mia Ek"])
statuses = st.sampled_from(["approved", "pending", "rejected", "spam"])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """What a source says this time: of few words, so that one time meets another."""
    names = draw(st.lists(people, min_size=1, max_size=2, unique=True))
    return {
        "title": f"On {draw(words)}",
        "introduction": draw(words),
        "tags": draw(st.lists(words, max_size=2, unique=True)),
        "series": draw(st.sampled_from(["", "The coast", "The coast at night"])),
        "appearances": [{"name": name, "bio": draw(st.sampled_from(["", "Began late.", "A boy."]))} for name in names],
        "segments": [
            {"uid": f"about-{word}", "question": f"Why {word}?", "answer": draw(words), "tags": draw(st.lists(words))}
            for word in draw(st.lists(words, max_size=3, unique=True))
        ],
        "comments": [
            {"key": word, "name": draw(people), "body": f"My {word}.", "status": draw(statuses)}
            for word in draw(st.lists(words, max_size=2, unique=True))
        ],
    }


class Site:
    """A site, its editor, and the folder that sources lie in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches: list[ImportBatch] = []
        self.desk = Client()
        self.desk.force_login(make_editor())

    def edit(self, kind: str, pk: int, app: str = "interviews", **changes: str) -> None:
        """Sends the page's form with some fields changed; what the form has no field for stays."""
        address = f"/admin/{app}/{kind}/{pk}/change/"
        fields = fields_of(self.desk.get(address).content.decode(), f"{kind}_form")
        there = {name: value for name, value in changes.items() if _row(name) in fields or name in fields}
        answer = send(self.desk, address, fields | there)
        assert answer.status_code == 302, answer.content.decode()


def _row(name: str) -> str:
    """The field that every stored row of a list has, of the row in which a field stands."""
    return f"{name.rpartition('-')[0]}-id"


Step = Callable[[Site], None]


def importing(says: dict[str, dict[str, Any]], overwrite: bool, publish: bool) -> Step:
    def step(site: Site) -> None:
        for name, interview in says.items():
            document = {"format": "interview-document", "version": 1, "interview": interview}
            (site.folder / name).write_text(json.dumps(document))
        batch = ImportBatch(origin="test")
        terms = Terms(publish_at=timezone.now() if publish else None, overwrite=overwrite, batch=batch)
        with found_in(str(site.folder)) as files:
            assert all(line.outcome != "failed" for line in load(files, Request(terms=terms)))
        site.batches.append(batch)

    return step


def undoing(site: Site) -> None:
    if site.batches and (batch := site.batches.pop()).pk is not None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            undo(batch)


def rereading(site: Site) -> None:
    list(reread(Source.objects.all(), Terms()))


def editing(field: str, word: str) -> Step:
    def step(site: Site) -> None:
        if interview := Interview.objects.order_by("pk").first():
            site.edit("interview", interview.pk, **{field: word})

    return step


def on_first(model: type, change: Callable[[Site, Any], object]) -> Step:
    def step(site: Site) -> None:
        if row := model.objects.order_by("pk").first():
            change(site, row)

    return step


def delete_tags(site: Site) -> None:
    chosen = {
        "action": "delete_selected",
        "post": "yes",
        "_selected_action": list(Tag.objects.values_list("pk", flat=True)),
    }
    site.desk.post("/admin/interviews/tag/", chosen)


def delete_series(site: Site) -> None:
    chosen = {
        "action": "delete_selected",
        "post": "yes",
        "_selected_action": list(Series.objects.values_list("pk", flat=True)),
    }
    site.desk.post("/admin/interviews/series/", chosen)


def delete_interview(site: Site, interview: Interview) -> None:
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [interview.pk]}
    site.desk.post("/admin/interviews/interview/", chosen)


def accept_tags(site: Site, interview: Interview) -> None:
    for name in ("Weather", "Fog", "Lamps", "Rope", "Café"):
        site.desk.post(f"/admin/interviews/tag/suggested/{interview.pk}/", {"everywhere": name, "_accept": "1"})


def gathering(site: Site) -> None:
    if segments := list(Segment.objects.all()):
        tag = Tag.objects.filter(name="Why").first() or Tag(name="Why", question="Why?")
        gather(segments, tag)


def moderating(action: str) -> Callable[[Site, Comment], None]:
    def change(site: Site, comment: Comment) -> None:
        chosen = {"action": action, "post": "yes", "_selected_action": [comment.pk]}
        answer = site.desk.post("/admin/comments/comment/", chosen)
        if answer.status_code == 200:  # it asks first
            say_yes(site.desk, answer)

    return change


def remarking(site: Site, interview: Interview) -> None:
    """A reader writes, and an editor lets the public see it."""
    comment = Comment(interview=interview, name="Ola Berg", body=f"Rope {Comment.objects.count()}.")
    comment.save()
    assert_exact()
    comment.decide(Comment.Status.APPROVED)


DOORS: dict[str, Step] = {
    "the last import is undone": undoing,
    "sources are read again": rereading,
    "tags are accepted": on_first(Interview, accept_tags),
    "answers are gathered": gathering,
    "all tags are deleted from the list": delete_tags,
    "a tag is deleted": on_first(
        Tag, lambda site, row: site.desk.post(f"/admin/interviews/tag/{row.pk}/delete/", {"post": "yes"})
    ),
    "a tag is renamed": on_first(Tag, lambda site, row: site.edit("tag", row.pk, name=f"Other {row.pk}")),
    "a speaker is renamed": on_first(Speaker, lambda site, row: site.edit("speaker", row.pk, name="Olav Berg")),
    "a biography is edited": on_first(
        Bio, lambda site, row: site.edit("speaker", row.speaker_id, **{"bios-0-text": "Else."})
    ),
    "a biography is deleted": on_first(
        Bio, lambda site, row: site.edit("speaker", row.speaker_id, **{"bios-0-DELETE": "on"})
    ),
    "a series is renamed": on_first(Series, lambda site, row: site.edit("series", row.pk, title=f"Other {row.pk}")),
    "a series is deleted": on_first(
        Series, lambda site, row: site.desk.post(f"/admin/interviews/series/{row.pk}/delete/", {"post": "yes"})
    ),
    "all series are deleted from the list": delete_series,
    "a comment is approved": on_first(Comment, moderating("approve")),
    "a comment is removed": on_first(Comment, moderating("remove")),
    "a comment is deleted from the list": on_first(Comment, moderating("delete_selected")),
    "a comment is deleted": on_first(
        Comment, lambda site, row: site.desk.post(f"/admin/comments/comment/{row.pk}/delete/", {"post": "yes"})
    ),
    "a comment is edited": on_first(
        Comment, lambda site, row: site.edit("comment", row.pk, body="Else.", app="comments")
    ),
    "a comment is written and approved": on_first(Interview, remarking),
    "a segment is deleted": editing("segments-0-DELETE", "on"),
    "a person is taken out": editing("appearances-0-DELETE", "on"),
    "a date is given": editing("recorded_on", "2016-05-04"),
    "it is taken out of its series": editing("series", ""),
    "the language is changed": editing("language", "fr"),
    "an interview is published": on_first(Interview, lambda site, row: row.publish()),
    "an interview is withdrawn": on_first(Interview, lambda site, row: row.withdraw()),
    "an interview is deleted": on_first(Interview, delete_interview),
    "a row is deleted in a shell": on_first(Segment, lambda site, row: row.delete()),
} | {
    f"{field} is edited": editing(field, "Lamps")
    for field in (
        *("title", "introduction", "organisation", "tag_names", "appearances-0-name"),
        *(f"segments-0-{field}" for field in ("label", "question", "answer", "tag_names")),
    )
}

imports = st.builds(
    importing,
    st.dictionaries(st.sampled_from(["one.json", "two.json"]), documents(), min_size=1),
    st.booleans(),
    st.booleans(),
)


@contextmanager
def a_site() -> Iterator[Site]:
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=f"{folder}/media"), transaction.atomic():
        sources = Path(folder, "sources")
        sources.mkdir()
        yield Site(sources)
        transaction.set_rollback(True)


FIRST = {
    name: {
        "title": "On fog",
        "series": "The coast at night",
        "tags": ["Weather"],
        "appearances": [{"name": "Ola Berg", "bio": "Began as a boy."}, {"name": "Jo Doe", "role": "interviewer"}],
        "segments": [
            {"uid": f"about-{word}", "question": f"Why {word}?", "answer": f"The {word} is Weather.", "tags": tags}
            for word, tags in (("rope", ["Lamps"]), ("oil", []))
        ],
        "comments": [
            {"key": "said", "name": "Mia Ek", "body": "I know that rope.", "status": "approved"},
            {"key": "held", "name": "Mia Ek", "body": "I sell rope.", "status": "pending"},
        ],
    }
    for name in ("one.json", "two.json")
}


@pytest.mark.parametrize("door", DOORS)
def test_the_index_is_exact_when(door: str) -> None:
    with a_site() as site:
        importing(FIRST, overwrite=False, publish=True)(site)
        assert_exact()
        DOORS[door](site)
        assert_exact()


def test_the_index_is_exact_when_an_update_is_undone() -> None:
    changed = FIRST["one.json"] | {
        "title": "On oil",
        "appearances": [{"name": "Olav Berg", "bio": "Began late."}, {"name": "Jo Doe", "role": "interviewer"}],
        "segments": [{"uid": "about-oil", "question": "Where from?", "answer": "From whales.", "tags": ["Whales"]}],
    }
    with a_site() as site:
        importing(FIRST, overwrite=False, publish=True)(site)
        before = index()
        importing({"one.json": changed}, overwrite=True, publish=True)(site)
        assert index() != before
        assert_exact()
        undoing(site)
        assert index() == before
        assert_exact()


@given(st.lists(st.one_of(imports, imports, st.sampled_from(list(DOORS.values()))), min_size=2, max_size=5))
@settings(max_examples=15)
def test_the_index_is_exact_after_any_sequence_of_imports_edits_and_undos(steps: list[Step]) -> None:
    with a_site() as site:
        for step in steps:
            step(site)
            assert_exact()
