"""Asking the search, in a small archive or as if it were a large one."""

from __future__ import annotations

import pytest

from interviews.search import engine
from interviews.search.engine import postgresql, sqlite
from interviews.search.hits import search
from interviews.search.query import parse


def found(text: str) -> list[str]:
    """What each hit leads to, in a word."""
    return [hit.heading for hit in search(parse(text))]


def among_many(monkeypatch: pytest.MonkeyPatch, enough: int) -> None:
    """As if there were more entries than are looked at."""
    for database in (sqlite, postgresql):
        monkeypatch.setattr(database, "SOME", 0)
        monkeypatch.setattr(database, "MANY", 0)
    monkeypatch.setattr(engine, "ENOUGH", enough)
