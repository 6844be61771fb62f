"""SQLite’s file, copied while others write, and put in another’s place by one rename."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.backups.manifest import BackupError
from portal.on_disk import on_disk

NAME = "database.sqlite3"
#: Pages between two signs of life.
_PAGES = 2000
#: What SQLite, and the queue of those who write, keep beside a database.
_BESIDE = ("-wal", "-shm", "-journal", "-queue")

Columns = Iterable[tuple[str, str]]


def copy(
    connection: BaseDatabaseWrapper, path: Path, columns: Columns, tell: Callable[[str], object]
) -> tuple[str, set[str]]:
    """Copies the database as it is at one moment, whoever writes meanwhile; gives the copy’s name, and what is in these
    columns of it. Raises BackupError where what was copied is damaged."""
    os.close(os.open(path / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection.ensure_connection()
    source = connection.connection
    with closing(sqlite3.connect(path / NAME, isolation_level=None)) as target, _one_moment(connection):
        source.backup(
            target,
            pages=_PAGES,
            progress=lambda _status, left, total: tell(f"the database, {100 * (total - left) // max(total, 1)} %"),
        )
        target.execute("PRAGMA journal_mode=DELETE")  # one file, which nothing belongs to
    tell("the database is looked through")
    check(path / NAME)
    with closing(sqlite3.connect(path / NAME)) as target:
        names = {
            name
            for table, column in columns
            for (name,) in target.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
        }
    on_disk(path / NAME)
    return NAME, names


def check(path: Path) -> None:
    """Raises BackupError where SQLite finds fault with the file, or a row points at one that is not there."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        found, stray = str(error), None
    if found != "ok":
        raise BackupError(f"The database {path} is damaged: {found}. Restore an earlier backup.")
    if stray is not None:
        raise BackupError(f"The database {path} is damaged: a row of {stray[0]} points at none of {stray[2]}.")


@contextmanager
def standing_at(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """Within it, in this thread, the site’s database is the file there; afterwards it is one file, on the disk."""
    before = connections[DEFAULT_DB_ALIAS]
    before.close()
    other = type(before)({**before.settings_dict, "NAME": str(path)}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield other
        other.close()
        with closing(sqlite3.connect(path, isolation_level=None)) as alone:
            alone.execute("PRAGMA journal_mode=DELETE")
        on_disk(path)
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = before


def remove(path: Path) -> None:
    for beside in ("", *_BESIDE):
        with suppress(FileNotFoundError):
            os.remove(f"{path}{beside}")


def take_place(new: Path, site: Path) -> None:
    """Puts the new file in the place of the site’s, by one rename; the one before it stays beside it, for whoever finds
    that it was the wrong backup. Raises BackupError where the site is running."""
    if site.exists():
        _end(site)
        before = Path(f"{site}.before-restore")
        with suppress(OSError):  # a file system without links keeps none
            fresh = Path(f"{before}.new")
            fresh.unlink(missing_ok=True)
            os.link(site, fresh)
            os.replace(fresh, before)
    os.replace(new, site)
    on_disk(site.parent)


def _end(site: Path) -> None:
    """Brings into the file what lies beside it, which can be done only where nobody else has it open."""
    try:
        with closing(sqlite3.connect(site, isolation_level=None, timeout=2)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupError(f"The database {site} is in use ({error}). Stop the site, and all its timers.") from error
    except sqlite3.DatabaseError:  # damaged, which may be why it is restored
        remove_beside(site)
        return
    if mode != "delete":
        raise BackupError(f"The database {site} is in use. Stop the site, and all its timers.")


def remove_beside(site: Path) -> None:
    for beside in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.remove(f"{site}{beside}")


@contextmanager
def _one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """What others commit within it is not seen; they do not wait, and the copying never begins anew."""
    if connection.in_atomic_block:
        yield
        return
    source = connection.connection
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        source.execute("ROLLBACK")
