"""What an import found is said in English; where the interface is not, its subject stands before it."""

from __future__ import annotations

import pytest
from django.utils import translation

from interviews.admin.importing.subjects import in_words, subject_of
from interviews.documents.errors import Finding
from interviews.models import Source
from tests.factories import make_editor, make_interview

FINDING = Finding(3, "heading_left_out", "not used: “Boats”")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "line 3: not used: “Boats”"),
        ("en-gb", "line 3: not used: “Boats”"),
        ("fr", "Un titre a été omis (line 3: not used: “Boats”)"),
        (None, "line 3: not used: “Boats”"),
    ],
)
def test_a_finding_has_its_subject_in_another_language(language: str | None, words: str) -> None:
    with translation.override(language):
        assert in_words(FINDING) == words


def test_what_is_not_known_has_no_subject() -> None:
    with translation.override("fr"):
        assert subject_of("of_another_time") == ""
        assert in_words(Finding(None, "of_another_time", "odd")) == "odd"


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "subject"), [("", ""), ("/fr", "<b>Un titre a été omis</b> · ")])
def test_the_page_of_a_source_shows_it(client: object, prefix: str, subject: str) -> None:
    told = [{"line": 3, "code": FINDING.code, "message": FINDING.message}]
    source = Source.objects.create(interview=make_interview(), key="file:///page.txt", document={}, findings=told)
    client.force_login(make_editor())
    page = client.get(f"{prefix}/admin/interviews/source/{source.pk}/change/").content.decode()
    assert f'{subject}<span lang="en">not used: “Boats”</span>' in page
    assert page.count("<b>Un titre") == bool(subject)
