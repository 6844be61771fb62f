"""PostgreSQL’s database, by its own programs: pg_dump, and psql for the way back in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from portal.backups.manifest import BackupError
from portal.on_disk import on_disk

NAME = "database.dump"
#: Where Debian has the programs of each version.
_DEBIAN = Path("/usr/lib/postgresql")
#: Seconds that the restoring waits for those who read or write at that moment.
_PATIENCE = 60

Columns = Iterable[tuple[str, str]]

#: All that this user has in the schema, but what belongs to an extension; the rest of a site goes with its tables.
_AWAY = """
SET LOCAL lock_timeout = '{patience}s';
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT format('%I.%I', nspname, relname) AS name, CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
            WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'i', 'a'))
        ORDER BY relkind = 'S'
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', found.kind, found.name);
    END LOOP;
    FOR found IN
        SELECT pg_proc.oid::regprocedure AS name FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE nspname = 'public'
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
    END LOOP;
END $$;
"""


def copy(
    connection: BaseDatabaseWrapper, path: Path, columns: Columns, tell: Callable[[str], object]
) -> tuple[str, set[str]]:
    """Dumps the database as it is at one moment, whoever writes meanwhile; gives the dump’s name, and what is in these
    columns at that moment. Raises BackupError where pg_dump is missing, too old, or fails."""
    connection.ensure_connection()
    program = _program("pg_dump", connection.pg_version // 10000)
    tell("the database")
    os.close(os.open(path / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with transaction.atomic(using=connection.alias, durable=True), connection.cursor() as cursor:
        # The dump, and who asks for names, see the same moment.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        file = f"--file={path / NAME}"
        _run(connection, program, ["--format=custom", "--no-owner", "--no-privileges", file, f"--snapshot={snapshot}"])
        names: set[str] = set()
        for table, column in columns:
            cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
            names.update(name for (name,) in cursor.fetchall())
    on_disk(path / NAME)
    return NAME, names


def check(path: Path) -> None:
    """Raises BackupError where pg_restore cannot read the whole dump."""
    _script(path, Path(os.devnull))


def take_place(connection: BaseDatabaseWrapper, path: Path, afterwards: str) -> None:
    """Puts what was dumped in the place of all that is there, and does what is to be done `afterwards` (SQL), in one
    transaction: a kill, or an error, leaves what was there. Raises BackupError."""
    connection.ensure_connection()
    program = _program("psql", connection.pg_version // 10000)
    connection.close()
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restoring-") as folder:
        script = Path(folder, "script.sql")  # whole before it begins: half of one would be carried out as well
        _script(path, script)
        away = _AWAY.format(patience=_PATIENCE)
        told = [f"--command={away}", f"--file={script}", f"--command={afterwards}"]
        quiet = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run(connection, program, [*quiet, *told])


def _script(path: Path, script: Path) -> None:
    command = [_program("pg_restore", 0), "--no-owner", "--no-privileges", "--schema=public", f"--file={script}"]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupError(f"The dump {path} is damaged: {done.stderr.strip()}. Restore an earlier backup.")


def _run(connection: BaseDatabaseWrapper, program: str, arguments: list[str]) -> None:
    given, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, arguments)
    variables = {**os.environ, **(environment or {})}
    done = subprocess.run([program, *given[1:]], capture_output=True, text=True, env=variables)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{Path(program).name} failed, and the site is as it was: {done.stderr.strip()}")


def _program(name: str, server: int) -> str:
    """Where it is, of the server’s version or a newer one."""
    found = [str(path) for path in sorted(_DEBIAN.glob(f"*/bin/{name}"), key=_number)]
    if on_path := shutil.which(name):
        found.append(on_path)
    versions = []
    for path in found:
        told = subprocess.run([path, "--version"], capture_output=True, text=True).stdout  # noqa: S603
        match = re.search(r"(\d+)", told)
        if match and int(match[1]) >= server:
            return path
        versions.append(match[1] if match else "unknown")
    older = f"only of version {', '.join(versions)}, and the server is {server}" if versions else "not installed here"
    raise BackupError(f"{name} is {older}. On Debian, as root: apt-get install postgresql-client-{server or 'NN'}")


def _number(path: Path) -> int:
    version = path.parent.parent.name
    return int(version) if version.isdigit() else 0
