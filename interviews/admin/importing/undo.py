"""What taking a batch back would do, in words, before it is done; and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext, gettext_noop, ngettext

from interviews.importing.undoing import Undone, undo
from interviews.models import ImportBatch, Interview

#: The reasons that `undoing` gives, for the translators.
REASONS = (
    gettext_noop("its source is gone, or lies elsewhere now"),
    gettext_noop("a later import changed it again; undo that one first"),
    gettext_noop("it was edited since"),
    gettext_noop("readers answered it since"),
)


@dataclass(frozen=True)
class Rehearsal:
    """The interviews that would be deleted, put back as before, and kept (each with the reason)."""

    deleted: list[Interview]
    put_back: list[Interview]
    kept: list[tuple[Interview, str]]


def undo_rehearsed(batch: ImportBatch) -> Rehearsal:
    """Does all of it and takes it back, so that what is promised is what happens."""
    rows = {row.slug: row for row in Interview.objects.filter(import_lines__batch=batch).only("slug", "title")}
    with transaction.atomic():
        undone = undo(batch)
        transaction.set_rollback(True)
    put_back = dict.fromkeys(undone.put_back)
    return Rehearsal(
        deleted=[rows[slug] for slug in undone.deleted],
        put_back=[rows[slug] for slug in put_back if slug in rows and slug not in undone.deleted],
        kept=[(rows[slug], gettext(reason)) for slug, reason in undone.kept if slug in rows],
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
    for slug, reason in undone.kept:
        yield messages.WARNING, gettext("“%(name)s” stays: %(reason)s") % {"name": slug, "reason": gettext(reason)}
    if not (undone.deleted or undone.put_back or undone.kept):
        yield messages.WARNING, gettext("There was nothing to take back: its interviews are gone already.")
