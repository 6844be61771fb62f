"""Other words for a tag, on the tag's own page. A tag of that name is taken in, where the editor says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.models import Tag, TagSynonym
from interviews.models.tag import known_tag, synonym_of


class TagForm(forms.ModelForm):
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        other = synonym_of(name)
        if other is not None and other.pk != self.instance.pk:
            message = gettext("“%(name)s” is a synonym of “%(tag)s”. Take it away there first.")
            raise ValidationError(message, code="synonym", params={"name": name, "tag": other.name})
        return name


class SynonymForm(forms.ModelForm):
    take_in = forms.BooleanField(
        label=_("take in"),
        required=False,
        help_text=_("Where a tag has this name: what it stands on gets this tag instead, and it is gone."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name = data.get("name", "")
        if self._errors or not name or not self.has_changed():
            return data
        known, elsewhere = known_tag(name), synonym_of(name)
        if elsewhere is not None and elsewhere.pk != self.instance.tag_id:
            message = gettext("This is a synonym of “%(tag)s” already.")
            self.add_error("name", ValidationError(message, code="synonym", params={"tag": elsewhere.name}))
        elif known is not None and known.pk == self.instance.tag_id:
            self.add_error("name", ValidationError(gettext("This is the tag itself."), code="itself"))
        elif known is not None and not data.get("take_in"):
            message = gettext("There is a tag “%(tag)s”. Tick “take in” to make one of the two.")
            self.add_error("name", ValidationError(message, code="tag", params={"tag": known.name}))
        else:
            self.known = known
        return data


class SynonymFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        names: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name", "").casefold() if hasattr(form, "cleaned_data") else ""
            if name and not form.cleaned_data.get("DELETE"):
                if name in names:
                    form.add_error("name", ValidationError(gettext("This stands here twice."), code="twice"))
                names.add(name)

    def to_take_in(self) -> list[Tag]:
        """The tags that editors want to be this one."""
        wanted = [form for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]
        return [form.known for form in wanted if getattr(form, "known", None) is not None]


class SynonymInline(admin.StackedInline):
    model = TagSynonym
    form = SynonymForm
    formset = SynonymFormSet
    template = "admin/rows/inline.html"
    summary_template = "admin/rows/synonym.html"
    fields = ["name", "take_in"]
    extra = 1  # the only one there is where there is no script
    verbose_name_plural = _("other words for it")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("interviews.view_tag")) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are a part of the tag: who may change it or add one, may change them."""
        return bool(request.user.has_perm("interviews.change_tag") or request.user.has_perm("interviews.add_tag"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
