"""Facts of an interview that no page could show are refused in words, on every database alike."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interviews.models import Bio
from tests.editorial.sent_form import fields_of, opened, send
from tests.factories import make_interview, make_speaker

pytestmark = pytest.mark.django_db


def typed(desk: Client, **fields: str) -> str:
    """The answer to a form with these fields; empty where it was taken."""
    address = reverse("admin:interviews_interview_change", args=[make_interview().pk])
    return send(desk, address, opened(desk, address) | fields).content.decode()


def test_a_part_fits_into_a_small_number(desk: Client) -> None:
    assert "less than or equal to 32767" in typed(desk, part="32768")
    assert "greater than or equal to 0" in typed(desk, part="-1")
    assert typed(desk, part="32767") == ""


def test_a_discussion_does_not_end_before_it_began(desk: Client) -> None:
    html = typed(desk, discussion_starts_on="2006-03-06", discussion_ends_on="2006-03-02")

    assert "The discussion ended before it began." in html
    assert "is violated" not in html
    assert typed(desk, discussion_starts_on="2006-03-02", discussion_ends_on="2006-03-02") == ""
    assert typed(desk, discussion_ends_on="2006-03-02") == ""


WRONG = ["english", "e", "en_GB", "en-", "en--GB", "1n", "en-abcdefghi", "fr CA", "é", "en\u0660", "en\n-GB"]


@pytest.mark.parametrize("language", WRONG)
def test_a_language_that_is_no_tag_is_refused_in_words(desk: Client, language: str) -> None:
    assert "is not a language tag. Write one like “en” or “fr-CA”." in typed(desk, language=language)


@pytest.mark.parametrize("language", ["en", "fr-CA", "gsw", "zh-Hant-TW", "sl-rozaj-1994", "de-x-north", " sv "])
def test_a_language_tag_is_taken(desk: Client, language: str) -> None:
    assert typed(desk, language=language) == ""


def of_a_biography(desk: Client, **fields: object) -> str:
    address = reverse("admin:interviews_speaker_change", args=[make_speaker().pk])
    sent = fields_of(desk.get(address).content.decode(), "speaker_form")
    sent |= {"bios-TOTAL_FORMS": "1", "bios-0-language": "en", "bios-0-text": "Keeps a light."}
    return desk.post(address, sent | {f"bios-0-{name}": value for name, value in fields.items()}).content.decode()


def test_the_language_of_a_biography_is_a_tag_too(desk: Client) -> None:
    assert "is not a language tag." in of_a_biography(desk, language="english")
    assert of_a_biography(desk, language="nb-NO") == ""


def test_a_portrait_that_is_no_picture_is_refused_in_words(desk: Client) -> None:
    garbage = SimpleUploadedFile("ola.jpg", b"\xff\xd8\xff no picture at all", content_type="image/jpeg")

    html = of_a_biography(desk, portrait=garbage)

    assert "Upload a valid image." in html
    assert "Keeps a light." in html
    assert not Bio.objects.exists()
