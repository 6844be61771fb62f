"""`benchmarks/mixed.py` for some seconds: nothing fails, and nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from mixed import slope

from tests.machines.nodes import ROOT


def test_memory_that_grows_is_told_from_memory_that_does_not() -> None:
    warm = [(float(second), 400) for second in range(20)]
    assert slope([*warm, *((float(second), 500) for second in range(20, 60))]) == (0.0, 500.0)
    grows, mean = slope([(float(second), 100 + second) for second in range(61)])
    assert grows == pytest.approx(60)  # a minute
    assert mean == pytest.approx(140)


@pytest.mark.slow
def test_a_short_run_on_sqlite_loses_nothing() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "mixed.py"), "--minutes", "0.33", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told["statuses"]) == {"read", "search", "comment", "editor", "import"}
    assert not any(told["failed"].values())
    assert all(told["acknowledged"].values()), told
    assert told["lost"] == {"comment": 0, "editor": 0, "import": 0}
