"""Zip archives from strangers, unpacked within limits that are checked before and while bytes come out."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from interviews.documents.errors import DocumentError

MOST_ENTRIES = 50_000
#: Bytes of all that comes out. An archive of interviews with sound has some gigabytes.
MOST_BYTES = 20 * 1024**3
#: How many times larger than its packed form a file may be; text shrinks to a tenth, a bomb to a thousandth.
HIGHEST_RATIO = 150
#: Below this many bytes the ratio says nothing: a page of spaces is no bomb.
SMALL = 1024 * 1024

_BLOCK = 256 * 1024


def unpacked(path: Path, folder: Path) -> list[tuple[str, DocumentError]]:
    """Unpacks what may be unpacked into `folder`; gives what was refused, with the reason.

    An empty name stands for the whole archive. Names that lead out of it, links and encrypted files are refused.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if problem := _refusal(entries):
                return [("", problem)]
            refused = []
            for entry in entries:
                if not entry.is_dir() and (problem := _unpack(archive, entry, folder)):
                    refused.append((entry.filename, problem))
            return refused
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, lzma.LZMAError, zlib.error) as error:
        return [("", DocumentError(f"the archive cannot be opened ({error}); pack it anew", code="bad_archive"))]


def _refusal(entries: list[zipfile.ZipInfo]) -> DocumentError | None:
    if len(entries) > MOST_ENTRIES:
        return DocumentError(
            f"the archive holds {len(entries):,} files, more than {MOST_ENTRIES:,}; split it", code="archive_too_large"
        )
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        return DocumentError(
            f"unpacked, the archive has {total:,} bytes, more than {MOST_BYTES:,}; split it", code="archive_too_large"
        )
    return None


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> DocumentError | None:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    target = folder.joinpath(*name.parts)
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0] or "\0" in entry.filename:
        return DocumentError("its name leads out of the archive; pack it without", code="archive_name")
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return DocumentError("it is a link; pack the file itself", code="archive_name")
    if entry.flag_bits & 0x1:
        return DocumentError("it is encrypted; pack it without a password", code="archive_encrypted")
    if entry.file_size > max(SMALL, entry.compress_size * HIGHEST_RATIO):
        return DocumentError(
            f"it grows {entry.file_size // max(entry.compress_size, 1):,} times when unpacked, as only a bomb does",
            code="archive_bomb",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("xb") as file:
            _copy(packed, file, entry.file_size)
    except FileExistsError:
        return DocumentError("the archive holds two files of this name; the first was taken", code="archive_name")
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        lzma.LZMAError,
        zlib.error,
    ) as error:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        return DocumentError(f"it cannot be unpacked ({error}); pack it anew", code="bad_archive")
    return None


def _copy(packed: BinaryIO, file: BinaryIO, promised: int) -> None:
    """No more than was promised, whatever comes out."""
    left = promised
    while block := packed.read(min(_BLOCK, left + 1)):
        left -= len(block)
        if left < 0:
            raise ValueError("more comes out than was promised")
        file.write(block)
