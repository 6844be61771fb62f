"""`/metrics`: what it counts, of how many processes, and who may read it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from portal.sqlite.queue import Queue, waits
from portal.watching import metrics, readiness, waiting
from portal.watching.exposition import Metric, Sample, text_of
from portal.watching.figures import BOUNDS, Figures, together
from portal.watching.sharing import Shared
from portal.watching.waiting import Counting
from tests.factories import make_comment, make_interview
from tests.portal.page_cache.conftest import Site

TOKEN = "what-only-monitoring-knows"
PAGE = "/interviews/ola-berg/"


@pytest.fixture
def on(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Figures]:
    """A process that counts for itself."""
    settings.METRICS_TOKEN, settings.BACKUP_MARK = TOKEN, tmp_path / "last_backup"
    monkeypatch.setattr(metrics, "figures", Figures())
    shared = Shared(tmp_path / "metrics", metrics.told)
    monkeypatch.setattr(metrics, "shared", lambda: shared)
    monkeypatch.setattr(readiness, "seen", readiness.Looking())
    monkeypatch.setattr(waiting, "counted", Counting())
    yield metrics.figures


def read(**given: Any) -> dict[tuple[str, ...], float]:
    """As another reader of the format has it: by name, and the values of the labels."""
    answer = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}, **given)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    families = list(text_string_to_metric_families(answer.content.decode()))
    assert all(family.documentation and family.type != "unknown" for family in families)
    assert len({family.name for family in families}) == len(families)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


@pytest.mark.django_db(transaction=True)
def test_requests_are_counted_by_route_and_by_what_the_page_cache_did(
    on: Figures, watched: Callable[..., Site]
) -> None:
    make_interview(guest="Ola Berg", slug="ola-berg")
    site = watched(is_told=False, figures=on)
    for path in (PAGE, PAGE, PAGE, "/search/?q=lamp", "/nothing/", "/nothing-else/"):
        site.get(path)
    known = read()
    assert known["interviews_requests_total", "interviews:interview", "GET", "2xx", "hit"] == 2
    assert known["interviews_requests_total", "interviews:interview", "GET", "2xx", "miss"] == 1
    assert known["interviews_requests_total", "none", "GET", "4xx", "bypass"] == 2
    assert known["interviews_page_cache_total", "hit"] == 2
    assert known["interviews_request_seconds_count", "interviews:interview", "GET", "2xx"] == 3
    assert known["interviews_request_seconds_bucket", "interviews:interview", "GET", "2xx", "+Inf"] == 3
    assert 0 < known["interviews_request_seconds_sum", "interviews:interview", "GET", "2xx"] < 30
    assert known["interviews_resident_bytes",] > 10_000_000


def test_each_time_is_in_its_class_and_in_all_above() -> None:
    figures = Figures()
    for seconds in (0.0001, 0.001, 0.3, 99):
        figures.count("r", "GET", 200, seconds, "")
    ((_key, times),) = figures.requests.items()
    assert times[:-1] == [2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert times[-1] == pytest.approx(99.3011)
    assert len(times) == len(BOUNDS) + 2


@pytest.mark.django_db
def test_what_waits_is_told(on: Figures, settings: Any) -> None:
    interview = make_interview()
    for status in ("pending", "pending", "approved"):
        make_comment(interview, status=status, body=f"A word, {status}.")
    known = read()
    assert known["interviews_comments_held",] == 2
    assert known["interviews_database_up",] == 1
    assert ("interviews_last_backup_seconds",) not in known
    settings.BACKUP_MARK.touch()
    os.utime(settings.BACKUP_MARK, (1_700_000_000, 1_700_000_000))
    assert read()["interviews_last_backup_seconds",] == 1_700_000_000
    from portal.watching.last_backup import last_backup

    assert last_backup() == dt.datetime.fromtimestamp(1_700_000_000, dt.UTC)


@pytest.mark.django_db
def test_what_waits_is_not_counted_at_each_asking(on: Figures, django_assert_num_queries: Any) -> None:
    read()
    with django_assert_num_queries(0):
        read()


def test_while_the_database_is_away_all_else_is_told(on: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("closed")

    monkeypatch.setattr(readiness, "unapplied", away)
    on.count("r", "GET", 200, 0.1, "hit")
    known = read()
    assert known["interviews_database_up",] == 0
    assert known["interviews_requests_total", "r", "GET", "2xx", "hit"] == 1
    assert ("interviews_comments_held",) not in known


@pytest.mark.django_db
def test_statements_and_their_time_are_counted(on: Figures) -> None:
    with connection.execute_wrapper(on.query), connection.cursor() as cursor:
        for _time in range(3):
            cursor.execute("SELECT 1")
        with pytest.raises(Exception, match="nothing"):
            cursor.execute("SELECT nothing")
    assert on.queries == 4
    assert on.query_seconds > 0


def test_who_waits_to_write_is_counted(tmp_path: Path) -> None:
    before = (waits.entered, waits.seconds, waits.given_up)
    first, second = Queue(str(tmp_path / "queue")), Queue(str(tmp_path / "queue"))
    assert first.enter(1)
    from portal.sqlite import queue

    queue._held().clear()  # as another thread
    assert not second.enter(0.05)
    assert (waits.entered - before[0], waits.given_up - before[2]) == (1, 1)
    assert 0.04 < waits.seconds - before[1] < 20
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("token", "networks", "asked", "status"),
    [
        ("", [], {}, 404),  # off, even on the machine itself
        ("", [], {"HTTP_AUTHORIZATION": "Bearer "}, 404),
        (TOKEN, [], {}, 401),
        (TOKEN, [], {"HTTP_AUTHORIZATION": "Bearer wrong"}, 401),
        (TOKEN, [], {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ("", ["127.0.0.0/8"], {}, 200),
        ("", ["127.0.0.0/8"], {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ("", ["127.0.0.0/8"], {"REMOTE_ADDR": "203.0.113.9"}, 404),
        ("", ["127.0.0.0/8"], {"REMOTE_ADDR": "not told"}, 404),
    ],
)
@pytest.mark.django_db
def test_who_may_read(
    token: str, networks: list[str], asked: dict[str, str], status: int, on: Figures, settings: Any
) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = token, networks
    answer = Client().get("/metrics", **asked)
    assert answer.status_code == status
    assert (b"interviews_" in answer.content) is (status == 200)
    assert answer["Cache-Control"] == "no-store"


def test_the_token_is_compared_in_constant_time(on: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("portal.watching.who.hmac.compare_digest", lambda *both: compared.append(both) or False)
    Client().get("/metrics", headers={"authorization": "Bearer x"})
    assert compared == [(b"x", TOKEN.encode())]


def test_nothing_stands_before_the_page_cache_where_nobody_reads_it(settings: Any) -> None:
    assert not metrics.is_on()
    settings.METRICS_NETWORKS = ["10.0.0.0/8"]
    assert metrics.is_on()


def test_names_and_values_are_written_as_the_format_wants() -> None:
    odd = 'a\\b"c\nd'
    text = text_of(
        [Metric("odd", "gauge", "Two\nlines.", [Sample({"of": odd}, 0.1)]), Metric("none", "gauge", "x", [])]
    )
    (family,) = text_string_to_metric_families(text)
    assert family.samples[0].labels == {"of": odd}
    assert family.samples[0].value == 0.1
    assert "none" not in text


# --- several processes ---


def process(folder: Path, number: int) -> Shared:
    requests = [["r", "GET", "2xx", "hit", [float(number)] * 14]]
    told = {"requests": requests, "sums": {"queries": number}, "gauges": {"resident": number}}
    return Shared(folder, lambda: told)


def beside(shared: Shared, pid: int, data: str) -> Path:
    file = shared._folder / f"{shared._start}-{pid}.json"
    file.write_text(data)
    return file


def test_what_several_have_counted_is_put_together_and_what_has_ended_takes_no_memory(tmp_path: Path) -> None:
    one = process(tmp_path, 1)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(60)
    beside(one, os.getppid(), json.dumps(process(tmp_path, 2)._told()))  # one that runs
    beside(one, ended.pid, json.dumps(process(tmp_path, 4)._told()))
    beside(one, os.getppid() + 1, "{half of")  # torn
    told = list(one.all())
    requests, sums = together(told)
    assert requests["r", "GET", "2xx", "hit"] == [7.0] * 14
    assert sums == {"queries": 7}
    assert sorted(data["gauges"].get("resident", 0) for data in told) == [0, 1, 2]


def test_what_it_has_written_it_does_not_count_twice(tmp_path: Path) -> None:
    one = process(tmp_path, 1)
    one.write()
    assert (tmp_path / one._own).exists()
    assert len(list(one.all())) == 1


def test_files_of_an_earlier_start_are_removed_and_those_of_a_neighbour_are_not(tmp_path: Path) -> None:
    one = process(tmp_path, 1)
    earlier = tmp_path / f"{os.getppid()}-1-5.json"  # the same number as ever, as in a container
    other = tmp_path / "foreign.json"
    from portal.watching.sharing import _begun_at

    neighbour = tmp_path / f"1-{_begun_at(1)}-5.json"
    for file in (earlier, other, neighbour):
        file.write_text("{}")
    one.begin()
    one.end()
    assert not earlier.exists() and not other.exists()
    assert neighbour.exists()


def test_a_full_disk_costs_figures_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = process(tmp_path, 1)

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        one.write()
    assert not list(tmp_path.glob("*.json"))
    one.write()
    assert list(tmp_path.glob("*.json"))
