"""What is killed in the midst: how it begins, what a kill may have left, and how it ends when it is done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client

from interviews.comments.models import Comment, SitePolicy
from interviews.models import Generation, Interview
from interviews.models.generation import EVERYTHING, of_interview
from interviews.search.index import refresh
from interviews.store.beside import begin_draft, publish_changes
from portal.backups.folders import backups_in
from portal.backups.making import make, verify
from portal.watching.readiness import unapplied
from tests.comments.test_writing import write
from tests.factories import make_bio, make_interview, make_segment, make_speaker
from tests.faults.killing import killed
from tests.faults.wholeness import assert_whole, interviews

PAGE = """{name}, Keeper

Recorded in a lighthouse.

{name} keeps a light.

Time Index:

:00:18 Why lighthouses?
They were bright....and dry.

01:01 How many lamps?
Three....and one spare.
"""


def write_documents(folder: Path) -> None:
    for slug, name in (("ola", "Ola Berg"), ("mia", "Mia Ek")):
        (folder / f"{slug}.txt").write_text(PAGE.format(name=name))


class Deed:
    #: Whether what a kill leaves can be asked by today's code.
    is_of_today = True

    def prepare(self) -> None:
        """Makes the site on which it is done."""

    def do(self) -> None:
        """Also where it was done before, in part or as a whole."""
        raise NotImplementedError

    def assert_all_or_nothing(self) -> None:
        """Of what a kill left."""

    def assert_done(self) -> None:
        raise NotImplementedError


def go_through(deed: Deed, arranged: Callable[[], Path], some: int | None) -> None:
    """Kills it before each of its steps, or before `some` of them; then does it again."""
    deed.prepare()
    for number in killed(arranged, deed.do, some):
        try:
            if deed.is_of_today:
                assert_whole()
            deed.assert_all_or_nothing()
            deed.do()
            deed.assert_done()
            assert_whole()
        except BaseException as error:
            error.add_note(f"killed before step {number}")
            raise


class Import(Deed):
    def __init__(self, documents: Path) -> None:
        self.documents = documents

    def prepare(self) -> None:
        self.do()
        self.wanted = interviews()
        assert len(self.wanted) == 2
        Interview.objects.all().delete()
        call_command("flush", interactive=False, verbosity=0)

    def do(self) -> None:
        call_command("import_interview", str(self.documents), publish=True, verbosity=0)

    def assert_all_or_nothing(self) -> None:
        assert interviews() in ({}, self.wanted)  # of one transaction

    def assert_done(self) -> None:
        assert interviews() == self.wanted


class OneComment(Deed):
    def prepare(self) -> None:
        SitePolicy(mode="open").save()
        refresh([make_interview(slug="lights")])

    def do(self) -> None:
        """The same words again are one comment."""
        assert write(Client(), Interview.objects.get()).status_code == 303

    def assert_all_or_nothing(self) -> None:
        assert Comment.objects.count() in (0, 1)
        assert Interview.objects.get().comment_count == Comment.objects.approved().count()

    def assert_done(self) -> None:
        assert Comment.objects.count() == 1


class Publication(Deed):
    """Of changes to what is public."""

    def prepare(self) -> None:
        self.live = make_interview(guest="Ola Berg", slug="lights")
        make_segment(self.live, 18, question="Before?")
        refresh([self.live])
        draft, _new = begin_draft(self.live)
        draft.segments.update(question="After?")
        self.counted = self.count()

    def do(self) -> None:
        if waiting := Interview.objects.filter(edits=self.live.pk).first():
            publish_changes(waiting)

    def assert_all_or_nothing(self) -> None:
        state = self.live.segments.get().question, Interview.objects.filter(edits=self.live.pk).count()
        assert state in (("Before?", 1), ("After?", 0))
        assert (self.count() > self.counted) == (state[0] == "After?")  # no page is kept that says otherwise

    def assert_done(self) -> None:
        assert self.live.segments.get().question == "After?"
        assert not Interview.objects.filter(edits=self.live.pk).exists()

    def count(self) -> int:
        keys = [EVERYTHING, of_interview(self.live.pk)]
        return sum(Generation.objects.filter(key__in=keys).values_list("count", flat=True))


class Backup(Deed):
    """Of a site that has one already, which goes when there is another."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def prepare(self) -> None:
        make_bio(make_speaker(), portrait=(300, 300))
        self.first = make(self.target, tell=quiet)

    def do(self) -> None:
        make(self.target, keep=1, tell=quiet)

    def assert_all_or_nothing(self) -> None:
        there = backups_in(self.target)
        assert there
        for folder, manifest in there:
            verify(folder, quiet)
            assert len(manifest.media) == len(self.first.manifest.media)

    def assert_done(self) -> None:
        ((folder, _manifest),) = backups_in(self.target)
        assert list(self.target.iterdir()) == [folder]
        verify(folder, quiet)


def quiet(_doing: str) -> None:
    """Nobody is told."""


class Migration(Deed):
    """From tables of long ago, app by app, to those of today."""

    is_of_today = False

    def __init__(self, **start: str) -> None:
        self.start = start

    def prepare(self) -> None:
        refresh([make_interview(guest="Ola Berg", slug="lights")])
        for app, name in self.start.items():
            call_command("migrate", app, name, verbosity=0)

    def do(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)

    def assert_all_or_nothing(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                assert cursor.fetchall() == [("ok",)]

    def assert_done(self) -> None:
        assert unapplied() == []
        assert Interview.objects.get().slug == "lights"
