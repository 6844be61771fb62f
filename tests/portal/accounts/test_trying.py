"""How often a password may be tried, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import Event, Pace
from portal.accounts.models.pace import FREE, LONGEST, wait
from tests.portal.accounts.steps import DESK, GUESTS, PASSWORD, from_network, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

HERE, NEXT_DOOR, ELSEWHERE = "203.0.113.7", "203.0.113.200", "198.51.100.1"


def try_in_vain(address: str, name: str, times: int, door: str = DESK) -> Any:
    client = from_network(address)
    for _ in range(times):
        response = sign_in(client, name, "another pass phrase", door)
    return response


@pytest.mark.parametrize("door", [DESK, GUESTS])
def test_after_five_wrong_passwords_one_must_wait_and_is_told_how_long(ed: Any, door: str) -> None:
    assert try_in_vain(HERE, "ed", 4, door).status_code in (200, 422)

    for response in (try_in_vain(HERE, "ed", 1, door), sign_in(from_network(HERE), "ed", door=door)):
        assert response.status_code == 429
        assert 1 <= int(response["Retry-After"]) <= 15 * 60
        assert "in 15 minutes" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
    assert not is_signed_in(from_network(HERE))


@pytest.mark.parametrize("door", [DESK, GUESTS])
def test_a_french_page_says_it_in_french_markup(ed: Any, door: str) -> None:
    try_in_vain(HERE, "ed", 5, "/fr" + door)
    html = sign_in(from_network(HERE), "ed", door="/fr" + door).content.decode()
    assert '<html lang="fr"' in html


def test_the_right_password_signs_in_before_that(ed: Any) -> None:
    try_in_vain(HERE, "ed", 4)
    client = from_network(HERE)
    assert sign_in(client, "ed").status_code == 302
    assert is_signed_in(client)
    assert not AccessAttempt.objects.exists()  # and the wrong ones are forgotten


def test_nobody_else_of_the_network_has_to_wait(ed: Any, ada: Any) -> None:
    try_in_vain(HERE, "ed", 6)
    assert sign_in(from_network(HERE), "ada", door=GUESTS).status_code == 302


def test_the_name_may_be_used_elsewhere(ed: Any) -> None:
    try_in_vain(HERE, "ed", 6)
    assert sign_in(from_network(ELSEWHERE), "ed").status_code == 302


def test_another_address_of_the_same_network_is_no_way_round(ed: Any) -> None:
    try_in_vain(HERE, "ed", 5)
    assert sign_in(from_network(NEXT_DOOR), "ed").status_code == 429
    assert not AccessAttempt.objects.filter(ip_address=HERE).exists()  # no whole address is stored


def test_what_a_client_says_of_its_address_is_not_believed(ed: Any) -> None:
    for number in range(5):
        sign_in(from_network(HERE, headers={"X-Forwarded-For": f"192.0.2.{number}"}), "ed", "another pass phrase")
    assert sign_in(from_network(HERE, headers={"X-Forwarded-For": "192.0.2.99"}), "ed").status_code == 429


def test_what_a_proxy_of_ones_own_says_is(ed: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    behind = {"REMOTE_ADDR": "10.0.0.1"}
    for _ in range(5):
        sign_in(Client(**behind, headers={"X-Forwarded-For": f"forged, {HERE}"}), "ed", "another pass phrase")
    assert sign_in(Client(**behind, headers={"X-Forwarded-For": HERE}), "ed").status_code == 429
    assert sign_in(Client(**behind, headers={"X-Forwarded-For": ELSEWHERE}), "ed").status_code == 302


def test_a_wait_ends_by_itself(ed: Any) -> None:
    try_in_vain(HERE, "ed", 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert sign_in(from_network(HERE), "ed").status_code == 302


def test_trying_on_does_not_make_the_wait_longer(ed: Any) -> None:
    try_in_vain(HERE, "ed", 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=10))
    assert int(try_in_vain(HERE, "ed", 1)["Retry-After"]) <= 5 * 60


@pytest.mark.parametrize("name", ["ed", "nobody at all"])
def test_one_name_tried_from_many_addresses_is_slowed_down(ed: Any, name: str) -> None:
    for number in range(FREE):
        assert try_in_vain(f"198.51.{number}.1", name, 1).status_code == 200
    response = sign_in(from_network("198.51.99.1"), name)
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 1


def test_a_slow_down_is_over_when_its_time_has_come(ed: Any) -> None:
    for number in range(FREE):
        try_in_vain(f"198.51.{number}.1", "ed", 1)
    Pace.objects.update(again_at=timezone.now())
    assert sign_in(from_network("198.51.99.1"), "ed").status_code == 302


def test_strangers_slow_nobody_down_where_they_signed_in_lately(ed: Any) -> None:
    sign_in(from_network(HERE), "ed")
    for number in range(FREE + 1):
        try_in_vain(f"198.51.{number}.1", "ed", 1)
    assert sign_in(from_network("198.51.99.1"), "ed").status_code == 429
    assert sign_in(from_network(NEXT_DOOR), "ed").status_code == 302


def test_a_turn_is_taken_once(ed: Any) -> None:
    """Of two that come at the same moment, on whatever worker, one goes through."""
    for _ in range(FREE):
        Pace.failed("mark")
    Pace.objects.update(again_at=timezone.now())
    assert [Pace.turn("mark") > 0, Pace.turn("mark") > 0] == [False, True]


def test_waits_grow_up_to_a_minute() -> None:
    assert [wait(failures).total_seconds() for failures in (0, 9, 10, 11, 12, 15)] == [0, 0, 1, 2, 4, 32]
    assert wait(16) == wait(5_000) == LONGEST


def test_nothing_that_was_typed_is_kept_with_a_try(ed: Any) -> None:
    """What stands in the field of the name may be a password."""
    sign_in(from_network(HERE), "my secret pass phrase", "another pass phrase")
    form = {"username": "ed", "password": "another pass phrase", "_sign_in": "1", "introduction": "A secret draft."}
    from_network(HERE).post("/admin/interviews/interview/add/?secret=1", form)
    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    kept += " ".join(str(value) for row in Event.objects.values() for value in row.values())
    kept += " ".join(str(value) for row in Pace.objects.values() for value in row.values())
    assert Event.objects.filter(kind="failed", user="").exists()
    assert "secret" not in kept
    assert "another" not in kept
    assert HERE not in kept


def test_a_try_that_had_to_wait_makes_no_hash(ed: Any, hashings: list) -> None:
    try_in_vain(HERE, "ed", 5)
    hashings.clear()
    sign_in(from_network(HERE), "ed")
    assert hashings == []


def test_an_operator_ends_a_wait(ed: Any, capsys: pytest.CaptureFixture) -> None:
    try_in_vain(HERE, "ed", 5)
    call_command("lift_sign_in_wait", "ed")
    call_command("lift_sign_in_wait", "ed")
    assert capsys.readouterr().out.splitlines() == ["ed can sign in at once", "ed did not have to wait"]
    assert Event.objects.filter(kind="lifted", user="ed", actor="").count() == 1
    assert sign_in(from_network(HERE), "ed").status_code == 302


def test_an_operator_is_told_of_a_name_that_is_none(db: None) -> None:
    with pytest.raises(CommandError, match="There is no account “Ed”"):
        call_command("lift_sign_in_wait", "Ed")


def test_a_superuser_ends_a_wait_at_the_desk(ed: Any, ada: Any) -> None:
    try_in_vain(HERE, "ada", 5, GUESTS)
    desk = from_network(ELSEWHERE)
    sign_in(desk, "ed")
    page = "/admin/accounts/waits/"
    assert "Let ada try again at once" in desk.get(page).content.decode()

    assert desk.post(page, {"user": ada.pk}).status_code == 302

    assert "Nobody has to wait" in desk.get(page).content.decode()
    assert sign_in(from_network(HERE), "ada", door=GUESTS).status_code == 302
    assert Event.objects.filter(kind="lifted", user="ada", actor="ed").exists()


def test_who_is_no_superuser_ends_no_wait(ada: Any) -> None:
    ada.is_staff = True
    ada.save()
    desk = Client()
    desk.force_login(ada)
    assert desk.get("/admin/accounts/waits/").status_code == 403
    assert desk.post("/admin/accounts/waits/", {"user": ada.pk}).status_code == 403


@pytest.mark.parametrize("door", [DESK, GUESTS])
def test_a_wrong_sign_in_says_and_costs_the_same_whether_there_is_such_a_name(
    ed: Any, ada: Any, hashings: list, door: str
) -> None:
    ada.username, ada.is_active = "switched off", False
    ada.save()
    client = from_network(HERE)
    told = {}
    for name in ("ed", "switched off", "nobody at all"):
        hashings.clear()
        with CaptureQueriesContext(connection) as queries:
            response = sign_in(client, name, "another pass phrase", door)
        words = re.sub(r'value="[^"]*"', "", response.content.decode())
        told[name] = (response.status_code, len(hashings), len(queries), words)

    assert told["ed"] == told["nobody at all"] == told["switched off"]
    assert told["ed"][1] == 1
    assert "Please enter" in told["ed"][3]


def test_a_form_that_outlasted_its_session_is_no_other_door(ed: Any) -> None:
    try_in_vain(HERE, "ed", 5)
    sent = {"username": "ed", "password": PASSWORD, "_sign_in": "1", "title": "What I typed"}
    response = from_network(HERE).post("/admin/interviews/interview/add/", sent)
    assert response.status_code == 429
    assert "What I typed" in response.content.decode()
    assert "in 15 minutes" in response.content.decode()


def test_a_form_that_outlasted_its_session_asks_for_what_is_missing(db: None) -> None:
    response = Client().post("/admin/interviews/interview/add/", {"username": "ed", "_sign_in": "1"})
    assert response.status_code == 200
    assert "Type your password." in response.content.decode()
