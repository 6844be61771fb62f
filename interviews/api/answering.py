"""The API, served: what `endpoints` says, as JSON that others may read and keep."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, re_path, register_converter, reverse
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt

from interviews.api import parameters as given
from interviews.api.declared import Asked, Data, Endpoint, Place, Rows
from interviews.api.endpoints import ENDPOINTS
from interviews.api.openapi import ROOT, description
from interviews.api.parameters import UID
from interviews.api.problems import Wrong, refusal, refused
from interviews.kept import kept
from interviews.views.documents import answer
from interviews.views.origin import origin_of

METHODS = "GET, HEAD, OPTIONS"
#: Seconds for which a browser need not ask again whether it may ask.
PREFLIGHT_AGE = 24 * 3600

View = Callable[..., HttpResponse]


class UidConverter(StringConverter):
    regex = UID.schema["pattern"].strip("^$")


register_converter(UidConverter, "uid")


def readable(view: View) -> View:
    """For programs on any site: GET, HEAD and the preflight of either; every other method is refused in words."""

    @csrf_exempt  # nothing is changed here: a refusal is a 405, not a missing token
    @functools.wraps(view)
    def answering(request: HttpRequest, **which: str) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
            response["Access-Control-Max-Age"] = str(PREFLIGHT_AGE)
        elif request.method in ("GET", "HEAD"):
            response = view(request, **which)
        else:
            response = refusal(405, f"{request.method} is not answered here: everything can be read, with GET.")
        if request.method not in ("GET", "HEAD"):
            response["Allow"] = METHODS
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response

    return answering


def _json(request: HttpRequest, told: Data) -> HttpResponse:
    response = answer(request, json.dumps(told, ensure_ascii=False, indent=1) + "\n", "application/json")
    response["Cache-Control"] = "public, no-cache"  # kept, and asked for again with its ETag
    return response


def _view_of(endpoint: Endpoint) -> View:
    names = {parameter.name for parameter in endpoint.parameters}

    @readable
    def view(request: HttpRequest, **which: str) -> HttpResponse:
        values, wrong = _read(endpoint, request.GET)
        if wrong:
            return refused(wrong)
        place = Place(origin_of(request))
        found = endpoint.find(Asked(values, which))
        if found is None:
            return refusal(
                404, f"There is no such {endpoint.name} here; {place.api(_list_of(endpoint))} has all there are."
            )
        if not isinstance(found, Rows):
            return _json(request, endpoint.resource.data(found, place))
        told, links = _page(endpoint, found, values, place)
        response = _json(request, told)
        if links:
            response["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
        return response

    # Whatever one may search for is no page.
    return view if given.QUERY.name in names else kept(*names)(view)


def _list_of(endpoint: Endpoint) -> str:
    """The list in which a thing stands."""
    first = endpoint.path.partition("/")[0]
    return next(other.name for other in ENDPOINTS if other.path == first)


def _read(endpoint: Endpoint, given: QueryDict) -> tuple[dict[str, Any], list[Wrong]]:
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for parameter in endpoint.parameters:
        try:
            values[parameter.name] = parameter.read(given.getlist(parameter.name))
        except Wrong as error:
            wrong.append(error)
    known = [parameter.name for parameter in endpoint.parameters]
    told = f"there are {', '.join(known)}" if known else "there are none here"
    wrong += [Wrong(name, given[name], "there is no such parameter", told) for name in given if name not in known]
    return values, wrong


def _page(endpoint: Endpoint, rows: Rows, values: dict[str, Any], place: Place) -> tuple[Data, dict[str, str]]:
    limit, offset = values["limit"], values["offset"]
    links = {}
    if offset + limit < rows.count:
        links["next"] = _address(endpoint, values | {"offset": offset + limit}, place)
    if offset:
        links["prev"] = _address(endpoint, values | {"offset": max(0, offset - limit)}, place)
    taken = rows.take(slice(offset, offset + limit)) if offset < rows.count else []
    told = {
        "count": rows.count,
        "more_than_counted": rows.are_more,
        "next": links.get("next"),
        "previous": links.get("prev"),
        "results": [endpoint.resource.data(row, place) for row in taken],
    }
    return told, links


def _address(endpoint: Endpoint, values: dict[str, Any], place: Place) -> str:
    said: Iterator[tuple[str, Any]] = (
        (parameter.name, values[parameter.name])
        for parameter in endpoint.parameters
        if values[parameter.name] not in (None, [], parameter.schema.get("default"))
    )
    query = urlencode(list(said), doseq=True)
    return f"{place.api(endpoint.name)}?{query}" if query else place.api(endpoint.name)


@kept()
@readable
def index(request: HttpRequest) -> HttpResponse:
    """Where everything begins."""
    place = Place(origin_of(request))
    lists = {endpoint.name: place.api(endpoint.name) for endpoint in ENDPOINTS if endpoint.is_list}
    return _json(request, {"openapi": place.api("openapi"), **lists})


@kept()
@readable
def openapi(request: HttpRequest) -> HttpResponse:
    return _json(request, description(origin_of(request) + reverse("documents:api").rstrip("/")))


@readable
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    place = Place(origin_of(request))
    return refusal(404, f"There is nothing at this address; {place.api('openapi')} has all that there are.")


def _route(endpoint: Endpoint) -> str:
    return ROOT + endpoint.path.replace("{slug}", "<slug:slug>").replace("{uid}", "<uid:uid>")


URLS: list[URLPattern] = [
    path(ROOT, index, name="api"),
    path(f"{ROOT}openapi.json", openapi, name="api-openapi"),
    *(path(_route(endpoint), _view_of(endpoint), name=f"api-{endpoint.name}") for endpoint in ENDPOINTS),
    re_path(rf"^{ROOT}(?P<rest>(?s:.+))\Z", nothing),  # a line break too
]
