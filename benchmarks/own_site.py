"""A site for one run of a benchmark, made by `make_site.py` and gone afterwards: folders, database, static files."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

CHECKOUT = Path(__file__).resolve().parent.parent
#: What an operator may have set for a site of their own, and would change what is measured.
_STRANGE = (
    *("DEBUG", "DATA_DIR", "DATABASE_URL", "DATABASE_POOL", "REPLICA_URL", "REDIS_URL", "SITE_URL", "TASKS"),
    *("PAGE_CACHE_MB", "RENDERED_PAGES", "TRUSTED_PROXIES"),
    *("ACCESS_LOG", "LOG_FORMAT", "METRICS_TOKEN", "METRICS_NETWORKS"),
)


@contextlib.contextmanager
def own_site(*options: str, server: str = "") -> Iterator[dict[str, str]]:
    """The environment in which programs see the site. `options` are those of `make_site.py`.

    On SQLite; or in a database of its own on the PostgreSQL server of which the address is given.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, contextlib.ExitStack() as stack:
        environment = plain_environment() | {"DATA_DIR": folder, "SECRET_KEY": "for a benchmark alone " * 3}
        environment["LOG_LEVEL"] = "ERROR"
        if server:
            environment["DATABASE_URL"] = stack.enter_context(own_database_on(server))
        run(environment, str(CHECKOUT / "benchmarks/make_site.py"), *options)
        run(environment, str(CHECKOUT / "manage.py"), "collectstatic", "--no-input", "--verbosity", "0")
        yield environment


def plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _STRANGE}


def run(environment: dict[str, str], *command: str, python: str = sys.executable) -> None:
    subprocess.run([python, *command], env=environment, check=True)


@contextlib.contextmanager
def own_database_on(server: str) -> Iterator[str]:
    """The address of a new, empty database beside the one of that address."""
    import psycopg

    name = f"benchmark_{os.getpid()}_{os.urandom(3).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
