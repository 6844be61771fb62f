"""What editors do at the form of an interview, without script."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from tests.editorial.sent_form import fields_of, opened, send


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def form_of(client: Client, interview: Interview) -> dict[str, Any]:
    return opened(client, page_of(interview))


def save(client: Client, interview: Interview, fields: dict[str, Any], button: str = "_save") -> None:
    """Nothing is in the way."""
    response = send(client, page_of(interview), fields, button)
    assert response.status_code == 302, re.findall(
        r'class="error(?:list|note).*?</', response.content.decode(), re.DOTALL
    )


def held(client: Client, interview: Interview, fields: dict[str, Any], button: str = "_save") -> dict[str, Any]:
    """The form that is shown instead of being saved; `html` is its page."""
    before = Interview.objects.filter(pk=interview.pk).values_list("updated_at", flat=True).first()
    response = send(client, page_of(interview), fields, button)
    assert response.status_code == 200
    assert Interview.objects.filter(pk=interview.pk).values_list("updated_at", flat=True).first() == before
    html = response.content.decode()
    return {**fields_of(html), "html": html}


def asked(fields: dict[str, Any]) -> list[str]:
    found = fields.get("asked", [])
    return found if isinstance(found, list) else [found]


def decided(fields: dict[str, Any], **choices: str) -> dict[str, Any]:
    """The same form, each question answered by how its place ends, or all by `every`."""
    chosen = {
        f"decided-{place}": next((choice for end, choice in choices.items() if place.endswith(f":{end}")), "")
        or choices.get("every", "")
        for place in asked(fields)
    }
    return {name: value for name, value in fields.items() if name != "html"} | chosen


def contents(interview: Interview) -> list[tuple[str, str]]:
    return list(interview.segments.values_list("question", "answer"))
