from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews.admin.named import names_seen
from interviews.admin.seen import seen
from interviews.editorial.reports.report import Asked, Line, Report
from interviews.models import Appearance, Bio, Speaker

GROUP = _("People")


def _in_no_interview(request: HttpRequest, _asked: Asked) -> QuerySet | None:
    rows = seen(request, Speaker)
    if rows is None:
        return None
    return rows.filter(~Exists(Appearance.objects.filter(speaker=OuterRef("pk")))).order_by("sort_name", "pk")


def _portraits_without_words(request: HttpRequest, _asked: Asked) -> QuerySet | None:
    if seen(request, Speaker) is None:
        return None
    rows = names_seen(request, Bio.objects.exclude(portrait="")).filter(portrait_alt="").select_related("speaker")
    return rows.order_by("speaker__sort_name", "pk").only("as_of", "speaker__name")


def _form_of(speaker: int) -> str:
    return reverse("admin:interviews_speaker_change", args=[speaker])


def _line_of_bio(bio: Bio) -> Line:
    return Line(bio.speaker.name, _form_of(bio.speaker_id), about=str(bio.as_of or ""))


REPORTS = [
    Report(
        "portraits-without-words",
        GROUP,
        _("Portraits without words"),
        _("Who cannot see the picture is told nothing of it."),
        _portraits_without_words,
        _line_of_bio,
    ),
    Report(
        "speakers-in-no-interview",
        GROUP,
        _("Speakers in no interview"),
        _("Not even in a draft."),
        _in_no_interview,
        lambda speaker: Line(speaker.name, _form_of(speaker.pk)),
    ),
]
