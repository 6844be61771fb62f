from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from interviews.admin.dashboard.panels import SHOWN, Panel, Row
from interviews.editorial.admin.publishing import state_of
from interviews.editorial.models import WorkingDraft
from interviews.models import Interview, Revision

#: States that are looked at for what one edited last; and unsaved drafts, of which few are left lying.
_STATES, _UNSAVED = 100, 50


def my_work(request: HttpRequest) -> Panel | None:
    """What one typed and did not save, and then the drafts that one edited last. Three queries."""
    desk = admin.site.get_model_admin(Interview)
    if not (desk.has_change_permission(request) or desk.has_add_permission(request)):
        return None
    unsaved, drafts = _unsaved(request), _drafts(request)
    return Panel(
        "work",
        gettext("My work"),
        len(unsaved) + len(drafts),
        [*unsaved, *drafts][:SHOWN],
        reverse("admin:interviews_interview_changelist") + "?desk=mine",
        gettext("All of mine"),
    )


def _unsaved(request: HttpRequest) -> list[Row]:
    """The newest of each interview: its form offers the others."""
    rows = WorkingDraft.objects.filter(user=request.user, finished=False).order_by("-saved_at", "-pk").defer("text")
    newest: dict[int, WorkingDraft] = {}
    for draft in rows.select_related("interview")[:_UNSAVED]:
        newest.setdefault(draft.number if draft.interview_id else -draft.pk, draft)
    return [_row_of(draft) for draft in newest.values()]


def _row_of(draft: WorkingDraft) -> Row:
    if draft.interview is None:
        url, language = reverse("admin:interviews_interview_add"), ""
    else:
        url, language = _form_of(draft.interview), draft.interview.language
    return Row(
        draft.title or gettext("without a title"),
        url,
        language if draft.title else "",
        gettext("not saved"),
        draft.saved_at,
        gettext("Continue"),
    )


def _drafts(request: HttpRequest) -> list[Row]:
    """By the newest states that one wrote, of those interviews that have an edition nobody sees yet."""
    states = Revision.objects.filter(author=request.user).order_by("-pk")
    keys = list(dict.fromkeys(states.values_list("interview", flat=True)[:_STATES]))
    desk = admin.site.get_model_admin(Interview)
    mine = desk.get_queryset(request).filter(status__in=Interview.IN_THE_MAKING)
    rows = mine.filter(edits=None, pk__in=keys) | mine.filter(edits__in=keys)
    found = {
        row.edits_id or row.pk: row for row in rows.only("title", "language", "status", "updated_at", "edits__title")
    }
    return [
        Row(
            found[key].title,
            _form_of(found[key]),
            found[key].language,
            gettext("draft of changes") if found[key].edits_id else state_of(found[key]),
            found[key].updated_at,
        )
        for key in keys
        if key in found
    ]


def _form_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])
