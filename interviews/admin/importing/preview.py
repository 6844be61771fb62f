"""What an upload would become, found out by doing all of it and taking it back."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from interviews.admin.importing.changes import ShownChanges, shown_changes
from interviews.admin.importing.forms import LARGEST_TEXT
from interviews.admin.importing.lines import Part, excerpts, parts_of
from interviews.admin.importing.readiness import ToldRule, told_rules
from interviews.admin.importing.stored import ENTRIES, Stored, entries_of_each
from interviews.admin.importing.uploaded import files_of, terms_of
from interviews.documents.document import InterviewDocument
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.source_file import SourceFile
from interviews.importing.loading import Request, Unbroken, load
from interviews.importing.reading import Item, prepare
from interviews.importing.report import ReportLine
from interviews.models import Interview, Upload

#: Interviews that are shown; the counts are of all.
SHOWN = 200
#: Interviews of one transaction. Nobody else can write while it lasts, on SQLite: here some tenths of a second, where
#: the importing itself may take ten times as long.
AT_ONCE = 20
DUPLICATE = "possible_duplicate"
#: What is told with both texts, where an editor's stay.
_TOLD_OTHERWISE = frozenset({"both_changed", "removed_here"})

_SLUG = re.compile(r"“([-\w]+)”")


@dataclass(frozen=True)
class PreviewRow:
    """One line of the report with what it speaks of. `interview` is the one that is here already."""

    line: ReportLine
    document: InterviewDocument | None = None
    interview: Interview | None = None
    excerpts: tuple[Part, ...] = ()
    most_entries: int = ENTRIES

    @property
    def title(self) -> str:
        return self.document.title if self.document else self.line.source

    @property
    def cue_count(self) -> int:
        return len(self.document.transcript.cues) if self.document and self.document.transcript else 0

    @property
    def people(self) -> str:
        return ", ".join(entry.name for entry in self.document.appearances) if self.document else ""

    @cached_property
    def changes(self) -> ShownChanges:
        """What would change of the interview that is here."""
        return shown_changes(self.line.changes, self.most_entries)

    @cached_property
    def stays(self) -> ShownChanges:
        """What stays because an editor changed it, as old, and what the source says, as new."""
        return shown_changes(self.line.stays, self.most_entries)

    @property
    def becomes_public(self) -> bool:
        return self.interview is not None and self.interview.status != self.line.status

    @property
    def findings(self) -> list[Finding]:
        return [one for one in self.line.findings if not (self.stays and one.code in _TOLD_OTHERWISE)]

    @cached_property
    def readiness(self) -> list[ToldRule]:
        """What stands against publishing what the source says, and what is advised."""
        return told_rules(self.line.flaws)

    @property
    def stored(self) -> Stored | None:
        return Stored(self.document, self.most_entries) if self.document else None

    @property
    def findings_without_line(self) -> list[Finding]:
        """Those that no excerpt shows."""
        shown = {finding for part in self.excerpts for line in part.lines for finding in line.findings}
        return [finding for finding in self.findings if finding not in shown]


@dataclass(frozen=True)
class Preview:
    """`text` is what can be corrected, None where it is no text, too long, or one of many."""

    lines: list[ReportLine]
    rows: list[PreviewRow]
    text: str | None
    parts: list[Part]
    format_name: str = ""

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.outcome for line in self.lines)

    @property
    def can_be_imported(self) -> bool:
        """Whether there is anything that importing would change."""
        return bool(self.counts["created"] + self.counts["updated"])

    @property
    def not_shown(self) -> int:
        return len(self.lines) - len(self.rows)

    @cached_property
    def duplicates(self) -> list[tuple[str, Finding, Interview | None]]:
        found = [
            (row.title, finding) for row in self.rows for finding in row.line.findings if finding.code == DUPLICATE
        ]
        others = named_interviews(finding for _title, finding in found)
        return [(title, finding, others.get(finding)) for title, finding in found]

    @property
    def signature(self) -> str:
        """The same for previews that promise the same, of interviews that are as they were."""
        promised = [
            (line.source, line.outcome, line.slug if line.outcome != "created" else "", [f.code for f in line.findings])
            for line in self.lines
        ]
        here = [row.interview and row.interview.updated_at.isoformat() for row in self.rows]
        return hashlib.sha256(json.dumps([promised, here]).encode()).hexdigest()


def looked_at(
    upload: Upload,
    user: Any,
    unbroken: Unbroken = nullcontext,
    foreseen: Callable[[int], object] = lambda files: None,
) -> Iterator[ReportLine]:
    """What each source would become: reads and stores everything, and takes it back; nothing stays.

    `unbroken` encloses some lines at a time; `foreseen` hears, before the first, of how many files there are.
    """
    with files_of(upload) as files:
        foreseen(len(files))
        request = Request(format_name=upload.format, terms=terms_of(upload, user), at_once=AT_ONCE)
        yield from load(files, request, unbroken)


def preview_of(upload: Upload, user: Any, lines: list[ReportLine] | None = None) -> Preview:
    """With the lines as they were when it was looked at; without them, it is looked at now."""
    lines = list(looked_at(upload, user)) if lines is None else lines
    with files_of(upload) as files:
        items: dict[str, Item] = {}
        for found in files[:SHOWN]:
            for item in prepare(found, upload.format).items:
                items.setdefault(item.shown, item)
    known = _known(lines[:SHOWN])
    text = text_of(upload)
    whole = text is not None and len(lines) == 1
    rows = []
    most_entries = entries_of_each(len(lines[:SHOWN]))
    for line in lines[:SHOWN]:
        item = items.get(line.source)
        document = item.document if item else None
        near = () if whole else _excerpts(line, text, item)
        rows.append(PreviewRow(line, document, known.get(line.slug or ""), near, most_entries))
    first = items.get(lines[0].source) if lines else None
    format_name = first.original.format_name if first else upload.format
    parts = parts_of(text, rows[0].document, rows[0].line.findings, format_name) if whole and text else []
    return Preview(lines, rows, correctable(text), parts, format_name)


def correctable(text: str | None) -> str | None:
    """The text where it can be corrected at the desk: where it is one, and not too long."""
    return text if text is not None and len(text.encode()) <= LARGEST_TEXT else None


def named_interviews(findings: Iterable[Finding]) -> dict[Finding, Interview]:
    """The interviews of which findings speak by their addresses."""
    slugs = {finding: _SLUG.findall(finding.message) for finding in findings}
    wanted = {slug for found in slugs.values() for slug in found}
    rows = {row.slug: row for row in Interview.objects.filter(slug__in=wanted).only("slug", "title")} if wanted else {}
    return {finding: rows[slug] for finding, found in slugs.items() for slug in found if slug in rows}


def _known(lines: list[ReportLine]) -> dict[str, Interview]:
    slugs = {line.slug for line in lines if line.slug and line.outcome in ("updated", "unchanged")}
    rows = Interview.objects.filter(slug__in=slugs).only("slug", "title", "status", "updated_at")
    return {row.slug: row for row in rows} if slugs else {}


def text_of(upload: Upload) -> str | None:
    """The text of the file; None of an archive, and of what is no text."""
    if upload.path.suffix.lower() == ".zip":
        return None
    try:
        return SourceFile(upload.path.read_bytes(), upload.name).text
    except (DocumentError, OSError):
        return None


def _excerpts(line: ReportLine, text: str | None, item: Item | None) -> tuple[Part, ...]:
    """Around the findings: in the file that holds several, or in the file of an archive."""
    source = text if text is not None else item.original.text if item and item.original.path else ""
    return tuple(excerpts(source, line.findings)) if source else ()
