"""What every released version backed up is restored by today's code, with all that was in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from portal.backups.manifest import read
from portal.version import in_order, version
from tests.faults.wholeness import assert_whole, interviews

SAMPLES = sorted(path.parent for path in Path(__file__).parent.glob("samples/*/manifest.json"))


def test_there_is_a_sample_of_this_version_or_of_the_one_before_it() -> None:
    assert SAMPLES
    assert all(in_order(read(sample).version) <= in_order(version()) for sample in SAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_backup_of_old_is_a_site_of_today(sample: Path, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(sample, tmp_path / "copy")  # nothing of a sample is ever written to
    call_command("restore", str(copy), overwrite=True, verbosity=0)
    assert_whole()
    told = json.loads((sample / "content.json").read_text("utf-8"))
    now = json.loads(json.dumps(interviews(), default=str))
    assert now.keys() == told.keys()
    for slug, said in told.items():  # what a later version says in addition is not compared
        assert subset(said, now[slug]), slug
    page = Client().get("/interviews/lights/").content.decode()
    assert "Why lighthouses?" in page and "Well said." in page
    assert Client().get("/interviews/not-yet/").status_code == 404
    assert "lights" in Client().get("/search/?q=lighthouses").content.decode()


def subset(old: object, new: object) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and subset(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(subset, old, new))
    return old == new
