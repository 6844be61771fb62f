"""The page of what is stored, and deleting what nobody uses."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from interviews.admin.finding.places import Place, offer
from interviews.admin.named import names_seen
from interviews.admin.seen import seen, sees_all
from interviews.models import Bio, Interview, Recording
from interviews.store.media_files import FOLDERS, PORTRAITS, RECORDINGS, Unused, delete_unused, unused

LISTED = 50
#: Whose rows name the files of a folder.
_MODELS = {RECORDINGS: Recording, PORTRAITS: Bio}

offer(Place(gettext_lazy("Media"), "desk_media", ["interviews.view_recording", "interviews.view_bio"]))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`tab` is a folder, or `unused` of one; sent, the ticked are shown first, and deleted once that is confirmed."""
    asked = request.GET.get("tab", "")
    tabs = _tabs(request)
    if not tabs:
        raise PermissionDenied
    tab = asked if asked in tabs else next(iter(tabs))
    if asked and asked not in tabs:
        raise PermissionDenied
    folder = tab.removeprefix("unused-")
    if request.method == "POST":
        if tab == folder:
            raise PermissionDenied
        return _delete(request, tab, folder)
    context = {"tab": tab, "tabs": tabs.items(), "missing": "missing" in request.GET}
    if tab == folder:
        rows = _recordings(request) if folder == RECORDINGS else _portraits(request, "missing" in request.GET)
        context["page"] = Paginator(rows, LISTED).get_page(request.GET.get("page"))
        context["without_words"] = _portraits(request, without_words=True).count()
    else:
        context["unused"] = unused(folder)
    return _shown(request, context)


def _tabs(request: HttpRequest) -> dict[str, str]:
    """Those that the editor may look at, by what they are called in the address."""
    names = {
        RECORDINGS: gettext("Recordings"),
        PORTRAITS: gettext("Portraits"),
        f"unused-{RECORDINGS}": gettext("Recordings nobody uses"),
        f"unused-{PORTRAITS}": gettext("Portraits nobody uses"),
    }
    may = {}
    for folder in FOLDERS:
        kind = _MODELS[folder]._meta.model_name
        may[folder] = any(request.user.has_perm(f"interviews.{verb}_{kind}") for verb in ("view", "change"))
        may[f"unused-{folder}"] = request.user.has_perm(f"interviews.delete_{kind}")
    return {tab: name for tab, name in names.items() if may[tab]}


def _recordings(request: HttpRequest) -> QuerySet:
    """Those of the interviews that the editor may look at."""
    rows = Recording.objects.exclude(file="").select_related("interview").order_by("-pk")
    if sees_all(request):
        return rows
    interviews = seen(request, Interview)
    return rows.none() if interviews is None else rows.filter(interview__in=interviews.order_by())


def _portraits(request: HttpRequest, without_words: bool) -> QuerySet:
    rows = (
        names_seen(request, Bio.objects.exclude(portrait=""))
        .select_related("speaker")
        .annotate(used=Count("appearances"))
    )
    rows = rows.filter(portrait_alt="") if without_words else rows
    return rows.defer("html").order_by("-pk")


def _delete(request: HttpRequest, tab: str, folder: str) -> HttpResponse:
    chosen = set(request.POST.getlist("file"))
    if "confirmed" not in request.POST:
        found = [one for one in unused(folder) if one.name in chosen]
        return _shown(request, {"tab": tab, "tabs": _tabs(request).items(), "chosen": found, "total": _total(found)})
    gone = delete_unused(sorted(chosen), folder)
    content_type = ContentType.objects.get_for_model(_MODELS[folder])
    told = gettext("Deleted, since nothing used it.")
    LogEntry.objects.bulk_create(
        LogEntry(
            user=request.user,
            content_type=content_type,
            object_repr=one.name[:200],
            action_flag=DELETION,
            change_message=told,
        )
        for one in gone
    )
    words = ngettext("%(count)d file deleted.", "%(count)d files deleted.", len(gone)) % {"count": len(gone)}
    messages.add_message(request, messages.SUCCESS if gone else messages.WARNING, words)
    return HttpResponseRedirect(f"{reverse('desk_media')}?tab={tab}")


def _total(found: list[Unused]) -> int:
    return sum(one.size for one in found)


def _shown(request: HttpRequest, context: dict) -> HttpResponse:
    request.current_app = admin.site.name
    title = {"title": gettext("Media")}
    return TemplateResponse(request, "admin/media/page.html", {**admin.site.each_context(request), **title, **context})
