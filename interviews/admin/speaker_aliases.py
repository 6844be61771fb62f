"""Other names of a person, on the person's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.models import SpeakerAlias
from interviews.names import name_key


class AliasFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            key = name_key(given.get("name", ""))
            if not key or given.get("DELETE"):
                continue
            if key in seen:
                form.add_error("name", ValidationError(gettext("This stands here twice."), code="twice"))
            elif key == name_key(self.instance.name):
                form.add_error("name", ValidationError(gettext("This is the person’s own name."), code="own"))
            seen.add(key)


class AliasInline(admin.StackedInline):
    """They are a part of the person: who may see or change it, may see or change them."""

    model = SpeakerAlias
    formset = AliasFormSet
    template = "admin/rows/inline.html"
    summary_template = "admin/rows/alias.html"
    fields = ["name"]
    extra = 1  # the only one there is where there is no script
    verbose_name_plural = _("other names: an import that gives one means this person")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("interviews.view_speaker")) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(
            request.user.has_perm("interviews.change_speaker") or request.user.has_perm("interviews.add_speaker")
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
