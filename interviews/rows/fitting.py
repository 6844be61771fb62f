"""Values that do not fit their columns, refused in words before the database refuses them in its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models

from interviews.documents.errors import DocumentError
from interviews.models.tag import Tag, tag_rows

#: Columns that are filled later, or are no text of a document.
_NOT_ASKED = {"slug", "portrait", "file", "name_key", "sort_name", "document"}


def refuse_what_does_not_fit(row: models.Model, where: str = "") -> None:
    """Raises DocumentError where a value is too long for its column, or no such address, number or choice."""
    for column, take, most in _asked(type(row)):
        value = take(row)
        if (value and type(value) is str and len(value) <= most) or _fits_at_a_glance(column, value):
            continue
        try:
            column.clean(value, row)
        except ValidationError as error:
            place = f"{where or row._meta.verbose_name}: {column.verbose_name}"
            if isinstance(value, str) and column.max_length and len(value) > column.max_length:
                problem = f"{place} has {len(value):,} characters, and {column.max_length:,} fit; shorten it"
            else:
                problem = f"{place} “{str(value)[:60]}”: {' '.join(error.messages)} Correct it"
            raise DocumentError(f"{problem} in the document", code="value_does_not_fit") from error


@cache
def _asked(model: type[models.Model]) -> list[tuple[models.Field, Callable[[models.Model], object], int]]:
    """The columns that can refuse something, worked out once: a thousand rows are asked in a second.

    Each with what takes its value, and with the characters of a text that it holds, whichever they are.
    """
    return [
        (column, attrgetter(column.attname), _any_text(column))
        for column in model._meta.concrete_fields
        if not column.is_relation
        and not column.primary_key
        and column.name not in _NOT_ASKED
        and (column.validators or column.choices or not column.blank)
    ]


def _any_text(column: models.Field) -> int:
    if column.choices or type(column) not in (models.CharField, models.TextField):
        return 0
    return column.max_length or 0 if type(column) is models.CharField else sys.maxsize


@cache
def _choices(column: models.Field) -> frozenset[object]:
    return frozenset(value for value, _label in column.flatchoices)


#: Columns of numbers, and what the smallest of them holds on every database.
_COUNTS = (models.PositiveIntegerField, models.PositiveSmallIntegerField, models.PositiveBigIntegerField)
SMALLEST_LIMIT = 32_767


def _fits_at_a_glance(column: models.Field, value: object) -> bool:
    """Most values are absent, or short and of a plain text column."""
    if value in ("", None):
        return column.blank or column.null
    if column.choices:
        return value in _choices(column)
    if type(value) is int:
        return isinstance(column, _COUNTS) and 0 <= value <= SMALLEST_LIMIT
    if type(column) is models.CharField and isinstance(value, str):
        return len(value) <= (column.max_length or 0)
    return type(column) is models.TextField


def write_tags(wanted: Mapping[int, Iterable[str]], model: type[models.Model]) -> list[Tag]:
    """`tag_rows`, whose refusal is a DocumentError."""
    try:
        return tag_rows(wanted, model)
    except ValidationError as error:
        problem = f"keywords: {' '.join(error.messages)} Shorten it in the document."
        raise DocumentError(problem, code="value_does_not_fit") from error
