"""A document that names a speaker by an address of before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviews.models import Interview, Speaker
from interviews.models.former_slug import keep_former
from tests.factories import make_speaker
from tests.importing.pages import import_file, write_page

pytestmark = pytest.mark.django_db


def page_of(folder: Path, name: str) -> Path:
    guest = {"name": name, "speaker": "ola", "role": "guest"}
    document = {"title": name, "appearances": [guest]}
    return write_page(
        folder, "x.json", json.dumps({"format": "interview-document", "version": 1, "interview": document})
    )


def test_it_means_who_had_that_address_under_that_name(tmp_path: Path) -> None:
    speaker = make_speaker("Ola Berg", slug="ola-berg")
    keep_former(speaker, "ola")
    import_file(page_of(tmp_path, "Ola Berg"))
    assert Interview.objects.get().appearances.get().speaker == speaker
    assert Speaker.objects.count() == 1


def test_it_means_nobody_of_another_name(tmp_path: Path) -> None:
    keep_former(make_speaker("Ola Lie", slug="ola-lie"), "ola")
    import_file(page_of(tmp_path, "Ola Berg"))
    assert Interview.objects.get().appearances.get().speaker.name == "Ola Berg"
    assert Speaker.objects.count() == 2
