"""Refusals, as RFC 9457 writes them: what, where, and the cure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
#: Characters of a value that are repeated to whoever sent it.
MOST_REPEATED = 80

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Why there is no answer (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, where, and the cure: for people."},
        "errors": {
            "type": "array",
            "description": "For status 400, one for each parameter that is wrong.",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string"},
                    "value": {"type": "string"},
                    "problem": {"type": "string"},
                    "cure": {"type": "string"},
                },
                "required": ["parameter", "value", "problem", "cure"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}


class Wrong(ValueError):
    """A parameter that cannot be read."""

    def __init__(self, parameter: str, value: str, problem: str, cure: str) -> None:
        super().__init__(f"{parameter}: {problem}")
        shown = value if len(value) <= MOST_REPEATED else f"{value[:MOST_REPEATED]}…"
        self.told = {"parameter": parameter, "value": shown, "problem": problem, "cure": cure}

    def __str__(self) -> str:
        value = f" “{self.told['value']}”" if self.told["value"] else ""
        return f"{self.told['parameter']}{value}: {self.told['problem']}; {self.told['cure']}."


def refusal(status: int, detail: str, **more: Any) -> HttpResponse:
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def refused(wrong: Iterable[Wrong]) -> HttpResponse:
    """Of parameters that are wrong, all at once."""
    wrong = list(wrong)
    return refusal(400, " ".join(map(str, wrong)), errors=[one.told for one in wrong])
