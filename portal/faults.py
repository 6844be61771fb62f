"""What is answered where something failed: 503 while nothing can be read or written, 500 for what is our own fault.

Nothing was saved then: the transaction is gone with the exception. What was typed is given back on the page.
"""

from __future__ import annotations

import errno
import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

log = logging.getLogger(__name__)

#: Seconds after which a browser or a crawler may ask again.
RETRY_AFTER = 5
#: What a disk answers that takes nothing: full, over its quota, to be read only.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
#: A field is given back where it holds words; of a form with thousands, so many.
_FEWEST_SIGNS, _MOST_FIELDS = 30, 200
_SECRET = ("password", "token", "csrf", "key")


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to what raised the exception of this moment."""
    error = sys.exc_info()[1]
    is_full = isinstance(error, OSError) and error.errno in _NO_ROOM
    if not is_full and not isinstance(error, OperationalError | InterfaceError):
        return server_error(request)
    if is_full:
        log.critical("the disk takes nothing: %s", error)
    context = {"typed": _typed(request)}
    response = HttpResponse(loader.get_template("503.html").render(context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    if request.method == "POST":
        response["Cache-Control"] = "no-store, private"
    return response


def _typed(request: HttpRequest) -> list[str]:
    """The words that were sent with a form, to be copied: nobody has to write them a second time."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.POST.lists())
    except Exception:  # the form itself may be what could not be read
        return []
    told = [values for name, values in fields if not any(secret in name.lower() for secret in _SECRET)]
    words = [value for values in told for value in values if len(value) >= _FEWEST_SIGNS and " " in value.strip()]
    return words[:_MOST_FIELDS]
