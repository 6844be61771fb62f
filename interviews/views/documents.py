"""A published interview in each format that can say something of it, at an address of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from interviews.documents import schema as document_schema
from interviews.documents.writers import WRITERS
from interviews.exporting.documents import file_name_of, place_of, public_document
from interviews.kept import depend_on, kept
from interviews.lasting import lasting_address
from interviews.models import Interview
from interviews.views.origin import origin_of

#: The formats that can name one entry of the interview (``?segment=uid``).
CITATIONS = ("csl.json", "bib", "ris")


@kept("segment")
@require_safe
def document(request: HttpRequest, slug: str, format_name: str) -> HttpResponse:
    shown = get_object_or_404(Interview.objects.published().select_related("series"), slug=slug)
    writer = WRITERS[format_name]
    origin = origin_of(request)
    written = public_document(shown, origin)
    if not writer.fits(written):
        raise Http404
    asked = request.GET.get("segment") if format_name in CITATIONS else None
    cited = next((entry for entry in written.segments if entry.uid == asked), None)
    text = writer.write(written, place_of(shown, origin, entry=cited))
    response = answer(request, text, writer.MEDIA_TYPE)
    response["Link"] = f'<{origin}{lasting_address(shown)}>; rel="canonical"'
    response["Content-Language"] = shown.language
    response["Content-Disposition"] = f'inline; filename="{file_name_of(shown, writer)}"'  # for whoever keeps it
    return depend_on(response, shown)


@kept()
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the portal's own format."""
    text = json.dumps(document_schema.schema(), ensure_ascii=False, indent=2) + "\n"
    return answer(request, text, document_schema.MEDIA_TYPE)


def answer(request: HttpRequest, text: str, media_type: str, *, changed_at: dt.datetime | None = None) -> HttpResponse:
    """The text, or that it is still the same (RFC 9110, 13)."""
    content = text.encode()
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    second = int(changed_at.timestamp()) if changed_at else None
    if second is not None:
        response["Last-Modified"] = http_date(second)
    # Players and podcast apps on other sites read these (chapters, transcripts); nothing here is a stranger's to guard.
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, response["ETag"], second, response)
