"""A file on disk to an interview and a line of the report. Whatever is wrong with one, the batch goes on."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from interviews.documents import readers
from interviews.documents.companions import file_beside, with_companions
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.reading import Reading
from interviews.documents.source_file import LARGEST, SourceFile
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
    is_public: bool = False

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
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)


def import_file(path: Path, *, publish_at: dt.datetime | None = None, dry_run: bool = False) -> ReportLine:
    """Reads and stores one document. Never raises for what is wrong with the file: the report line says it."""
    try:
        file = SourceFile(_bytes_of(path), shown(Path(path.name)))
        format_name = readers.format_of(file)
        (reading,) = readers.read(file, format_name)
        reading = with_companions(reading, path)
        original = Original(
            key=f"file://{shown(path.resolve())}",
            digest=_digest(file.data, reading, path),
            text=file.text,
            format_name=format_name,
            name=file.name,
            path=path,
            findings=reading.findings,
        )
        stored = store(reading.document, original, publish_at=publish_at, dry_run=dry_run)
    except DocumentError as error:
        return ReportLine(shown(path), "failed", findings=(Finding(error.line, error.code, error.problem),))
    return ReportLine(
        source=shown(path),
        outcome=stored.outcome,
        slug=stored.interview.slug,
        url=settings.SITE_URL + stored.interview.get_absolute_url(),
        findings=(*reading.findings, *stored.findings),
        is_public=stored.interview.is_published,
    )


def shown(path: Path) -> str:
    """A path as text, also one whose bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _digest(data: bytes, reading: Reading, path: Path) -> str:
    """Of the document and of which files come along with it: sound that is added later is a change."""
    digest = hashlib.sha256(data)
    names = [entry.file for entry in reading.document.recordings]
    names += [entry.portrait for entry in reading.document.appearances]
    for name in filter(None, names):
        found = file_beside(path, name)
        digest.update(f"\0{name} {found.stat().st_size if found else 0}".encode())
    return digest.hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise DocumentError("this is no file that can be read; name a document or a folder", code="not_readable")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)  # enough to see that it is too large, whatever its size
    except FileNotFoundError as error:
        raise DocumentError("there is no such file or folder; check the path", code="not_found") from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise DocumentError(f"the file cannot be opened ({reason})", code="not_readable") from error
