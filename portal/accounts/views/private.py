from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers

from portal.accounts.forms import set_focus


def private(response: HttpResponse) -> HttpResponse:
    """What one person alone sees: kept by no cache, found by no search."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


class PrivateForm:
    """A view of Django's that shows a form: to one person alone, and one that was refused as such."""

    at_the_desk = False

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form = context.get("form")
        is_refused = form is not None and form.is_bound
        if is_refused:
            set_focus(form, on_the_field=self.at_the_desk)
        kwargs["status"] = 422 if is_refused else 200
        return private(super().render_to_response(context, **kwargs))
