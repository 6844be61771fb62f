"""Runs one target of `targets.py`, until it is broken or the time is over: `fuzz.py` starts it."""

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from targets import all_targets, prepare

name = sys.argv.pop(1)
target = all_targets()[name]
with tempfile.TemporaryDirectory(prefix="fuzz-site-") as folder:
    with atheris.instrument_imports(include=list(target.watched)):
        prepare(name, folder)
        for module in target.watched:
            __import__(module)
        target.holds(next(iter(target.seeds()), b""))  # what it loads late is watched too
    atheris.Setup([sys.argv[0], *sys.argv[1:]], target.holds)
    atheris.Fuzz()
