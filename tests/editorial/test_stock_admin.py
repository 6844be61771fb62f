"""Where Django's own admin loses work, the desk does not: each way to lose it, tried on both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from interviews.editorial.admin import InterviewAdmin
from interviews.models import Interview, Revision, Segment
from portal.urls import urlpatterns as of_the_site
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.together.steps import decided
from tests.factories import make_editor, make_interview, make_segment


class StockSegments(admin.StackedInline):
    model = Segment
    fields = ["start", "question", "answer", "kind", "label", "position", "synopsis", "end", "answered_by"]
    extra = 0


class StockInterviews(admin.ModelAdmin):
    change_form_template = "admin/change_form.html"
    inlines = [StockSegments]
    fields = ["title", "slug", "introduction", "rights"]
    list_display = ["title", "status"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # Django 5.2 warns without


stock = admin.AdminSite("stock")
stock.register(Interview, StockInterviews)
urlpatterns = [path("stock/", stock.urls), *of_the_site]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

STOCK, OURS = "/stock/interviews/interview/", "/admin/interviews/interview/"


@pytest.fixture
def colleague(db: None) -> Client:
    client = Client()
    client.force_login(make_editor("ann"))
    return client


@pytest.fixture
def interview(db: None) -> Interview:
    interview = make_interview(introduction="On lights.", published=False)
    for n in (1, 2, 3):
        make_segment(interview, n, question=f"Q{n}", answer=f"A{n}.", tags=("sea",))
    return interview


def two_saves(desk: Client, colleague: Client, address: str) -> Any:
    """The colleague changes the introduction and a segment; then the desk, which had opened before, the rights."""
    mine = opened(desk, address) | {"rights": "Mine"}
    theirs = opened(colleague, address) | {"introduction": "Theirs.", "segments-2-answer": "Theirs."}
    assert send(colleague, address, theirs).status_code == 302
    return send(desk, address, mine)


def test_stock_reverts_a_colleagues_edits(desk: Client, colleague: Client, interview: Interview) -> None:
    assert two_saves(desk, colleague, f"{STOCK}{interview.pk}/change/").status_code == 302
    interview.refresh_from_db()
    assert (interview.introduction, interview.segments.last().answer) == ("On lights.", "A3.")


def test_the_desk_keeps_both(desk: Client, colleague: Client, interview: Interview) -> None:
    address = f"{OURS}{interview.pk}/change/"
    shown = fields_of(two_saves(desk, colleague, address).content.decode())
    assert send(desk, address, decided(shown)).status_code == 302
    interview.refresh_from_db()
    assert (interview.introduction, interview.rights) == ("Theirs.", "Mine")
    assert interview.segments.last().answer == "Theirs."


def a_deleted_segment(desk: Client, colleague: Client, address: str) -> Any:
    mine = opened(desk, address) | {"rights": "Mine"}
    assert send(colleague, address, opened(colleague, address) | {"segments-1-DELETE": "on"}).status_code == 302
    return send(desk, address, mine)


def test_stock_is_a_dead_end_where_a_colleague_deleted_a_segment(
    desk: Client, colleague: Client, interview: Interview
) -> None:
    address = f"{STOCK}{interview.pk}/change/"
    response = a_deleted_segment(desk, colleague, address)
    again = send(desk, address, fields_of(response.content.decode()))
    assert (response.status_code, again.status_code) == (200, 200)
    interview.refresh_from_db()
    assert interview.rights == ""


def test_the_desk_goes_on(desk: Client, colleague: Client, interview: Interview) -> None:
    address = f"{OURS}{interview.pk}/change/"
    shown = fields_of(a_deleted_segment(desk, colleague, address).content.decode())
    assert send(desk, address, decided(shown)).status_code == 302
    interview.refresh_from_db()
    assert (interview.rights, interview.segments.count()) == ("Mine", 2)


def test_not_even_stock_can_edit_the_status_in_a_list_where_a_stale_one_would_publish_again(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_interview(published=False)
    monkeypatch.setattr(StockInterviews, "list_editable", ["status"], raising=False)
    with pytest.raises(FieldError, match="'status' cannot be specified"):
        desk.get(STOCK)


def test_the_desk_has_no_status_in_its_list(desk: Client) -> None:
    assert InterviewAdmin.list_editable == ()
    make_interview(published=False)
    assert "-status" not in " ".join(fields_of(desk.get(OURS).content.decode(), form="changelist-form"))


def with_segments(count: int) -> Interview:
    interview = make_interview(published=False)
    Segment.objects.bulk_create(
        Segment(interview=interview, position=n, start=timedelta(seconds=n), question=f"Q{n}", answer="A.")
        for n in range(1, count + 1)
    )
    return interview


def test_stock_refuses_a_hundred_and_thirty_segments(desk: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # as Django has it
    address = f"{STOCK}{with_segments(130).pk}/change/"
    assert send(desk, address, opened(desk, address)).status_code == 400


@pytest.mark.slow
def test_the_desk_saves_five_hundred_with_long_answers(desk: Client) -> None:
    assert project.DATA_UPLOAD_MAX_NUMBER_FIELDS >= 20_000
    interview = with_segments(500)
    address = f"{OURS}{interview.pk}/change/"
    answers = {f"segments-{n}-answer": f"{n} " + "A bright light. " * 400 for n in range(500)}
    assert send(desk, address, opened(desk, address) | answers).status_code == 302
    assert [len(answer) for answer in interview.segments.values_list("answer", flat=True)] == [
        len(answer.strip()) for answer in answers.values()
    ]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_stock_asks_for_each_segment_and_the_desk_does_not(desk: Client) -> None:
    few, many = with_segments(3).pk, with_segments(30).pk
    assert queries(desk, f"{STOCK}{many}/change/") > queries(desk, f"{STOCK}{few}/change/") + 20
    assert queries(desk, f"{OURS}{many}/change/") == queries(desk, f"{OURS}{few}/change/")


class SecondsAsTimecode(models.PositiveIntegerField):
    """What a moment would be if it were a number."""


def test_stock_gives_a_number_to_type_where_the_desk_takes_a_timecode(desk: Client, interview: Interview) -> None:
    field = SecondsAsTimecode(name="start")
    assert StockInterviews(Interview, stock).formfield_for_dbfield(field, None).widget.input_type == "number"
    html = desk.get(f"{OURS}{interview.pk}/change/").content.decode()
    assert '<input type="text" name="segments-0-start" value="0:01"' in html


def test_stock_keeps_no_tags_in_its_history_and_the_desk_does(desk: Client, interview: Interview) -> None:
    address = f"{OURS}{interview.pk}/change/"
    assert send(desk, address, opened(desk, address) | {"segments-0-tag_names": "sea, zephyr"}).status_code == 302
    assert "zephyr" not in LogEntry.objects.get().change_message
    assert "zephyr" in Revision.objects.first().document
    assert "zephyr" not in Revision.objects.last().document


def test_stock_says_no_time_zone_and_the_desk_does(desk: Client, interview: Interview) -> None:
    assert "time zone UTC" not in desk.get(f"{STOCK}{interview.pk}/change/").content.decode()
    assert "In the time zone UTC" in desk.get(f"{OURS}{interview.pk}/change/").content.decode()
