"""The API, described (OpenAPI 3.1): made of what serves it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from interviews.api.declared import Endpoint, Parameter, Schema
from interviews.api.endpoints import ENDPOINTS
from interviews.api.problems import MEDIA_TYPE, SCHEMA
from interviews.api.resources import RESOURCES

ROOT = "api/1/"
VERSION = "1.0.0"

_PROBLEM: Schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ETAG = {"schema": {"type": "string"}, "description": "Send it back as If-None-Match: unchanged, it is a 304."}
_LINK = {"schema": {"type": "string"}, "description": "`next` and `prev`, where there are such (RFC 8288)."}


def description(server: str) -> dict[str, Any]:
    """`server` is the absolute address that all paths stand below."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.SITE_NAME,
            "version": VERSION,
            "description": "Published interviews, to be read: people, moments, topics. No key is needed.",
        },
        "servers": [{"url": server}],
        "paths": {f"/{endpoint.path}": {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": {resource.name: resource.schema for resource in RESOURCES} | {"Problem": SCHEMA}},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {
            "description": endpoint.resource.description,
            "headers": {"ETag": _ETAG, "Link": _LINK} if endpoint.is_list else {"ETag": _ETAG},
            "content": {"application/json": {"schema": schema_of(endpoint)}},
        },
        "304": {"description": "What If-None-Match names has not changed."},
        "400": {"description": "A parameter is wrong, or there is no such one.", "content": _PROBLEM},
    }
    if endpoint.path_parameters:
        answers["404"] = {"description": "There is no such thing, or it is not public.", "content": _PROBLEM}
    told = [_parameter(parameter, "path") for parameter in endpoint.path_parameters]
    told += [_parameter(parameter, "query") for parameter in endpoint.parameters]
    return {"operationId": endpoint.name, "summary": endpoint.summary, "parameters": told, "responses": answers}


def schema_of(endpoint: Endpoint) -> Schema:
    """Of the answer."""
    if not endpoint.is_list:
        return endpoint.resource.reference
    address: Schema = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "minimum": 0},
            "more_than_counted": {"type": "boolean", "description": "There are more, which were not counted."},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": endpoint.resource.reference},
        },
        "required": ["count", "more_than_counted", "next", "previous", "results"],
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    schema = parameter.schema
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": parameter.many}
    told = {
        "name": parameter.name,
        "in": where,
        "description": parameter.description,
        "required": parameter.required or where == "path",
        "schema": schema,
    }
    example = [parameter.example] if parameter.many else parameter.example
    return told if example is None else told | {"example": example}
