"""The pages of the desk by their names. What stands above offers its own with `offer`, in the `ready` of its
`AppConfig`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.seen import AT_THE_DESK
from interviews.search.words import words_of


class Found(NamedTuple):
    """`about` says where or of which kind; `language` is the label's (empty: the interface's, or a name)."""

    kind: str
    label: str
    about: str
    url: str
    language: str = ""


class Place(NamedTuple):
    """A page for those who have one of the permissions."""

    label: Any
    url_name: str
    permissions: Sequence[str]
    query: str = ""


_offered: list[Place] = []


def offer(place: Place) -> None:
    if place not in _offered:
        _offered.append(place)


offer(Place(_("Merge speakers"), "admin:interviews_speaker_merge", ["interviews.delete_speaker"]))
offer(Place(_("Merge tags"), "admin:interviews_tag_merge", ["interviews.delete_tag"]))
offer(Place(_("Tags nowhere used"), "admin:interviews_tag_changelist", ["interviews.view_tag"], "?used=no"))
offer(Place(_("Asked of many"), "admin:interviews_tag_asked_of_many", ["interviews.change_tag"]))
offer(Place(_("Drafts"), "admin:interviews_interview_changelist", AT_THE_DESK, "?status__exact=draft"))


def places(request: HttpRequest, words: Sequence[str]) -> list[Found]:
    """Those in whose name each word begins one; without words all."""
    return [one for one in _all(request) if _begin_so(words_of(one.label), words)]


def _all(request: HttpRequest) -> Iterator[Found]:
    here = gettext("page")
    yield Found("page", gettext("Editor’s desk"), here, reverse("admin:index"))
    for app in admin.site.get_app_list(request):
        for model in app["models"]:
            if model["admin_url"]:
                yield Found("page", capfirst(str(model["name"])), str(app["name"]), model["admin_url"])
            if model["add_url"]:
                label = gettext("Add %(name)s") % {"name": model["model"]._meta.verbose_name}
                yield Found("page", label, str(app["name"]), model["add_url"])
    for place in _offered:
        if any(request.user.has_perm(permission) for permission in place.permissions):
            yield Found("page", str(place.label), here, reverse(place.url_name) + place.query)


def _begin_so(words: Sequence[str], begins: Sequence[str]) -> bool:
    return all(any(word.startswith(begin) for word in words) for begin in begins)
