"""One change of many interviews: what it would do to each, and then done to all of them in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from interviews.models import Interview, Revision, Series, Tag, TaggedInterview
from interviews.models.attribution import attributed
from interviews.models.language import set_again
from interviews.models.tag import known_tag, synonym_of, tag_rows
from interviews.search.index import refresh
from interviews.store.history import Revising
from interviews.store.version import version_of

#: Columns that are set, by the name of the column.
SET = ("series", "rights", "language")


@dataclass(frozen=True)
class BulkChange:
    """Tags by their names, and columns to set: one that is not in `columns` stays as it is.

    A name means the tag of which it is a synonym; one that means none is a new tag's.
    """

    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    columns: Mapping[str, Series | str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What a change does to one interview: tags that it gets and loses, and columns with what was and what will be."""

    interview: Interview
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    columns: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.columns)


@dataclass(frozen=True)
class Done:
    """What became of each: changed, as it was all along, or left alone, as others had changed it meanwhile."""

    changed: Sequence[Effect]
    unchanged: Sequence[Interview]
    overtaken: Sequence[Interview]


def effects(interviews: Sequence[Interview], change: BulkChange) -> list[Effect]:
    """In order; in a query for all, and two for each name."""
    has: dict[int, dict[int, str]] = {row.pk: {} for row in interviews}
    tagged = TaggedInterview.objects.filter(content_object__in=has).values_list("content_object", "tag", "tag__name")
    for interview, tag, name in tagged.order_by("tag__name"):
        has[interview][tag] = name
    adding, removing = _meant(change.add), _meant(change.remove)
    return [_effect(row, has[row.pk], change, adding, removing) for row in interviews]


@attributed()
@transaction.atomic
def carry_out(interviews: QuerySet, versions: Mapping[int, str], change: BulkChange, by: Any) -> Done:
    """Changes those of the interviews that nobody changed since `versions` (see `version_of`) of them were shown.

    With some twenty queries for all, and for each that changes some twenty more, whatever its length: its history is
    kept, as if an editor had done it by hand.
    """
    found = interviews.filter(pk__in=versions).order_by("pk")
    rows = list(found.select_for_update(of=("self",), no_key=True).select_related("series"))
    fresh = [row for row in rows if version_of(row) == versions[row.pk]]
    told = effects(fresh, change)
    changed = [effect for effect in told if effect]
    revising = [Revising(effect.interview, Revision.Reason.EDITED, by=by) for effect in changed]
    for one in revising:
        one.before()
    _write(changed)
    refresh([effect.interview for effect in changed])
    for one in revising:
        one.after()
    return Done(changed, [effect.interview for effect in told if not effect], [row for row in rows if row not in fresh])


def _meant(names: Sequence[str]) -> dict[str, Tag | None]:
    """The tags that are meant, by their own names; None for one that is not there yet."""
    found: dict[str, Tag | None] = {}
    for name in names:
        tag = known_tag(name) or synonym_of(name)
        found[tag.name if tag else name] = tag
    return found


def _effect(
    row: Interview,
    has: dict[int, str],
    change: BulkChange,
    adding: dict[str, Tag | None],
    removing: dict[str, Tag | None],
) -> Effect:
    columns = {
        name: (getattr(row, name), value) for name, value in change.columns.items() if getattr(row, name) != value
    }
    return Effect(
        row,
        added=[name for name, tag in adding.items() if tag is None or tag.pk not in has],
        removed=[name for name, tag in removing.items() if tag is not None and tag.pk in has],
        columns=columns,
    )


def _write(changed: Sequence[Effect]) -> None:
    retagged = [effect for effect in changed if effect.added or effect.removed]
    wanted: dict[int, list[str]] = {effect.interview.pk: [*effect.added] for effect in retagged}
    gone = {effect.interview.pk: set(effect.removed) for effect in retagged}
    kept = TaggedInterview.objects.filter(content_object__in=wanted).values_list("content_object", "tag__name")
    for interview, name in kept:
        if name not in gone[interview]:
            wanted[interview].append(name)
    if wanted:
        tag_rows(wanted, Interview)
    for effect in changed:
        row = effect.interview
        for name, (_before, after) in effect.columns.items():
            setattr(row, name, after)
        # What follows from the language is rendered with it; and whoever has the form open shall see the change.
        row.save(update_fields=[*effect.columns, "introduction_html", "updated_at"])
        if "language" in effect.columns:
            set_again(row)
