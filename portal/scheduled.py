"""Changes that were to go live at a moment: whoever asks first after it finds them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from interviews.store.due import publish_due_changes_now_and_then


class ScheduledChanges:
    """Stands behind what answers with files, and before every page, feed and document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        publish_due_changes_now_and_then()
        return self.get_response(request)
