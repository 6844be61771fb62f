"""What the lists within an interview's form share: rows that fold, and no query for each of them.

Django's own formsets ask the database once or more for every row: for its key, for each foreign key, for each
constraint. With a hundred segments that is hundreds of queries for one changed word.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interviews.editorial.admin.ownership import may_change_own, may_view_own
from interviews.models import Interview

#: The field of a row that was deleted by someone else and is to be there again: what it was known by.
AGAIN = "again"


class KnownKeyField(forms.Field):
    """The key of a row that was loaded with its list. Says so where the row is gone."""

    widget = forms.HiddenInput
    default_error_messages = {
        "gone": _(
            "This entry was deleted by someone else in the meantime. Copy what you need into a new one, "
            "tick “Delete” here and save."
        )
    }

    def __init__(self, row: models.Model | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.row = row

    def clean(self, value: Any) -> models.Model | None:
        if self.row is None and (value or self.required):
            raise ValidationError(self.error_messages["gone"], code="gone")
        return self.row

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def mark_language(form: forms.ModelForm, names: tuple[str, ...], language: str) -> None:
    """Whoever checks spelling or reads aloud goes by the language of the words, not by that of the labels."""
    for name in names:
        if name in form.fields:
            form.fields[name].widget.attrs["lang"] = language


class RowForm(forms.ModelForm):
    #: Fields whose words are in the language of the interview.
    spoken: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        """All columns: a model asks the database about each constraint and foreign key of each row.

        So the fields, `clean` of the row's form and `clean` of its formset check all that the columns demand.
        """
        return {column.name for column in self._meta.model._meta.get_fields()}


class RowFormSet(forms.BaseInlineFormSet):
    """The rows of one interview, loaded with one query and all knowing their interview."""

    @cached_property
    def rows(self) -> list[models.Model]:
        """All rows as they are stored now, in order."""
        rows = list(super().get_queryset())
        for row in rows:
            setattr(row, self.fk.name, self.instance)
        return rows

    def get_queryset(self) -> list[models.Model]:
        """The stored rows. Of a form that was sent in: those that it names, in its order.

        The admin pairs forms and rows by their order: a row that someone else deleted would shift all others.
        """
        if not self.is_bound:
            return self.rows
        by_key = {str(row.pk): row for row in self.rows}
        keys = (self.data.get(f"{self.add_prefix(index)}-id", "") for index in range(self.initial_form_count()))
        return [by_key.get(key) or self.model() for key in keys]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = None if form.instance._state.adding else form.instance
        form.fields["id"] = KnownKeyField(row, required=False, initial=row and row.pk)
        if row is None:
            form.fields[AGAIN] = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
        mark_language(form, form.spoken, self.instance.language)


class RowInline(admin.StackedInline):
    """A list whose entries are one line each until they are opened."""

    template = "admin/rows/inline.html"
    form = RowForm
    formset = RowFormSet
    view_on_site = False
    extra = 1
    # Who may change an interview that is theirs may change its rows.

    def has_add_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_add_permission(request, obj) or may_change_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_change_permission(request, obj) or may_change_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_delete_permission(request, obj) or may_change_own(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_view_permission(request, obj) or may_view_own(request, obj)

    #: What stands on the line of an entry.
    summary_template: str
    #: What stands above the list, beneath and beside it.
    toolbar = ""
    beneath = ""
    beside = ""
    #: What ends a stored entry that is open.
    row_end = ""
