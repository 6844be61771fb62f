"""Who takes part in an interview, each as credited then."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.named import names_seen
from interviews.editorial.admin.rows import RowForm, RowFormSet, RowInline
from interviews.models import Appearance, Bio, Speaker


class AppearanceForm(RowForm):
    spoken = ("title", "organisation")
    bio = forms.TypedChoiceField(label=_("Biography"), required=False, empty_value=None)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)

    def __init__(self, *args: Any, bios: Iterable[Bio], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {str(bio.pk): bio for bio in bios if bio.speaker_id == self.instance.speaker_id}
        self.fields["bio"].choices = [("", _("none")), *((key, str(bio)) for key, bio in mine.items())]
        self.fields["bio"].coerce = lambda key: mine.get(str(key))  # a stored key is a number
        self.fields["bio"].help_text = _(
            "How the person was introduced. A new person comes with the newest; write others on the speaker’s page."
        )

        self._know_speaker()

    def _know_speaker(self) -> None:
        """A choice that stays as it was asks the database for nothing."""
        if "speaker" not in self.fields or self.instance.speaker_id is None:
            return
        speaker, looked_up = self.instance.speaker, self.fields["speaker"].to_python
        self.fields["speaker"].to_python = lambda key: speaker if key == str(speaker.pk) else looked_up(key)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        bio, speaker = given.get("bio"), given.get("speaker")
        if bio and speaker and bio.speaker_id != speaker.pk:
            self.add_error("bio", gettext("This biography is of another person. Choose none, save and choose again."))
        return given


class AppearanceFormSet(RowFormSet):
    #: The biographies that whoever fills in the form may choose from.
    bios_seen = Bio.objects.all()

    @cached_property
    def rows(self) -> list[Appearance]:
        """Left with the interview for its other lists, which offer these people."""
        self.instance.people_at_hand = super().rows
        return self.instance.people_at_hand

    @cached_property
    def bios(self) -> list[Bio]:
        speakers = [row.speaker_id for row in self.rows]
        return list(self.bios_seen.filter(speaker__in=speakers).defer("html")) if speakers else []

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "bios": self.bios}

    def save_new(self, form: AppearanceForm, commit: bool = True) -> Appearance:
        """A person who is added comes with the newest biography there is; the row has none to choose from yet."""
        if form.instance.bio is None:
            form.instance.bio = self.bios_seen.filter(speaker=form.instance.speaker_id).first()
        return super().save_new(form, commit)

    def save(self, commit: bool = True) -> list[Appearance]:
        if commit:
            self._clear_seats()
        return super().save(commit)

    def _clear_seats(self) -> None:
        """Who changes seats leaves the old one first: rows are written one by one, and two may have swapped.

        A row and its key stay, as answers and biographies hang on them. Until all are written it names nobody: the
        database looks for the speaker when the transaction ends, and for the uniqueness of a seat at once.
        """
        moved = [form.instance.pk for form in self.initial_forms if {"speaker", "role"} & set(form.changed_data)]
        if moved:
            leaving = [form.instance.pk for form in self.deleted_forms]
            Appearance.objects.filter(pk__in=[*moved, *leaving]).update(speaker=-F("pk"))

    def clean(self) -> None:
        super().clean()
        here = {form.instance.pk for form in self.initial_forms}
        # Those of whom the form does not know: a colleague added them while it stood open.
        seen: set[tuple[Speaker, str]] = {(row.speaker, row.role) for row in self.rows if row.pk not in here}
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            part = (given.get("speaker"), given.get("role"))
            if not all(part) or given.get("DELETE"):
                continue
            if part in seen:
                message = gettext("%(name)s is already here in this role.") % {"name": part[0]}
                form.add_error("speaker", ValidationError(message, code="twice"))
            seen.add(part)


class AppearanceInline(RowInline):
    model = Appearance
    form = AppearanceForm
    formset = AppearanceFormSet
    summary_template = "admin/rows/appearance.html"
    verbose_name = _("person")
    verbose_name_plural = _("people")
    autocomplete_fields = ["speaker"]
    fields = [("speaker", "role", "position"), ("name", "post_nominals"), ("title", "organisation"), "bio"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[AppearanceFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.bios_seen = names_seen(request, Bio.objects.all())
        return formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "speaker":
            kwargs["queryset"] = names_seen(request, Speaker.objects.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("speaker", "bio")
