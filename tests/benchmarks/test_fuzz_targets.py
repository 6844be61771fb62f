"""What the fuzzer asks of each part holds of what it begins with: so its targets go on to speak of this code."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

FUZZ = Path(__file__).resolve().parents[2] / "benchmarks/fuzz"
OF_SITE = {"queries", "comments"}


@pytest.fixture
def targets(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Any:
    monkeypatch.syspath_prepend(FUZZ)
    settings.MEDIA_ROOT = tmp_path
    settings.SENDS_LETTERS = True
    return importlib.import_module("targets")


def test_all_but_two_targets_need_no_site(targets: Any) -> None:
    known = targets.all_targets()
    assert {name for name, target in known.items() if target.of_site} == OF_SITE
    for name in known.keys() - OF_SITE:
        seeds = list(known[name].seeds())
        assert seeds, name
        for seed in seeds:
            known[name].holds(seed)


@pytest.mark.parametrize("name", sorted(OF_SITE))
def test_what_is_asked_of_the_site_holds_of_the_first_inputs(targets: Any, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the fuzzer's site is one of SQLite")
    importlib.import_module("a_site").fill()
    target = targets.TARGETS[name]
    for seed in target.seeds():
        target.holds(seed)


def test_a_target_tells_what_does_not_hold(targets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.media.FileSlice.__iter__", lambda self: iter([b"other bytes"]))
    with pytest.raises(AssertionError):
        targets.TARGETS["ranges"].holds(b"bytes=0-1")
