"""From SQLite to PostgreSQL as docs/deploying.md has it: every row with its number, so that every address stays."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.machines.nodes import ROOT, Node
from tests.machines.postgresql import Server

pytestmark = pytest.mark.slow

FILL = """
from django.contrib.auth.models import Group, User
from interviews.comments.models import Comment
from interviews.models import Interview
editor = User.objects.create_superuser("editor", "editor@example.org", "x")
editor.groups.set(Group.objects.all())
for interview in Interview.objects.published():
    Comment.objects.create(interview=interview, name="Mia Ek", body="Well said.").decide("approved", by=editor)
"""
COUNT = """
import json
from concurrent.futures import ThreadPoolExecutor
from django.apps import apps
skipped = {"sessions.session", "interviews.searchentry", "accounts.event"}
models = [model for model in apps.get_models() if model._meta.label_lower not in skipped]
print(json.dumps({model._meta.label: sorted(map(str, model.objects.values_list("pk", flat=True))) for model in models}))
"""
WRITE = """
from interviews.comments.models import Comment
from interviews.models import Interview
print(Comment.objects.create(interview=Interview.objects.first(), name="Mia Ek", body="Again.").pk)
"""


def test_a_site_moves_with_all_its_rows_and_goes_on(database: Server, tmp_path: Path) -> None:
    small = Node(tmp_path / "small", {})
    small.manage("migrate", "--verbosity", "0")
    small.manage("import_interview", str(ROOT / "docs" / "demonstration"), "--publish", "--verbosity", "0")
    small.manage("shell", "-v", "0", "-c", FILL)
    rows = json.loads(small.manage("shell", "-v", "0", "-c", COUNT))
    file = tmp_path / "site.json.gz"
    small.manage(
        "dumpdata",
        "-e",
        "sessions",
        "-e",
        "interviews.searchentry",
        "-e",
        "accounts.event",
        "-o",
        str(file),
        "--verbosity",
        "0",
    )

    large = Node(tmp_path / "large", {"DATABASE_URL": database.url})
    large.manage("migrate", "--verbosity", "0")
    for statement in filter(None, large.manage("sqlflush").split(";")):  # what migrations put there
        database.ask(f"{statement};")
    large.manage("loaddata", str(file), "--verbosity", "0")
    large.manage("rebuild_search_index", "--verbosity", "0")

    assert json.loads(large.manage("shell", "-v", "0", "-c", COUNT)) == rows
    assert int(large.manage("shell", "-v", "0", "-c", WRITE)) > max(map(int, rows["comments.Comment"]))
    slug = database.ask("SELECT slug FROM interviews_interview WHERE edits_id IS NULL ORDER BY id LIMIT 1")
    with large:
        assert "Well said." in large.get(f"/interviews/{slug}/").text
        assert f"/interviews/{slug}/" in large.get("/search/?q=the").text


def test_nodes_that_start_together_migrate_one_after_the_other(database: Server, tmp_path: Path) -> None:
    database.ask("CREATE DATABASE together")
    node = Node(tmp_path / "node", {"DATABASE_URL": database.url.removesuffix("postgres") + "together"})
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _node: node.manage("migrate", "--no-color"), range(3)))
    assert sorted("No migrations to apply" in one for one in told) == [False, True, True]
