"""Folders and files that are there whole or not at all, after a kill and a loss of power too. PURE: knows no Django."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from portal.backups.manifest import BackupError, Kept, Manifest, read
from portal.on_disk import on_disk

try:
    import fcntl
except ImportError:  # not a Unix: that two write one folder at once is then nobody's care
    fcntl = None  # type: ignore[assignment]

_BLOCK = 1024 * 1024
#: What is not whole yet, and what is about to go, has another name than any backup.
_PARTIAL, _GOING = ".partial-", ".going-"


@contextmanager
def alone_in(target: Path) -> Iterator[None]:
    """Makes the folder, for this user's eyes; within it nobody else makes a backup there, and what was broken off is
    gone. Raises BackupError where somebody does."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    guard = os.open(target, os.O_RDONLY)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError(f"Another backup is being made in {target}. Wait until it has ended.") from None
            except OSError:  # a file system without locks
                pass
        for left in [*target.glob(f"{_PARTIAL}*"), *target.glob(f"{_GOING}*")]:
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(guard)


@contextmanager
def whole(target: Path, name: str) -> Iterator[Path]:
    """A folder to be filled, which gets its name when all that is in it lies on the disk, and goes where that fails."""
    partial, folder = target / f"{_PARTIAL}{name}", target / name
    partial.mkdir(mode=0o700)
    try:
        yield partial
        for below, _folders, _files in os.walk(partial, topdown=False):
            on_disk(Path(below))
        os.rename(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    on_disk(target)


def backups_in(target: Path) -> list[tuple[Path, Manifest]]:
    """The whole ones, the oldest first; what cannot be read is none."""
    found = []
    for folder in target.iterdir() if target.is_dir() else ():
        if not folder.name.startswith(".") and folder.is_dir():
            with suppress(BackupError):
                found.append((folder, read(folder)))
    return sorted(found, key=lambda one: (one[1].number, one[0].name))


def forget(folders: Iterable[Path]) -> None:
    """Removes backups; one whose removal is broken off is none any more."""
    for folder in folders:
        going = folder.with_name(f"{_GOING}{folder.name}")
        os.rename(folder, going)
        shutil.rmtree(going)


def copied(source: BinaryIO, path: Path, name: str, changed: str = "") -> Kept:
    """Copies what is read there into a new file, for this user's eyes, and onto the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return Kept(name, size, digest.hexdigest(), changed)


def linked(old: Path, new: Path) -> bool:
    """Gives a file of an earlier backup a second name. False where the file system knows no such thing."""
    new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def kept(path: Path, name: str, changed: str = "") -> Kept:
    """What a file is, as read from the disk."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Kept(name, size, digest.hexdigest(), changed)


def inside(folder: Path, name: str) -> Path:
    """The place of a name below the folder. Raises BackupError where the name leads out of it."""
    parts = name.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or "\0" in name or "\\" in name:
        raise BackupError(f"The backup names a file {name!r}, which is no place in it. Take another backup.")
    return folder.joinpath(*parts)
