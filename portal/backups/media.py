"""Recordings and portraits, wherever they lie: copied into a backup, and put back where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage

from portal.backups.folders import copied, inside, kept, linked
from portal.backups.manifest import BackupError, Kept
from portal.local_media import PARTIAL

FOLDER = "media"


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """All files there, but those that are just being written."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored there
        return
    for name in sorted(filter(None, files)):
        if not name.startswith(PARTIAL):
            yield f"{folder}/{name}".lstrip("/")
    for name in sorted(filter(None, folders)):
        yield from names_in(storage, f"{folder}/{name}".lstrip("/"))


def take(
    storage: Storage, to: Path, before: Mapping[str, tuple[Path, Kept]], tell: Callable[[str], object]
) -> Iterator[Kept]:
    """Copies what is there into the folder; of what is as it was `before` (its file, and what was told of it) only a
    second name is made. What goes meanwhile is left out: no row names it any more."""
    for name in names_in(storage):
        tell(name)
        with suppress(FileNotFoundError):
            yield _taken(storage, name, to, before.get(name))


def _taken(storage: Storage, name: str, to: Path, before: tuple[Path, Kept] | None) -> Kept:
    changed = storage.get_modified_time(name).isoformat()
    place = inside(to, name)
    if before is not None and before[1].changed == changed and before[1].size == storage.size(name):
        file, known = before
        if file.stat().st_size == known.size and linked(file, place):
            return known
    try:
        with storage.open(name, "rb") as source:
            return copied(source, place, name, changed)
    except FileNotFoundError:
        place.unlink(missing_ok=True)
        raise


def put_back(storage: Storage, source: Path, files: Iterable[Kept], tell: Callable[[str], object]) -> int:
    """Stores those of the files that are not there as they ought to be; returns how many. What else is there stays.

    A name stands for one content as long as there is a site, so to put one back early harms nobody. Raises BackupError
    where one is not what the manifest says.
    """
    count = 0
    for file in files:
        tell(file.name)
        path = inside(source, file.name)
        if _is_there(storage, file):
            continue
        if kept(path, file.name, file.changed) != file:
            raise BackupError(f"{path} is damaged: it is not as it was when the backup was made. Take another backup.")
        with path.open("rb") as opened:
            if storage.exists(file.name):
                storage.replace(file.name, opened.read())
            elif (stored := storage.save(file.name, File(opened))) != file.name:
                storage.delete(stored)
                raise BackupError(f"Another process stores media at this moment ({file.name}). Stop the site.")
        count += 1
    return count


def _is_there(storage: Storage, file: Kept) -> bool:
    """By its content; of one in a bucket, by its size: the service looks after what it was given."""
    try:
        if not storage.exists(file.name) or storage.size(file.name) != file.size:
            return False
        return kept(Path(storage.path(file.name)), file.name, file.changed) == file
    except NotImplementedError:
        return True
