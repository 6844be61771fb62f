"""All of one person, at the desk: given out as a file, or erased after a page that tells what goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.comments.models import Comment
from interviews.comments.personal import comments_of, erasable, erase, exported
from interviews.numbers import whole_number

#: Comments that the page before the erasing shows; all are counted.
MOST_SHOWN = 100

UNPROCESSABLE = 422


class PersonForm(forms.Form):
    """As the commands take it: what was imported may have an address that no form would accept."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=Comment._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        if "@" not in self.cleaned_data["address"]:
            raise ValidationError(_("Write a whole address like name@example.org."))
        return self.cleaned_data["address"]


class Persons(admin.ModelAdmin):
    """The page “All of one person”, for the admin of comments.

    An address is sent, never asked for in the address of a page: that would stand in the logs of every server.
    """

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.person_view)
        return [path("person/", view, name="comments_comment_person"), *super().get_urls()]

    def person_view(self, request: HttpRequest) -> HttpResponse:
        """Asks for an address; `?of=12` begins with that of who wrote that comment. Then does what was pressed."""
        doing = {"export": self._exported, "erase": self._erased}
        may = [what for what in doing if request.user.has_perm(f"comments.{what}_person")]
        if not may:
            raise PermissionDenied
        if request.method != "POST":
            return self._asked(request, PersonForm(initial={"address": self._address_of(request)}))
        pressed = "erase" if "erase" in request.POST else "export"
        if pressed not in may:
            raise PermissionDenied
        form = PersonForm(request.POST)
        return doing[pressed](request, form.cleaned_data["address"]) if form.is_valid() else self._asked(request, form)

    def _exported(self, request: HttpRequest, address: str) -> HttpResponse:
        """All that is known, as a file of JSON."""
        self._note(request, CHANGE, gettext("All of one person was given out."))
        answer = HttpResponse(exported(address), content_type="application/json")
        answer["Content-Disposition"] = 'attachment; filename="person.json"'
        return answer

    def _erased(self, request: HttpRequest, address: str) -> HttpResponse:
        """Tells what would go, and asks for the address once more; with that, it goes."""
        again = request.POST.get("again")
        if again is None or again.strip().casefold() != address.casefold():
            return self._confirming(request, address, wrong=again is not None)
        erased = erase(address)
        self._note(request, DELETION, gettext("All of one person was erased."))
        self.message_user(request, gettext("Erased: %(what)s.") % {"what": erased}, messages.SUCCESS)
        for place in erased.left:
            words = gettext("Left, since only you can tell: %(place)s") % {"place": place}
            self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(request.path)

    def _address_of(self, request: HttpRequest) -> str:
        written = Comment.objects.filter(pk=whole_number(request.GET.get("of", "")) or 0)
        return written.values_list("email", flat=True).first() or ""

    def _asked(self, request: HttpRequest, form: PersonForm) -> HttpResponse:
        context = {"title": gettext("All of one person"), "form": form}
        return self._of_person(request, "person", context, UNPROCESSABLE if form.is_bound else 200)

    def _confirming(self, request: HttpRequest, address: str, *, wrong: bool) -> HttpResponse:
        comments = comments_of(address).select_related("interview").oldest_first()
        context = {
            "title": gettext("Erase all of one person?"),
            "address": address,
            "would": erasable(address),
            "comments": comments[:MOST_SHOWN],
            "wrong": wrong,
        }
        return self._of_person(request, "erase", context, UNPROCESSABLE if wrong else 200)

    def _of_person(self, request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": Comment._meta, **context}
        return TemplateResponse(request, f"admin/comments/person/{name}.html", context, status=status)

    def _note(self, request: HttpRequest, flag: int, words: str) -> None:
        """Who did it stands in the log of the desk; of whom does not."""
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(Comment),
            object_repr=words,
            action_flag=flag,
        )
