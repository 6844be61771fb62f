"""Two rows that are one: speakers, tags. What hangs on the others hangs on the one that stays, and nothing is lost.

Whatever points at a row is found by asking the models, those of upper floors included: none can be forgotten here.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from interviews.models import Appearance, Interview, Revision, Speaker, SpeakerAlias, Tag
from interviews.models.former_slug import keep_former
from interviews.search.index import heard_in, refresh, tagged_with
from interviews.store.log import one_import_at_a_time

#: What an appearance says of a person beside the name; where one line says nothing, the other’s word is taken.
_SAID = ("title", "organisation", "post_nominals", "bio")


def pointing_at(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """The columns of all models that point at rows of this one."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.field


def state_of(rows: Sequence[models.Model]) -> str:
    """Another text where anything of these rows, or of what points at them, is another. In a query for each column
    that points at them."""
    told: list[Any] = [[str(getattr(row, column.attname)) for column in row._meta.concrete_fields] for row in rows]
    for column in pointing_at(type(rows[0])):
        found = column.model._base_manager.filter(**{f"{column.name}__in": rows}).order_by("pk")
        told.append([column.model._meta.label, *map(list, found.values_list("pk", column.attname))])
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:32]


def meetings(speakers: Iterable[Speaker]) -> list[list[Appearance]]:
    """The lines in which several of these people take part in one interview in the same role."""
    lines: dict[tuple[int, str], list[Appearance]] = defaultdict(list)
    for row in Appearance.objects.filter(speaker__in=list(speakers)).select_related("interview", "speaker"):
        lines[row.interview_id, row.role].append(row)
    return [rows for rows in lines.values() if len(rows) > 1]


def lock(rows: Sequence[models.Model]) -> list[models.Model]:
    """These rows as they are now, and the interviews that they concern, for this transaction alone.

    The interviews first, as whoever saves one does.
    """
    one_import_at_a_time()
    concerned = heard_in(rows) if isinstance(rows[0], Speaker) else tagged_with(rows)
    list(concerned.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in type(rows[0]).objects.filter(pk__in=keys).order_by("pk").select_for_update()}
    return [found[key] for key in keys if key in found]


@transaction.atomic
def merge_speakers(stays: Speaker, others: Sequence[Speaker]) -> None:
    """All that was of the others is of the one who stays, their addresses lead there, and their names are names of it.

    Who was credited by a name of the own goes on to be credited so. Of two lines in one interview and role one stays.
    """
    concerned = list(heard_in([stays, *others]).values_list("pk", flat=True))
    for other in others:
        _move_appearances(stays, other)
        SpeakerAlias.objects.filter(speaker=other, key__in=stays.aliases.values("key")).delete()
        _move_rest(Speaker, stays, other)
        if other.website and not stays.website:
            stays.website = other.website
            stays.save(update_fields=["website"])
        other.delete()
        keep_former(stays, other.slug)
        if other.name_key != stays.name_key and not stays.aliases.filter(key=other.name_key).exists():
            SpeakerAlias.objects.create(speaker=stays, name=other.name)
    _changed(concerned)


@transaction.atomic
def merge_tags(stays: Tag, others: Sequence[Tag]) -> None:
    """What is tagged with one of the others is tagged with the one that stays (see `Tag.take_in`)."""
    concerned = list(tagged_with([stays, *others]).values_list("pk", flat=True))
    for other in others:
        stays.take_in(other)
        if other.description and not stays.description:
            stays.description = other.description
            stays.save(update_fields=["description"])
    _changed(concerned)


def _changed(interviews: list[int]) -> None:
    # Whoever has the form of one open shall see that it says something else now.
    Interview.objects.filter(pk__in=interviews).update(updated_at=timezone.now())
    refresh(interviews)
    Revision.objects.doubt(interviews)


def _move_appearances(stays: Speaker, other: Speaker) -> None:
    mine = {(row.interview_id, row.role): row for row in Appearance.objects.filter(speaker=stays)}
    for row in Appearance.objects.filter(speaker=other):
        kept = mine.get((row.interview_id, row.role))
        if kept is None:
            row.speaker, row.name = stays, row.name or (other.name if other.name != stays.name else "")
            row.save(update_fields=["speaker", "name"])
            continue
        for name in _SAID:
            setattr(kept, name, getattr(kept, name) or getattr(row, name))
        kept.save(update_fields=_SAID)
        _move_rest(Appearance, kept, row)
        row.delete()


def _move_rest(model: type[models.Model], stays: models.Model, other: models.Model) -> None:
    for column in pointing_at(model):
        column.model._base_manager.filter(**{column.name: other}).update(**{column.name: stays})
