"""The door into the database: a document from a file becomes an interview, or is merged with the one it became."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from interviews.attachments import Attachments
from interviews.documents.data import as_data, from_data
from interviews.documents.document import CommentEntry, InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.identity import person_key, with_uids
from interviews.documents.merge import merge
from interviews.duplicates import look_alikes
from interviews.intake import Original, Stored, Terms, document_data
from interviews.models import ImportLine, Interview, Source
from interviews.models.segment import new_uid
from interviews.remarks import add_remarks, answered_segments
from interviews.retrieve import document_of
from interviews.rows.additions import add_to
from interviews.rows.change import write_rows
from interviews.rows.fitting import refuse_what_does_not_fit
from interviews.rows.new import NewInterview, check_fit, write_new
from interviews.sources import KnownSources

#: Tries at one document when an editor makes the same speaker, tag or address at the same moment.
TRIES = 4
IMPORT_LOCK = 7_302_115  # any number, as long as nothing else in the database locks it


Incoming = tuple[InterviewDocument, Original]


def store(document: InterviewDocument, original: Original, terms: Terms) -> Stored:
    """Puts a document into rows, in one transaction; the second time the same file changes nothing.

    A file that changed is merged with what editors changed (see `documents.merge`); segments keep their uids, and
    with them their comments and links. Raises DocumentError where a value does not fit its column; then nothing was
    written.
    """
    (result,) = store_many([(document, original)], terms)
    if isinstance(result, DocumentError):
        raise result
    return result


def store_many(incoming: Sequence[Incoming], terms: Terms) -> list[Stored | DocumentError]:
    """`store` for each, with the queries of one; what cannot be stored is its own error and harms no other.

    All go into one transaction. Where the database refuses anything there, each goes into one of its own.
    """
    for again in reversed(range(TRIES)):
        try:
            return _in_one_transaction(incoming, terms)
        except (DataError, DocumentError, IntegrityError, OperationalError) as error:
            if len(incoming) > 1:
                return [result for one in incoming for result in store_many([one], terms)]
            if isinstance(error, DocumentError):
                return [error]
            if isinstance(error, DataError):
                return [DocumentError(f"the database refuses a value: {error}", code="value_does_not_fit")]
            # The second time the new name is there, and is found.
            if not again:
                problem = f"others write the same at this moment ({error}); run the import again"
                return [DocumentError(problem, code="busy")]
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311  not a secret, only not in step
    raise AssertionError("unreachable")


def _in_one_transaction(incoming: Sequence[Incoming], terms: Terms) -> list[Stored | DocumentError]:
    attachments = [Attachments(original.path) for _document, original in incoming]
    batch_was_new = terms.batch is not None and terms.batch.pk is None
    try:
        with transaction.atomic():
            _one_import_at_a_time()
            results = _Store(terms, attachments).take(incoming)
            if terms.dry_run:
                transaction.set_rollback(True)
    except BaseException:
        for files in attachments:
            files.take_back()
        if terms.batch is not None and batch_was_new:
            terms.batch.pk, terms.batch._state.adding = None, True
        raise
    for result, files in zip(results, attachments, strict=True):
        if terms.dry_run or isinstance(result, DocumentError):
            files.take_back()
    return [
        replace(result, findings=(*result.findings, *files.findings)) if isinstance(result, Stored) else result
        for result, files in zip(results, attachments, strict=True)
    ]


def _one_import_at_a_time() -> None:
    """Imports meet the same new speakers, tags and addresses; PostgreSQL would let them collide.

    SQLite lets one transaction write at a time anyway. Until the end of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


class _Store:
    """Documents on their way into rows, within one transaction."""

    def __init__(self, terms: Terms, attachments: Sequence[Attachments]) -> None:
        self.terms = terms
        self.attachments = attachments
        self.sources: list[Source] = []
        self.lines: list[ImportLine] = []

    def take(self, incoming: Sequence[Incoming]) -> list[Stored | DocumentError]:
        results: dict[int, Stored | DocumentError] = {}
        known = KnownSources([original for _document, original in incoming])
        fresh: dict[int, NewInterview] = {}
        forms: dict[int, dict[str, Any]] = {}
        for number, (document, original) in enumerate(incoming):
            source = known.find(original)
            if source is not None:
                met = _met_now if source.pk is None else self._met
                results[number] = met(document, original, source, self.attachments[number])
                continue
            once, findings = _as_it_can_be_kept(document)
            segments = with_uids(once.segments, (), new_uid)
            new = NewInterview(replace(once, segments=segments), self.attachments[number])
            findings += self._place(new, original)
            try:
                check_fit(new)
                refuse_what_does_not_fit(Source(key=original.key, name=original.name, digest=original.digest))
            except DocumentError as error:
                results[number] = error
                continue
            fresh[number] = new
            ready = original.data_form if original.said is None and not findings else None
            forms[number] = ready or _said_by(original, new.document)
            results[number] = Stored("created", new.row, findings)
            known.add(original, new.row)
        write_new(list(fresh.values()))
        twins = look_alikes({number: (new.row, new.document) for number, new in fresh.items()})
        for number, new in fresh.items():
            original, result = incoming[number][1], results[number]
            _count, odd = add_remarks(new.row, self._allowed(new.document.comments))
            result = results[number] = replace(
                result, findings=(*result.findings, *odd, *filter(None, [twins.get(number)]))
            )
            source = Source(key=original.key, interview=new.row)
            self.sources.append(self._source(source, forms[number], original, result.findings, new.files))
            came = {"came": document_data(new.document)} if original.said else None  # the source says something else
            self._line(new.row, original.key, "created", came)
        Source.objects.bulk_create(self.sources)
        self._keep_lines()
        return [self._added_to(results[number]) for number in range(len(incoming))]

    def _added_to(self, result: Stored | DocumentError) -> Stored | DocumentError:
        asked = self.terms.tags or self.terms.series
        if asked and isinstance(result, Stored) and add_to(result.interview, self.terms.tags, self.terms.series):
            return replace(result, outcome="created" if result.outcome == "created" else "updated")
        return result

    def _met(
        self, document: InterviewDocument, original: Original, source: Source, files: Attachments
    ) -> Stored | DocumentError:
        """A source that was here before."""
        try:
            with transaction.atomic():
                stored = self._merged(document, original, source, files)
        except DocumentError as error:
            return error
        if source.key != original.key:
            stored = replace(stored, findings=(*stored.findings, _copy_of(source)))
        interview = stored.interview
        at = self.terms.publish_at
        may = original.publication is None or original.publication.status == Interview.Status.PUBLISHED
        if at and may and interview.status == Interview.Status.DRAFT:
            interview.publish(at=at)
            if stored.outcome == "unchanged":
                return replace(stored, outcome="updated")
        return stored

    def _merged(self, document: InterviewDocument, original: Original, source: Source, files: Attachments) -> Stored:
        in_conflict = self.terms.overwrite and any(told.get("code") == "both_changed" for told in source.findings)
        if source.digest == original.digest and not self.terms.again and not in_conflict:
            return Stored("unchanged", source.interview)
        if not self.terms.may_change:
            problem = f"it would change “{source.interview.slug}”, which you may not; ask who may change interviews"
            raise DocumentError(problem, code="may_not_change")
        there = original.publication
        if source.interview.status == Interview.Status.PUBLISHED and there and there.status != "published":
            problem = (
                f"it is not public any more where it comes from, and “{source.interview.slug}” is public here: nothing "
                "was changed; withdraw it in the admin, then import it again"
            )
            raise DocumentError(problem, code="public_here_only")
        document, findings = _as_it_can_be_kept(document)
        document, remarks = replace(document, comments=()), document.comments
        interview = Interview.objects.select_for_update().get(pk=source.interview_id)
        base, current = from_data(source.document), document_of(interview)
        known = {segment.uid: segment for segment in (*current.segments, *base.segments)}
        document = replace(document, segments=with_uids(document.segments, tuple(known.values()), new_uid))
        merged = merge(base, current, document, precious=answered_segments(interview), overwrite=self.terms.overwrite)
        findings += merged.findings
        outcome = "unchanged" if merged.document == current else "updated"
        if outcome == "updated":
            before = {"document": as_data(current), "source": as_data(base), **_kept_of(source)}
            write_rows(interview, merged.document, files)
            self._line(interview, source.key, "updated", before)
        added, odd = add_remarks(interview, self._allowed(remarks))
        findings += tuple(odd)
        said = document_data(merged.said) if original.said is None else _said_by(original, document)
        self._source(source, said, original, findings, files)
        refuse_what_does_not_fit(source)
        source.save()
        return Stored("updated" if added else outcome, interview, findings)

    def _allowed(self, remarks: Sequence[CommentEntry]) -> Sequence[CommentEntry]:
        if self.terms.may_approve:
            return remarks
        return [replace(one, status="pending") if one.status == "approved" else one for one in remarks]

    def _place(self, new: NewInterview, original: Original) -> tuple[Finding, ...]:
        """Where a new interview stands, and whether the public sees it."""
        # To the second, as an editor's form keeps it: those published together stay in the order of their dates.
        at = self.terms.publish_at and self.terms.publish_at.replace(microsecond=0)
        publication = original.publication
        if publication is None:
            if at:
                new.status, new.published_at = Interview.Status.PUBLISHED, at
            return ()
        new.slug = publication.slug
        if original.restore:
            new.status, new.published_at = publication.status, publication.published_at
            if new.status == Interview.Status.PUBLISHED and new.published_at is None:
                new.published_at = at
        elif at and publication.status == Interview.Status.PUBLISHED:
            new.status, new.published_at = Interview.Status.PUBLISHED, min(publication.published_at or at, at)
        elif at:
            message = "it was not public where it comes from, and stays a draft; publish it in the admin"
            return (Finding(None, "not_public_at_source", message),)
        return ()

    def _source(
        self,
        source: Source,
        form: dict[str, Any],
        original: Original,
        findings: Sequence[Finding],
        files: Attachments,
    ) -> Source:
        source.digest, source.text, source.data = original.digest, original.text, original.data
        source.format, source.name, source.companions = original.format_name, original.name, list(original.companions)
        source.document = form
        told = (*original.findings, *findings, *files.findings)
        source.findings = [{"line": one.line, "code": one.code, "message": one.message} for one in told]
        return source

    def _keep_lines(self) -> None:
        """The batch itself is stored with its first line: a run that changes nothing leaves no row."""
        batch = self.terms.batch
        if not self.lines or batch is None:
            return
        if batch.pk is None:
            batch.save()
        for line in self.lines:
            line.batch = batch
        ImportLine.objects.bulk_create(self.lines)

    def _line(self, interview: Interview, key: str, outcome: str, before: dict[str, object] | None) -> None:
        if self.terms.batch is not None:
            self.lines.append(ImportLine(interview=interview, source_key=key, outcome=outcome, before=before))


def _kept_of(source: Source) -> dict[str, Any]:
    """What an undo puts back beside the documents, so that reading the source again reads the old one."""
    return {
        "digest": source.digest,
        "text": source.text,
        "data": None if source.data is None else base64.b64encode(source.data).decode(),
        "companions": source.companions,
        "findings": source.findings,
    }


def _said_by(original: Original, document: InterviewDocument) -> dict[str, Any]:
    """What a source is compared with when it comes again: what it said itself, segments named as the stored ones."""
    if original.said is None:
        return document_data(document)
    segments = with_uids(original.said.segments, document.segments, new_uid)
    return document_data(replace(original.said, segments=segments))


def _met_now(
    _document: InterviewDocument, original: Original, source: Source, _files: Attachments
) -> Stored | DocumentError:
    """A source that came a moment before, in the same batch."""
    if source.digest == original.digest:
        return Stored("unchanged", source.interview, () if source.key == original.key else (_copy_of(source),))
    problem = "another source with this identity came just before, and says something else; give each its own"
    return DocumentError(problem, code="same_identity")


def _copy_of(source: Source) -> Finding:
    message = f"to the byte the same as {source.key}, which is here already; it was taken for a copy"
    return Finding(None, "copy_of_a_source", message)


def _as_it_can_be_kept(document: InterviewDocument) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    """Without what rows cannot hold, and the pages must not: a person twice, a link that is no address of the web."""
    document, findings = _each_person_once(document)
    unsafe = [link.url for segment in document.segments for link in segment.links if not link.is_safe]
    if not unsafe:
        return document, findings
    message = f"no address of the web, so no link of an entry: {', '.join(unsafe)[:120]}; write it into the answer"
    segments = (
        replace(segment, links=tuple(link for link in segment.links if link.is_safe)) for segment in document.segments
    )
    return replace(document, segments=tuple(segments)), (*findings, Finding(None, "link_left_out", message))


def _each_person_once(document: InterviewDocument) -> tuple[InterviewDocument, tuple[Finding, ...]]:
    """A person named twice in one role takes part once."""
    people = {person_key(entry): entry for entry in reversed(document.appearances)}
    once = tuple(entry for entry in document.appearances if people[person_key(entry)] is entry)
    twice = [entry.name for entry in document.appearances if people[person_key(entry)] is not entry]
    findings = tuple(Finding(None, "person_twice", f"{name} is named twice and was taken once") for name in twice)
    return replace(document, appearances=once), findings
