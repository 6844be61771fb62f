"""A backup takes the place of what is there: looked through as a whole before, and put there by one step at the end."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from interviews.models import RenderedPage
from interviews.models.generation import EVERYTHING, count
from interviews.search.index import is_empty, rebuild
from portal.backups import media, of_postgresql, of_sqlite
from portal.backups.folders import copied, inside
from portal.backups.making import SECRET_KEY, Tell, verify
from portal.backups.manifest import BackupError, Manifest, read
from portal.on_disk import on_disk
from portal.version import in_order, version

#: Whoever finds a row in one of these has a site with content.
_CONTENT = ("interviews_interview", "auth_user", "comments_comment", "interviews_speaker")
#: Signed in then, and perhaps meanwhile signed out or shut out: everybody signs in again.
_FORGOTTEN = ("django_session", "interviews_renderedpage")


def restore(
    source: Path, *, overwrite: bool = False, storage: Storage = default_storage, tell: Tell
) -> tuple[Manifest, int]:
    """Puts the backup in that folder in the place of the site; returns what was in it, and how many of its media had to
    be stored. Raises BackupError, OSError and DatabaseError; until its last step the site is as it was, but for media
    that came back.

    What is not in the backup goes with the database, but no file does: `orphans` finds those that no row names.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    manifest = read(source)
    _refuse_unsuitable(manifest, connection)
    if not overwrite and (found := content(connection, storage)):
        raise BackupError(
            f"This site has content already ({found}). To have the backup in its place, say so: --overwrite. "
            "What was written since the backup was made is lost then."
        )
    verify(source, tell)
    count_before = _counted(connection)
    if connection.vendor == "sqlite":
        return manifest, _into_sqlite(source, manifest, connection, count_before, storage, tell)
    return manifest, _into_postgresql(source, manifest, connection, count_before, storage, tell)


def content(connection: BaseDatabaseWrapper, storage: Storage) -> str:
    """What is there, in words; empty where nothing is."""
    try:
        with connection.cursor() as cursor:
            for table in sorted(set(_CONTENT) & set(connection.introspection.table_names(cursor))):
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
                (rows,) = cursor.fetchone()
                if rows:
                    return f"rows in {table}: {rows:,}"
    except DatabaseError as error:
        return f"a database that cannot be read: {error}"
    name = next(media.names_in(storage), "")
    return f"the file {name}" if name else ""


def _refuse_unsuitable(manifest: Manifest, connection: BaseDatabaseWrapper) -> None:
    """Raises BackupError where this software, or its database, can make nothing of it."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.engine}, and the site's database is {connection.vendor}. Restore it into a "
            "site with the same, and move that one as docs/deploying.md says."
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    strange = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if strange or in_order(manifest.version) > in_order(version()):
        more = f": it knows of {', '.join(strange[:3])}" if strange else ""
        raise BackupError(
            f"The backup was made by version {manifest.version}, which is newer than this one ({version()}){more}. "
            "Restore it with that version, or a later one."
        )


def _into_sqlite(
    source: Path, manifest: Manifest, connection: BaseDatabaseWrapper, before: int, storage: Storage, tell: Tell
) -> int:
    site = Path(connection.settings_dict["NAME"])
    site.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = site.with_name(f"{site.name}.restoring")
    of_sqlite.remove(new)
    try:
        with inside(source, manifest.database.name).open("rb") as file:
            copied(file, new, new.name)
        with of_sqlite.standing_at(new):
            _brought_up_to_date(before, tell)
        of_sqlite.remove_beside(new)
        stored = media.put_back(storage, source / media.FOLDER, manifest.media, tell)
        _put_key_back(source, manifest)
        connection.close()
        tell("the database takes its place")
        of_sqlite.take_place(new, site)
    finally:
        of_sqlite.remove(new)
    return stored


def _into_postgresql(
    source: Path, manifest: Manifest, connection: BaseDatabaseWrapper, before: int, storage: Storage, tell: Tell
) -> int:
    """What is behind the one transaction is done by the next `migrate` too, should this be broken off there."""
    stored = media.put_back(storage, source / media.FOLDER, manifest.media, tell)
    _put_key_back(source, manifest)
    tell("the database takes its place")
    there = [f"DO $$ BEGIN IF to_regclass('{table}') IS NOT NULL THEN DELETE FROM {table}; END IF; END $$;"  # noqa: S608
             for table in _FORGOTTEN]  # fmt: skip
    of_postgresql.take_place(connection, inside(source, manifest.database.name), "\n".join(there))
    _brought_up_to_date(before, tell)
    return stored


def _brought_up_to_date(before: int, tell: Tell) -> None:
    """To the tables of this version; with all that is made of the rest; and no page, on any node, stands any more."""
    tell("the tables of this version")
    call_command("migrate", interactive=False, verbosity=0)
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")
        RenderedPage.objects.all().delete()
        count(EVERYTHING)
        with connection.cursor() as cursor:  # never a number that this site had before, with other content
            cursor.execute("UPDATE interviews_generation SET count = count + %s WHERE key = %s", [before, EVERYTHING])
    if is_empty():
        tell("the search index")
        rebuild()


def _counted(connection: BaseDatabaseWrapper) -> int:
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT max(count) FROM interviews_generation")
        return int(cursor.fetchone()[0] or 0)
    return 0


def _put_key_back(source: Path, manifest: Manifest) -> None:
    if manifest.secret_key is None or settings.SECRET_KEY_GIVEN:
        return
    place = settings.DATA_DIR / SECRET_KEY
    fresh = place.with_name(f"{SECRET_KEY}.restoring")
    fresh.unlink(missing_ok=True)
    with inside(source, manifest.secret_key.name).open("rb") as file:
        copied(file, fresh, SECRET_KEY)
    os.replace(fresh, place)
    on_disk(place.parent)
