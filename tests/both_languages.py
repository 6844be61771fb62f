"""A small site to be read in both languages, and what is asked of its pages."""

from __future__ import annotations

import re

from django.test import Client

from interviews.models import Interview, Series, Tag
from tests.factories import make_comment, make_interview, make_recording, make_segment


def make_full_site() -> Interview:
    """One interview that has a page of every kind."""
    series = Series.objects.create(title="Lights of the north", description="Talks with keepers.")
    interview = make_interview(
        guest="Ola Berg", host="Jo Doe", organisation="Guild", slug="ola-berg", series=series, rights="Free to quote."
    )
    make_recording(interview)
    segment = make_segment(interview, 90, question="Why lamps?", label="Lamps", tags=("fog",), uid="lamps")
    Tag.objects.create(name="lessons", slug="lessons", question="What did you learn?")
    segment.tags.add("lessons")
    make_comment(interview, body="Well said.")
    return interview


def text_of(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def links(page: str, **wanted: str) -> list[str]:
    """Where the `<link>`s and `<a>`s lead that have these attributes."""
    tags = re.findall(r"<(?:link|a) [^>]*>", page)
    found = [tag for tag in tags if all(f'{name}="{value}"' in tag for name, value in wanted.items())]
    return [address[1] for tag in found if (address := re.search(r'href="([^"]*)"', tag))]
