"""Migrations can be taken back, bring every older database here, and run while the old code still serves."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from interviews.models import Interview
from interviews.models.fields import RenderedField
from portal.backups import of_sqlite
from tests.faults.wholeness import assert_whole

ROOT = Path(__file__).parent.parent
OURS = {"interviews", "comments", "editorial"}
#: The last of each app that were written before there was a rule for what runs while the old code serves.
WRITTEN_BEFORE = {"interviews": 19, "comments": 14, "editorial": 4}
#: What a migration says of itself where it has to break a rule, with the reason behind it.
IRREVERSIBLE, NOT_WHILE_SERVING = "irreversible: ", "not while the old code serves: "


def modules() -> Iterator[tuple[tuple[str, str], ModuleType]]:
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in OURS or migration.__module__.startswith(("interviews.", "portal.")):
            yield (app, name), importlib.import_module(migration.__module__)


def operations(migration: Any) -> Iterator[Operation]:
    waiting = list(migration.operations)
    while waiting:
        operation = waiting.pop(0)
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            waiting += operation.database_operations
        else:
            yield operation


def says(module: ModuleType, what: str) -> bool:
    return what in Path(module.__file__).read_text("utf-8")


def dangers(operation: Operation) -> str:
    """What the code of the version before would stumble over; empty where it would not notice."""
    if isinstance(operation, migrations.RemoveField | migrations.DeleteModel):
        return "the old code reads and writes what is removed; remove it one version after nothing names it any more"
    if isinstance(operation, migrations.RenameField | migrations.RenameModel | migrations.AlterModelTable):
        return "the old code knows the old name; add the new one, copy, and remove the old one a version later"
    if isinstance(operation, migrations.AddField):
        column = operation.field
        if not column.many_to_many and not column.null and column.db_default is models.NOT_PROVIDED:
            return "the old code inserts rows without it; give it a db_default, or null=True"
    if isinstance(operation, migrations.AlterField) and not operation.field.null:
        return "the old code may write what the column takes no more; widen only, or say that it is widened"
    if isinstance(operation, migrations.AddConstraint):
        return "the old code may write what is refused from now on; add it one version after nothing does"
    return ""


ALL = list(modules())


@pytest.mark.parametrize(("key", "module"), ALL, ids=[".".join(key) for key, _module in ALL])
def test_a_migration_can_be_taken_back_or_says_why_not(key: tuple[str, str], module: ModuleType) -> None:
    for operation in operations(module.Migration):
        assert operation.reversible or says(module, IRREVERSIBLE), f"{key}: {operation.describe()}"


@pytest.mark.parametrize(("key", "module"), ALL, ids=[".".join(key) for key, _module in ALL])
def test_a_migration_runs_while_the_old_code_serves_or_says_why_not(key: tuple[str, str], module: ModuleType) -> None:
    app, name = key
    if int(name[:4]) <= WRITTEN_BEFORE.get(app, 0) or says(module, NOT_WHILE_SERVING):
        return
    made = {one.name_lower for one in operations(module.Migration) if isinstance(one, migrations.CreateModel)}
    for operation in operations(module.Migration):
        if getattr(operation, "model_name_lower", None) not in made:  # a table that the old code does not know
            assert not dangers(operation), f"{key}: {operation.describe()}: {dangers(operation)}"


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("interview", "title"),
        migrations.DeleteModel("Interview"),
        migrations.RenameField("interview", "title", "name"),
        migrations.RenameModel("Interview", "Episode"),
        migrations.AlterModelTable("interview", "episodes"),
        migrations.AddField("interview", "place", models.TextField(default="")),
        migrations.AlterField("interview", "title", models.CharField(max_length=10)),
        migrations.AddConstraint("interview", models.UniqueConstraint(fields=["title"], name="one")),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_old_code_would_stumble_over_is_refused(operation: Operation) -> None:
    assert dangers(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("interview", "place", models.TextField(null=True)),
        migrations.AddField("interview", "place", models.TextField(db_default="")),
        migrations.AddField("interview", "places", models.ManyToManyField("interviews.Tag")),
        migrations.AddIndex("interview", models.Index(fields=["title"], name="title")),
        migrations.CreateModel("Place", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RemoveConstraint("interview", "one"),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_it_would_not_notice_is_not(operation: Operation) -> None:
    assert not dangers(operation)


def test_no_two_of_an_app_have_one_number() -> None:
    """As when two branches were merged that each brought one."""
    numbers = [(app, name[:4]) for (app, name), _module in ALL]
    assert len(numbers) == len(set(numbers))


def schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as copy:
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {(table, row[1], row[2]) for table in tables for row in copy.execute(f'PRAGMA table_info("{table}")')}
        others = copy.execute("SELECT tbl_name, name, type FROM sqlite_master WHERE type <> 'table'").fetchall()
    return columns | set(others)


@pytest.mark.slow
def test_all_of_them_back_and_forth_give_the_same_tables(site: Path) -> None:
    before = schema(site / "db.sqlite3")
    for app in ("editorial", "comments", "interviews"):
        call_command("migrate", app, "zero", verbosity=0)
    assert not [table for table, _name, _kind in schema(site / "db.sqlite3") if table.startswith(tuple(OURS))]
    call_command("migrate", verbosity=0)
    connection.close()
    assert schema(site / "db.sqlite3") == before


@pytest.mark.slow
def test_each_can_be_taken_back_alone(site: Path) -> None:
    before = schema(site / "db.sqlite3")
    for app in ("editorial", "comments", "interviews"):
        names = [name for key, name in sorted(MigrationLoader(None).disk_migrations) if key == app]
        for name in reversed(names[:-1]):
            call_command("migrate", app, name, verbosity=0)
    call_command("migrate", verbosity=0)
    connection.close()
    assert schema(site / "db.sqlite3") == before


@pytest.mark.slow
def test_a_database_of_the_first_tables_becomes_one_of_today_with_all_that_was_in_it(site: Path) -> None:
    path = site / "first.sqlite3"
    with of_sqlite.standing_at(path):
        executor = MigrationExecutor(connection)
        first = [(app, "0001_initial") for app in ("interviews", "comments")]
        then = executor.migrate(first).apps
        connection.execute_wrappers.clear()  # today's counting of changes, for which there is no table yet
        fill(then)
        connection.close()
        call_command("migrate", verbosity=0)
        call_command("rebuild_search_index", verbosity=0)
        assert_whole()
        row = Interview.objects.get()
        assert (row.slug, row.segments.count(), row.appearances.get().speaker.name) == ("lights", 2, "Ola Berg")
        assert row.feed_guid
        assert sorted(tag.name for tag in row.tags.all()) == ["Fog"]
        assert [comment.body for comment in row.comments.order_by("pk")] == ["Well said.", "Indeed."]
        assert row.comments.get(body="Indeed.").parent.body == "Well said."
        answer = Client().get("/interviews/lights/").content.decode()
        assert "As it was rendered then." in answer and "Mia Ek" in answer
        assert "lights" in Client().get("/search/?q=lighthouses").content.decode()


@pytest.mark.slow
def test_a_migration_that_is_not_noted_was_not_done(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is killed between the two could never go on: the table would be there already."""

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    call_command("migrate", "editorial", "0002", verbosity=0)

    def tables() -> set[tuple[str, str, str]]:
        """The triggers of the log are taken away before each migration, and are there again after the next."""
        return {row for row in schema(site / "db.sqlite3") if row[2] != "trigger"}

    before = tables()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(MigrationRecorder, "record_applied", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("migrate", "editorial", "0003", verbosity=0)
    assert tables() == before
    call_command("migrate", "editorial", "0003", verbosity=0)
    after = tables()
    assert after != before
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(MigrationRecorder, "record_unapplied", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("migrate", "editorial", "0002", verbosity=0)
    assert tables() == after


def fill(then: Any) -> None:
    """With rows as the first version wrote them."""
    model = then.get_model
    for one in then.get_models():
        for column in one._meta.concrete_fields:
            if isinstance(column, RenderedField):  # the method is no part of what migrations know
                setattr(one, column.render, lambda _row: "<p>As it was rendered then.</p>")
    now = timezone.now() - timedelta(days=400)
    interview = model("interviews", "Interview").objects.create(
        title="Ola Berg, Keeper", slug="lights", status="published", published_at=now, comment_count=2
    )
    speaker = model("interviews", "Speaker").objects.create(name="Ola Berg", slug="ola-berg", sort_name="Berg, Ola")
    bio = model("interviews", "Bio").objects.create(speaker=speaker, text="Keeps a light.")
    model("interviews", "Appearance").objects.create(
        interview=interview, speaker=speaker, bio=bio, name="Ola Berg", role="guest", position=0
    )
    for number, question in enumerate(("Why lighthouses?", "How many lamps?"), start=1):
        model("interviews", "Segment").objects.create(
            interview=interview,
            position=number,
            start=timedelta(seconds=18 * number),
            question=question,
            answer="Three.",
        )
    tag = model("interviews", "Tag").objects.create(name="Fog", slug="fog")
    model("interviews", "TaggedInterview").objects.create(content_object=interview, tag=tag)
    model("interviews", "Recording").objects.create(interview=interview, url="https://audio.example/talk.mp3")
    comments = model("comments", "Comment").objects
    said = comments.create(interview=interview, name="Mia Ek", body="Well said.", status="approved")
    comments.create(interview=interview, name="Ola", body="Indeed.", status="approved", parent=said)
