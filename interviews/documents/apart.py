"""A file read by a process of its own, which is ended where it takes too long or too much memory.

Each parser of HTML and of Word's files has some input on which its work grows with the square of the length, inside
code that nothing can interrupt. The process knows neither the site's database nor its secrets: it gets the bytes, and
tells what they say as JSON, a reading a line.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from interviews.documents import readers
from interviews.documents.data import as_data, from_data
from interviews.documents.errors import DocumentError, Finding
from interviews.documents.reading import Publication, Reading
from interviews.documents.source_file import SourceFile

try:
    import resource
except ImportError:  # not a Unix: nothing there can hold a process to its limits
    resource = None  # type: ignore[assignment]

#: Bytes of memory that may be taken, that of Python and its modules included.
MEMORY = 2 * 1024**3
#: Seconds of work for any file, and for each megabyte of it; a page takes some hundredths.
SECONDS, SECONDS_A_MEGABYTE = 15, 3
#: A busy machine takes longer than the work does.
PATIENCE = 8
#: Formats whose parsers are others' work; and bytes from which on a file of any format is read apart.
PARSED = frozenset({"html", "docx"})
LARGE = 2 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


def is_read_apart(file: SourceFile, format_name: str) -> bool:
    return resource is not None and (format_name in PARSED or len(file.data) > LARGE)


def seconds_for(size: int) -> int:
    return SECONDS + SECONDS_A_MEGABYTE * size // 1024**2


def read(file: SourceFile, format_name: str) -> Iterator[Reading]:
    """As `readers.read` of a format that is known; raises DocumentError also where a limit was reached."""
    seconds = seconds_for(len(file.data))
    command = [sys.executable, "-s", "-m", "interviews.documents.apart", format_name, str(seconds), str(MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603  (nothing of it is a stranger's)
            command,
            input=json.dumps(file.name).encode() + b"\n" + file.data,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            timeout=seconds * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    told = done.stdout.splitlines()
    for line in told:
        yield from _heard(json.loads(line))
    if done.returncode or not told or json.loads(told[-1]) != {"end": True}:
        raise _too_much()


def _too_much() -> DocumentError:
    problem = "to read it takes too long or too much memory; split the file, or save it anew as plain text"
    return DocumentError(problem, code="reader_killed")


def _heard(told: dict[str, Any]) -> Iterator[Reading]:
    if "error" in told:
        raise DocumentError(told["error"], line=told["line"], code=told["code"])
    if "end" in told:
        return
    published = told["publication"]
    if published is not None:
        for moment in ("published_at", "featured_at"):
            published[moment] = dt.datetime.fromisoformat(published[moment]) if published[moment] else None
        published = Publication(**{**published, "former_slugs": tuple(published["former_slugs"])})
    findings = tuple(Finding(*finding) for finding in told["findings"])
    yield Reading(from_data(told["document"]), findings, told["key"], told["text"], published)


def _told(reading: Reading) -> dict[str, Any]:
    findings = [[finding.line, finding.code, finding.message] for finding in reading.findings]
    published = asdict(reading.publication) if reading.publication else None
    return {
        "document": as_data(reading.document),
        "findings": findings,
        "key": reading.key,
        "text": reading.text,
        "publication": published,
    }


def _limited(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write to a file


def main(format_name: str, source: BinaryIO, out: Any) -> None:
    """Reads the name and the bytes from `source`, and tells what they say."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line, default=lambda value: value.isoformat()) + "\n")

    name = json.loads(source.readline())
    try:
        for reading in readers.read(SourceFile(source.read(), name), format_name):
            tell(_told(reading))
    except DocumentError as error:
        tell({"error": error.problem, "line": error.line, "code": error.code})
    tell({"end": True})


if __name__ == "__main__":
    _limited(int(sys.argv[2]), int(sys.argv[3]))
    main(sys.argv[1], sys.stdin.buffer, sys.stdout)
