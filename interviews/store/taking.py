"""Documents on their way into rows, within one transaction: new ones all at once, known ones one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from interviews.attachments import Attachments
from interviews.documents.data import from_data
from interviews.documents.diff import NOTHING, diff
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.identity import with_uids
from interviews.documents.merge import merge
from interviews.duplicates import look_alikes
from interviews.intake import Original, Stored, Terms, document_data
from interviews.models import Interview, Revision, Source, TaggedInterview
from interviews.models.attribution import attributed
from interviews.models.segment import new_uid
from interviews.remarks import add_remarks, answered_segments, remarks_digest
from interviews.retrieve import document_of
from interviews.rows.additions import add_to, lacks
from interviews.rows.change import write_rows
from interviews.rows.fitting import refuse_what_does_not_fit
from interviews.rows.new import NewInterview, check_fit, write_new
from interviews.rows.traces import Traces, hanging_on
from interviews.search.index import refresh
from interviews.sources import KnownSources
from interviews.store.history import Revising
from interviews.store.keepable import as_it_can_be_kept
from interviews.store.log import Log
from interviews.store.permission import allowed_remarks, refuse_change, refuse_private, refuse_trashed
from interviews.store.placement import is_to_be_published, place

Incoming = tuple[InterviewDocument, Original]


@attributed()
def take(
    incoming: Sequence[Incoming], terms: Terms, attachments: Sequence[Attachments]
) -> list[Stored | DocumentError]:
    """What becomes of each. Belongs into a transaction, to be rolled back where this raises."""
    taking = _Taking(terms)
    results: dict[int, Stored | DocumentError] = {}
    known = KnownSources([original for _document, original in incoming])
    fresh: dict[int, _Fresh] = {}
    for number, (document, original) in enumerate(incoming):
        source = known.find(original)
        if source is None:
            try:
                fresh[number] = _Fresh(document, original, terms, attachments[number])
            except DocumentError as error:
                results[number] = error
            else:
                known.add(original, fresh[number].new.row)
        elif source.pk is None:
            results[number] = _met_now(original, source)
        else:
            results[number] = taking.met(document, original, source, attachments[number])
    results |= taking.write(fresh)
    stored = (result for result in results.values() if isinstance(result, Stored))
    refresh(result.interview for result in stored if result.outcome != "unchanged")
    taking.log.keep()
    return [results[number] for number in range(len(incoming))]


class _Fresh:
    """A document that was not here before, made ready. Raises DocumentError where it does not fit."""

    def __init__(self, document: InterviewDocument, original: Original, terms: Terms, files: Attachments) -> None:
        self.original = original
        once, findings = as_it_can_be_kept(document)
        self.new = NewInterview(replace(once, segments=with_uids(once.segments, (), new_uid)), files)
        self.new.is_exact = original.is_exact
        self.new.row.owner = terms.batch.by if terms.batch is not None else None
        self.findings = findings + place(self.new, original, terms)
        check_fit(self.new)
        refuse_what_does_not_fit(Source(key=original.key, name=original.name, digest=original.digest))
        ready = original.data_form if original.said is None and not self.findings else None
        self.form = ready or _said_by(original, self.new.document)

    def before(self, *, remarked: bool) -> dict[str, Any]:
        """What shows an undo whether people worked on it since."""
        before: dict[str, Any] = {"status": self.new.row.status}
        if self.new.files.copied:
            before["files"] = [name for _storage, name in self.new.files.copied]
        if remarked:
            before["remarks"] = remarks_digest(self.new.row)
        if self.original.said:  # the source says something else
            before["came"] = document_data(self.new.document)
        return before


class _Taking:
    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.log = Log(terms.batch)

    def write(self, fresh: dict[int, _Fresh]) -> dict[int, Stored | DocumentError]:
        """Those that were not here before."""
        traces = Traces()
        write_new([one.new for one in fresh.values()], traces)
        twins = look_alikes({number: (one.new.row, one.new.document) for number, one in fresh.items()})
        results: dict[int, Stored | DocumentError] = {}
        sources = []
        for number, one in fresh.items():
            interview, original = one.new.row, one.original
            added, odd = add_remarks(interview, allowed_remarks(one.new.document.comments, self.terms))
            findings = (*one.findings, *odd, *filter(None, [twins.get(number)]))
            source = Source(key=original.key, interview=interview)
            sources.append(_filled(source, one.form, original, findings, one.new.files))
            add_to(interview, self.terms.tags, self.terms.series, traces)
            self.log.created(interview, original.key, one.before(remarked=bool(added)))
            results[number] = Stored("created", interview, findings)
        Source.objects.bulk_create(sources)
        self.log.shared(traces)
        return results

    def met(
        self, document: InterviewDocument, original: Original, source: Source, files: Attachments
    ) -> Stored | DocumentError:
        """A source that was here before."""
        before = document_of(source.interview) if self.terms.dry_run else None
        try:
            with transaction.atomic():
                stored = self._met(document, original, source, files)
        except DocumentError as error:
            return error
        if before is not None and stored.outcome == "updated":
            stored = replace(stored, changes=diff(before, document_of(stored.interview)))
        if source.key != original.key:
            return replace(stored, findings=(*stored.findings, _copy_of(source)))
        return stored

    def _met(self, document: InterviewDocument, original: Original, source: Source, files: Attachments) -> Stored:
        terms, interview = self.terms, source.interview
        compared = self._is_compared(original, source)
        published = is_to_be_published(interview, original, terms)
        lacking = lacks(interview, terms.tags, terms.series)
        stored = Stored("unchanged", interview)
        if not (compared or published or lacking):
            return stored
        if compared or lacking:
            refuse_change(interview, terms)
            refuse_trashed(interview)
        rows: Iterable[QuerySet] = [
            Interview.objects.filter(pk=interview.pk),
            TaggedInterview.objects.filter(content_object=interview),
        ]
        if compared:
            refuse_private(interview, original)
            rows = hanging_on(interview)
        traces = Traces()
        if terms.batch is not None:  # only an undo asks for them
            traces.watch(rows)
        revising = self._revising(interview)
        if compared:
            stored = self._merged(document, original, source, files, traces, revising)
            interview = stored.interview
        if lacking:
            Interview.objects.select_for_update().get(pk=interview.pk)
            revising.before()
        if published:
            interview.publish(at=terms.publish_at)
        add_to(interview, terms.tags, terms.series, traces)
        if revising.begun:
            revising.after()
        if changes := traces.changes() if terms.batch is not None else []:
            self.log.updated(interview, source.key, changes)
        return replace(stored, outcome="updated") if published or lacking else stored

    def _revising(self, interview: Interview) -> Revising:
        batch = self.terms.batch
        by, note = (batch.by, batch.origin) if batch is not None else (None, "")
        return Revising(interview, Revision.Reason.IMPORTED, by=by, note=note)

    def _is_compared(self, original: Original, source: Source) -> bool:
        in_conflict = self.terms.overwrite and any(told.get("code") == "both_changed" for told in source.findings)
        return source.digest != original.digest or self.terms.again or in_conflict

    def _merged(
        self,
        document: InterviewDocument,
        original: Original,
        source: Source,
        files: Attachments,
        traces: Traces,
        revising: Revising,
    ) -> Stored:
        document, findings = as_it_can_be_kept(document)
        document, remarks = replace(document, comments=()), document.comments
        interview = Interview.objects.select_for_update().get(pk=source.interview_id)
        base, current = from_data(source.document), document_of(interview)
        known = {segment.uid: segment for segment in (*current.segments, *base.segments)}
        document = replace(document, segments=with_uids(document.segments, tuple(known.values()), new_uid))
        terms, stays = self.terms, NOTHING
        precious = answered_segments(interview)
        merged = merge(base, current, document, precious, terms.overwrite)
        if terms.dry_run and not terms.overwrite:
            stays = diff(merged.document, merge(base, current, document, precious, overwrite=True).document)
        findings += merged.findings
        outcome = "unchanged" if merged.document == current else "updated"
        if outcome == "updated":
            revising.before(current)
            write_rows(interview, merged.document, files, traces)
        added, odd = add_remarks(interview, allowed_remarks(remarks, self.terms))
        findings += tuple(odd)
        said = document_data(merged.said) if original.said is None else _said_by(original, document)
        _filled(source, said, original, findings, files)
        refuse_what_does_not_fit(source)
        source.save()
        return Stored("updated" if added else outcome, interview, findings, stays=stays)


def _filled(
    source: Source, form: dict[str, Any], original: Original, findings: Sequence[Finding], files: Attachments
) -> Source:
    source.digest, source.text, source.data = original.digest, original.text, original.data
    source.format, source.name, source.companions = original.format_name, original.name, list(original.companions)
    source.document = form
    told = (*original.findings, *findings, *files.findings)
    source.findings = [{"line": one.line, "code": one.code, "message": one.message} for one in told]
    return source


def _said_by(original: Original, document: InterviewDocument) -> dict[str, Any]:
    """What a source is compared with when it comes again: what it said itself, segments named as the stored ones."""
    if original.said is None:
        return document_data(document)
    segments = with_uids(original.said.segments, document.segments, new_uid)
    return document_data(replace(original.said, segments=segments))


def _met_now(original: Original, source: Source) -> Stored | DocumentError:
    """A source that came a moment before, in the same batch."""
    if source.digest == original.digest:
        return Stored("unchanged", source.interview, () if source.key == original.key else (_copy_of(source),))
    problem = "another source with this identity came just before, and says something else; give each its own"
    return DocumentError(problem, code="same_identity")


def _copy_of(source: Source) -> Finding:
    message = f"to the byte the same as {source.key}, which is here already; it was taken for a copy"
    return Finding(None, "copy_of_a_source", message)
