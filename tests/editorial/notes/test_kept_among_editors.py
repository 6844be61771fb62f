"""A word that stands in a note alone is found nowhere but at the desk."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.documents.writers import WRITERS
from interviews.editorial.models import DraftLink, EditorNote
from interviews.editorial.notices import tell
from interviews.models import Interview, Revision
from interviews.search.index import refresh
from interviews.store.history import Revising
from tests.factories import make_cues, make_interview, make_segment, make_transcript

pytestmark = pytest.mark.django_db

CANARY = "zyxcanary"


@pytest.fixture
def noted(ann: Any) -> Interview:
    """Published, and with the word in notes on the whole and on a segment, in an answer and in a notice."""
    interview = make_interview(title="A talk on tides", slug="a-talk", guest="Ola Berg")
    make_segment(interview, 18, uid="k2")
    make_cues(make_transcript(interview), [(18, "Ola Berg", "They were bright.")])
    for uid in ("", "k2"):
        note = EditorNote.objects.create(interview=interview, segment_uid=uid, words=f"Note {CANARY}.", author=ann)
        note.answer(f"Answer {CANARY}.", by=ann)
    tell([ann], "mentioned", interview, words=CANARY)
    refresh([interview])
    return interview


def test_no_public_page_and_no_document_has_it(noted: Interview, client: Client) -> None:
    places = ["", "cite/", "embed/", "comments/"]
    addresses = [f"/interviews/a-talk/{place}" for place in places]
    addresses += [f"/interviews/a-talk{writer.SUFFIX}" for writer in WRITERS.values()]
    addresses += ["/", "/interviews/", "/feeds/interviews.atom", "/api/1/interviews/a-talk", "/sitemap.xml"]
    for address in addresses:
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, address
        assert CANARY not in content.decode(), address
    for address in (f"/search/?q={CANARY}", f"/api/1/search?q={CANARY}"):  # which say what was asked for
        assert "a-talk" not in client.get(address).content.decode(), address


def test_no_export_of_the_whole_site_has_it(noted: Interview, tmp_path: Path) -> None:
    call_command("export_interview", "--all", "--output", str(tmp_path), verbosity=0, stderr=io.StringIO())
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert all(CANARY.encode() not in path.read_bytes() for path in written)


def test_no_state_of_the_history_has_it(noted: Interview, desk: Client) -> None:
    revising = Revising(noted, Revision.Reason.EDITED)
    revising.before()
    noted.rights = "CC0"
    noted.save()
    revising.after(noted)

    states = Revision.objects.of(noted)
    assert states.count() == 2
    assert all(CANARY not in str(state.document) for state in states)
    assert CANARY not in desk.get(reverse("admin:interviews_interview_history", args=[noted.pk])).content.decode()


def test_no_preview_and_no_link_to_the_draft_has_it(noted: Interview, desk: Client, client: Client) -> None:
    until = timezone.now() + timedelta(days=7)
    link = DraftLink.objects.create(interview=noted, reader="Ola Berg", expires_at=until)
    preview = desk.get(reverse("admin:interviews_interview_preview", args=[noted.pk]))
    for page in (client.get(link.get_absolute_url()), preview):
        assert page.status_code == 200
        assert "Why lighthouses?" in page.content.decode()
        assert CANARY not in page.content.decode()


def test_the_desk_has_it(noted: Interview, desk: Client) -> None:
    assert CANARY in desk.get(reverse("admin:interviews_interview_notes", args=[noted.pk])).content.decode()
