"""What is answered where something failed: 503 while the database is away, and 500 for what is our own fault."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

#: Seconds after which a browser or a crawler may ask again.
RETRY_AFTER = 5


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to what raised the exception of this moment. Nothing was saved: the transaction is gone with it."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return server_error(request)
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
