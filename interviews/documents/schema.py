"""The JSON Schema of the portal's own format, made from the dataclasses so that it cannot lag behind them.

JSON Schema, draft 2020-12. The number in its name is the version in the files; it grows when a reader of the old form
could no longer read the new one.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from interviews.documents.document import CHOICES, InterviewDocument, PartialDate
from interviews.documents.reading import Publication
from interviews.documents.writers.portal_json import FORMAT, VERSION

IDENTIFIER = f"urn:interview-portal:{FORMAT}:{VERSION}"
MEDIA_TYPE = "application/schema+json"

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    PartialDate: {
        "type": "string",
        "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
        "description": "A date as far as it is known: 2015, 2015-09 or 2015-09-14 (ISO 8601).",
    },
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.timedelta: {
        "type": "string",
        "pattern": r"^:?(\d{1,3}:)?\d{1,3}:[0-5]\d([.,]\d{1,3})?$",
        "description": "A moment or a length: 0:18, 57:15, 1:01:06.",
    },
}


def schema() -> dict[str, Any]:
    """The schema of a file of the portal's own JSON."""
    definitions: dict[str, Any] = {}
    document = _of(InterviewDocument, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        "title": "An interview",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "publication": _of(Publication, definitions),
            "interview": document,
        },
        "required": ["format", "version", "interview"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(declared: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(declared, types.UnionType):
        declared = next(kind for kind in typing.get_args(declared) if kind is not type(None))
    if typing.get_origin(declared) is tuple:
        return {"type": "array", "items": _of(typing.get_args(declared)[0], definitions)}
    if declared in _PLAIN:
        return _PLAIN[declared]
    if is_dataclass(declared):
        name = typing.cast(type, declared).__name__
        if name not in definitions:
            definitions[name] = {}  # it may stand within itself
            definitions[name] = _object(typing.cast(type, declared), definitions)
        return {"$ref": f"#/$defs/{name}"}
    raise TypeError(f"no JSON form is known for {declared}")


def _object(declared: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(declared)
    choices = CHOICES.get(declared, {})
    properties = {
        field.name: {"enum": list(choices[field.name])}
        if field.name in choices
        else _of(hints[field.name], definitions)
        for field in fields(declared)
    }
    told: dict[str, Any] = {"type": "object"}
    if declared.__doc__:
        told["description"] = " ".join(declared.__doc__.split())
    told["properties"] = properties
    told["required"] = [field.name for field in fields(declared) if field.default is MISSING]
    told["additionalProperties"] = False
    return told
