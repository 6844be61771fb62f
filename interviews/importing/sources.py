"""The documents that a person's words name: a file, a folder, a zip archive, a pattern, standard input."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from interviews.documents.errors import DocumentError
from interviews.documents.readers import READERS
from interviews.documents.source_file import HEAD, LARGEST, SourceFile
from interviews.importing.archives import unpacked
from interviews.site_data import FORMAT as SITE_FORMAT
from interviews.site_data import SITE_INDEX

#: What may be something else altogether: taken from a folder only where a reader knows its content.
SHARED_SUFFIXES = frozenset((".json", ".xml", ".rss", ".csv", ".md", ".markdown"))

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be a document. `shown` is what a report calls it, `key` its identity.

    `path` is where it lies now, None where its bytes came another way (`data`); `problem` says why it cannot even be
    opened. `site` is true of a whole site's files: each interview gets the state it had there. `as_sent` is the file as
    it came, where an editor corrected it before it goes in.
    """

    shown: str
    key: str
    path: Path | None = None
    data: bytes | None = None
    problem: DocumentError | None = None
    site: bool = False
    as_sent: Path | None = None

    @property
    def is_site_index(self) -> bool:
        return self.site and self.path is not None and self.path.name == SITE_INDEX

    def opened(self) -> SourceFile:
        """The bytes, as many as can be read. Raises DocumentError."""
        if self.problem is not None:
            raise self.problem
        return SourceFile(self.data if self.path is None else _bytes_of(self.path), self._name)

    def opened_as_sent(self) -> SourceFile | None:
        """The file as it came, where it was corrected since. Raises DocumentError."""
        return SourceFile(_bytes_of(self.as_sent), self._name) if self.as_sent else None

    @property
    def _name(self) -> str:
        return shown(Path(self.path.name if self.path else "document"))


@contextmanager
def found_in(words: str) -> Iterator[Iterator[FoundFile]]:
    """The files that one argument names, as long as the context lasts (an archive is unpacked for so long)."""
    path = Path(words)
    if words == STANDARD_INPUT:
        yield iter([_standard_input()])
    elif path.is_file() and path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            yield _in_archive(path, Path(folder))
    elif path.is_dir():
        yield _in_folder(path)
    elif not path.exists() and glob.has_magic(words):
        yield _matching(words)
    else:
        yield iter([_at(path)])


def shown(path: Path) -> str:
    """A path as text, also one whose bytes are not UTF-8; nothing in it speaks to a terminal."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() or sign == " " else f"\\x{ord(sign):02x}" for sign in text)


def _at(path: Path) -> FoundFile:
    return FoundFile(shown(path), f"file://{shown(path.resolve())}", path)


def _in_folder(top: Path) -> Iterator[FoundFile]:
    """Those with a known suffix, in order of their names, also in the folders below.

    Hidden files and folders, and links to folders, are passed over.
    """
    unreadable: list[OSError] = []
    site = _is_site(top)
    if site:
        yield replace(_at(top / SITE_INDEX), site=True)  # first: the interviews speak of its speakers
    for folder, below, names in os.walk(top, onerror=unreadable.append):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and not (site and path == top / SITE_INDEX) and _may_be_document(path):
                yield replace(_at(path), site=site)
    for error in unreadable:
        place = shown(Path(error.filename))
        problem = DocumentError(f"the folder cannot be opened ({error.strerror})", code="not_readable")
        yield FoundFile(place, f"file://{place}", problem=problem)


def _may_be_document(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in SHARED_SUFFIXES:
        return suffix in _suffixes()
    try:
        with path.open("rb") as file:
            beginning = SourceFile(file.read(HEAD), path.name)
    except OSError:
        return True  # its line in the report says what is wrong with it
    return any(reader.recognises(beginning) for reader in READERS.values())


@cache
def _suffixes() -> frozenset[str]:
    """What is taken from a folder; a file that is named itself may be called anything."""
    return frozenset(suffix for reader in READERS.values() for suffix in reader.SUFFIXES)


def _is_site(folder: Path) -> bool:
    """Whether the folder is what `export_interview --all` wrote."""
    try:
        with (folder / SITE_INDEX).open("rb") as file:
            return f'"{SITE_FORMAT}"'.encode() in file.read(HEAD)
    except OSError:
        return False


def _in_archive(path: Path, folder: Path) -> Iterator[FoundFile]:
    """Those in a zip archive; the key names the archive and the place in it."""
    refused = unpacked(path, folder)
    for found in _in_folder(folder):
        inner = found.path.relative_to(folder).as_posix() if found.path else found.shown
        place = f"{shown(path)}/{shown(Path(inner))}"
        yield replace(found, shown=place, key=f"file://{shown(path.resolve())}!/{inner}")
    for name, problem in refused:
        place = f"{shown(path)}/{shown(Path(name))}" if name else shown(path)
        yield FoundFile(place, f"file://{place}", problem=problem)


def _matching(pattern: str) -> Iterator[FoundFile]:
    paths = sorted(Path(name) for name in glob.iglob(pattern, recursive=True))
    if not paths:
        problem = DocumentError("no file fits this pattern; check it", code="not_found")
        yield FoundFile(pattern, f"pattern:{pattern}", problem=problem)
    for path in paths:
        if path.is_file():
            yield _at(path)


def _standard_input() -> FoundFile:
    data = sys.stdin.buffer.read(LARGEST + 1)
    return FoundFile("(standard input)", f"stdin:{hashlib.sha256(data).hexdigest()}", data=data)


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
