"""Many files, taken in: some at a time, read by as many processes as there may be, stored by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, transaction

from interviews import portraits, richtext
from interviews.attachments import Attachments
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.linting import lint
from interviews.importing.processes import Read, reading
from interviews.importing.reading import Item, Prepared, digest_of
from interviews.importing.report import ReportLine, failed
from interviews.importing.sources import FoundFile
from interviews.intake import Stored, Terms
from interviews.lasting import lasting_address
from interviews.models import Interview, Source
from interviews.rows.traces import Traces
from interviews.site_data import take_site_data
from interviews.store import store_many
from interviews.store.log import Log, unstored_on_failure

#: Files that are stored together; so many interviews are lost, whole, where the process is killed, and come again.
AT_ONCE = 100

Unbroken = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Request:
    """What was asked for: the format of the files where it is said, on which terms, by how many processes."""

    format_name: str = ""
    terms: Terms = Terms()  # noqa: RUF009 (frozen)
    jobs: int = 1
    at_once: int = AT_ONCE


def load(files: Iterable[FoundFile], request: Request, unbroken: Unbroken = nullcontext) -> Iterator[ReportLine]:
    """Stores what the files hold; a line of the report for each interview, in the order of the files.

    A line is given when what it tells is stored; `unbroken` encloses both, for some files at a time. Never raises for
    what is wrong with a file.
    """
    waiting: deque[_Portion] = deque()
    seen: set[str] = set()
    files = iter(files)
    with reading(request.format_name, request.jobs) as read:
        while portion := list(islice(files, request.at_once)):
            waiting.append(_Portion(portion, request, seen, read))
            if len(waiting) > request.jobs:  # the next are being read while these are stored
                yield from waiting.popleft().stored(unbroken)
        while waiting:
            yield from waiting.popleft().stored(unbroken)


class _Portion:
    """Some files on their way: those that are here unchanged are told at once, the others are being read."""

    def __init__(self, files: list[FoundFile], request: Request, seen: set[str], read: Read) -> None:
        self.request = request
        self.seen = seen
        self.files = files
        self.unchanged = {} if request.terms.again else _unchanged(files, request)
        to_read = [found for found in files if found.key not in self.unchanged]
        size = -(-len(to_read) // request.jobs) or 1
        self.pending = [read(to_read[place : place + size]) for place in range(0, len(to_read), size)]

    def stored(self, unbroken: Unbroken) -> Iterator[ReportLine]:
        prepared = [one for answer in self.pending for one in answer()]
        in_order = iter(prepared)
        steps = (
            step
            for found in self.files
            for step in ([self.unchanged[found.key]] if found.key in self.unchanged else self._planned(next(in_order)))
        )
        made = {asked: html for one in prepared for asked, html in one.made.items()}
        copies = {digest: rendered for one in prepared for digest, rendered in one.copies.items()}
        while True:
            with unbroken():
                portion = list(islice(steps, self.request.at_once))  # a feed alone may hold thousands
                if not portion:
                    return
                items = [step for step in portion if isinstance(step, Item)]
                with richtext.remembered(made), portraits.remembered(copies):
                    results = iter(store_many([(item.document, item.original) for item in items], self.request.terms))
                for step in portion:
                    yield _told(step, next(results)) if isinstance(step, Item) else step

    def _planned(self, prepared: Prepared) -> list[ReportLine | Item]:
        plan: list[ReportLine | Item] = []
        if prepared.site_data is not None:
            return [self._site(prepared)]
        for item in prepared.items:
            if item.original.key in self.seen:
                problem = "this source comes twice in the batch; it was taken the first time"
                plan.append(failed(item.shown, DocumentError(problem, code="same_identity")))
            else:
                self.seen.add(item.original.key)
                plan.append(item)
        if prepared.error is not None:
            plan.append(failed(prepared.found.shown, prepared.error))
        elif not plan:
            nothing = DocumentError(f"no interview was found in {prepared.found.shown}", code="not_an_interview")
            plan.append(failed(prepared.found.shown, nothing))
        return plan

    def _site(self, prepared: Prepared) -> ReportLine:
        """What a whole site knows beside its interviews, which come after it and speak of it."""
        files = Attachments(prepared.found.path)
        try:
            with unstored_on_failure(self.request.terms.batch), transaction.atomic():
                traces, log = Traces(), Log(self.request.terms.batch)
                made = take_site_data(prepared.site_data, files, traces)
                log.shared(traces)
                log.keep()
                if self.request.terms.dry_run:
                    transaction.set_rollback(True)
        except (DocumentError, DatabaseError) as error:
            files.take_back()
            refusal = (
                error if isinstance(error, DocumentError) else DocumentError(str(error), code="value_does_not_fit")
            )
            return failed(prepared.found.shown, refusal)
        if self.request.terms.dry_run:
            files.take_back()
        return ReportLine(prepared.found.shown, "updated" if made else "unchanged", findings=tuple(files.findings))


def _unchanged(files: list[FoundFile], request: Request) -> dict[str, ReportLine]:
    """The lines of those files that lie where they lay, with the bytes they had, and of which nothing is asked."""
    terms = request.terms
    if terms.tags or terms.series or terms.overwrite:
        return {}
    columns = ("key", "digest", "companions", "findings", "interview__slug", "interview__status")
    lines = {}
    known = {row[0]: row[1:] for row in Source.objects.filter(key__in=[f.key for f in files]).values_list(*columns)}
    for found in files:
        if found.key not in known or found.problem is not None:
            continue
        digest, companions, findings, slug, status = known[found.key]
        if terms.publish_at and status in Interview.IN_THE_MAKING:
            continue
        try:
            same = digest == digest_of(found.opened().data, found.path, companions)
        except (DocumentError, OSError):
            continue
        if same:
            told = tuple(Finding(one["line"], one["code"], one["message"]) for one in findings)
            interview = Interview(slug=slug, status=status)
            lines[found.key] = report_line(found.shown, "unchanged", interview, told)
    return lines


def _told(item: Item, result: Stored | DocumentError) -> ReportLine:
    if isinstance(result, DocumentError):
        return failed(item.shown, result)
    findings = (*item.original.findings, *result.findings)
    line = report_line(item.shown, result.outcome, result.interview, findings)
    flaws = tuple(lint(item.document)) if item.flaws is None else item.flaws
    return replace(line, changes=result.changes, stays=result.stays, flaws=flaws)


def report_line(shown: str, outcome: str, interview: Interview, findings: tuple[Finding, ...]) -> ReportLine:
    return ReportLine(
        source=shown,
        outcome=outcome,
        slug=interview.slug,
        url=settings.SITE_URL + lasting_address(interview),
        findings=findings,
        status=interview.status,
    )
