"""What an editor gives another address: the one it had leads there for ever."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from interviews.models.former_slug import keep_former


class Moving(admin.ModelAdmin):
    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep_address(obj, form)


def keep_address(row: Any, form: ModelForm) -> None:
    if form.initial.get("slug") and "slug" in form.changed_data:
        keep_former(row, form.initial["slug"])
