"""What the search box proposes while one types, for its script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interviews.search.proposals import proposals as proposed
from interviews.search.query import LONGEST

#: Seconds for which a copy serves: who deletes a letter is answered by the browser; what is withdrawn is soon gone.
MAX_AGE = 60


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed so far. The words of the interface are in the address's language."""
    kinds = {
        "speaker": _("Speaker"),
        "tag": _("Topic"),
        "series": _("Series"),
        "interview": _("Interview"),
        "segment": _("Question"),
    }
    found = [
        {"label": one.label, "about": one.about or kinds[one.kind], "url": one.url, "language": one.language}
        | {"kind": one.kind}
        for one in proposed(request.GET.get("q", "")[:LONGEST])
    ]
    response = JsonResponse({"proposals": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
