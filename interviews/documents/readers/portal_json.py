"""The portal's own JSON: a document, whole. See `documents.schema` for the published schema."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from interviews.documents.data import from_data, instant
from interviews.documents.errors import DocumentError
from interviews.documents.reading import Publication, Reading
from interviews.documents.source_file import SourceFile
from interviews.documents.writers.portal_json import FORMAT, VERSION

SUFFIXES = ()  # another site's JSON has the same

_STATUSES = ("draft", "published", "withdrawn")


def recognises(file: SourceFile) -> bool:
    return file.head.startswith("{") and f'"{FORMAT}"' in file.head


def read(file: SourceFile) -> Iterator[Reading]:
    data = loaded(file)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DocumentError(f"this JSON is none of the portal’s (its “format” is not “{FORMAT}”)", code="other_json")
    if data.get("version") != VERSION:
        raise DocumentError(
            f"version {data.get('version')!r} of the format is not read here, but {VERSION}; export it anew, or "
            "bring this site up to date",
            code="other_version",
        )
    yield Reading(from_data(data.get("interview")), publication=_publication(data.get("publication")))


def loaded(file: SourceFile) -> Any:
    """The JSON in a file as Python has it. Raises DocumentError with the line."""
    try:
        return json.loads(file.exact_text)
    except json.JSONDecodeError as error:
        problem = f"this is not JSON ({error.msg}); correct it there, or export it anew"
        raise DocumentError(problem, line=error.lineno, code="not_json") from error
    except (RecursionError, ValueError) as error:
        raise DocumentError("this JSON is nested too deep, or holds too long a number", code="not_json") from error


def _publication(data: Any) -> Publication | None:
    if data is None:
        return None
    instants = ("published_at", "featured_at")
    known = {"slug", "status", "guid", "former_slugs", *instants}
    former = data.get("former_slugs", []) if isinstance(data, dict) else None
    if (
        not isinstance(data, dict)
        or not data.keys() <= known
        or not isinstance(former, list)
        or not all(isinstance(one, str) for one in (*(data | {"former_slugs": ""}).values(), *former))
    ):
        problem = (
            f"“publication” is not an object with {', '.join(sorted(known))}, each text but the list of the former"
        )
        raise DocumentError(problem, code="bad_field")
    if data.get("status", "draft") not in _STATUSES:
        raise DocumentError(f"publication.status is not one of {', '.join(_STATUSES)}", code="bad_field")
    at: dict[str, dt.datetime] = {}
    for name in instants:
        try:
            at |= {name: instant(data[name])} if name in data else {}
        except ValueError as error:
            raise DocumentError(f"publication.{name}: {error}", code="bad_field") from error
    return Publication(
        data.get("slug", ""),
        data.get("status", "draft"),
        **at,
        guid=data.get("guid", ""),
        former_slugs=tuple(former),
    )
