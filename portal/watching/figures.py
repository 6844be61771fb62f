"""What a process counts, and how that of several is put together. PURE: knows no Django.

Counting is a dictionary and additions; nothing is locked and nothing is written where a request is answered.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable
from time import perf_counter
from typing import Any

#: Upper bounds of the classes into which times until an answer are put, in seconds.
BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

#: Requests in each class of time, and behind them seconds in all.
Times = list[float]
#: Route, method, class of status, and what the page cache did.
Key = tuple[str, str, str, str]


class Figures:
    """Of one process. Additions to one number take no lock: Python lets no other thread in between.

    Nothing else may be lost by that than one of some millions, if a Python without its lock is used.
    """

    def __init__(self) -> None:
        self.requests: dict[Key, Times] = {}
        self.queries = 0
        self.query_seconds = 0.0

    def count(self, route: str, method: str, status: int, seconds: float, cache: str) -> None:
        key = (route, method, f"{status // 100}xx", cache)
        times = self.requests.get(key)
        if times is None:
            times = self.requests.setdefault(key, [0.0] * (len(BOUNDS) + 2))
        times[bisect_left(BOUNDS, seconds)] += 1
        times[-1] += seconds

    def query(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A wrapper of `connection.execute_wrappers`."""
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = perf_counter() - began
            self.queries += 1
            self.query_seconds += took

    def as_data(self) -> dict[str, Any]:
        """To be stored as JSON, and put together by `together`."""
        return {
            "requests": [[*key, times] for key, times in list(self.requests.items())],
            "sums": {"queries": self.queries, "query_seconds": self.query_seconds},
        }


def together(all_of_them: Iterable[dict[str, Any]]) -> tuple[dict[Key, Times], dict[str, float]]:
    """The requests, and the sums, of several processes; what is not in the form of `as_data` is left out."""
    requests: dict[Key, Times] = {}
    sums: dict[str, float] = {}
    for data in all_of_them:
        for route, method, status, cache, times in data.get("requests", ()):
            known = requests.setdefault((route, method, status, cache), [0.0] * (len(BOUNDS) + 2))
            for place, number in enumerate(times[: len(known)]):
                known[place] += number
        for name, number in data.get("sums", {}).items():
            sums[name] = sums.get(name, 0.0) + number
    return requests, sums


def resident() -> int:
    """Bytes of memory that this process takes; 0 where that is not told."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
