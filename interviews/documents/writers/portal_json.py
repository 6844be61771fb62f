"""The portal's own JSON: lossless. Read again, exported again, it is the same to the byte."""

from __future__ import annotations

import json
from typing import Any

from interviews.documents.data import as_data
from interviews.documents.document import InterviewDocument
from interviews.documents.writers.place import Place

NAME = "JSON"
MEDIA_TYPE = "application/json"
SUFFIX = ".json"
LOSSES: tuple[str, ...] = ()

FORMAT = "interview-document"
VERSION = 1


def fits(document: InterviewDocument) -> bool:
    return True


def write(document: InterviewDocument, place: Place) -> str:
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if place.publication is not None:
        data["publication"] = as_data(place.publication)
    data["interview"] = as_data(document)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
