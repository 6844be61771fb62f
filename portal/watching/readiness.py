"""Whether this node can do all that it is for: the database answers, is of this version, and there is room on the disk.

Asked for at most once a second whoever asks how often, within bounds, and without a place in any queue: it only reads.
"""

from __future__ import annotations

import os
import pkgutil
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.backends.utils import CursorWrapper

from portal.connecting import connection_beside

#: Seconds for which an answer stands.
STANDS_FOR = 1.0
#: Seconds that an SQLite which is locked is waited for: only one that is being repaired or moved is.
BUSY = 1.0


class Part(NamedTuple):
    """`wrong` is empty where nothing is, and never has what a stranger could use: no names, no addresses, no errors."""

    name: str
    wrong: str
    about: str = ""

    @property
    def said(self) -> str:
        return self.wrong or (f"ok ({self.about})" if self.about else "ok")


def look() -> list[Part]:
    """Each part, as it is now."""
    return [*_database(), *disk()]


def _database() -> list[Part]:
    try:
        lacking = unapplied()
    except (Error, OSError) as error:
        wrong = f"does not answer ({type(error).__name__})"
        return [Part("database", wrong), Part("migrations", "not known while the database does not answer")]
    except ImproperlyConfigured:  # an SQLite that would keep nothing: portal/sqlite/base.py
        wrong = "cannot be used as it is set up: see doctor"
        return [Part("database", wrong), Part("migrations", "not known while the database cannot be used")]
    if lacking is None:
        return [Part("database", ""), Part("migrations", "none was applied: run migrate")]
    wrong = f"{len(lacking)} to be applied, the first is {lacking[0]}: run migrate" if lacking else ""
    return [Part("database", ""), Part("migrations", wrong)]


def unapplied() -> list[str] | None:
    """Migrations of this version that the database has not: ``interviews.0021_name``; None where it has no tables.

    Raises django.db.Error or OSError where it does not answer.
    """
    with _asked() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'")
        else:
            cursor.execute("SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('django_migrations')")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT app, name FROM django_migrations")
        known = {f"{app}.{name}" for app, name in cursor.fetchall()}
    return sorted(migrations() - known)


@cache
def migrations() -> frozenset[str]:
    """All that this version comes with, by their files: to import them would cost megabytes."""
    found = set()
    for app in apps.get_app_configs():
        if (Path(app.path) / "migrations").is_dir():
            folder = import_module(f"{app.name}.migrations")
            names = (module.name for module in pkgutil.iter_modules(folder.__path__) if not module.ispkg)
            found |= {f"{app.label}.{name}" for name in names if name[0] not in "_~"}
    return frozenset(found)


@contextmanager
def _asked() -> Iterator[CursorWrapper]:
    """A cursor of a connection of one's own, which ends with it."""
    if connection.vendor == "sqlite":
        if connection.is_in_memory_db():  # nobody else has it
            with connection.cursor() as cursor:
                yield cursor
            return
        if not Path(connection.settings_dict["NAME"]).exists():
            raise FileNotFoundError("There is no database.")  # asked, SQLite would make an empty one
    with closing(connection_beside(BUSY)) as beside, beside.cursor() as cursor:
        yield cursor


def disk() -> list[Part]:
    """Room where the data lie, and where media do, if on this machine; none where the disk is to be read only."""
    least = settings.READY_DISK_MB * 1024 * 1024
    places = {"disk": Path(settings.DATA_DIR)}
    if not settings.S3_BUCKET:
        places["media"] = Path(settings.MEDIA_ROOT)
    parts = []
    for name, place in places.items():
        try:
            free = free_at(place)
            closed = least and is_read_only(place)
        except OSError as error:
            parts.append(Part(name, f"cannot be asked ({type(error).__name__})"))
            continue
        told = f"{free // (1024 * 1024)} MB free"
        wrong = "is to be read only" if closed else f"{told}, fewer than READY_DISK_MB" if free < least else ""
        parts.append(Part(name, wrong, told))
    return parts


def free_at(place: Path) -> int:
    """Bytes that this user may still write there, or in the folder in which it is going to be made."""
    return shutil.disk_usage(_standing(place)).free


def is_read_only(place: Path) -> bool:
    """Whether the file system is mounted so: by whom runs the machine, or by the kernel, after errors of the disk."""
    return hasattr(os, "statvfs") and bool(os.statvfs(_standing(place)).f_flag & os.ST_RDONLY)


def _standing(place: Path) -> Path:
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


class Looking:
    """Keeps what was seen for a second. While somebody looks, others are told what was seen before."""

    def __init__(self, look: Callable[[], list[Part]] = look) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._seen: list[Part] = []
        self._until = 0.0

    def __call__(self) -> list[Part]:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=not self._seen):
            try:
                if time.monotonic() >= self._until:
                    self._seen = self._look()
                    self._until = time.monotonic() + STANDS_FOR
            finally:
                self._lock.release()
        return self._seen


seen = Looking()
