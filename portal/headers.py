"""What every answer tells browsers beside Django's own headers, whatever it answers with: pages, files, failures."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Nothing here asks for any of these, and no script that came in by mistake, nor a frame, shall.
_NEVER = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("idle-detection", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-create", "serial"),
    *("usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _NEVER)
#: Pages are opened and framed, and not loaded into pages of others as if they were a part of these. Sound, pictures,
#: feeds, documents and style are: by players, readers of podcasts, and what shows shared links.
_ONLY_HERE = ("text/html",)


class EveryAnswer:
    """Middleware, the outermost: no answer that another gives passes it by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told = response.headers
        told.setdefault("Permissions-Policy", PERMISSIONS)
        pages = told.get("Content-Type", "text/html").startswith(_ONLY_HERE)
        told.setdefault("Cross-Origin-Resource-Policy", "same-origin" if pages or _is_private(told) else "cross-origin")
        return response


def _is_private(told: object) -> bool:
    return "private" in told.get("Cache-Control", "")  # type: ignore[attr-defined]
