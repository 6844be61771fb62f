"""Columns that this domain needs: moments typed as timecodes, and HTML rendered when its source is written."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews import timecode


class TimecodeInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"class": "timecode-input", "size": 9, "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**hints, **(attrs or {})})


class TimecodeFormField(forms.Field):
    """A moment typed and shown as a timecode."""

    widget = TimecodeInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a timecode. Write 57:15 or 1:01:06; seconds and minutes run to 59.")
    }

    def to_python(self, value: Any) -> timedelta | None:
        if value in self.empty_values:
            return None
        if isinstance(value, timedelta):
            return value
        try:
            return timecode.parse(str(value))
        except timecode.TimecodeError as error:
            message = self.error_messages["invalid"]
            raise ValidationError(message, code="invalid", params={"value": value}) from error

    def prepare_value(self, value: Any) -> Any:
        return timecode.written(value) if isinstance(value, timedelta) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class TimecodeField(models.DurationField):
    """A moment or a length: a DurationField whose form speaks timecodes."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        # A caller such as the admin may name a widget for DurationField; ours belongs to the notation.
        return super().formfield(**{**kwargs, "form_class": TimecodeFormField, "widget": TimecodeInput})


class RenderedField(models.TextField):
    """HTML that the model's method `render` makes whenever the row is saved or added, one by one or in bulk.

    Pages are read a thousand times for every edit, so what is costly is done at the edit. A change in bulk names its
    columns: `bulk_update(rows, ["answer", *render(rows)])`. An `update()` has no row at hand and renders nothing:
    `render_again` makes up for it.
    """

    def __init__(self, *args: Any, render: str = "", **kwargs: Any) -> None:
        self.render = render
        super().__init__(*args, **{**kwargs, "editable": False, "blank": True, "default": ""})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        html: str = getattr(model_instance, self.render)()
        setattr(model_instance, self.attname, html)
        return html

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "blank", "default"):
            kwargs.pop(implied, None)
        return name, path, args, {**kwargs, "render": self.render}


def render(rows: Collection[models.Model]) -> list[str]:
    """Renders rows of one model, without storing them; gives the names of the columns that this filled."""
    columns: dict[str, None] = {}
    for row in rows:
        for column in row._meta.concrete_fields:
            if isinstance(column, RenderedField):
                column.pre_save(row, add=False)
                columns[column.name] = None
    return list(columns)


def render_again(rows: Collection[models.Model]) -> None:
    """Renders stored rows of one model and stores what this made of them, all at once."""
    columns = render(rows)
    if columns:
        next(iter(rows))._meta.base_manager.bulk_update(rows, columns)
