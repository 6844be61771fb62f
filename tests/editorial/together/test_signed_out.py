"""A form that is sent after the session ended is kept, and saved when its editor has signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from interviews.models import Interview
from tests.editorial.sent_form import fields_of, opened, send
from tests.editorial.together.steps import contents, form_of, page_of

pytestmark = pytest.mark.django_db

WHO = {"username": "ed", "password": "a long pass phrase", "_sign_in": "1"}


def test_a_form_of_someone_who_was_signed_out_is_saved_after_signing_in(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine,\r\nall of it.", "segments-1-answer": "“Mine” <too>."}
    desk.logout()

    html = send(desk, page_of(interview), fields, "_save").content.decode()

    assert "Nothing that you typed is lost" in html
    again = fields_of(html, form="login-form")
    assert again.items() >= {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}.items()
    interview.refresh_from_db()
    assert interview.introduction == "On lights."
    response = desk.post(page_of(interview), again | WHO)
    assert response.status_code == 302
    interview.refresh_from_db()
    assert interview.introduction.split() == ["Mine,", "all", "of", "it."]
    assert contents(interview)[1] == ("Q2", "“Mine” <too>.")


def test_a_wrong_password_keeps_what_was_typed_and_saves_nothing(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine."}
    desk.logout()

    html = desk.post(page_of(interview), fields | WHO | {"password": "another"}).content.decode()

    assert "errornote" in html
    assert "another" not in html
    assert fields_of(html, form="login-form")["introduction"] == "Mine."
    interview.refresh_from_db()
    assert interview.introduction == "On lights."


def test_who_signs_in_and_may_change_nothing_changes_nothing(desk: Client, interview: Interview) -> None:
    fields = form_of(desk, interview) | {"introduction": "Mine."}
    desk.logout()
    get_user_model().objects.create_user("eve", is_staff=True, password="a long pass phrase")

    assert desk.post(page_of(interview), fields | WHO | {"username": "eve"}).status_code == 403

    interview.refresh_from_db()
    assert interview.introduction == "On lights."


def test_a_new_interview_survives_too(desk: Client, db: None) -> None:
    address = reverse("admin:interviews_interview_add")
    fields = opened(desk, address) | {"title": "Ola Berg, Keeper"}
    desk.logout()

    again = fields_of(send(desk, address, fields).content.decode(), form="login-form")
    assert desk.post(address, again | WHO).status_code == 302

    assert Interview.objects.get().title == "Ola Berg, Keeper"


def test_without_its_token_nothing_is_taken_for_a_form(editor: Any, interview: Interview) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(interview), {"introduction": "Mine."} | WHO).status_code == 403


def test_a_stranger_who_only_looks_is_led_to_the_login(interview: Interview) -> None:
    response = Client().get(page_of(interview))
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]
