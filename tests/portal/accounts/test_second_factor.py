"""The second step: how it is set up, asked for, renewed and turned off, and that nothing passes it by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import pending
from portal.accounts.models import Event, RecoveryCode, Standing
from tests.factories import make_interview
from tests.portal.accounts.steps import (
    CODE,
    DESK,
    FACTOR,
    GUESTS,
    PASSWORD,
    code_of,
    enrol,
    is_signed_in,
    secret_shown,
    sign_in,
    totp,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ed: Any) -> Client:
    client = Client()
    sign_in(client, "ed")
    return client


def test_who_sets_it_up_is_shown_the_secret_a_picture_and_then_ten_codes(desk: Client, ed: Any) -> None:
    html = desk.get(FACTOR).content.decode()
    assert "<svg" in html
    assert " style=" not in html.partition("<svg")[2].partition("</svg>")[0]  # a strict policy would refuse it
    assert "otpauth://totp/" in html

    device, codes = enrol(desk)

    assert len(set(codes)) == 10
    assert device.user == ed
    assert is_signed_in(desk)  # this session goes on
    assert [row.kind for row in Event.objects.filter(kind__startswith="factor")] == ["factor_on"]
    assert codes[0] not in desk.get(FACTOR).content.decode()  # shown once


def test_a_wrong_code_or_password_sets_nothing_up(desk: Client) -> None:
    html = desk.post(FACTOR, {"code": "123", "password": PASSWORD}).content.decode()
    assert "That code does not come of this secret" in html
    key = secret_shown(html)
    response = desk.post(FACTOR, {"code": f"{totp(key):06d}", "password": "another pass phrase"})
    assert response.status_code == 422
    assert "That is not your password" in response.content.decode()
    assert not TOTPDevice.objects.exists()


def test_whoever_finds_an_open_session_does_not_guess_the_password_on(desk: Client) -> None:
    html = desk.get(FACTOR).content.decode()
    sent = {"code": f"{totp(secret_shown(html)):06d}", "password": "another pass phrase"}
    statuses = [desk.post(FACTOR, sent).status_code for _ in range(6)]
    assert statuses[:4] == [422] * 4
    assert statuses[4:] == [429, 429]


def test_recovery_codes_cannot_be_read_from_the_database(desk: Client, ed: Any) -> None:
    device, codes = enrol(desk)
    kept = [f"{row.begins}{row.rest}" for row in RecoveryCode.objects.all()]
    assert len(kept) == 10
    for code in codes:
        assert not any(code.replace("-", "")[4:] in row or code[5:] in row for row in kept)
    assert all(row.rest.startswith("md5$") for row in RecoveryCode.objects.all())
    assert not any(code in str(desk.session.items()) for code in codes)
    assert str(device.key) not in str(desk.session.items())


@pytest.mark.parametrize("door", [DESK, GUESTS])
def test_after_the_password_the_code_is_asked_for(desk: Client, ed: Any, door: str) -> None:
    device, _codes = enrol(desk)
    client = Client()

    assert sign_in(client, "ed", door=door).headers["Location"] == CODE[door]
    assert not is_signed_in(client)
    assert client.get(CODE[door]).status_code == 200
    assert client.post(CODE[door], {"code": "000000"}).status_code == 422
    assert not is_signed_in(client)
    TOTPDevice.objects.update(throttling_failure_timestamp=None)  # a second later
    before = client.session.session_key
    assert client.post(CODE[door], {"code": code_of(device)}).status_code == 302

    assert is_signed_in(client)
    assert client.session.session_key != before
    assert Event.objects.filter(kind="signed_in", user="ed", detail="both steps").exists()
    assert Event.objects.filter(kind="step_failed", user="ed").count() == 1


def test_one_is_led_to_where_one_wanted(desk: Client) -> None:
    device, _codes = enrol(desk)
    client = Client()
    client.post(f"{DESK}?next=/admin/keys/", {"username": "ed", "password": PASSWORD, "next": "/admin/keys/"})
    assert client.post(CODE[DESK], {"code": code_of(device)}).headers["Location"] == "/admin/keys/"


def test_nobody_is_led_elsewhere(desk: Client) -> None:
    device, _codes = enrol(desk)
    client = Client()
    client.post(DESK, {"username": "ed", "password": PASSWORD, "next": "https://evil.example/"})
    assert client.post(CODE[DESK], {"code": code_of(device)}).headers["Location"] == "/admin/"


def test_a_code_is_good_for_once(desk: Client) -> None:
    device, _codes = enrol(desk)
    code = code_of(device)
    one, other = Client(), Client()
    for client in (one, other):
        sign_in(client, "ed")
    assert one.post(CODE[DESK], {"code": code}).status_code == 302
    assert other.post(CODE[DESK], {"code": code}).status_code == 422


def test_a_recovery_code_is_good_for_once_however_it_is_typed(desk: Client) -> None:
    _device, codes = enrol(desk)
    one, other = Client(), Client()
    for client in (one, other):
        sign_in(client, "ed")
    assert one.post(CODE[DESK], {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    assert other.post(CODE[DESK], {"code": codes[3]}).status_code == 422
    assert Event.objects.get(kind="code_used").detail == "recovery codes: 9"


def test_a_wrong_code_costs_one_hash_at_most(desk: Client, hashings: list) -> None:
    _device, codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    hashings.clear()
    client.post(CODE[DESK], {"code": codes[0][:5] + "aaaa-aaaa-aaaa"})
    assert len(hashings) == 1


@pytest.mark.parametrize("wrong", ["000000", "aaaa-bbbb-cccc-dddd", "not a code"])
def test_codes_are_not_guessed_fast(desk: Client, wrong: str) -> None:
    device, codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    assert client.post(CODE[DESK], {"code": wrong}).status_code == 422
    for sent in ("111111", code_of(device), codes[0]):  # not even a right one
        response = client.post(CODE[DESK], {"code": sent})
        assert response.status_code == 429
        assert response["Retry-After"] == "1"
    assert not is_signed_in(client)


def test_after_five_wrong_codes_the_password_is_asked_for_again(desk: Client) -> None:
    device, _codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    for _ in range(pending.TRIES):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        client.post(CODE[DESK], {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert client.post(CODE[DESK], {"code": code_of(device)}).headers["Location"] == DESK
    assert not is_signed_in(client)


def test_who_takes_too_long_begins_again(desk: Client) -> None:
    device, _codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    session = client.session
    session["second_step"] = {**session["second_step"], "until": 0}
    session.save()
    assert client.post(CODE[DESK], {"code": code_of(device)}).headers["Location"] == DESK
    assert not is_signed_in(client)


def test_who_changed_the_password_meanwhile_begins_again(desk: Client, ed: Any) -> None:
    device, _codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    ed.set_password("quite another phrase")
    ed.save()
    assert client.post(CODE[DESK], {"code": code_of(device)}).headers["Location"] == DESK


def test_nobody_comes_to_the_second_step_without_the_first() -> None:
    assert Client().get(CODE[DESK]).headers["Location"] == DESK
    assert Client().get(CODE[GUESTS]).headers["Location"] == GUESTS


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        route = f"{before}{found.pattern}"
        if isinstance(found, URLPattern):
            yield route
        else:
            yield from addresses(found, route)


def addresses_of_the_desk() -> list[str]:
    """All of them, with something in the place of what they name."""
    found = []
    for route in dict.fromkeys(addresses(get_resolver())):
        if route.startswith("admin/"):
            path = re.sub(r"<(\w+:)?\w+>", "1", route).replace("\\Z", "").replace("$", "")
            found.append("/" + path)
    return found


def test_a_session_that_passed_the_password_alone_opens_no_page_of_the_desk(desk: Client, ed: Any) -> None:
    """Every address of the desk, asked and sent to, its JSON and its previews among them."""
    interview = make_interview(published=False)
    enrol(desk)
    client = Client(raise_request_exception=False)
    sign_in(client, "ed")
    assert client.session["second_step"]["user"] == ed.pk
    open_to_all = {DESK, CODE[DESK], "/admin/jsi18n/", "/admin/logout/"}
    shared = f"/admin/interviews/interview/{interview.pk}/preview/"
    tried = [*addresses_of_the_desk(), shared]
    assert len(tried) > 100
    for path in tried:
        if path in open_to_all or "?P<" in path:
            continue
        for response in (client.get(path), client.post(path)):
            led = response.headers.get("Location", "")
            asks = response.status_code == 200 and "_sign_in" in response.content.decode()
            assert asks or response.status_code in (403, 404, 405) or "/login/" in led, (path, response.status_code)
    assert client.get("/account/questions/").headers["Location"].startswith(GUESTS)


def test_a_session_of_before_is_no_way_round(ed: Any) -> None:
    """Who has a second step has no session that did not pass it, however it was made."""
    client = Client()
    client.force_login(ed)
    assert is_signed_in(client)
    Standing.objects.update_or_create(user=ed, defaults={"has_second_factor": True})
    assert not is_signed_in(client)
    client.force_login(ed)
    assert not is_signed_in(client)


def test_a_form_that_outlasted_its_session_asks_for_the_code_too(desk: Client, ed: Any) -> None:
    device, _codes = enrol(desk)
    page, sent = "/admin/interviews/interview/add/", {"username": "ed", "password": PASSWORD, "_sign_in": "1"}
    client = Client()
    assert "its code is missing or not right" in client.post(page, sent).content.decode()
    assert "its code is missing or not right" in client.post(page, sent | {"code": "000000"}).content.decode()
    assert not is_signed_in(client)
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    client.post(page, sent | {"code": code_of(device)})
    assert is_signed_in(client)


def test_setting_it_up_ends_all_other_sessions(desk: Client, ed: Any) -> None:
    other = Client()
    sign_in(other, "ed")
    assert is_signed_in(other)
    enrol(desk)
    assert not is_signed_in(other)
    assert is_signed_in(desk)


def test_turning_it_off_takes_the_password_and_ends_all_other_sessions(desk: Client, ed: Any) -> None:
    device, _codes = enrol(desk)
    other = Client()
    sign_in(other, "ed")
    other.post(CODE[DESK], {"code": code_of(device)})
    assert is_signed_in(other)

    assert desk.post(f"{FACTOR}off/", {"off-password": "another pass phrase"}).status_code == 422
    assert TOTPDevice.objects.exists()
    assert desk.post(f"{FACTOR}off/", {"off-password": PASSWORD}).status_code == 302

    assert not TOTPDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert is_signed_in(desk)
    assert not is_signed_in(other)
    assert Event.objects.filter(kind="factor_off", actor="ed", user="ed").exists()
    fresh = Client()
    sign_in(fresh, "ed")
    assert is_signed_in(fresh)


def test_other_recovery_codes_take_the_password_and_make_the_former_worthless(desk: Client) -> None:
    _device, former = enrol(desk)
    page = f"{FACTOR}codes/"
    assert desk.post(page, {"codes-password": "another pass phrase"}).status_code == 422
    html = desk.post(page, {"codes-password": PASSWORD}).content.decode()
    new = re.findall(r"<code>([a-z0-9-]{19})</code>", html)
    assert len(new) == 10
    assert is_signed_in(desk)
    client = Client()
    sign_in(client, "ed")
    assert client.post(CODE[DESK], {"code": former[0]}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert client.post(CODE[DESK], {"code": new[0]}).status_code == 302


def test_another_phone_takes_the_place_of_the_one_before(desk: Client) -> None:
    former, _codes = enrol(desk)
    html = desk.get(f"{FACTOR}?renew=1").content.decode()
    sent = {"code": f"{totp(secret_shown(html)):06d}", "password": PASSWORD}
    assert desk.post(f"{FACTOR}?renew=1", sent).status_code == 200
    assert TOTPDevice.objects.get().key != former.key
    assert Event.objects.filter(kind="factor_renewed").exists()


def test_where_it_is_required_an_editor_comes_to_nothing_but_setting_it_up(ed: Any, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    client = Client()
    assert sign_in(client, "ed").headers["Location"] == FACTOR
    assert not is_signed_in(client)
    assert client.get("/admin/").headers["Location"].startswith(DESK)
    assert "nothing else of the desk is open" in client.get(FACTOR).content.decode()

    _device, codes = enrol(client, password=None)

    assert len(codes) == 10
    assert is_signed_in(client)
    assert client.post(f"{FACTOR}off/", {"off-password": PASSWORD}).status_code == 403
    assert "cannot be turned off" in client.get(FACTOR).content.decode()


def test_where_it_becomes_required_sessions_of_editors_without_it_end(ed: Any, ada: Any, settings: Any) -> None:
    editor, guest = Client(), Client()
    editor.force_login(ed)
    guest.force_login(ada)
    settings.STAFF_SECOND_FACTOR = "required"
    assert not is_signed_in(editor)
    assert is_signed_in(guest, "/account/questions/")  # a guest is no editor


def test_a_guest_has_no_such_page(ada: Any) -> None:
    client = Client()
    client.force_login(ada)
    assert client.get(FACTOR).status_code == 403
    assert Client().get(FACTOR).headers["Location"].startswith(DESK)


def test_who_lost_it_is_helped_by_an_operator(desk: Client, ed: Any, capsys: pytest.CaptureFixture) -> None:
    enrol(desk)
    call_command("reset_second_factor", "ed")
    call_command("reset_second_factor", "ed")
    assert capsys.readouterr().out.splitlines() == ["The second step of ed is off", "ed has no second step"]
    assert not is_signed_in(desk)
    client = Client()
    sign_in(client, "ed")
    assert is_signed_in(client)
    assert Event.objects.filter(kind="factor_off", actor="", user="ed").count() == 1


def test_the_secrets_of_phones_are_shown_nowhere_at_the_desk() -> None:
    assert not admin.site.is_registered(TOTPDevice)


def test_a_setting_that_means_nothing_is_told_of(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "requierd"
    assert [found.id for found in run_checks(tags=["security"]) if found.id.startswith("accounts")] == ["accounts.E001"]
    settings.STAFF_SECOND_FACTOR = "required"
    assert [found for found in run_checks(tags=["security"]) if found.id.startswith("accounts")] == []


def test_a_device_that_is_gone_leaves_the_door_shut(desk: Client, ed: Any) -> None:
    """What takes the row away past the verbs leaves nobody in by the password alone."""
    enrol(desk)
    TOTPDevice.objects.all().delete()
    client = Client()
    sign_in(client, "ed")
    assert client.post(CODE[DESK], {"code": "000000"}).status_code == 422
    assert not is_signed_in(client)


def test_when_it_was_used_is_known(desk: Client) -> None:
    device, _codes = enrol(desk)
    client = Client()
    sign_in(client, "ed")
    client.post(CODE[DESK], {"code": code_of(device)})
    device.refresh_from_db()
    assert device.last_used_at is not None
    assert device.last_used_at <= timezone.now()
    assert get_user_model().objects.get().last_login is not None
