"""Files in the site's storage that no row names any more, found and deleted with care.

A file counts as used where any column of any model names it, or as a copy of a portrait; where a state of the history,
or an import that could be taken back, names it; and for a day after it was stored, as its row may be on the way.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from interviews import portraits
from interviews.models import ImportChange, Revision

#: Where recordings and portraits lie.
RECORDINGS, PORTRAITS = "recordings", "portraits"
FOLDERS = (RECORDINGS, PORTRAITS)
FRESH = dt.timedelta(days=1)
#: Files of a folder that are looked at, and those without a row that are listed at once.
MOST_FILES, MOST_LISTED = 100_000, 100
_DEEPEST = 3


@dataclass(frozen=True)
class Unused:
    name: str
    size: int
    stored_at: dt.datetime


def unused(folder: str, storage: Storage = default_storage) -> list[Unused]:
    """Up to `MOST_LISTED` of the files in one of the `FOLDERS` that nothing uses, by name."""
    return sorted(islice(all_unused(folder, storage, FRESH), MOST_LISTED), key=lambda one: one.name)


def all_unused(folder: str, storage: Storage = default_storage, fresh: dt.timedelta = FRESH) -> Iterator[Unused]:
    """The files there that nothing uses, and that were stored longer ago than `fresh`."""
    taken = set(_named())
    for name in _files(storage, folder):
        if name not in taken and (one := _unused(storage, name, fresh)) is not None:
            yield one


def gone(storage: Storage = default_storage) -> Iterator[tuple[models.Model, str]]:
    """The rows that name a file that is not there, each with the name."""
    for model, column in _columns():
        for row in model._base_manager.exclude(**{column.name: ""}).order_by("pk").iterator():
            name = getattr(row, column.name).name
            if name and not storage.exists(name):
                yield row, name


def delete_unused(names: Iterable[str], folder: str, storage: Storage = default_storage) -> list[Unused]:
    """Deletes those of the files in this folder that nothing uses still; gives those that it deleted."""
    there = {one.name: one for one in unused(folder, storage)}
    gone = [there[name] for name in names if name in there]
    for one in gone:
        storage.delete(one.name)
    return gone


def _named() -> Iterator[str]:
    for model, column in _columns():
        for name in model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True):
            yield name
            yield from portraits.rendition_names(name or "")


def _columns() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """What names files, of all models."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                yield model, column


def _files(storage: Storage, folder: str, depth: int = 1, left: int = MOST_FILES) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except (OSError, NotImplementedError):  # nothing was ever stored there, or the storage lists nothing
        return
    for number, name in enumerate(sorted(files)):
        if number >= left:
            return
        yield f"{folder}/{name}"
    if depth < _DEEPEST:
        for name in sorted(folders):
            yield from _files(storage, f"{folder}/{name}", depth + 1, left)


def _unused(storage: Storage, name: str, fresh: dt.timedelta) -> Unused | None:
    try:
        stored_at = storage.get_modified_time(name)
        size = storage.size(name)
    except OSError:  # it went meanwhile
        return None
    if stored_at > timezone.now() - fresh or _is_remembered(name):
        return None
    return Unused(name, size, stored_at)


def _is_remembered(name: str) -> bool:
    """Whether a state of the history, or what an import did, names it or the picture of which it is a copy."""
    stems = {name}
    if name.endswith(".webp"):
        stems |= {name.removesuffix(f"-{density}.webp") + "." for density in portraits.SIDES if f"-{density}." in name}
    written = {form for stem in stems for form in (stem, json.dumps(stem)[1:-1])}
    in_document = models.Q(*(models.Q(document__contains=form) for form in written), _connector=models.Q.OR)
    in_change = models.Q(*(models.Q(told__contains=form) for form in written), _connector=models.Q.OR)
    changes = ImportChange.objects.annotate(told=Cast("before", models.TextField()))
    return Revision.objects.filter(in_document).exists() or changes.filter(in_change).exists()
