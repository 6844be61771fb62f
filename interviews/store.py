"""The door into the database: a document from a file becomes an interview, or is merged with the one it became."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import DataError, IntegrityError, OperationalError, connection, models, transaction
from django.utils import timezone

from interviews.attachments import Attachments
from interviews.documents.data import as_data, from_data
from interviews.documents.decoding import decode
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.identity import person_key, with_uids
from interviews.documents.merge import merge
from interviews.models import Interview, Segment, Source
from interviews.models.segment import new_uid
from interviews.remarks import add_remarks
from interviews.retrieve import document_of
from interviews.rows import refuse_what_does_not_fit, write_rows

#: Tries at one document when an editor makes the same speaker, tag or address at the same moment.
TRIES = 4
IMPORT_LOCK = 7_302_115  # any number, as long as nothing else in the database locks it


@dataclass(frozen=True, slots=True)
class Original:
    """What a document was read from. Files that the document names are looked for beside `path`.

    `text` is what it can be read from again, or `data` where that is no text.
    """

    key: str
    digest: str
    text: str = ""
    data: bytes | None = None
    format_name: str = "page-text"
    name: str = ""
    path: Path | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document: `outcome` is created, updated or unchanged. `findings` are those of the merge."""

    outcome: str
    interview: Interview
    findings: tuple[Finding, ...] = ()


def store(
    document: InterviewDocument, original: Original, *, publish_at: dt.datetime | None = None, dry_run: bool = False
) -> Stored:
    """Puts a document into rows, in one transaction; the second time the same file changes nothing.

    A file that changed is merged with what editors changed (see `documents.merge`); segments keep their uids, and
    with them their comments and links. `publish_at` makes a draft public. `dry_run` does all of it and takes it
    back. Raises DocumentError where a value does not fit its column; then nothing was written.
    """
    for again in reversed(range(TRIES)):
        try:
            return _store_once(document, original, publish_at, dry_run)
        except DataError as error:
            raise DocumentError(f"the database refuses a value: {error}", code="value_does_not_fit") from error
        except (IntegrityError, OperationalError) as error:
            # The second time the new name is there, and is found.
            if not again:
                problem = f"others write the same at this moment ({error}); run the import again"
                raise DocumentError(problem, code="busy") from error
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311  not a secret, only not in step
    raise AssertionError("unreachable")


def _store_once(
    document: InterviewDocument, original: Original, publish_at: dt.datetime | None, dry_run: bool
) -> Stored:
    files = Attachments(original.path)
    try:
        with transaction.atomic():
            _one_import_at_a_time()
            stored = _store(document, original, files)
            if publish_at and stored.interview.status == Interview.Status.DRAFT:
                stored.interview.publish(at=publish_at)
                if stored.outcome == "unchanged":
                    stored = replace(stored, outcome="updated")
            if dry_run:
                transaction.set_rollback(True)
    except BaseException:
        files.take_back()
        raise
    if dry_run:
        files.take_back()
    return replace(stored, findings=(*stored.findings, *files.findings))


def _one_import_at_a_time() -> None:
    """Imports meet the same new speakers, tags and addresses; PostgreSQL would let them collide.

    SQLite lets one transaction write at a time anyway. Until the end of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _store(document: InterviewDocument, original: Original, files: Attachments) -> Stored:
    source = _source_of(original)
    if source is not None and source.digest == original.digest:
        return Stored("unchanged", source.interview)
    document, findings = _each_person_once(document)
    document, remarks = replace(document, comments=()), document.comments
    if source is None:
        interview, outcome = Interview(), "created"
        document = replace(document, segments=with_uids(document.segments, (), new_uid))
        write_rows(interview, document, files)
        source = Source(key=original.key, interview=interview)
    else:
        interview = Interview.objects.select_for_update().get(pk=source.interview_id)
        base, current = from_data(source.document), document_of(interview)
        known = {segment.uid: segment for segment in (*current.segments, *base.segments)}
        document = replace(document, segments=with_uids(document.segments, tuple(known.values()), new_uid))
        merged = merge(base, current, document, precious=_answered(interview))
        findings += merged.findings
        outcome = "unchanged" if merged.document == current else "updated"
        if outcome == "updated":
            write_rows(interview, merged.document, files)
    added, odd = add_remarks(interview, remarks)
    findings += tuple(odd)
    if added and outcome == "unchanged":
        outcome = "updated"
    source.digest, source.text, source.data = original.digest, original.text, original.data
    source.format, source.name, source.document = original.format_name, original.name, as_data(document)
    source.findings = [
        {"line": finding.line, "code": finding.code, "message": finding.message}
        for finding in (*original.findings, *findings, *files.findings)
    ]
    refuse_what_does_not_fit(source)
    source.save()
    return Stored(outcome, interview, findings)


def _source_of(original: Original) -> Source | None:
    """The source that lies at this address with these bytes; else the one with these bytes that was moved here;
    else the one at this address, which changed; else one with these bytes elsewhere, of which this is a copy."""
    sources = Source.objects.select_related("interview").select_for_update(of=("self",))
    here = sources.filter(key=original.key).first()
    if here is not None and here.digest == original.digest:
        return here
    twin = sources.filter(digest=original.digest).first()
    if twin is None or original.path is None or _lies_still(twin):
        return here or twin
    if here is not None:  # another file lies where this one was: it is found again by its bytes, or stays as it is
        here.key = f"{here.key} (until {timezone.now():%Y-%m-%d %H:%M:%S.%f})"
        here.save(update_fields=["key"])
    twin.key = original.key
    twin.save(update_fields=["key"])
    return twin


def _lies_still(source: Source) -> bool:
    """Whether the file that a source came from is still there, with the text it had."""
    path = Path(source.key.removeprefix("file://"))
    try:
        return decode(path.read_bytes())[0] == source.text
    except (OSError, ValueError, DocumentError):
        return False


def _each_person_once(document: InterviewDocument) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    """A person named twice in one role takes part once."""
    people = {person_key(entry): entry for entry in reversed(document.appearances)}
    once = tuple(entry for entry in document.appearances if people[person_key(entry)] is entry)
    twice = [entry.name for entry in document.appearances if people[person_key(entry)] is not entry]
    findings = tuple(Finding(None, "person_twice", f"{name} is named twice and was taken once") for name in twice)
    return replace(document, appearances=once), findings


def _answered(interview: Interview) -> set[str]:
    """The uids of the segments on which something hangs that is not the document's: readers' remarks."""
    hanging = models.Q()
    for relation in Segment._meta.related_objects:
        if relation.on_delete is models.SET_NULL:
            hanging |= models.Q(**{f"{relation.name}__isnull": False})
    return set(interview.segments.filter(hanging).values_list("uid", flat=True)) if hanging else set()
