"""Where exported files go: a folder, a zip archive, standard output."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from interviews.documents.errors import DocumentError

#: The moment of every file in an archive, so that the same site gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Target(Protocol):
    """A place for files; a context, whole when it is left without an error."""

    def write(self, name: str, content: BinaryIO) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class _Folder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def write(self, name: str, content: BinaryIO) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)

    def __exit__(self, *_error: object) -> None:
        pass


class _File:
    """One file, written beside the wanted name, and moved there when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = path.with_name(f".{path.name}.unfinished")

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self

    def write(self, _name: str, content: BinaryIO) -> None:
        with self.unfinished.open("wb") as file:
            shutil.copyfileobj(content, file)

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None and self.unfinished.exists():  # what cannot be said in the format is not written
            self.unfinished.replace(self.path)
        else:
            self.unfinished.unlink(missing_ok=True)


class _Archive(_File):
    def __enter__(self) -> Self:
        super().__enter__()
        self.archive = zipfile.ZipFile(self.unfinished, "w", zipfile.ZIP_DEFLATED)
        return self

    def write(self, name: str, content: BinaryIO) -> None:
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self.archive.open(entry, "w", force_zip64=True) as packed:
            shutil.copyfileobj(content, packed)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()
        super().__exit__(kind, error, trace)


class _Output:
    """Standard output takes one file."""

    def __init__(self) -> None:
        self.written = ""

    def __enter__(self) -> Self:
        return self

    def write(self, name: str, content: BinaryIO) -> None:
        if self.written:
            problem = f"standard output takes one file, and {name} comes after {self.written}; name a folder or a .zip"
            raise DocumentError(problem, code="one_file_only")
        self.written = name
        shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    def __exit__(self, *_error: object) -> None:
        pass


def names_one_file(words: str, suffix: str) -> bool:
    """Whether a place is meant as a single file: it ends as files of the format do, and is no folder that is there."""
    return words.lower().endswith(suffix) and not Path(words).is_dir()


def target_for(words: str, suffix: str) -> Target:
    """``-`` is standard output, a name that ends in ``.zip`` an archive, one that ends as files of the format do
    (`suffix`) a single file, any other a folder."""
    if words == "-":
        return _Output()
    path = Path(words)
    if path.suffix.lower() == ".zip":
        return _Archive(path)
    return _File(path) if names_one_file(words, suffix) else _Folder(path)
