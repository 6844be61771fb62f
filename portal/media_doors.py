"""Who may have a stored file: everybody what readers see, and what they do not see yet whoever may see it early.

An address that nobody can guess is not enough: it is told, kept in histories and logs, and outlives the page on which
it stood. A file that is not to be had is not found, so that nobody learns whether there is one.
"""

from __future__ import annotations

from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from interviews import stored_files
from interviews.database_faults import takes_nothing
from interviews.editorial.early import may_fetch
from portal.media import is_plain, media
from portal.remembered import Remembered

#: Seconds for which a file that readers had may still be had while the database cannot be asked: as long as a server of
#: it takes to start anew, or another to take its place. Who listens then hears on.
HEARD_ON = 300.0
_public = Remembered(HEARD_ON, most=2_000)


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """One query for what readers may have, however many ranges of it they ask for."""
    if not is_plain(path) or "\0" in path:
        raise Http404("No such file.")
    if _is_public(path):
        return media(request, path)
    if not may_fetch(request, path):
        raise Http404("No such file.")
    response = media(request, path)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _is_public(path: str) -> bool:
    """As the database says; while it is away, as it said within the last minutes. Raises what kept it from saying."""
    try:
        public = stored_files.is_public(path)
    except DatabaseFailure as error:
        if takes_nothing(error) and _public.has(path):
            return True
        raise
    (_public.note if public else _public.forget)(path)
    return public
