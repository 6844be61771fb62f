"""The databases, as the environment names them."""

from __future__ import annotations

from pathlib import Path

import environ
import pytest

from portal.databases import KEPT, databases, in_a_file

PRIMARY = environ.Env.db_url_config("postgres://site:secret@primary.example/site?sslmode=require")
REPLICA = environ.Env.db_url_config("postgres://reader@replica.example/site?connect_timeout=1&options=-c jit=off")


def test_a_file_needs_no_server() -> None:
    known = databases(in_a_file(Path("site.sqlite3")))
    assert list(known) == ["default"]
    assert known["default"]["NAME"] == Path("site.sqlite3")
    assert known["default"]["CONN_HEALTH_CHECKS"] is False


def test_a_thread_keeps_its_connection_and_tries_it_before_it_is_used_again() -> None:
    primary = databases(PRIMARY)["default"]
    assert (primary["CONN_MAX_AGE"], primary["CONN_HEALTH_CHECKS"]) == (KEPT, True)
    assert primary["OPTIONS"]["sslmode"] == "require"


def test_nobody_waits_minutes_for_a_server_that_is_gone() -> None:
    options = databases(PRIMARY)["default"]["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == (5, 20_000)
    given = environ.Env.db_url_config("postgres://site@primary.example/site?connect_timeout=30")
    assert databases(given)["default"]["OPTIONS"]["connect_timeout"] == 30  # what the address says is meant


def test_a_pool_keeps_the_connections_instead_of_the_threads() -> None:
    primary = databases(PRIMARY, pool=6)["default"]
    assert primary["CONN_MAX_AGE"] == 0
    assert primary["CONN_HEALTH_CHECKS"] is True
    assert primary["OPTIONS"]["pool"]["max_size"] == 6
    assert primary["OPTIONS"]["sslmode"] == "require"


def test_a_replica_is_not_written_to_and_nobody_waits_long_for_it() -> None:
    known = databases(PRIMARY, REPLICA, pool=4)
    options = known["replica"]["OPTIONS"]
    assert options["options"].startswith("-c jit=off -c default_transaction_read_only=on")
    assert "statement_timeout" in options["options"]
    assert options["connect_timeout"] == 1  # what the address says is meant
    assert options["pool"]["timeout"] < known["default"]["OPTIONS"]["pool"]["timeout"]
    assert known["replica"]["TEST"] == {"MIRROR": "default"}
    assert "options" not in known["default"]["OPTIONS"]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"primary": in_a_file(Path("x")), "pool": 4}, "DATABASE_POOL is set, but DATABASE_URL names no PostgreSQL"),
        ({"primary": in_a_file(Path("x")), "replica": REPLICA}, "REPLICA_URL is set, but DATABASE_URL names no"),
        ({"primary": PRIMARY, "replica": in_a_file(Path("x"))}, "REPLICA_URL names no PostgreSQL"),
        ({"primary": PRIMARY, "pool": -1}, "DATABASE_POOL is -1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(given: dict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        databases(**given)
