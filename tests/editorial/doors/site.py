"""A site with one of everything that the desk shows, an address for each of its doors, and somebody in each role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from interviews.comments.models import BlockRule, InterviewPolicy, Report, SitePolicy, SpeakerAccount
from interviews.editorial.models import CheckedLink, WorkingDraft
from interviews.editorial.reports.views import REPORTS
from interviews.models import ImportBatch, Interview, Revision, Series, Source, Tag, Upload
from interviews.store.history import Revising
from tests.comments.corrections.steps import make_correction
from tests.factories import make_comment, make_interview, make_recording, make_segment, make_speaker
from tests.letters import make_subscription

#: Nobody; somebody with an account for the conversation alone; and the roles that a migration makes.
ROLES = ("nobody", "reader", "Contributor", "Editor", "Publisher", "Moderator")
#: A Contributor's own draft, another's draft, and a page that readers see.
WHOSE = ("own", "other", "public")


def doors() -> Iterator[str]:
    """The names of all addresses of the desk that have one."""
    yield from dict.fromkeys([*_named(admin.site.urls[0]), *_desk_of_its_own(get_resolver().url_patterns)])


def _desk_of_its_own(patterns: list) -> Iterator[str]:
    """The pages that hang on no model stand before the admin’s own addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace is None:
            yield from _desk_of_its_own(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("admin/"):
            yield str(pattern.name)


def _named(patterns: list) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


class Site:
    def __init__(self) -> None:
        self.users = {role: self._user(role) for role in ROLES if role != "nobody"}
        contributor = self.users["Contributor"]
        self.interviews = {
            "own": self._interview(published=False, owner=contributor),
            "other": self._interview(published=False),
            "public": self._interview(published=True),
        }
        public = self.interviews["public"]
        comment, speaker = make_comment(public), make_speaker()
        batch = ImportBatch.objects.create(origin="a.txt", by=self.users["Editor"])
        self.rows: dict[str, Any] = {
            "series": Series.objects.create(title="On lamps"),
            "speaker": speaker,
            "tag": Tag.objects.create(name="lamps"),
            "source": Source.objects.create(interview=public, key="a.txt", digest="1", text="", document={}),
            "importbatch": batch,
            "comment": comment,
            "speakeraccount": SpeakerAccount.objects.create(speaker=speaker, user=self.users["reader"]),
            "blockrule": BlockRule.objects.create(kind=BlockRule.Kind.values[0], pattern="lamp"),
            "sitepolicy": SitePolicy.objects.first() or SitePolicy.objects.create(),
            "interviewpolicy": InterviewPolicy.objects.create(interview=public),
            "report": Report.objects.create(comment=comment, reason=Report.Reason.values[0]),
            "subscription": make_subscription(public),
            "correction": make_correction(public.segments.get()),
            "group": Group.objects.get(name="Editor"),
            "user": self.users["Editor"],
        }

    def _user(self, role: str) -> Any:
        user = get_user_model().objects.create_user(role.lower(), is_staff=role != "reader")
        if role != "reader":
            user.groups.add(Group.objects.get(name=role))
        return user

    def _interview(self, **given: Any) -> Interview:
        interview = make_interview(guest="Ola Berg", **given)
        make_segment(interview, 1)
        make_recording(interview)
        Revising(interview, Revision.Reason.EDITED).after()
        return interview

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "nobody":
            client.force_login(self.users[role])
        return client

    def address(self, door: str, whose: str, role: str) -> str:
        """Raises NoReverseMatch for a door whose arguments are not known here."""
        if door.startswith("desk_"):
            return reverse(door, kwargs=self._of_the_desk(door))
        address = reverse(f"admin:{door}", kwargs=self._arguments(door, whose, role))
        return f"{address}?{_OFFERED}" if door == "autocomplete" else address

    def _of_the_desk(self, door: str) -> dict[str, Any]:
        if door == "desk_on_site":
            public = self.interviews["public"]
            return {"content_type_id": ContentType.objects.get_for_model(Interview).pk, "object_id": str(public.pk)}
        if door == "desk_link":
            return {"pk": CheckedLink.objects.create(url="https://lamps.example/").pk}
        return {"name": next(iter(REPORTS))} if door in ("desk_report", "desk_report_file") else {}

    def _arguments(self, door: str, whose: str, role: str) -> dict[str, Any]:
        interview = self.interviews[whose]
        app, _, rest = door.partition("_")
        model, _, page = rest.partition("_")
        if door == "interviews_importbatch_preview":
            return {"token": self._upload(role).token}
        if door == "interviews_importbatch_undo":
            return {"pk": self.rows["importbatch"].pk}
        if door == "interviews_interview_discard":
            return {"pk": self._working_draft(role, interview)}
        if door == "view_on_site":
            return {"content_type_id": ContentType.objects.get_for_model(Interview).pk, "object_id": interview.pk}
        if door == "app_list":
            return {"app_label": "interviews"}
        if page in ("changelist", "add", "autocomplete") or door in _PLAIN or page in _OF_ALL:
            return {}
        if (app, model) == ("interviews", "interview"):
            return _OF_INTERVIEW.get(page, lambda row: {"pk": row.pk})(interview)
        if page in ("suggested", "of"):
            return {"pk": interview.pk}
        row = self.rows[model]
        if page in ("change", "delete", "history"):
            return {"object_id": row.pk}
        return {"id": row.pk} if model == "user" else {"pk": row.pk}

    def _upload(self, role: str) -> Upload:
        upload = Upload(by=self.users.get(role, self.users["reader"]), name="a.txt", digest="1")
        upload.write([b"A talk\n"])
        upload.save()
        return upload

    def _working_draft(self, role: str, interview: Interview) -> int:
        user = self.users.get(role, self.users["reader"])
        key = f"{role} {WorkingDraft.objects.count()}"
        draft = WorkingDraft.objects.create(user=user, interview=interview, number=interview.pk, key=key, text="{}")
        return draft.pk


_OFFERED = "app_label=interviews&model_name=appearance&field_name=speaker"
_PLAIN = {"index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"}
_OF_ALL = {"merge", "asked_of_many", "names", "paste", "bulk", "keep_new", "person", "queue", "together", "undo"}
_OF_INTERVIEW = {
    "change": lambda row: {"object_id": row.pk},
    "delete": lambda row: {"object_id": row.pk},
    "history": lambda row: {"object_id": row.pk},
    "presence": lambda row: {"number": row.pk},
    "keep": lambda row: {"number": row.pk},
    "restore": lambda row: {"pk": row.pk, "number": 1},
    "revision": lambda row: {"pk": row.pk, "number": 1},
    "chapters": lambda row: {"pk": row.pk, "recording": row.recordings.get().pk},
}


def lets_in(site: Site, role: str, method: str, address: str) -> bool:
    """Not where it asks to sign in, refuses, does not do such a thing, or leads back to where the desk begins."""
    client = site.client(role)
    response = client.get(address, follow=True) if method == "get" else client.post(address)
    assert response.status_code < 500, (role, method, address)
    if response.status_code in (403, 404, 405):
        return False
    led = [where for where, _status in getattr(response, "redirect_chain", [])]
    here = [address, *led, response.headers.get("Location", "")][-1] or [address, *led][-1]
    asked_who = any("signed_out.html" in str(template.name) for template in response.templates)
    elsewhere = {reverse("admin:login"), reverse("admin:index")} - {address}
    return not asked_who and here.partition("?")[0] not in elsewhere
