"""Who may import, publish and undo; whose upload it is; how long it stays."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from interviews.models import ImportBatch, Interview, Upload
from tests.factories import make_editor
from tests.importing.pages import PAGE
from tests.importing_admin.conftest import member, signed_in
from tests.importing_admin.steps import ADD, LIST, address_of, decide, imported, page_of, seen, send

pytestmark = pytest.mark.django_db


def test_who_may_import_does_and_sees_what_came_of_it(importer: Client) -> None:
    batch = imported(importer, PAGE)
    assert importer.get(page_of(batch)).status_code == 200
    assert importer.get(LIST).status_code == 200


def test_who_may_not_import_is_refused_at_every_step(onlooker: Client, desk: Client) -> None:
    upload = send(desk, PAGE)
    for address in (ADD, address_of(upload)):
        assert onlooker.get(address).status_code == 403
        assert onlooker.post(address, {"pasted": PAGE, "_confirm": "1"}).status_code == 403
    assert onlooker.get(LIST).status_code == 200
    assert not Interview.objects.exists()


def test_a_stranger_is_sent_to_sign_in(client: Client, desk: Client) -> None:
    for address in (ADD, address_of(send(desk, PAGE)), f"{LIST}1/undo/", "/admin/interviews/tag/suggested/1/"):
        assert client.get(address)["Location"].startswith("/admin/login/")


def test_the_upload_of_another_is_not_found(desk: Client, importer: Client) -> None:
    upload = send(desk, PAGE)
    assert importer.get(address_of(upload)).status_code == 404
    for button in ("_confirm", "_cancel", "_preview"):
        assert importer.post(address_of(upload), {"text": "x", button: "1"}).status_code == 404
    assert upload.path.read_text() == PAGE
    assert "ola-berg.txt" in seen(desk, upload)


def test_publishing_is_offered_and_heeded_only_where_it_is_allowed(importer: Client, desk: Client) -> None:
    assert 'name="publish"' not in importer.get(ADD).content.decode()
    assert 'name="publish"' in desk.get(ADD).content.decode()
    imported(importer, PAGE, publish="on")
    assert Interview.objects.get().status == Interview.Status.DRAFT
    imported(desk, PAGE.replace("Ola", "Mia"), publish="on")
    assert Interview.objects.get(slug="mia-berg").is_published


def test_a_permission_that_is_lost_before_confirming_counts_no_more() -> None:
    user = member("ed", "add_importbatch", "publish_interview")
    client = signed_in(user)
    upload = send(client, PAGE, publish="on")
    assert upload.publish
    user.user_permissions.remove(user.user_permissions.get(codename="publish_interview"))
    decide(client, upload, "_confirm")
    assert not Interview.objects.exclude(status=Interview.Status.DRAFT).exists()


def test_overwriting_is_for_those_who_may_edit(importer: Client, desk: Client) -> None:
    assert 'name="overwrite"' not in importer.get(ADD).content.decode()
    assert 'name="overwrite"' in desk.get(ADD).content.decode()
    assert not send(importer, PAGE, overwrite="on").overwrite


@pytest.mark.parametrize("button", ["_confirm", "_cancel"])
def test_an_upload_goes_when_it_is_decided(desk: Client, uploads_of_its_own: Path, button: str) -> None:
    upload = send(desk, PAGE)
    decide(desk, upload, button)
    assert not Upload.objects.exists()
    assert list(uploads_of_its_own.iterdir()) == []
    assert desk.get(address_of(upload)).status_code == 404


def test_an_upload_of_yesterday_is_not_found_and_goes_with_the_next(desk: Client, uploads_of_its_own: Path) -> None:
    old = send(desk, PAGE)
    Upload.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert desk.get(address_of(old)).status_code == 404
    new = send(desk, PAGE)
    assert [upload.pk for upload in Upload.objects.all()] == [new.pk]
    assert [folder.name for folder in uploads_of_its_own.iterdir()] == [new.token]


def test_an_upload_lies_where_no_address_leads_and_is_for_the_site_alone(desk: Client, settings: Any) -> None:
    upload = send(desk, PAGE)
    assert not upload.path.is_relative_to(settings.MEDIA_ROOT)
    assert not upload.path.is_relative_to(settings.STATIC_ROOT)
    assert upload.path.parent.stat().st_mode & 0o077 == 0
    assert desk.get(f"/media/../uploads/{upload.token}/ola-berg.txt").status_code == 404


def test_the_session_holds_nothing_of_the_upload(desk: Client) -> None:
    seen(desk, send(desk, PAGE))
    assert "Ola" not in str(dict(desk.session))


def test_no_page_has_anything_inline(desk: Client) -> None:
    batch = imported(desk, PAGE)
    interview = Interview.objects.get()
    upload = send(desk, PAGE.replace("Ola", "Mia"))
    suggested = f"/admin/interviews/tag/suggested/{interview.pk}/"
    for address in (ADD, address_of(upload), page_of(batch), f"{LIST}{batch.pk}/undo/", LIST, suggested):
        answer = desk.get(address)
        html = answer.content.decode()
        assert answer.status_code == 200, address
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html), address


def test_the_text_of_an_upload_is_shown_as_text(desk: Client) -> None:
    html = seen(desk, send(desk, PAGE.replace("lighthouses", "</textarea><script>alert(1)</script>"), "<b>a.txt"))
    assert "<script>alert" not in html
    assert "<b>a.txt" not in html


def test_another_editor_may_look_at_the_batch(desk: Client) -> None:
    batch = imported(desk, PAGE)
    assert signed_in(make_editor("other")).get(page_of(batch)).status_code == 200
    assert ImportBatch.objects.get().by.username == "ed"
