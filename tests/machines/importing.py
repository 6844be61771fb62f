"""An import that is killed before its N-th step, and what is found after it: `python -m tests.machines.importing …`.

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


def start(folder: str) -> list[dict]:
    """What is there, and what is there after the import was done again; then all of it goes, for the next one."""
    found = []
    for done in range(2):
        if done:
            call_command("import_interview", folder, publish=True, verbosity=0)
        assert_whole()
        found.append(interviews())
    Interview.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    return found


if __name__ == "__main__":
    deeds = {"load": load, "start": start}
    print(json.dumps(deeds[sys.argv[1]](*sys.argv[2:]), default=str))
