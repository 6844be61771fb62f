"""Runs one target of `targets.py`, until it is broken or the time is over: `fuzz.py` starts it."""

import signal
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from targets import TARGETS, prepare, reader


def holds(data: bytes) -> None:
    try:
        target.holds(data)
    except BaseException:
        # On a busy machine Python may take longer to end than one input may, and the clock of that would end it first:
        # before the input is kept.
        signal.setitimer(signal.ITIMER_REAL, 0)
        raise


name, site = sys.argv.pop(1), Path(sys.argv.pop(1))
target = TARGETS.get(name) or reader(name.removeprefix("reader-"))  # imports nothing yet of what is to be watched
with tempfile.TemporaryDirectory(prefix="fuzz-site-") as folder:
    with atheris.instrument_imports(include=list(target.watched)):
        prepare(name, folder, site)
        for module in target.watched:
            __import__(module)
        for seed in target.seeds():  # what it loads late is watched too
            target.holds(seed)
    atheris.Setup([sys.argv[0], *sys.argv[1:]], holds)
    atheris.Fuzz()
