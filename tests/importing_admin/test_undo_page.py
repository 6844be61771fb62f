"""A batch is looked at and taken back."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.admin.importing import undo as rehearsing
from interviews.models import ImportBatch, Interview, Segment
from tests.importing.pages import PAGE
from tests.importing_admin.conftest import member, signed_in
from tests.importing_admin.steps import LIST, imported, page_of, row_counts
from tests.importing_admin.test_preview import archive

pytestmark = pytest.mark.django_db


def undo_of(batch: ImportBatch) -> str:
    return f"{LIST}{batch.pk}/undo/"


def test_the_page_says_what_would_happen_and_does_nothing_yet(desk: Client) -> None:
    batch = imported(desk, PAGE)
    before = row_counts()
    html = desk.get(undo_of(batch)).content.decode()
    assert "1 interview would be deleted" in html
    assert "Ola Berg, Keeper" in html
    assert row_counts() == before
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_undo_takes_back_what_it_said(desk: Client) -> None:
    batch = imported(desk, PAGE)
    html = desk.post(undo_of(batch), follow=True).content.decode()
    assert "1 interview deleted." in html
    assert "Taken back." in html
    assert not Interview.objects.exists()
    assert "taken back already" in desk.post(undo_of(batch), follow=True).content.decode()


def test_what_stays_is_told_with_the_reason(desk: Client) -> None:
    batch = imported(desk, archive(a__txt=PAGE, b__txt=PAGE.replace("Ola", "Mia")), "two.zip")
    Segment.objects.filter(interview__slug="mia-berg", position=1).update(answer="Else.")
    assert "1 would stay" in desk.get(undo_of(batch)).content.decode()
    html = desk.post(undo_of(batch), follow=True).content.decode()
    assert "“mia-berg” stays: it was edited since" in html
    assert Interview.objects.get().slug == "mia-berg"


def test_what_was_changed_is_put_back(desk: Client) -> None:
    imported(desk, PAGE)
    batch = imported(desk, PAGE.replace("bright", "dim"), new_version="on")
    assert "1 would be as it was before" in desk.get(undo_of(batch)).content.decode()
    desk.post(undo_of(batch))
    assert "bright" in Segment.objects.get(position=1).answer


@pytest.mark.parametrize("lacking", ["delete_importbatch", "change_interview"])
def test_who_may_not_undo_is_neither_offered_it_nor_allowed(desk: Client, lacking: str) -> None:
    batch = imported(desk, PAGE)
    rights = {"add_importbatch", "view_importbatch", "delete_importbatch", "change_interview"} - {lacking}
    client = signed_in(member("other", *rights))
    assert undo_of(batch) not in client.get(page_of(batch)).content.decode()
    assert client.get(undo_of(batch)).status_code == 403
    assert client.post(undo_of(batch)).status_code == 403
    assert Interview.objects.exists()


def test_who_may_undo_is_offered_it(desk: Client) -> None:
    batch = imported(desk, PAGE)
    client = signed_in(member("other", "view_importbatch", "delete_importbatch", "change_interview"))
    assert undo_of(batch) in client.get(page_of(batch)).content.decode()
    assert client.post(undo_of(batch)).status_code == 302
    assert not Interview.objects.exists()


def test_the_log_itself_is_neither_changed_nor_deleted(desk: Client) -> None:
    batch = imported(desk, PAGE)
    html = desk.get(page_of(batch)).content.decode()
    assert 'name="_save"' not in html
    assert desk.get(f"{LIST}{batch.pk}/delete/").status_code == 403
    assert desk.post(page_of(batch), {"origin": "else"}).status_code == 403


def test_list_and_page_take_so_many_queries_whatever_their_length(desk: Client) -> None:
    def counted(count: int) -> tuple[int, int]:
        files = {f"talk-{count}-{n}__txt": PAGE.replace("Ola Berg", f"Guest {count} {n}") for n in range(count)}
        batch = imported(desk, archive(**files), f"{count}.zip")
        with CaptureQueriesContext(connection) as page:
            html = desk.get(page_of(batch)).content.decode()
        assert html.count('class="import-row"') == count
        with CaptureQueriesContext(connection) as listing:
            desk.get(LIST)
        return len(page), len(listing)

    counted(1)
    assert counted(2) == counted(12) == (9, 8)  # one of each: how many notices wait


def test_what_would_keep_others_from_writing_is_not_rehearsed(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = imported(desk, archive(a__txt=PAGE, b__txt=PAGE.replace("Ola", "Mia")), "two.zip")
    monkeypatch.setattr(rehearsing, "REHEARSED", 1)
    html = desk.get(undo_of(batch)).content.decode()
    assert "is not worked out beforehand" in html and "would be deleted" not in html
    desk.post(undo_of(batch))
    assert not Interview.objects.exists()


def test_a_page_that_others_keep_from_rehearsing_is_shown_all_the_same(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = imported(desk, PAGE)

    def locked(_batch: ImportBatch) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(rehearsing, "undo", locked)
    assert "is not worked out beforehand" in desk.get(undo_of(batch)).content.decode()
