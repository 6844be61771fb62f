"""A new password: what it must be, by the old one, by letter; and what ends with it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import Event, Standing
from tests.portal.accounts.steps import CODE, DESK, GUESTS, PASSWORD, enrol, from_network, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

NEW = "quite another phrase"
CHANGE = {"desk": "/admin/password_change/", "guests": "/account/password/"}
FORGOTTEN = "/account/password/forgotten/"


@pytest.fixture
def letters(settings: Any) -> Any:
    settings.SENDS_LETTERS, settings.SITE_URL = True, "https://interviews.example"
    settings.ALLOWED_HOSTS = ["testserver"]
    return mail.outbox


def change(client: Client, old: str = PASSWORD, new: str = NEW, page: str = CHANGE["guests"]) -> Any:
    return client.post(page, {"old_password": old, "new_password1": new, "new_password2": new})


def link_in(letter: Any) -> str:
    return re.search(r"https://interviews\.example(/\S+)", letter.body)[1]


@pytest.mark.parametrize("page", CHANGE.values(), ids=CHANGE)
def test_a_change_ends_every_other_session_and_this_one_goes_on_under_another_key(ed: Any, page: str) -> None:
    mine, other = Client(), Client()
    for client in (mine, other):
        sign_in(client, "ed")
    before = mine.session.session_key

    assert change(mine, page=page).status_code == 302

    assert is_signed_in(mine)
    assert mine.session.session_key != before
    assert not is_signed_in(other)
    event = Event.objects.get(kind="password")
    assert (event.actor, event.user) == ("ed", "ed")


@pytest.mark.parametrize("page", CHANGE.values(), ids=CHANGE)
def test_without_the_old_password_nothing_is_changed_and_it_is_not_guessed_on(ed: Any, page: str) -> None:
    client = Client()
    sign_in(client, "ed")
    statuses = [change(client, old="another pass phrase", page=page).status_code for _ in range(6)]
    assert statuses == [422] * 4 + [429] * 2
    ed.refresh_from_db()
    assert ed.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elevenchars", "at least 12 characters"),
        ("1q2w3e4r5t6y", "too common"),
        ("passwordpassword", "too common"),
        ("aaaaaaaaaaaa", "too common"),
        ("123456789012", "too common"),
        ("qwertyuiop2026!", "too common"),
        ("recorded-interviews", "too common"),
        ("ada@example.org", "too similar"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(ada: Any, password: str, problem: str) -> None:
    client = Client()
    sign_in(client, "ada", door=GUESTS)
    response = change(client, new=password)
    assert response.status_code == 422
    assert problem in response.content.decode()


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "482915730264",
        "ΦΆΡΟΣ ΚΑΙ ΘΆΛΑΣΣΑ",
        "🗼 lamps on the hill",
        "lamps on the hill " * 10 + "go out",
        "  spaces at both ends  ",
    ],
    ids=["twelve", "digits alone", "Greek", "pictures", "186 characters", "spaces"],
)
def test_a_password_may_be_of_anything_and_long(ada: Any, password: str) -> None:
    client = Client()
    sign_in(client, "ada", door=GUESTS)
    assert change(client, new=password).status_code == 302
    fresh = Client()
    assert sign_in(fresh, "ada", password, GUESTS).status_code == 302
    assert sign_in(Client(), "ada", password.strip()[:72] + "?", GUESTS).status_code == 422  # every letter of it counts


def test_password_managers_and_the_clipboard_can_fill_the_fields(ed: Any, letters: Any) -> None:
    client = Client()
    pages = {path: client.get(path).content.decode() for path in (DESK, GUESTS)}
    sign_in(client, "ed")
    pages |= {path: client.get(path).content.decode() for path in CHANGE.values()}
    for path, html in pages.items():
        assert "current-password" in html, path
        # Whatever is a password is masked while it is typed (OWASP ASVS 5, 6.2.6).
        fields = re.findall(r'<input[^>]+name="[a-z_]*password[0-9]?"[^>]*>', html)
        assert fields and all('type="password"' in field for field in fields), path
        assert not re.search(r'<input[^>]+type="password"[^>]+maxlength', html), path
        assert "onpaste" not in html
    assert "new-password" in pages[CHANGE["guests"]]


def test_a_letter_leads_to_a_new_password_once(ada: Any, letters: Any) -> None:
    hers = Client()
    hers.force_login(ada)
    client = Client()
    assert client.post(FORGOTTEN, {"email": "Ada@example.org"}).headers["Location"] == f"{FORGOTTEN}sent/"
    (letter,) = letters
    assert letter.to == ["ada@example.org"]
    assert "“ada”" in letter.body

    page = client.get(link_in(letter)).headers["Location"]
    assert client.get(page).status_code == 200
    assert client.post(page, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    assert client.post(page, {"new_password1": NEW, "new_password2": NEW}).status_code == 302

    assert not is_signed_in(client, "/account/questions/")  # it signs nobody in
    assert not is_signed_in(hers, "/account/questions/")  # and ends what there was
    assert sign_in(Client(), "ada", NEW, GUESTS).status_code == 302
    assert "does not work any more" in Client().get(link_in(letter)).content.decode()
    assert Event.objects.filter(kind="password", actor="ada", user="ada").exists()


def test_what_a_letter_leads_to_is_over_after_an_hour(ada: Any, letters: Any, settings: Any) -> None:
    client = Client()
    client.post(FORGOTTEN, {"email": "ada@example.org"})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work any more" in client.get(link_in(letters[0])).content.decode()


def test_a_new_password_by_letter_leaves_the_second_step_as_it_is(ed: Any, letters: Any) -> None:
    desk = Client()
    sign_in(desk, "ed")
    enrol(desk)
    client = Client()
    client.post(FORGOTTEN, {"email": "ed@example.org"})
    page = client.get(link_in(letters[0])).headers["Location"]
    client.post(page, {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(client, "ed", NEW).headers["Location"] == CODE[DESK]
    assert not is_signed_in(client)


def test_a_new_password_by_letter_ends_a_wait(ada: Any, letters: Any) -> None:
    client = from_network("203.0.113.7")
    for _ in range(5):
        sign_in(client, "ada", "another pass phrase", GUESTS)
    client.post(FORGOTTEN, {"email": "ada@example.org"})
    page = client.get(link_in(letters[0])).headers["Location"]
    client.post(page, {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(client, "ada", NEW, GUESTS).status_code == 302


def test_an_address_that_nobody_has_gets_the_same_answer_and_no_letter(
    ada: Any, letters: Any, hashings: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And as fast: what is looked for and sent comes after the answer. So nothing of it is in the time of one."""
    after: list = []
    monkeypatch.setattr("portal.accounts.after.AnswerFirst.close", lambda answer: after.append(answer._work))
    told = {}
    for address in ("ada@example.org", "nobody@example.org"):
        hashings.clear()
        with CaptureQueriesContext(connection) as queries:
            response = Client().post(FORGOTTEN, {"email": address})
        told[address] = (response.status_code, response.headers["Location"], len(queries), len(hashings))
        assert letters == []
    assert told["ada@example.org"] == told["nobody@example.org"]
    assert told["ada@example.org"][2:] == (0, 0)
    for work in after:
        work()
    assert [letter.to for letter in letters] == [["ada@example.org"]]


def test_a_mailbox_is_not_filled_by_strangers(ada: Any, letters: Any) -> None:
    for _ in range(5):
        Client().post(FORGOTTEN, {"email": "ada@example.org"})
    assert len(letters) == 3


def test_a_letter_leads_to_the_site_and_to_no_other_host(ada: Any, letters: Any) -> None:
    Client().post(FORGOTTEN, {"email": "ada@example.org"}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in str(letters[0].message())
    assert Client().post(FORGOTTEN, {"email": "ada@example.org"}, headers={"Host": "evil.example"}).status_code == 400


def test_a_letter_is_in_the_language_of_the_page(ada: Any, letters: Any) -> None:
    Client().post(f"/fr{FORGOTTEN}", {"email": "ada@example.org"})
    assert "/fr/account/password/new/" in letters[0].body


def test_a_mail_server_that_is_away_changes_no_answer(
    ada: Any, letters: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_given: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("interviews.mailing.Message.send", away)
    assert Client().post(FORGOTTEN, {"email": "ada@example.org"}).status_code == 302
    assert "was not sent: no route" in caplog.text


def test_a_site_that_sends_no_letters_offers_none(ada: Any) -> None:
    assert FORGOTTEN not in Client().get(GUESTS).content.decode()
    for page in (FORGOTTEN, f"{FORGOTTEN}sent/", "/account/password/new/MQ/x/"):
        assert Client().get(page).status_code == 404


def test_both_doors_lead_to_it_where_letters_are_sent(letters: Any, db: None) -> None:
    for door in (DESK, GUESTS):
        assert FORGOTTEN in Client().get(door).content.decode()


def test_who_is_switched_off_is_signed_out_and_stays_so_when_switched_on(ed: Any) -> None:
    client = Client()
    client.force_login(ed)
    users = get_user_model().objects.filter(pk=ed.pk)
    users.update(is_active=False)  # past every model's methods
    assert not is_signed_in(client)
    client.force_login(ed)
    users.update(is_active=True)
    assert not is_signed_in(client)


def test_a_session_gets_another_key_when_somebody_signs_in(ed: Any) -> None:
    client = Client()
    client.get(GUESTS)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "ed")
    assert client.session.session_key != session.session_key
    assert "planted" not in client.session
    assert not Client(cookies=None).get("/account/questions/").wsgi_request.user.is_authenticated


def test_signing_in_again_changes_the_key_too(ed: Any) -> None:
    client = Client()
    sign_in(client, "ed")
    before = client.session.session_key
    sign_in(client, "ed")
    assert client.session.session_key != before


def test_a_session_ends_after_days_however_it_is_used(ed: Any, settings: Any) -> None:
    client = Client()
    client.force_login(ed)
    for began, goes_on in ((dt.timedelta(days=13), True), (dt.timedelta(days=15), False)):
        session = client.session
        session["standing"] = {**session["standing"], "began": int((timezone.now() - began).timestamp())}
        session.save()
        assert is_signed_in(client) is goes_on


def test_a_session_that_is_used_is_kept_and_noted_once_an_hour(ed: Any, settings: Any) -> None:
    client = Client()
    client.force_login(ed)
    cookie = settings.SESSION_COOKIE_NAME
    assert cookie not in client.get("/account/questions/").cookies
    session = client.session
    session["standing"] = {**session["standing"], "seen": session["standing"]["seen"] - 3700}
    session.save()
    assert client.get("/account/questions/").cookies[cookie]["max-age"] == 72 * 3600
    assert cookie not in client.get("/account/questions/").cookies


def test_a_session_without_its_stamp_is_nobodys(ed: Any) -> None:
    client = Client()
    client.force_login(ed)
    session = client.session
    del session["standing"]
    session.save()
    assert not is_signed_in(client)


def test_whom_a_session_stands_for_costs_no_query_more(ed: Any, django_assert_num_queries: Any) -> None:
    Standing.objects.create(user=ed)
    client = Client()
    client.force_login(ed)
    with django_assert_num_queries(3):  # the session, its user, whether a speaker's account is theirs
        client.get("/account/questions/")


def test_one_ends_all_other_sessions_of_ones_own_with_the_password(ed: Any) -> None:
    mine, other = Client(), Client()
    for client in (mine, other):
        sign_in(client, "ed")
    assert mine.post("/admin/elsewhere/", {"password": "another pass phrase"}).status_code == 422
    assert is_signed_in(other)
    assert mine.post("/admin/elsewhere/", {"password": PASSWORD}).status_code == 302
    assert is_signed_in(mine)
    assert not is_signed_in(other)
    assert Event.objects.filter(kind="ended", actor="ed", user="ed").exists()


def test_an_administrator_ends_all_sessions_of_others(ed: Any, ada: Any) -> None:
    desk, hers = Client(), Client()
    desk.force_login(ed)
    hers.force_login(ada)
    sent = {"action": "end_sessions", "_selected_action": [ada.pk]}
    assert desk.post("/admin/auth/user/", sent).status_code == 302
    assert not is_signed_in(hers, "/account/questions/")
    assert is_signed_in(desk)
    assert Event.objects.filter(kind="ended", actor="ed", user="ada").exists()
