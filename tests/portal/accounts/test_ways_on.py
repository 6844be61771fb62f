"""Every page of accounts says what is wrong by its name, puts the keyboard there, and leads on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from portal.accounts import pending
from tests.factories import make_editor
from tests.portal.accounts.steps import CODE, DESK, FACTOR, GUESTS, PASSWORD, enrol, from_network, sign_in

pytestmark = pytest.mark.django_db

FORGOTTEN = "/account/password/forgotten/"
NEW = "a quite other phrase"


@pytest.fixture
def letters(settings: Any) -> None:
    settings.SENDS_LETTERS, settings.SITE_URL = True, "https://interviews.example"


def page_of(response: Any) -> str:
    return response.content.decode()


def with_focus(page: str) -> list[str]:
    """The ids of the fields that ask for the focus."""
    asking = re.findall(r"<input[^>]* autofocus[^>]*>", page)
    return [re.search(r' id="([^"]+)"', tag)[1] for tag in asking]


@pytest.mark.parametrize("door", [DESK, GUESTS])
@pytest.mark.usefixtures("letters")
def test_who_must_wait_may_ask_for_a_new_password_meanwhile(door: str) -> None:
    make_editor("ed")
    client = from_network("203.0.113.7")
    for _ in range(5):
        response = sign_in(client, "ed", "another pass phrase", door)
    assert response.status_code == 429
    assert f'href="{FORGOTTEN}"' in page_of(response)


@pytest.mark.usefixtures("letters")
def test_where_codes_were_wrong_another_password_is_no_way_on() -> None:
    ed, desk = make_editor("ed"), Client()
    desk.force_login(ed)
    enrol(desk)
    client = Client()
    sign_in(client, "ed")
    client.post(CODE[DESK], {"code": "000000"})
    response = client.post(CODE[DESK], {"code": "000001"})
    assert response.status_code == 429
    assert f'href="{FORGOTTEN}"' not in page_of(response)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("address", "ways"),
    [
        (FORGOTTEN, [GUESTS]),
        (f"{FORGOTTEN}sent/", [GUESTS, FORGOTTEN]),
        ("/account/password/new/MQ/x/", [FORGOTTEN]),
        ("/account/password/new/done/", [GUESTS, "/admin/"]),
        (DESK, [FORGOTTEN, "/"]),
    ],
)
def test_no_page_of_who_forgot_the_password_is_an_end(address: str, ways: list[str]) -> None:
    page = page_of(Client().get(address))
    content = page[page.index("<main") : page.index("</main>")]
    for way in ways:
        assert f'href="{way}"' in content, way


def test_a_guest_finds_the_page_for_another_password() -> None:
    client = Client()
    client.force_login(make_editor("ada"))
    assert 'href="/account/password/"' in page_of(client.get("/account/questions/"))


def test_what_is_missing_is_said_by_its_name() -> None:
    page = page_of(Client().post(GUESTS, {}))
    assert "This field is required" not in page
    assert page.count("Type your username.") == page.count("Type your password.") == 2  # in the list, and there


def test_a_password_that_is_no_good_is_told_where_it_is_typed() -> None:
    client = Client()
    client.force_login(make_editor("ed"))
    sent = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    for address in ("/account/password/", "/admin/password_change/"):
        page = page_of(client.post(address, sent))
        assert re.findall(r'name="(\w+)"[^>]* aria-invalid="true"', page) == ["new_password1"], address
        assert 'id="id_new_password1_error"' in page


def test_the_list_of_what_is_wrong_has_the_focus_alone_and_at_the_desk_the_first_wrong_field() -> None:
    client = Client()
    client.force_login(make_editor("ed"))
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": "other"}
    guests = page_of(client.post("/account/password/", sent))
    assert 'class="problems" tabindex="-1" autofocus' in guests
    assert with_focus(guests) == with_focus(page_of(Client().post(GUESTS, {}))) == []
    assert with_focus(page_of(client.get("/account/password/"))) == ["id_old_password"]
    assert with_focus(page_of(client.post("/admin/password_change/", sent))) == ["id_new_password2"]
    for address, sent, field in (
        (FACTOR, {"code": "1", "password": "no"}, "id_code"),
        ("/admin/elsewhere/", {"password": "no"}, "id_password"),
    ):
        page = page_of(client.post(address, sent))
        assert with_focus(page) == [field]
        assert "<title>Error: " in page, address
        assert "<title>Error: " not in page_of(client.get(address))


@pytest.mark.parametrize("door", [DESK, GUESTS])
def test_who_comes_too_late_with_a_code_is_told_why_it_begins_again(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Client()
    desk.force_login(make_editor("ed"))
    enrol(desk)
    client = Client()
    sign_in(client, "ed", door=door)
    monkeypatch.setattr(pending, "GOOD_FOR", -1)
    sign_in(client, "ed", door=door)
    assert "took too long" in page_of(client.post(CODE[door], {"code": "000000"}, follow=True))
    assert "took too long" not in page_of(client.get(CODE[door], follow=True))


def test_who_must_set_it_up_first_is_shown_no_empty_desk(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    make_editor("ed")
    client = Client()
    sign_in(client, "ed")
    page = page_of(client.get(FACTOR))
    assert 'class="account-secret"' in page
    for empty in ("permission to view or edit", 'id="nav-sidebar"', 'class="breadcrumbs"'):
        assert empty not in page
    assert f'href="{DESK}"' in page
    enrol(client, password=None)
    assert 'id="nav-sidebar"' in page_of(client.get(FACTOR))


def test_a_log_in_which_nothing_is_like_that_leads_back_to_all_of_it() -> None:
    client = Client()
    client.force_login(make_editor("ed"))
    assert 'href="/admin/accounts/log/">Show all' in page_of(client.get("/admin/accounts/log/?person=nobody"))
    assert "Show all" not in page_of(client.get("/admin/accounts/log/"))


def test_a_form_that_was_not_sent_leads_on_and_looks_like_the_other_pages() -> None:
    response = Client(enforce_csrf_checks=True).post(GUESTS, {"username": "ed"})
    page = page_of(response)
    assert response.status_code == 403
    assert "/static/css/layout.css" in page
    assert 'href="/"' in page
    assert 'href="/admin/"' in page
