"""The form of an interview, which knows which state of the page it was filled in from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.tag_names import TagNamesField, shown
from interviews.editorial.admin.rows import mark_language
from interviews.models import Interview
from interviews.models.language import check_language_tag
from interviews.names import account_name
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
        self.stale = False
        mark_language(self, ("title", "organisation", "introduction", "rights", "provenance"), self.instance.language)
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)
            self.initial["tag_names"] = shown(tag.name for tag in self.instance.tags.all())
            self._keep_what_was_not_asked()
        if "published_at" in self.fields:
            zone = {"zone": timezone.get_current_timezone_name()}
            # Django writes “Date:” and “Time:” beside the two fields, and labels neither.
            label = self.fields["published_at"].label
            parts = gettext("date"), pgettext("of the day", "time")
            for widget, part in zip(self.fields["published_at"].widget.widgets, parts, strict=True):
                widget.attrs["aria-label"] = gettext("%(field)s: %(part)s") % {"field": label, "part": part}
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
        if self.instance.pk:
            self._refuse_when_stale(given.get("version", ""))
        published = self.instance.status == Interview.Status.PUBLISHED
        when_asked = "published_at" in self.fields and "published_at" not in self.errors
        if published and when_asked and not given.get("published_at"):
            message = gettext("A published interview says since when. To take it off the site, withdraw it.")
            self.add_error("published_at", message)
        if self.held:
            self.add_error(None, ValidationError(self.held, code="held"))
        return given

    def _refuse_when_stale(self, version: str) -> None:
        """Locks the interview until the transaction ends, so that nobody saves between here and our save."""
        row = Interview.objects.select_for_update().only("updated_at").filter(pk=self.instance.pk).first()
        if row is None:
            message = gettext("This interview was deleted by someone else in the meantime.")
            raise ValidationError(message, code="deleted")
        if version == version_of(row):
            return
        self.stale = True
        # Shown again, the form stands for the page as it is now: saving once more is then a decision.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version_of(row)
        raise ValidationError(_told(self.instance, version, row), code="stale")


def _told(interview: Interview, version: str, row: Interview) -> str:
    seen = parse_datetime(version) if version else None
    content_type = ContentType.objects.get_for_model(Interview)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(interview.live.pk)).select_related(
        "user"
    )
    entry = entries.filter(action_time__gt=seen).order_by("-action_time").first() if seen else None
    when = formats.date_format(timezone.localtime(row.updated_at), "DATETIME_FORMAT")
    who = account_name(entry.user) if entry else _("someone else")
    return gettext(
        "%(who)s changed this interview at %(when)s, after you had opened it. Nothing was saved, and what "
        "you typed is still here. Compare it with the page as it is now; saving again replaces that page "
        "by yours."
    ) % {"who": who, "when": when}
