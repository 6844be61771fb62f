"""kill -9 in an import into PostgreSQL: whole things are there, and a second run ends as an unbroken one does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.test_killed import PAGE
from tests.machines.nodes import ROOT
from tests.machines.postgresql import Server

#: Of some hundreds; all of them are tried on SQLite.
KILLS = 3


@pytest.mark.slow
def test_an_import_into_postgresql(database: Server, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for slug, name in (("ola", "Ola Berg"), ("mia", "Mia Ek")):
        (folder / f"{slug}.txt").write_text(PAGE.format(name=name))

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": database.url}
        environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
        )

    def deed(*arguments: str) -> Any:
        ran = run("-m", "tests.machines.importing", *arguments)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    assert run("manage.py", "migrate", "--verbosity", "0").returncode == 0
    total = deed("load", str(folder), "0")
    wanted, again = deed("start", str(folder))
    assert len(wanted) == 2
    assert again == wanted
    for part in range(1, KILLS + 1):
        killed = run("-m", "tests.machines.importing", "load", str(folder), str(total * part // KILLS))
        assert killed.returncode == -signal.SIGKILL
        found, again = deed("start", str(folder))
        assert found in ({}, wanted)
        assert again == wanted
