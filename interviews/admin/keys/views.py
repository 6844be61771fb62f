from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interviews.admin.finding.places import Place, offer
from interviews.admin.keys.groups import groups
from interviews.admin.seen import AT_THE_DESK

offer(Place(_("Keys"), "desk_keys", [*AT_THE_DESK, "comments.view_comment"]))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All keys of the desk, whatever page they are of."""
    request.current_app = admin.site.name
    context = {"title": gettext("Keys"), "key_groups": groups(request)}
    return TemplateResponse(request, "admin/keys/page.html", {**admin.site.each_context(request), **context})
