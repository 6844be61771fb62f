"""How long something takes: by the clock, of this process, and of the database where that is another process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Seconds(NamedTuple):
    clock: float
    process: float
    database: float

    def since(self, before: Seconds) -> Seconds:
        return Seconds(*(now - then for now, then in zip(self, before, strict=True)))


def now() -> Seconds:
    return Seconds(time.perf_counter(), time.process_time(), _of_database())


def told(what: str, work: Iterable[Callable[[], object]]) -> list[Seconds]:
    """A line with the median and the 95th percentile, in milliseconds. The first is done twice: it warms up."""
    work = list(work)
    work[0]()
    taken = []
    for one in work:
        before = now()
        one()
        taken.append(now().since(before))
    tell(what, taken)
    return taken


def tell(what: str, taken: Sequence[Seconds]) -> None:
    columns = []
    for name, column in zip(Seconds._fields, zip(*taken, strict=True), strict=True):
        some = sorted(1000 * seconds for seconds in column)
        columns.append(f"{name} {some[len(some) // 2]:7.1f} {some[int(len(some) * 0.95)]:7.1f}")
    if connection.vendor == "sqlite":
        columns.pop()
    print(f"  {what:<40} {'   '.join(columns)}", flush=True)


def _of_database() -> float:
    """Of PostgreSQL's process for this connection, as far as this machine can see it, in steps of 10 ms."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
