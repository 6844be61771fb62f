"""An upload on its way through the loader: the same path as the command's, with or without keeping anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from interviews.importing.loading import Request, Unbroken, load
from interviews.importing.report import ReportLine
from interviews.importing.sources import FoundFile, found_in, shown
from interviews.intake import Terms
from interviews.models import ImportBatch, Source, Upload

#: The name of what was typed into the page instead of being sent as a file.
PASTED = gettext_noop("pasted text")

_SCHEME = "upload:"


@contextmanager
def files_of(upload: Upload) -> Iterator[list[FoundFile]]:
    """The documents in an upload, as long as the context lasts.

    Each is known by the bytes as they were sent and by its name; so the same file sent again is the same source. With
    `new_version`, what has the name of an earlier upload is that one, changed. What a whole site's archive says of
    publication is not heeded: only an operator restores a site.
    """
    known = _earlier() if upload.new_version else {}
    root = shown(upload.path)
    with found_in(str(upload.path)) as files:
        named = []
        for found in files:
            if found.is_site_index:
                continue
            place = upload.name + found.shown.removeprefix(root)
            key = known.get(place) or f"{_SCHEME}{_digest(upload, found)[:16]}/{place}"
            named.append(replace(found, shown=place, key=key, site=False, as_sent=upload.as_sent))
        yield named


def namesake(upload: Upload) -> Source | None:
    """The source that came by an earlier upload of this name, with other bytes."""
    key = _earlier().get(upload.name)
    return Source.objects.select_related("interview").defer("text", "data", "document").filter(key=key).first()


def terms_of(upload: Upload, user: Any, batch: ImportBatch | None = None) -> Terms:
    """What the editor asked for, as far as the editor may; without a batch nothing is kept."""
    return Terms(
        publish_at=timezone.now() if upload.publish and user.has_perm("interviews.publish_interview") else None,
        overwrite=upload.overwrite and user.has_perm("interviews.change_interview"),
        dry_run=batch is None,
        tags=tuple(upload.tags),
        series=upload.series,
        batch=batch,
        may_change=user.has_perm("interviews.change_interview"),
        may_show=user.has_perm("interviews.publish_interview"),
        may_approve=user.has_perm("comments.moderate_comment"),
    )


@dataclass(frozen=True)
class Taken:
    """What was stored; the batch has no row where nothing was."""

    batch: ImportBatch
    lines: list[ReportLine]


def taken_in(upload: Upload, user: Any) -> Taken:
    """Stores what the upload holds, and throws the upload away."""
    batch = batch_of(upload, user)
    lines = list(store_all(upload, user, batch))
    upload.delete()
    return Taken(batch, lines)


def batch_of(upload: Upload, user: Any) -> ImportBatch:
    """Not stored yet."""
    return ImportBatch(by=user, origin=upload.name, tags=upload.tags, series=upload.series)


def store_all(upload: Upload, user: Any, batch: ImportBatch, unbroken: Unbroken = nullcontext) -> Iterator[ReportLine]:
    with files_of(upload) as files:
        yield from load(files, Request(format_name=upload.format, terms=terms_of(upload, user, batch)), unbroken)


def _digest(upload: Upload, found: FoundFile) -> str:
    if found.path is None or found.path == upload.path:
        return upload.digest
    with found.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _earlier() -> dict[str, str]:
    """The keys of the sources that were uploaded, by name; of several the newest."""
    keys = Source.objects.filter(key__startswith=_SCHEME).order_by("pk").values_list("key", flat=True)
    places = {key.partition("/")[2]: key for key in keys}
    places.pop(PASTED, None)
    return places
