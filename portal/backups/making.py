"""A backup is made: the database first, then the media, so that no row lacks a file that was there for it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.loader import MigrationLoader

from portal.backups import media, of_postgresql, of_sqlite
from portal.backups.folders import alone_in, backups_in, copied, forget, inside, kept, whole
from portal.backups.manifest import NAME, BackupError, Kept, Manifest, read
from portal.on_disk import on_disk
from portal.version import version

ENGINES: dict[str, ModuleType] = {"sqlite": of_sqlite, "postgresql": of_postgresql}
SECRET_KEY = "secret_key"  # noqa: S105  (a file's name)
_NAME = re.compile(r"interviews-\d{8}T\d{6}Z(-\d+)?")

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Made:
    folder: Path
    manifest: Manifest
    #: How many of the media were copied, and not only named a second time.
    copied: int
    forgotten: int


def make(target: Path, *, keep: int = 0, anew: bool = False, storage: Storage = default_storage, tell: Tell) -> Made:
    """Makes a backup in a folder of its own below `target`; with `keep`, only so many of the newest stay.

    Media that are as they were in the backup before get a second name for the same file (a hard link) instead of a
    second copy, but with `anew`. Raises BackupError and OSError; then nothing is left of it.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with alone_in(target):
        earlier = backups_in(target)
        before = {} if anew or not earlier else _media_of(*earlier[-1])
        now = dt.datetime.now(dt.UTC)
        own = _free_name(target, now)
        with whole(target, own) as folder:
            migrations = _applied()
            name, named = ENGINES[connection.vendor].copy(connection, folder, list(file_columns()), tell)
            files = tuple(media.take(storage, folder / media.FOLDER, before, tell))
            manifest = Manifest(
                number=earlier[-1][1].number + 1 if earlier else 1,
                made_at=now.isoformat(timespec="seconds"),
                version=version(),
                engine=connection.vendor,
                migrations=migrations,
                database=kept(folder / name, name),
                media=files,
                missing=tuple(sorted(named - {file.name for file in files})),
                secret_key=_secret_key(folder),
            )
            _write(folder / NAME, manifest)
        old = [path for path, _manifest in earlier if _NAME.fullmatch(path.name)]
        surplus = old[: max(len(old) + 1 - keep, 0)] if keep else []
        forget(surplus)
    links = sum(before.get(file.name, (None, None))[1] is file for file in files)
    return Made(target / own, manifest, len(files) - links, len(surplus))


def verify(source: Path, tell: Tell) -> Manifest:
    """Reads all of a backup and compares it with its manifest. Raises BackupError, naming what is not as it was."""
    manifest = read(source)
    for place, file in files_of(source, manifest):
        tell(file.name)
        try:
            found = kept(place, file.name, file.changed)
        except OSError as error:
            raise BackupError(f"{place} cannot be read: {error.strerror}. Take another backup.") from error
        if found != file:
            raise BackupError(f"{place} is damaged: it is not as it was when the backup was made. Take another backup.")
    tell("the database is looked through")
    if manifest.engine not in ENGINES:
        raise BackupError(f"{source} is of a database that this version does not know: {manifest.engine}.")
    ENGINES[manifest.engine].check(inside(source, manifest.database.name))
    return manifest


def files_of(source: Path, manifest: Manifest) -> Iterator[tuple[Path, Kept]]:
    yield inside(source, manifest.database.name), manifest.database
    if manifest.secret_key:
        yield inside(source, manifest.secret_key.name), manifest.secret_key
    for file in manifest.media:
        yield inside(source / media.FOLDER, file.name), file


def file_columns() -> Iterator[tuple[str, str]]:
    """The table and the column of all that names files in the storage."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                yield model._meta.db_table, column.column


def _media_of(folder: Path, manifest: Manifest) -> dict[str, tuple[Path, Kept]]:
    return {file.name: (inside(folder / media.FOLDER, file.name), file) for file in manifest.media}


def _applied() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connections[DEFAULT_DB_ALIAS]).applied_migrations):
        found.setdefault(app, []).append(name)
    return {app: tuple(names) for app, names in found.items()}


def _secret_key(folder: Path) -> Kept | None:
    """The key that the site made for itself; one that it was given is whoever gave it to look after."""
    if settings.SECRET_KEY_GIVEN:
        return None
    with (settings.DATA_DIR / SECRET_KEY).open("rb") as source:
        return copied(source, folder / SECRET_KEY, SECRET_KEY)


def _write(path: Path, manifest: Manifest) -> None:
    path.touch(mode=0o600)
    path.write_text(manifest.written(), "utf-8")
    on_disk(path)


def _free_name(target: Path, now: dt.datetime) -> str:
    name = f"interviews-{now:%Y%m%dT%H%M%SZ}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(free for free in names if not (target / free).exists())
