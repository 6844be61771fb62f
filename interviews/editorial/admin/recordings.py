"""The sound or the picture of an interview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.editorial.admin.rows import RowForm, RowInline
from interviews.models import Recording
from interviews.models.room import check_room

UNKNOWN = {"duration": None, "media_type": ""}


class RecordingForm(RowForm):
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_room(file, self.instance.file.storage)
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("file") and given.get("url"):
            self.add_error("url", gettext("Give a file or an address, not both."))
        if {"file", "url"} & set(self.changed_data):
            # What was known of the sound before; the model finds out what it can of the new one.
            given |= {name: unknown for name, unknown in UNKNOWN.items() if name not in self.changed_data}
            self.instance.bitrate = None
        return given


class RecordingInline(RowInline):
    model = Recording
    form = RecordingForm
    summary_template = "admin/rows/recording.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ["file", "url", ("duration", "media_type", "position")]
