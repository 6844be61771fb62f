"""Servers that these tests start for themselves: PostgreSQL with its replica, nginx, nodes of the portal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.machines.nodes import Node
from tests.machines.postgresql import Server, programs


def missing(what: str) -> None:
    """Leaves the test out, or lets it fail where `.ci/run` asks for all of them."""
    if os.environ.get("REQUIRE_SERVERS", "0") not in ("", "0"):
        pytest.fail(f"REQUIRE_SERVERS is set, but {what} was not found")
    pytest.skip(f"{what} was not found")


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    """A primary and a replica that follows it, as PostgreSQL does it by itself."""
    folder = programs()
    if folder is None:
        missing("a PostgreSQL server of one’s own (initdb, pg_basebackup)")
    with ExitStack() as stopping:
        primary = stopping.enter_context(Server.new(folder))
        yield primary, stopping.enter_context(primary.replica())


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Node]]:
    """Starts nodes of one site: they share what the environment names, and no folder."""
    with ExitStack() as stopping:

        def node(**environment: str) -> Node:
            folder = tmp_path / f"node-{len(list(tmp_path.glob('node-*')))}"
            return stopping.enter_context(Node(folder, environment))

        yield node


@pytest.fixture(scope="session")
def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        missing("nginx")
    return found
