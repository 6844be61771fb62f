"""Moments of a publication in the forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext

from interviews.models import Interview


def name_parts(field: forms.Field) -> None:
    """Labels the two fields of a moment: Django writes “Date:” and “Time:” beside them, and labels neither."""
    parts = gettext("date"), pgettext("of the day", "time")
    for widget, part in zip(field.widget.widgets, parts, strict=True):
        widget.attrs["aria-label"] = gettext("%(field)s: %(part)s") % {"field": field.label, "part": part}


def require_since_when(form: forms.ModelForm, given: dict[str, Any]) -> None:
    """Refuses a published interview without the moment of its publication, where that was asked for."""
    published = form.instance.status == Interview.Status.PUBLISHED
    asked = "published_at" in form.fields and "published_at" not in form.errors
    if published and asked and not given.get("published_at"):
        message = gettext("A published interview says since when. To take it off the site, withdraw it.")
        form.add_error("published_at", message)
