"""A deed on PostgreSQL that is killed before some of its steps: `python -m tests.machines.killing import FOLDER`.

Started by `tests.machines.test_whole_on_postgresql` with the environment of a node, whose database is empty and has the
tables of today.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import django
import psycopg
from django.conf import settings
from psycopg import sql

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()

from django.db import connection
from django.test.utils import setup_test_environment

from interviews.store.due import _Looking
from tests.faults.deeds import Backup, Deed, Import, Migration, OneComment, Publication, go_through

#: Of some hundreds; all of them are tried on SQLite.
KILLS = 4
#: Where migrations begin: all of them take as long as all other tests of this kind together.
BEGIN = {"editorial": "0003", "interviews": "0018"}


def arranged(folder: Path) -> Callable[[], Path]:
    """Puts database and folder as they were when this was first called back, each time."""
    name, kept = (sql.Identifier(one) for one in (connection.settings_dict["NAME"], "kept"))
    server = {"dbname": "postgres", "host": connection.settings_dict["HOST"], "port": connection.settings_dict["PORT"]}
    beside_it = folder.with_name("kept")
    is_kept = False

    def arrange() -> Path:
        nonlocal is_kept
        connection.close()
        with psycopg.connect(user=connection.settings_dict["USER"], autocommit=True, **server) as beside:
            of, to = (kept, name) if is_kept else (name, kept)
            beside.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(to))
            beside.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(to, of))
        from_, into = (beside_it, folder) if is_kept else (folder, beside_it)
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(from_, into)
        is_kept = True
        return folder

    return arrange


if __name__ == "__main__":
    setup_test_environment()
    _Looking.next_at = float("inf")  # no step more where a second has passed
    deeds: dict[str, Callable[..., Deed]] = {
        "import": lambda folder: Import(Path(folder)),
        "comment": OneComment,
        "publication": Publication,
        "backup": lambda: Backup(Path(settings.DATA_DIR) / "backups"),
        "migration": lambda: Migration(**BEGIN),
    }
    go_through(deeds[sys.argv[1]](*sys.argv[2:]), arranged(Path(settings.DATA_DIR)), KILLS)
