"""The figures of a node, of whose processes any may be asked: each writes its own down once a second.

Nothing is mapped into memory: a process that writes to a mapped file on a full disk is killed by the kernel (SIGBUS),
and a site must go on without its figures (docs/decisions/0023-figures.md).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Seconds between two times.
EVERY = 1.0


class Shared:
    """`told` gives what this process has to tell. Files lie in `folder`, of which those of earlier starts are removed.

    Processes belong together that have one parent. What one that has ended had counted still counts; what it took of
    memory does not.
    """

    def __init__(self, folder: Path, told: Callable[[], dict[str, Any]]) -> None:
        self._folder, self._told = folder, told
        self._start = f"{os.getppid()}-{_begun_at(os.getppid())}"
        self._own = f"{self._start}-{os.getpid()}.json"
        self._written = ""
        self._ends = threading.Event()

    def begin(self) -> None:
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for file in self._folder.glob("*.json"):
                if not file.name.startswith(f"{self._start}-") and not self._has_parent(file):
                    file.unlink()
        threading.Thread(target=self._run, name="figures", daemon=True).start()

    def end(self) -> None:
        self._ends.set()

    def all(self) -> Iterator[dict[str, Any]]:
        """That of this process as it is now, and of its siblings as it was a second ago."""
        yield self._told()
        for file in sorted(self._folder.glob(f"{self._start}-*.json")):
            if file.name != self._own:
                with suppress(OSError, ValueError):
                    data = json.loads(file.read_text("utf-8"))
                    yield data if _runs(_pid_in(file)) else {**data, "gauges": {}}

    def write(self) -> None:
        text = json.dumps(self._told())
        if text == self._written:
            return
        fresh = self._folder / f"{self._own}.new"
        with suppress(OSError):  # a full disk: the next second may have room
            fresh.write_text(text, "utf-8")
            fresh.replace(self._folder / self._own)
            self._written = text

    def _run(self) -> None:
        while not self._ends.wait(EVERY):
            self.write()

    @staticmethod
    def _has_parent(file: Path) -> bool:
        parent, begun, _own = file.stem.split("-") if file.stem.count("-") == 2 else ("0", "", "")
        return parent.isdigit() and begun != "" and _begun_at(int(parent)) == begun


def _pid_in(file: Path) -> int:
    last = file.stem.rpartition("-")[2]
    return int(last) if last.isdigit() else 0


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return pid > 0


def _begun_at(pid: int) -> str:
    """When that process began, by the kernel's clock: in a container the numbers are the same at each start."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[19]
    return "gone"
