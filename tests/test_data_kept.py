"""docs/data.md names all that is kept of people: whoever keeps something more says there what, why and how long."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client

ROOT = Path(__file__).parent.parent
DATA = (ROOT / "docs" / "data.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    part = DATA.split(f"## {heading}")[1].split("\n## ")[0]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in part.splitlines() if row.startswith("| `")]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([\w.-]+)`", cell))


def test_every_table_is_named_and_says_what_why_and_how_long() -> None:
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    told: set[str] = set()
    for names, *cells in rows("In the database"):
        assert not told & named(names), f"{names} is told twice"
        told |= named(names)
        assert len(cells) == 3
        assert all(cells) or "stay empty" in cells[0], names
    assert known - told == set(), "these are kept, and docs/data.md does not say so"
    assert told - known == set(), "these are gone"


def test_every_cookie_is_named(settings: Any) -> None:
    told = {name for names, *_cells in rows("In a browser") for name in named(names)}
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name} <= told
    source = (ROOT / "portal" / "settings.py").read_text("utf-8")
    with_https = set(re.findall(r'_COOKIE_NAME = "([^"]+)"', source))
    assert with_https and with_https <= told
    # No other view sets one by hand.
    for folder in ("portal", "interviews"):
        for path in (ROOT / folder).rglob("*.py"):
            sets = re.search(r"\.set_(?:signed_)?cookie\(", path.read_text("utf-8"))
            assert not sets or path.name == "stamps.py", f"{path}: name its cookie in docs/data.md"
    assert "author-…" in DATA  # of interviews/comments/stamps.py


def test_who_only_reads_is_given_none(db: None) -> None:
    client = Client()
    for path in ("/", "/interviews/", "/search/?q=lamp", "/feeds/interviews.atom", "/nothing/", "/healthz"):
        client.get(path)
    assert not client.cookies


def test_every_script_that_keeps_something_in_the_browser_is_named() -> None:
    keeps = {
        path.name
        for path in (ROOT / "static" / "js").rglob("*.js")
        if re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie\s*=", path.read_text("utf-8"))
    }
    told = {name for names, *_cells in rows("In a browser") for name in named(names) if name.endswith(".js")}
    assert keeps == told


def test_what_a_command_takes_away_is_taken_away_by_a_command_that_there_is() -> None:
    for name in re.findall(r"`(\w+)`", " ".join(cells[-1] for cells in rows("In the database"))):
        if name.islower():
            found = [*ROOT.glob(f"[ip]*/**/management/commands/{name}.py")]
            assert found or name in ("clearsessions", "prune_db_task_results"), name
