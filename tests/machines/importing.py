"""An import that is killed before its N-th step, or tells what is there: `python -m tests.machines.importing …`.

Started by `tests.machines.test_killed_import` with the environment of a node.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from interviews.models import Interview
from tests.faults.killing import Steps
from tests.faults.wholeness import assert_whole, interviews


def load(folder: str, last: str) -> int:
    """How many steps it took."""
    steps = Steps(Path(settings.MEDIA_ROOT), int(last) or None)
    steps.watch()
    call_command("import_interview", folder, publish=True, verbosity=0)
    return steps.count


def tell() -> dict:
    assert_whole()
    return interviews()


def empty() -> None:
    Interview.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)


if __name__ == "__main__":
    deeds = {"load": load, "tell": tell, "empty": empty}
    print(json.dumps(deeds[sys.argv[1]](*sys.argv[2:]), default=str))
