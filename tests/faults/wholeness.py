"""Whether what is on a site is whole: its database, its index, its files."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from interviews.documents.data import as_data
from interviews.models import Interview
from interviews.retrieve import document_of
from portal.backups.making import file_columns
from tests.search.upkeep import assert_exact

#: What is another each time it is made.
_OWN = {"uid", "feed_guid", "file", "portrait", "published_at", "updated_at", "created_at"}


def assert_whole() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
        for table, column in file_columns():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
            for (name,) in cursor.fetchall():
                assert default_storage.exists(name), f"a row names {name}, which is not there"
    assert_exact()


def interviews() -> dict[str, Any]:
    """What each says, by its address, without what is made anew each time."""
    return {row.slug: _lasting(as_data(document_of(row))) for row in Interview.objects.all()}


def _lasting(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _lasting(value) for key, value in data.items() if key not in _OWN}
    return [_lasting(one) for one in data] if isinstance(data, list | tuple) else data
