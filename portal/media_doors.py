"""Who may have a stored file: everybody what readers see, and what they do not see yet whoever may see it early.

An address that nobody can guess is not enough: it is told, kept in histories and logs, and outlives the page on which
it stood. A file that is not to be had is not found, so that nobody learns whether there is one.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from interviews import stored_files
from interviews.editorial.early import may_fetch
from portal.media import is_plain, media


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """One query for what readers may have, however many ranges of it they ask for."""
    if not is_plain(path) or "\0" in path:
        raise Http404("No such file.")
    if stored_files.is_public(path):
        return media(request, path)
    if not may_fetch(request, path):
        raise Http404("No such file.")
    response = media(request, path)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
