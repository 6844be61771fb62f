"""Work on a large upload, and the undoing of a large import, that goes on behind the answer.

A page tells how far it is, and nobody's browser has to wait. It is done by a thread of the process that was asked:
there the upload lies. Where the process ends first, the work ends between two portions or with one taken back; what is
in stays in, the upload stays, and the page says so. An undo is one transaction: it is done, or nothing of it.
"""

from __future__ import annotations

import logging
import pickle
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connections, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from interviews.admin.importing.preview import looked_at, preview_of
from interviews.admin.importing.undo import as_data
from interviews.admin.importing.uploaded import batch_of, store_all
from interviews.importing.report import ReportLine
from interviews.importing.undoing import undo
from interviews.models import ImportBatch, ImportProgress, Upload
from interviews.models.import_progress import MOST_KEPT
from interviews.progress import Pace, Progress

log = logging.getLogger(__name__)

State = ImportProgress.State
#: Bytes of a signature.
_SIGNED = 32
#: Files in an archive, and bytes of a single file, beyond which an upload may take longer than a page should.
MANY_FILES = 50
LARGE_FILE = 4 * 1024 * 1024
#: Seconds that an answer waits for the work, which may be done by then.
PATIENCE = 1.0
#: Seconds between two notes of how far it is.
EVERY = 1.0


def may_last(upload: Upload) -> bool:
    try:
        with zipfile.ZipFile(upload.path) as archive:
            return len(archive.infolist()) > MANY_FILES
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return upload.path.stat().st_size > LARGE_FILE


def running(upload: Upload) -> ImportProgress | None:
    """What is being done with the upload now."""
    progress = ImportProgress.objects.filter(upload=upload).select_related("batch").first()
    return progress if progress and progress.is_running else None


def look(upload: Upload, user: Any) -> list[ReportLine] | None:
    """What each source would become, where that is known by now; otherwise it is being found out."""
    progress = ImportProgress.objects.filter(upload=upload).first()
    if progress is not None and progress.state == State.LOOKED and (found := _found(upload)) is not None:
        return found
    with transaction.atomic():
        progress = ImportProgress.objects.select_for_update().filter(upload=upload).first()
        if progress is not None and progress.is_running:
            return None
        progress = progress or ImportProgress(upload=upload)
        batch, progress.batch = progress.batch, None
        progress.begin(State.LOOKING, None, batch=None)
        if batch is not None and not batch.lines.exists():  # it came to nothing
            batch.delete()
    _begin(_look, progress.pk, user.pk)
    progress.refresh_from_db()
    return _found(upload) if progress.state == State.LOOKED else None


def forget(upload: Upload) -> None:
    """What was found out: the site, or the upload, may be another now."""
    ImportProgress.objects.filter(upload=upload).delete()


def take_in(upload: Upload, user: Any, signature: str) -> ImportBatch | None:
    """The batch that comes of it: begun, and perhaps done. None where the upload is being worked on already.

    Nothing is imported where it would not become what was shown, as the signature of the preview says.
    """
    with transaction.atomic():
        progress = ImportProgress.objects.select_for_update().filter(upload=upload).first()
        if progress is None or progress.is_running:
            return None
        batch = batch_of(upload, user)
        batch.save()
        progress.begin(State.CHECKING, len(_found(upload) or ()) or None, batch=batch)
    _begin(_take_in, progress.pk, user.pk, signature)
    return batch


def take_back(batch: ImportBatch, user: Any) -> None:
    """Begins to undo a batch, where nothing is being done with it already."""
    with transaction.atomic():
        progress = ImportProgress.objects.select_for_update().filter(batch=batch).first()
        if progress is not None and progress.is_running:
            return
        progress = progress or ImportProgress(batch=batch)
        progress.begin(State.UNDOING, batch.lines.count())
    _begin(_take_back, progress.pk, user.pk)


def pace_of(progress: ImportProgress) -> Pace:
    """Of an undo only the process that does it can tell how far it is: nobody else sees into its transaction."""
    if progress.state == State.UNDOING:
        seconds = (timezone.now() - progress.began_at).total_seconds()
        counting = _undoing.get(progress.pk)
        return Pace(counting.count, progress.expected, counting.count, seconds) if counting else Pace(0, None, 0, 0)
    return progress.pace


#: How far undoing is, of those that this process does.
_undoing: dict[int, Progress] = {}


def _begin(work: Callable[..., None], key: int, *given: Any) -> None:
    """Waits a moment: what is done by then need not be waited for on another page."""
    thread = threading.Thread(target=_alone, args=[work, key, *given], name=f"upload-{key}")
    thread.start()
    thread.join(PATIENCE)


def _alone(work: Callable[..., None], key: int, *given: Any) -> None:
    try:
        work(key, *given)
    except Exception as error:  # nobody else would hear of it
        if not isinstance(error, _Ended):
            log.exception("The work on an import failed")
        ends = State.NOT_UNDONE if work is _take_back else State.STOPPED
        ImportProgress.objects.filter(pk=key).update(state=ends)
    finally:
        connections.close_all()


class _Ended(Exception):
    """The process is about to end."""


class _Counting:
    """Notes now and then, between two portions, how many lines came."""

    def __init__(self, progress: ImportProgress) -> None:
        self.progress = progress
        self.count = 0
        self.noted = time.monotonic()

    def each(self, lines: Iterable[ReportLine]) -> Iterator[ReportLine]:
        for line in lines:
            self.count += 1
            yield line

    @contextmanager
    def portion(self) -> Iterator[None]:
        yield
        if not threading.main_thread().is_alive():
            raise _Ended
        if time.monotonic() - self.noted >= EVERY:
            self.noted = time.monotonic()
            self.progress.reach(self.count)


def _look(key: int, user: int) -> None:
    progress, upload, by = _given(key, user)
    counting = _Counting(progress)

    def foreseen(files: int) -> None:
        progress.expected = files

    lines = list(counting.each(looked_at(upload, by, counting.portion, foreseen)))
    content = pickle.dumps(lines)
    _where_found(upload).write_bytes(_signature(content) + content)
    progress.end(State.LOOKED, done=len(lines))


def _take_in(key: int, user: int, signature: str) -> None:
    progress, upload, by = _given(key, user)
    counting = _Counting(progress)
    lines = list(counting.each(looked_at(upload, by, counting.portion)))
    if preview_of(upload, by, lines).signature != signature:
        progress.end(State.OVERTAKEN)
        return
    progress.begin(State.IMPORTING, len(lines))
    counting = _Counting(progress)
    counts, failures = Counter[str](), []
    for line in counting.each(store_all(upload, by, progress.batch, counting.portion)):
        counts[line.outcome] += 1
        if line.outcome == "failed" and len(failures) < MOST_KEPT:
            failures.append(line.as_data())
    progress.end(State.DONE, done=counting.count, counts=dict(counts), failures=failures, upload=None)
    upload.delete()


def _take_back(key: int, user: int) -> None:
    progress, _upload, by = _given(key, user)
    _undoing[key] = Progress(quiet=True)
    try:
        undone = undo(progress.batch, by, _undoing[key])
    finally:
        del _undoing[key]
    progress.end(State.UNDONE, done=progress.expected, counts=as_data(undone), failures=[])


def _given(key: int, user: int) -> tuple[ImportProgress, Upload, Any]:
    progress = ImportProgress.objects.select_related("upload", "batch").get(pk=key)
    return progress, progress.upload, get_user_model().objects.get(pk=user)


def _where_found(upload: Upload) -> Path:
    """Beside the file, hidden: no document of its own."""
    return upload.path.with_name(".looked")


def _found(upload: Upload) -> list[ReportLine] | None:
    """None where there is nothing that `_look` of this site wrote: to load what somebody else wrote would run it."""
    try:
        written = _where_found(upload).read_bytes()
    except OSError:
        return None
    signature, content = written[:_SIGNED], written[_SIGNED:]
    if not constant_time_compare(signature, _signature(content)):
        return None
    lines: Iterable[ReportLine] = pickle.loads(content)  # noqa: S301
    return list(lines)


def _signature(content: bytes) -> bytes:
    return salted_hmac("interviews.admin.importing.behind", content, algorithm="sha256").digest()
