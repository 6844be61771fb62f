"""Files: room for them, who may read them, and whether media can be kept."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from interviews.store.media_files import FOLDERS, all_unused, gone
from portal.doctor.finding import Finding, advice, ok, wrong
from portal.watching import readiness
from portal.watching.last_backup import last_backup

#: A backup older than this is none.
OLD = dt.timedelta(days=2)


def room() -> Iterator[Finding]:
    for part in readiness.disk():
        if part.wrong:
            yield wrong(
                part.name, part.wrong, "Make room, or see in the kernel's log why it is read only; or move DATA_DIR."
            )
        else:
            yield ok(part.name, part.about)


def permissions() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        yield wrong("DATA_DIR", f"{folder} is not there", f"install -d -m 700 {folder}")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield wrong(
            "DATA_DIR", f"this user may not write to {folder}", f"chown -R interviews {folder}, or run as its owner"
        )
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o007:
        yield wrong("DATA_DIR", f"everybody on this machine may look into {folder} ({mode:o})", f"chmod 700 {folder}")
    else:
        yield ok("DATA_DIR", f"{folder} ({mode:o})")
    key = folder / "secret_key"
    if settings.SECRET_KEY_GIVEN:
        yield ok("secret key", "given by the environment")
    elif key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield wrong("secret key", f"others may read {key}", f"chmod 600 {key}, and set another SECRET_KEY")
    else:
        yield ok("secret key", f"in {key}, for this user alone")


def media() -> Iterator[Finding]:
    """Written, read and taken away again."""
    content = secrets.token_bytes(32)
    name = default_storage.save(f"doctor/{secrets.token_hex(8)}.bin", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            same = file.read() == content
        given_out = settings.S3_BUCKET and any(map(_is_given_to_strangers, default_storage.unsigned(name)))
    finally:
        default_storage.delete(name)
    if not same:
        yield wrong(
            "media", "what was written is not what is read", "See the storage: S3_BUCKET, or the disk of DATA_DIR."
        )
    elif default_storage.exists(name):
        yield wrong("media", "what was deleted is still there", "Let the user of S3_ACCESS_KEY_ID delete.")
    else:
        yield ok("media", f"can be written, read and deleted in {settings.S3_BUCKET or settings.MEDIA_ROOT}")
    if given_out:
        yield wrong(
            "bucket",
            "gives each file to whoever knows its name, also those of drafts and of what was withdrawn",
            "Let nobody read it but the user of S3_ACCESS_KEY_ID (on Amazon: Block Public Access), and let nothing in "
            "front of it sign for others.",
        )
    elif settings.S3_BUCKET:
        yield ok("bucket", "gives nothing to whoever only knows a name")


def _is_given_to_strangers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310  the one of the settings
            return bool(answer.status == 200)
    except OSError:  # refused, or it cannot be reached that way
        return False


def static_files() -> Iterator[Finding]:
    root = Path(settings.STATIC_ROOT)
    index = root / "staticfiles.json"
    files = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file()]
    newest = max((path.stat().st_mtime for path in files), default=0)
    if settings.DEBUG:
        yield ok("static files", "read where they lie, with DEBUG")
    elif not index.exists():
        yield wrong("static files", f"{root} was not made", "./run manage collectstatic --no-input")
    elif newest > index.stat().st_mtime:
        yield advice("static files", "older than those of the checkout", "./run manage collectstatic --no-input")
    else:
        yield ok("static files", str(root))


def backup() -> Iterator[Finding]:
    at = last_backup()
    if at is None:
        cure = f"./run manage backup FOLDER; or touch {settings.BACKUP_MARK} when another means has made one."
        yield advice("backup", "none has told of itself", cure)
    elif timezone.now() - at > OLD:
        yield wrong("backup", f"the last one is of {at:%Y-%m-%d %H:%M} UTC", "./run manage backup FOLDER")
    else:
        yield ok("backup", f"the last one is of {at:%Y-%m-%d %H:%M} UTC")


def stored_files() -> Iterator[Finding]:
    """Whether each row has its file, and each file that has lain for a while its row."""
    if settings.S3_BUCKET:
        yield ok("stored files", "in a bucket, which would be asked for each: ./run manage orphans does")
        return
    missing = sum(1 for _row in gone())
    unused = sum(1 for folder in FOLDERS for _file in all_unused(folder))
    if missing:
        yield wrong("stored files", f"{missing} that rows name are gone", "./run manage orphans, and a backup.")
    if unused:
        yield advice("stored files", f"{unused} that nothing uses", "./run manage orphans --remove")
    if not missing and not unused:
        yield ok("stored files", "each has its row, and each row its file")
