"""What taking a batch back would do, in words, before it is done; and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import OperationalError, transaction
from django.utils.translation import gettext, gettext_noop, ngettext

from interviews.importing.undoing import Undone, undo
from interviews.models import ImportBatch, Interview

#: The reasons that `undoing` gives, for the translators.
REASONS = (
    gettext_noop("its source is gone, or lies elsewhere now"),
    gettext_noop("a later import changed it again; undo that one first"),
    gettext_noop("it was edited since"),
    gettext_noop("an earlier version of this software imported it, and knew no way back"),
    gettext_noop("it was published or withdrawn since"),
    gettext_noop("readers answered it since"),
    gettext_noop("its comments were decided on since"),
    gettext_noop("people worked on some of what came; the rest is as before"),
)


#: Lines of a batch of which an undo is rehearsed; so many keep others from writing for a second, on SQLite.
REHEARSED = 100
#: Interviews that stay, each named with its reason.
MOST_NAMED = 100


@dataclass(frozen=True)
class Rehearsal:
    """The interviews that would be deleted, put back as before, and kept (each with the reason); and how many of what
    the import made for them would go, in words."""

    deleted: list[Interview]
    put_back: list[Interview]
    kept: list[tuple[Interview, str]]
    shared: str


def undo_rehearsed(batch: ImportBatch) -> Rehearsal | None:
    """Does all of it and takes it back, so that what is promised is what happens.

    None where that would keep others from writing for too long, or they keep this from it.
    """
    if batch.lines.count() > REHEARSED:
        return None
    try:
        return _rehearsed(batch)
    except OperationalError:
        return None


def _rehearsed(batch: ImportBatch) -> Rehearsal:
    rows = {row.slug: row for row in Interview.objects.filter(import_lines__batch=batch).only("slug", "title")}
    with transaction.atomic():
        undone = undo(batch)
        transaction.set_rollback(True)
    put_back = dict.fromkeys(undone.put_back)
    return Rehearsal(
        deleted=[rows[slug] for slug in undone.deleted],
        put_back=[rows[slug] for slug in put_back if slug in rows and slug not in undone.deleted],
        kept=[(rows[slug], gettext(reason)) for slug, reason in undone.kept if slug in rows],
        shared=shared_in_words(undone),
    )


def shared_in_words(undone: Undone) -> str:
    """“2 speakers, 1 tag”; empty where nothing of the kind went."""
    counted = (
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in undone.shared.items()
    )
    return ", ".join(counted)


def as_data(undone: Undone) -> dict[str, Any]:
    """What `told` needs of it, for a column of JSON."""
    return {
        "deleted": len(undone.deleted),
        "put_back": len(undone.put_back),
        "kept": undone.kept[:MOST_NAMED],
        "shared": {model._meta.label_lower: count for model, count in undone.shared.items()},
    }


def from_data(data: dict[str, Any]) -> Undone:
    return Undone(
        deleted=[""] * data["deleted"],
        put_back=[""] * data["put_back"],
        kept=[(slug, reason) for slug, reason in data["kept"]],
        shared=Counter({apps.get_model(label): count for label, count in data["shared"].items()}),
    )


def told(undone: Undone) -> Iterator[tuple[int, str]]:
    """The messages, each with its level."""
    if undone.deleted:
        count = len(undone.deleted)
        yield (
            messages.SUCCESS,
            ngettext("%(count)d interview deleted.", "%(count)d interviews deleted.", count) % {"count": count},
        )
    if undone.put_back:
        count = len(undone.put_back)
        words = ngettext("%(count)d interview is as before.", "%(count)d interviews are as before.", count)
        yield messages.SUCCESS, words % {"count": count}
    if undone.shared:
        words = gettext("Deleted too, since the import had made it and nothing else uses it: %(what)s.")
        yield messages.SUCCESS, words % {"what": shared_in_words(undone)}
    for slug, reason in undone.kept:
        yield messages.WARNING, gettext("“%(name)s” stays: %(reason)s") % {"name": slug, "reason": gettext(reason)}
    if not (undone.deleted or undone.put_back or undone.kept or undone.shared):
        yield messages.WARNING, gettext("There was nothing to take back: its interviews are gone already.")
