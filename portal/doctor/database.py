"""The database: whether it answers, is whole, is of this version, and says of other things what is true."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews.comments.models import Letter
from interviews.editorial.models import WorkingDraft
from interviews.models import ImportProgress, Interview, SearchEntry, Segment
from interviews.models.upload import Upload
from portal.doctor.finding import Finding, advice, ok, wrong
from portal.sqlite.base import PRAGMAS
from portal.watching import readiness

#: Seconds by which two clocks may differ.
MOST_SKEW = 5.0
#: After so long in a queue nobody does it any more.
STUCK_AFTER = dt.timedelta(hours=1)


def answers() -> Iterator[Finding]:
    """To be asked first: what else is asked of the database waits for it."""
    path = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not connection.is_in_memory_db() and not Path(path).exists():
        yield wrong("database", f"there is none at {path}", "./run manage migrate, or see DATA_DIR and DATABASE_URL")
        return
    readiness.unapplied()  # within bounds, and makes no empty file where there is no database
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield ok("database", f"{connection.vendor} answers in {(time.perf_counter() - began) * 1000:.0f} ms")


def migrations() -> Iterator[Finding]:
    lacking = readiness.unapplied()
    if lacking is None:
        yield wrong("migrations", "there are no tables", "./run manage migrate")
    elif lacking:
        yield wrong("migrations", f"not applied: {', '.join(lacking)}", "./run manage migrate")
    else:
        yield ok("migrations", "all are applied")


def is_whole() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
            broken = cursor.fetchone()[0]
        cure = "REINDEX DATABASE CONCURRENTLY, in psql"
        yield wrong("indexes", f"{broken} cannot be used", cure) if broken else ok("indexes", "all can be used")
        return
    with connection.cursor() as cursor:
        for name, (wanted, _why) in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            ((found,),) = cursor.fetchall()
            if found != wanted and not connection.is_in_memory_db():
                cure = "Leave the OPTIONS of portal/databases.py as they are; a network file system cannot do WAL."
                yield wrong(f"SQLite's {name}", f"is {found}, not {wanted}", cure)
        cursor.execute("PRAGMA quick_check(5)")
        said = [row[0] for row in cursor.fetchall()]
    if said == ["ok"]:
        yield ok("integrity", "SQLite's quick_check finds nothing")
    else:
        yield wrong("integrity", "; ".join(said), "Restore the last backup: docs/deploying.md.")


def clock() -> Iterator[Finding]:
    """A server's, on another machine: what is published at a moment goes by both."""
    if connection.vendor == "sqlite":
        yield ok("clock", f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC, and the database is on this machine")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        skew = float(cursor.fetchone()[0]) - time.time()
    if abs(skew) > MOST_SKEW:
        yield wrong("clock", f"the database's differs by {skew:+.0f} s", "Let both follow NTP (timedatectl).")
    else:
        yield ok("clock", f"the database's differs by {skew:+.1f} s")


def search_index() -> Iterator[Finding]:
    of_interview = SearchEntry.objects.filter(interview=OuterRef("pk"), kind="interview")
    of_segment = SearchEntry.objects.filter(segment=OuterRef("pk"))
    interviews = Interview.objects.without_copies()
    lacking = interviews.exclude(Exists(of_interview)).count()
    lacking += Segment.objects.filter(interview__in=interviews.values("pk")).exclude(Exists(of_segment)).count()
    entries, words = SearchEntry.objects.count(), None
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM interviews_searchwords_docsize")
            words = cursor.fetchone()[0]
    if lacking or words not in (None, entries):
        told = f"{lacking} interviews and segments cannot be found" if lacking else "the words are of other entries"
        yield wrong("search index", told, "./run manage rebuild_search_index")
    else:
        yield ok("search index", f"{entries} entries, none is missing")


def generations() -> Iterator[Finding]:
    """On PostgreSQL they are numbers of transactions, which begin anew where a dump is restored elsewhere."""
    if connection.vendor != "postgresql":
        yield ok("changes of pages", "counted by this database itself")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM interviews_generation "
            "WHERE at >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint "
            "AND at > COALESCE(pg_current_xact_id_if_assigned()::text::bigint, 0)"
        )
        ahead = cursor.fetchone()[0]
    if ahead:
        told = f"{ahead} were counted by another server: pages of before may be shown"
        yield wrong("changes of pages", told, "./run manage forget_pages, and start the nodes anew")
    else:
        yield ok("changes of pages", "none is from a later transaction than the last")


def waiting() -> Iterator[Finding]:
    """What was to be done and was not."""
    before = timezone.now() - STUCK_AFTER
    ready = DBTaskResult.objects.filter(status="READY", enqueued_at__lt=before).count()
    running = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=before).count()
    letters = Letter.objects.due().filter(created_at__lt=before).count()
    if ready or running:
        told = f"{ready} wait for more than an hour, and {running} began and never ended"
        yield wrong("tasks", told, "./run manage db_worker (systemctl status interviews-worker)")
    else:
        yield ok("tasks", "none is stuck")
    if letters:
        yield wrong("letters", f"{letters} are due for more than an hour", "./run manage send_letters, and see its log")
    else:
        yield ok("letters", "none waits")
    silent = [progress for progress in ImportProgress.objects.filter(state__in=_WORKING) if not progress.is_running]
    if silent:
        yield advice("imports", f"{len(silent)} ended with their process", "Begin them anew at the desk.")
    late = Interview.objects.filter(goes_live_at__lt=before).count()
    if late:
        yield wrong("scheduled changes", f"{late} should be live for an hour", "Ask for any page, and see the log.")


_WORKING = ("looking", "checking", "importing", "undoing")


def left_behind() -> Iterator[Finding]:
    """What the clock's commands should have taken away."""
    old = timezone.now() - dt.timedelta(days=settings.DRAFTS_KEPT_DAYS + 7)
    drafts = WorkingDraft.objects.filter(saved_at__lt=old).count()
    if drafts:
        yield advice("typed and not saved", f"{drafts} are older than DRAFTS_KEPT_DAYS", "./run manage purge_drafts")
    else:
        yield ok("typed and not saved", "nothing is older than it may be")
    uploads = Upload.objects.count()
    yield ok("uploads", f"{uploads} wait for their editors' decision")
