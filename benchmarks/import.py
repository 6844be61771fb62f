"""Documents per second into an empty site, beside two floors taken in the same run.

    python benchmarks/import.py [COUNT] [--jobs N]     (with DATABASE_URL: on PostgreSQL, in a database of its own)

The floors: reading alone, without a database; and the very same rows written by the database's own bulk way
(`executemany` on SQLite, `COPY` on PostgreSQL) in one transaction, without Python between. Absolute figures are of the
machine; the ratios carry.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

#: Tables that an import fills, those that others point at first.
TABLES = [
    "interviews_series",
    "interviews_tag",
    "interviews_interview",
    "interviews_taggedinterview",
    "interviews_speaker",
    "interviews_bio",
    "interviews_appearance",
    "interviews_recording",
    "interviews_segment",
    "interviews_taggedsegment",
    "interviews_source",
    "interviews_importbatch",
    "interviews_importline",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = str(Path(folder, "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django

        django.setup()
        from django.db import connection
        from own_database import own_database

        with own_database():
            measure(Path(folder), asked.count, asked.jobs, connection.vendor)


def measure(folder: Path, count: int, jobs: int, vendor: str) -> None:
    from pages import write_pages

    write_pages(folder / "pages", count)
    size = sum(path.stat().st_size for path in (folder / "pages").iterdir()) / count / 1024
    print(f"{count:,} documents of {size:.0f} KB, {jobs} processes, {vendor}")
    reading = timed("reading alone", count, lambda: read_all(folder / "pages"))
    first = timed("import into an empty site", count, lambda: load(folder / "pages", jobs, "created", count))
    again = timed("import again, unchanged", count, lambda: load(folder / "pages", jobs, "unchanged", count))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before all rows are held for the floor
    floor = timed("the same rows, written raw", count, raw_floor(folder))
    print(f"import takes {first / floor:.1f} times the raw rows' time, {first / reading:.1f} times reading's")
    print(f"unchanged is {first / again:.1f} times faster than new; peak memory {peak:.0f} MB")


def timed(what: str, count: int, work: object) -> float:
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"  {what:<28} {seconds:8.2f} s {count / seconds:10,.0f} documents/s", flush=True)
    return seconds


def read_all(folder: Path) -> None:
    from interviews.importing.reading import prepare
    from interviews.importing.sources import found_in

    with found_in(str(folder)) as files:
        for found in files:
            assert prepare(found).items


def load(folder: Path, jobs: int, outcome: str, count: int) -> None:
    from interviews.importing.loading import Request, load
    from interviews.importing.sources import found_in
    from interviews.intake import Terms
    from interviews.models import ImportBatch

    terms = Terms(batch=ImportBatch(origin="benchmark"))
    with found_in(str(folder)) as files:
        lines = sum(line.outcome == outcome for line in load(files, Request(terms=terms, jobs=jobs)))
    assert lines == count, f"{lines} of {count} are {outcome}"


def raw_floor(folder: Path) -> object:
    """The rows that were made, read into memory; and what writes them into tables of the same shape, empty."""
    from django.db import connection

    with connection.cursor() as cursor:
        rows = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")
            rows[table] = cursor.fetchall(), [column[0] for column in cursor.description]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            # SQLite makes its own tables by itself, and those below a full text index along with that.
            made = ("sqlite_", "interviews_searchwords_")
            shapes = [sql for name, sql in cursor.fetchall() if not name.startswith(made)]
            return lambda: write_sqlite(folder / "floor.sqlite3", shapes, rows)
    return lambda: write_postgresql(rows)


def write_sqlite(path: Path, shapes: list[str], rows: dict) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    for shape in shapes:
        database.execute(shape)
    database.execute("BEGIN IMMEDIATE")
    for table, (values, names) in rows.items():
        marks = ", ".join("?" * len(names))
        plain = ([str(value) if hasattr(value, "isoformat") else value for value in row] for row in values)
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", plain)
    database.execute("COMMIT")
    database.close()


def write_postgresql(rows: dict) -> None:
    from django.db import connection, transaction
    from psycopg.types.json import Jsonb

    def plain(row: tuple) -> Iterator:
        return (Jsonb(value) if isinstance(value, dict | list) else value for value in row)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        for table, (values, names) in rows.items():
            quoted = ", ".join(f'"{name}"' for name in names)
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(list(plain(row)))


if __name__ == "__main__":
    main()
