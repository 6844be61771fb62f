"""Servers that these tests start for themselves: PostgreSQL with its replica, nginx, nodes of the portal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines.postgresql import Server, programs
from tests.machines.redis_server import RedisServer


def missing(what: str) -> None:
    """Leaves the test out, or lets it fail where `.ci/run` asks for all of them."""
    if os.environ.get("REQUIRE_SERVERS", "0") not in ("", "0"):
        pytest.fail(f"REQUIRE_SERVERS is set, but {what} was not found")
    pytest.skip(f"{what} was not found")


def of_postgresql() -> Path:
    folder = programs()
    if folder is None:
        missing("a PostgreSQL server of one’s own (initdb, pg_basebackup)")
    return folder


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """A server of PostgreSQL for nodes that share it."""
    with Server.new(of_postgresql()) as server:
        yield server


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    """A primary and a replica that follows it, as PostgreSQL does it by itself."""
    with Server.new(of_postgresql()) as primary, primary.replica() as replica:
        yield primary, replica


@pytest.fixture(scope="session")
def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        missing("nginx")
    return found


def of_redis() -> str:
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        missing("redis-server")
    return program


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with RedisServer(of_redis()) as server:
        yield server
