"""What balancers, service managers and monitoring ask. Stands before all that could fail, wait or lead elsewhere.

Balancers ask by the address of a machine: whatever `Host` they send is not looked at, and nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from portal.watching import readiness
from portal.watching.addresses import HEALTHZ, METRICS, READYZ
from portal.watching.metrics import metrics
from portal.watching.who import has_token, is_in_networks, is_near

View = Callable[[HttpRequest], HttpResponse]


def healthz(request: HttpRequest) -> HttpResponse:
    """That this process answers. Nothing else is asked: a node started anew because another is away helps nobody."""
    return _told(request, "alive", {}, status=200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this node can do its work; what is wrong is told to those who look after it."""
    parts = readiness.seen()
    is_ready = not any(part.wrong for part in parts)
    said = {part.name: part.said for part in parts}
    near = is_near(request) or is_in_networks(request) or has_token(request)
    return _told(request, "ready" if is_ready else "not ready", said if near else {}, 200 if is_ready else 503)


def _told(request: HttpRequest, state: str, parts: dict[str, str], status: int) -> HttpResponse:
    """As JSON where that is asked for, else as lines."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"state": state, **({"parts": parts} if parts else {})}, status=status)
    lines = [state, *(f"{name}: {said}" for name, said in parts.items())]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8", status=status)


VIEWS: dict[str, View] = {HEALTHZ: healthz, READYZ: readyz, METRICS: metrics}


class Probes:
    """Middleware, behind what sets headers on all answers, and before everything else."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = VIEWS.get(request.path_info)
        if view is None:
            return self.get_response(request)
        response = view(request) if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])
        response["Content-Length"] = str(len(response.content))
        response["Cache-Control"] = "no-store"
        response["Vary"] = "Accept, Authorization"
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        return response
