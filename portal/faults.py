"""What is answered where something failed: 503 while the database or the bucket is away or a disk is full, and 500 for
what is our own fault.

Programs are answered in their form, people by a page; both are told the number under which the log has it.
"""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.views.defaults import server_error

from interviews.api.problems import refusal
from portal.buckets import BucketAway
from portal.watching.numbered import number_of

#: Seconds after which a browser or a crawler may ask again.
RETRY_AFTER = 5
_OF_PROGRAMS = "/api/"
#: What a disk says that takes nothing: it is full, one's share of it is, it may only be read.
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
_WORDS = {
    500: "Something went wrong here, and was written down. Nothing of what was asked is wrong.",
    503: "The site does not get at its data just now; ask again in some seconds.",
}


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to what raised the exception of this moment. Nothing was saved: the transaction is gone with it."""
    is_away = _passes(sys.exc_info()[1])
    status, number = (503 if is_away else 500), number_of(request.META)
    if request.path_info.startswith(_OF_PROGRAMS):
        response = refusal(status, _WORDS[status], request=number)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        try:
            page = loader.get_template(f"{status}.html").render({"number": number})
        except TemplateDoesNotExist:
            return server_error(request)
        response = HttpResponse(page, status=status)
    if is_away:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _passes(error: BaseException | None) -> bool:
    """Whether a service or the machine is at fault, and the same may be done again later."""
    if isinstance(error, (OperationalError, InterfaceError, BucketAway)):
        return True
    return isinstance(error, OSError) and error.errno in _DISK
