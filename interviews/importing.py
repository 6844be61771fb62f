"""A file on disk to an interview and a line of the report. Whatever is wrong with one, the batch goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from interviews.documents import readers
from interviews.documents.companions import with_companions
from interviews.documents.decoding import LARGEST
from interviews.documents.errors import DocumentError, Finding
from interviews.store import Original, store

#: What is taken from a folder; a file that is named itself may be called anything.
SUFFIXES = (".txt", ".text")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of one source. `outcome` is created, updated, unchanged or failed."""

    source: str
    outcome: str
    slug: str | None = None
    url: str | None = None
    findings: tuple[Finding, ...] = ()

    def as_data(self) -> dict[str, object]:
        findings = [{"line": row.line, "code": row.code, "message": row.message} for row in self.findings]
        return {
            "source": self.source,
            "outcome": self.outcome,
            "slug": self.slug,
            "url": self.url,
            "findings": findings,
        }


def sources_in(path: Path) -> Iterator[Path]:
    """The documents that a path names: itself, or all in a folder and below, in order of their names.

    Hidden files and folders, and links to folders, are passed over.
    """
    if not path.is_dir():
        yield path
        return
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from sources_in(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def import_file(path: Path, *, publish: bool = False, dry_run: bool = False) -> ReportLine:
    """Reads and stores one document. Never raises for what is wrong with the file: the report line says it."""
    try:
        data = _bytes_of(path)
        text, reading = readers.read(data, path.name)
        reading = with_companions(reading, path)
        original = Original(key=path.resolve().as_uri(), digest=hashlib.sha256(data).hexdigest(), text=text, path=path)
        stored = store(reading.document, original, publish=publish, dry_run=dry_run)
    except DocumentError as error:
        return ReportLine(str(path), "failed", findings=(Finding(error.line, error.code, error.problem),))
    return ReportLine(
        source=str(path),
        outcome=stored.outcome,
        slug=stored.interview.slug,
        url=settings.SITE_URL + stored.interview.get_absolute_url(),
        findings=(*reading.findings, *stored.findings),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)  # enough to see that it is too large, whatever its size
    except FileNotFoundError as error:
        raise DocumentError("there is no such file or folder; check the path", code="not_found") from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DocumentError(f"the file cannot be opened ({reason})", code="not_readable") from error
