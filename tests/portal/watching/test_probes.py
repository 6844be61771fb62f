"""`/healthz` and `/readyz`: what they say, to whom, and what they never wait for."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from portal.watching import readiness
from portal.watching.readiness import Looking, Part

STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
FINE = [Part("database", ""), Part("disk", "", "900 MB free")]
WRONG = [Part("database", "does not answer (OperationalError)"), Part("disk", "", "900 MB free")]


def seeing(monkeypatch: pytest.MonkeyPatch, parts: list[Part]) -> None:
    monkeypatch.setattr(readiness, "seen", lambda: parts)


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    monkeypatch.setattr("interviews.store.due._Looking.next_at", 0.0)  # any other request looks for what is due


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "anything.example.net", ""])
def test_alive_is_said_without_the_database_by_whatever_name_the_machine_was_asked(host: str) -> None:
    answer = Client().get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_page_is_still_asked_by_a_name_of_the_site(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["interviews.example.org"]
    for path in ("/", "/healthz/", "/healthz.json", "/fr/healthz"):
        assert Client().get(path, headers={"host": "10.0.0.7"}).status_code == 400, path


def test_a_balancer_without_tls_is_answered_and_not_led_elsewhere(settings: Any, monkeypatch: Any) -> None:
    seeing(monkeypatch, FINE)
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = ["^healthz$", "^metrics$", "^readyz$"]
    client = Client()
    assert [client.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    assert client.get("/healthz/").status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_headers_of_every_other_answer_are_on_these_too(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeing(monkeypatch, FINE)
    answer = Client().get(path, secure=True)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_is_taken_in(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, {"a": "b"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_a_node_that_has_all_it_needs_is_ready(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.READY_DISK_MB = 0
    monkeypatch.setattr(readiness, "seen", Looking())
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert lines[:3] == ["ready", "database: ok", "migrations: ok"]
    assert [line.split(":")[0] for line in lines[3:]] == ["disk", "media"]


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "migrations", lambda: frozenset({"interviews.0001_initial", "interviews.0999_new"}))
    assert readiness.look()[1] == Part("migrations", "1 to be applied, the first is interviews.0999_new: run migrate")


@pytest.mark.django_db
def test_the_files_of_migrations_are_those_that_django_would_apply() -> None:
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    assert readiness.migrations() == {f"{app}.{name}" for app, name in known}


def test_a_database_that_is_away_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError('connection to server at "10.0.0.5" failed for user "interviews"')

    monkeypatch.setattr(readiness, "unapplied", away)
    monkeypatch.setattr(readiness, "seen", Looking())
    answer = Client().get("/readyz", headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "does not answer (OperationalError)"
    assert b"10.0.0.5" not in answer.content


def test_a_full_disk_is_told(settings: Any) -> None:
    settings.READY_DISK_MB = 10**9
    by_name = {part.name: part for part in readiness.disk()}
    assert set(by_name) == {"disk", "media"}
    assert all("fewer than READY_DISK_MB" in part.wrong for part in by_name.values())
    settings.S3_BUCKET = "media"
    assert [part.name for part in readiness.disk()] == ["disk"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, True),  # on the machine itself
        (STRANGER, False),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, False),  # a front end on the same machine, which nobody named
        ({"HTTP_VIA": "1.1 front"}, False),
        ({**STRANGER, "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),  # made up
        ({**STRANGER, "HTTP_AUTHORIZATION": "Bearer what-only-monitoring-knows"}, True),
        ({**STRANGER, "HTTP_AUTHORIZATION": "bearer what-only-monitoring-knows"}, True),
        ({**STRANGER, "HTTP_AUTHORIZATION": "Bearer what-anybody-says"}, False),
        ({**STRANGER, "HTTP_AUTHORIZATION": "Bearer "}, False),
        ({**STRANGER, "HTTP_AUTHORIZATION": "Basic what-only-monitoring-knows"}, False),
        ({"REMOTE_ADDR": "10.1.2.3"}, True),  # a network of one's own
        ({"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, False),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, True),  # through a proxy that is named
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3, 203.0.113.9"}, False),
    ],
)
def test_only_who_looks_after_the_site_is_told_what_is_wrong(
    asked: dict[str, str], told: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeing(monkeypatch, WRONG)
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "what-only-monitoring-knows", ["10.0.0.0/8"]
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    answer = Client().get("/readyz", **asked)
    assert answer.status_code == 503
    assert answer.content.startswith(b"not ready\n")
    assert (b"database" in answer.content) is told


def test_no_token_is_no_open_door(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seeing(monkeypatch, WRONG)
    assert settings.METRICS_TOKEN == ""
    assert Client().get("/readyz", **STRANGER, headers={"authorization": "Bearer "}).content == b"not ready\n"


def test_who_asks_often_is_told_what_was_seen_a_moment_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("portal.watching.readiness.time.monotonic", lambda: now[0])
    looks: list[int] = []

    def look() -> list[Part]:
        looks.append(1)
        return FINE

    seen = Looking(look)
    for _time in range(50):
        assert seen() == FINE
    assert len(looks) == 1
    now[0] += readiness.STANDS_FOR
    seen()
    assert len(looks) == 2


def test_nobody_waits_for_a_look_that_hangs() -> None:
    hangs, ends, looks = threading.Event(), threading.Event(), []

    def look() -> list[Part]:
        looks.append(1)
        if len(looks) == 2:
            hangs.set()
            ends.wait(20)
        return FINE

    seen = Looking(look)
    seen()
    seen._until = 0.0
    looking = threading.Thread(target=seen)
    looking.start()
    assert hangs.wait(20)
    assert seen() == FINE  # at once, and of before
    ends.set()
    looking.join(20)
    assert len(looks) == 2
