"""`/metrics`: how a node does, for Prometheus and all that read its format.

Off until `METRICS_TOKEN` or `METRICS_NETWORKS` say who may read it; then requests are counted too.
"""

from __future__ import annotations

import platform
import time
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from portal.sqlite import queue
from portal.watching import waiting
from portal.watching.exposition import MEDIA_TYPE, Metric, Sample, text_of
from portal.watching.figures import BOUNDS, Figures, Key, Times, resident, together
from portal.watching.last_backup import last_backup
from portal.watching.sharing import Shared
from portal.watching.who import has_token, is_in_networks

figures = Figures()
_began_at = time.time()


def is_on() -> bool:
    return bool(settings.METRICS_TOKEN or settings.METRICS_NETWORKS)


def begin(page_cache: Any = None) -> Figures:
    """Counts from now on, for this process and its siblings: to be called once, by what serves the site."""
    _Serving.page_cache = page_cache
    connection_created.connect(_count_queries, dispatch_uid="portal.watching.metrics")
    shared().begin()
    return figures


class _Serving:
    page_cache: Any = None


def _count_queries(connection: Any, **_named: Any) -> None:
    if figures.query not in connection.execute_wrappers:
        connection.execute_wrappers.append(figures.query)


@cache
def shared() -> Shared:
    return Shared(Path(settings.DATA_DIR) / "metrics", told)


def told() -> dict[str, Any]:
    """What this process has to tell."""
    data = figures.as_data()
    waits = queue.waits
    data["sums"] |= {"writers": waits.entered, "writers_seconds": waits.seconds, "writers_given_up": waits.given_up}
    gauges: dict[str, float] = {"resident": resident(), "began_at": _began_at}
    if _Serving.page_cache is not None:
        gauges |= {"pages": _Serving.page_cache.pages, "page_bytes": _Serving.page_cache.taken}
    return {**data, "gauges": gauges}


def metrics(request: HttpRequest) -> HttpResponse:
    if not (has_token(request) or is_in_networks(request)):
        if settings.METRICS_TOKEN:
            return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
        return HttpResponse("There is nothing here.\n", content_type="text/plain; charset=utf-8", status=404)
    return HttpResponse(text_of(collected()), content_type=MEDIA_TYPE)


def collected() -> list[Metric]:
    processes = list(shared().all())
    requests, sums = together(processes)
    living = [data["gauges"] for data in processes if data.get("gauges")]
    versions = {"python": platform.python_version(), "django": django.get_version()}
    return [
        Metric("build_info", "gauge", "What the site runs on.", [Sample(versions, 1)]),
        *_of_requests(requests),
        *(
            Metric(name, kind, about, [Sample({}, value)])
            for name, kind, about, value in (
                ("queries_total", "counter", "Statements asked of the database.", sums.get("queries", 0)),
                ("query_seconds_total", "counter", "Seconds it took to answer.", sums.get("query_seconds", 0)),
                ("writers_total", "counter", "Transactions that stood in SQLite's queue.", sums.get("writers", 0)),
                ("writers_wait_seconds_total", "counter", "Seconds they waited.", sums.get("writers_seconds", 0)),
                ("writers_gave_up_total", "counter", "Those who left the queue.", sums.get("writers_given_up", 0)),
                ("processes", "gauge", "Processes that answer.", len(living)),
                ("resident_bytes", "gauge", "Memory they take together.", _sum(living, "resident")),
                ("largest_process_bytes", "gauge", "Memory of the largest.", _most(living, "resident")),
                ("started_seconds", "gauge", "When the youngest began.", _most(living, "began_at")),
                ("page_cache_entries", "gauge", "Pages kept in memory.", _sum(living, "pages")),
                ("page_cache_bytes", "gauge", "Memory that they take.", _sum(living, "page_bytes")),
            )
        ),
        *_of_backup(),
        *waiting.counted(),
    ]


def _sum(gauges: list[dict[str, float]], name: str) -> float:
    return sum(of.get(name, 0) for of in gauges)


def _most(gauges: list[dict[str, float]], name: str) -> float:
    return max((of.get(name, 0) for of in gauges), default=0)


def _of_requests(requests: dict[Key, Times]) -> list[Metric]:
    totals, classes = [], []
    by_route: dict[tuple[str, str, str], Times] = {}
    by_cache: dict[str, float] = {"hit": 0, "miss": 0, "bypass": 0}
    for (route, method, status, cached), times in sorted(requests.items()):
        number = sum(times[:-1])
        labels = {"route": route, "method": method, "status": status}
        totals.append(Sample({**labels, "cache": cached}, number))
        by_cache[cached] = by_cache.get(cached, 0) + number
        known = by_route.setdefault((route, method, status), [0.0] * len(times))
        known[:] = [one + other for one, other in zip(known, times, strict=True)]
    for (route, method, status), times in by_route.items():
        labels, so_far = {"route": route, "method": method, "status": status}, 0.0
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), times[:-1], strict=True):
            so_far += number
            classes.append(Sample({**labels, "le": bound}, so_far, "_bucket"))
        classes += [Sample(labels, times[-1], "_sum"), Sample(labels, so_far, "_count")]
    return [
        Metric("requests_total", "counter", "Requests, by the view that answers.", totals),
        Metric("request_seconds", "histogram", "Seconds until the answer began.", classes),
        Metric("page_cache_total", "counter", "Requests, by what the page cache did.", [
            Sample({"outcome": outcome or "none"}, number) for outcome, number in sorted(by_cache.items())
        ]),
    ]  # fmt: skip


def _of_backup() -> list[Metric]:
    try:
        at = last_backup()
    except OSError:
        at = None
    samples = [Sample({}, at.timestamp())] if at else []
    return [Metric("last_backup_seconds", "gauge", "When the site was backed up last, as far as it told.", samples)]
