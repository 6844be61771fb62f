"""A site of its own, in a folder of its own, with its database in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.backups import of_sqlite


@pytest.fixture
def site(db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of the data of an empty site. In it `connection` leads to the database of that site."""
    if connection.vendor != "sqlite":
        pytest.skip("the tests of PostgreSQL start a server of their own (tests/machines)")
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.BACKUP_MARK = settings.DATA_DIR / "last_backup"
    settings.SECRET_KEY_GIVEN = False
    settings.DATA_DIR.mkdir(mode=0o700)
    (settings.DATA_DIR / "secret_key").write_text("made once")
    path = settings.DATA_DIR / "db.sqlite3"
    path.write_bytes(connection.connection.serialize())
    with of_sqlite.standing_at(path):
        yield settings.DATA_DIR
