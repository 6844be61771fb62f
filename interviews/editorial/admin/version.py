"""The form of an interview, which knows which state of the page it was filled in from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from interviews.admin.tag_names import TagNamesField, shown
from interviews.editorial.admin.moments import name_parts, require_since_when
from interviews.editorial.admin.rows import mark_language
from interviews.models.language import check_language_tag
from interviews.store.version import version_of

#: Fields of which the form itself checks all that the database's constraints demand.
CHECKED_HERE = {
    "recorded_precision",
    "first_published_precision",
    "discussion_starts_on",
    "discussion_ends_on",
}


class InterviewForm(forms.ModelForm):
    #: Why it is shown and not saved, whatever it says; set by `together.form`.
    held = ""
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    tag_names = TagNamesField(widget=forms.TextInput(attrs={"class": "vLargeTextField"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_language(self, ("title", "organisation", "introduction", "rights", "provenance"), self.instance.language)
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)
            self.initial["tag_names"] = shown(tag.name for tag in self.instance.tags.all())
            self._keep_what_was_not_asked()
        if "published_at" in self.fields:
            zone = {"zone": timezone.get_current_timezone_name()}
            name_parts(self.fields["published_at"])
            self.fields["published_at"].help_text = (
                gettext("In the time zone %(zone)s. Left empty: when it is first published.") % zone
            )
        if "slug" in self.fields:
            self.fields["slug"].help_text = gettext(
                "The last part of the page’s address. Left empty: made from the title. Changing it breaks old links."
            )

    def _keep_what_was_not_asked(self) -> None:
        """A form opened while readers saw the page has neither address nor moment: that is no word to empty them."""
        for name in {"slug", "published_at"} & set(self.fields) if self.is_bound else ():
            widget, given = self.fields[name].widget, getattr(self.instance, name)
            if widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name)):
                self.data = self.data.copy()
                parts = widget.decompress(given) if hasattr(widget, "decompress") else [given]
                for number, part in enumerate(parts):
                    key = f"{self.add_prefix(name)}_{number}" if len(parts) > 1 else self.add_prefix(name)
                    self.data[key] = "" if part is None else str(part)

    def _get_validation_exclusions(self) -> set[str]:
        """Else a model asks the database about each constraint, and whether an address that stays is free."""
        excluded = super()._get_validation_exclusions() | CHECKED_HERE
        return excluded if "slug" in self.changed_data else excluded | {"slug"}

    def clean_language(self) -> str:
        check_language_tag(self.cleaned_data["language"])
        return self.cleaned_data["language"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        begun, ended = given.get("discussion_starts_on"), given.get("discussion_ends_on")
        if begun and ended and ended < begun:
            self.add_error("discussion_ends_on", gettext("The discussion ended before it began."))
        require_since_when(self, given)
        if self.held:
            self.add_error(None, ValidationError(self.held, code="held"))
        return given
