"""A published interview in each format that can say something of it, at an address of its own."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from interviews.documents.writers import WRITERS
from interviews.exporting.documents import place_of, public_document
from interviews.models import Interview


@require_safe
def document(request: HttpRequest, slug: str, format_name: str) -> HttpResponse:
    shown = get_object_or_404(Interview.objects.published().select_related("series"), slug=slug)
    writer = WRITERS[format_name]
    written = public_document(shown)
    if not writer.fits(written):
        raise Http404
    content = writer.write(written, place_of(shown)).encode()
    response = HttpResponse(content, content_type=f"{writer.MEDIA_TYPE}; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    # Players and podcast apps on other sites read these (chapters, transcripts); nothing here is a stranger's to guard.
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = f'<{place_of(shown).url}>; rel="canonical"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
