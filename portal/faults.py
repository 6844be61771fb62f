"""What is answered where something failed: 503 while the database or the bucket is away or a disk is full, and 500 for
what is our own fault.

Programs are answered in their form, people by a page; both are told the number under which the log has it. Nothing was
saved then: the transaction is gone with the exception. What was typed is given back on the page.
"""

from __future__ import annotations

import errno
import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.views.defaults import server_error

from interviews.api.problems import refusal
from interviews.database_faults import takes_nothing
from portal.buckets import BucketAway
from portal.watching.numbered import number_of

log = logging.getLogger(__name__)

#: Seconds after which a browser or a crawler may ask again.
RETRY_AFTER = 5
_OF_PROGRAMS = "/api/"
#: What a disk answers that takes nothing: full, over its quota, to be read only.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
_WORDS = {
    500: "Something went wrong here, and was written down. Nothing of what was asked is wrong.",
    503: "The site does not get at its data just now; ask again in some seconds.",
}
#: A field is given back where it holds words; of a form with thousands, so many.
_FEWEST_SIGNS, _MOST_FIELDS = 30, 200
_SECRET = ("password", "token", "csrf", "key")


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to what raised the exception of this moment. Nothing was saved: the transaction is gone with it."""
    error = sys.exc_info()[1]
    is_away = _passes(error)
    status, number = (503 if is_away else 500), number_of(request.META)
    if request.path_info.startswith(_OF_PROGRAMS):
        response = refusal(status, _WORDS[status], request=number)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        context = {"number": number, "again": again, "typed": _typed(request) if is_away else []}
        try:
            page = loader.get_template(f"{status}.html").render(context)
        except TemplateDoesNotExist:
            return server_error(request)
        response = HttpResponse(page, status=status)
    if is_away:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store, private"
    return response


def _passes(error: BaseException | None) -> bool:
    """Whether a service or the machine is at fault, and the same may be done again later."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        log.critical("the disk takes nothing: %s", error)
        return True
    return isinstance(error, BucketAway) or takes_nothing(error)


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
