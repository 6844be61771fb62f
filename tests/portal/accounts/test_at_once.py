"""Sixteen who try at the same moment, each by a connection of its own, as several workers and nodes have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import Event, Pace
from portal.accounts.models.acting import acting
from portal.accounts.models.pace import FREE
from portal.accounts.trying import Tries
from tests.comments.test_at_once import IN_A_FILE, at_once, several
from tests.factories import make_editor
from tests.portal.accounts.steps import CODE, DESK, code_of, enrol, from_network, sign_in

ROOT = Path(__file__).resolve().parents[3]
MANY = 16

pytestmark = [pytest.mark.slow]


@several
@pytest.mark.django_db(transaction=True)
def test_of_many_that_come_in_one_moment_one_has_its_turn() -> None:
    for _ in range(FREE + 3):
        Pace.failed("mark")
    Pace.objects.update(again_at=timezone.now())
    assert sorted(at_once([lambda: Pace.turn("mark") > 0] * MANY)) == [False] + [True] * (MANY - 1)


@several
@pytest.mark.django_db(transaction=True)
def test_wrong_tries_of_many_at_once_are_all_counted() -> None:
    make_editor("ed")
    at_once([lambda n=n: sign_in(from_network(f"198.51.{n}.1"), "ed", "another pass phrase") for n in range(FREE - 1)])
    assert Pace.objects.get().failures == FREE - 1
    assert Event.objects.filter(kind="failed", user="ed").count() == FREE - 1


@several
@pytest.mark.django_db(transaction=True)
def test_a_code_is_good_for_one_of_many_at_once() -> None:
    make_editor("ed")
    desk = Client()
    sign_in(desk, "ed")
    device, codes = enrol(desk)
    clients = [Client() for _ in range(4)]
    for client in clients:
        sign_in(client, "ed", door=DESK)
    for code in (code_of(device), codes[0]):
        answers = at_once([lambda c=c, code=code: c.post(CODE[DESK], {"code": code}) for c in clients])
        assert [answer.headers.get("Location") for answer in answers].count("/admin/") == 1
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert Event.objects.filter(kind="signed_in", detail="both steps").count() == 2


@several
@pytest.mark.django_db(transaction=True)
def test_who_changes_accounts_at_once_is_named_each_for_their_own() -> None:
    users = get_user_model().objects
    editors = [make_editor(f"ed{n}") for n in range(8)]
    guests = [users.create_user(f"guest{n}") for n in range(8)]

    def change(n: int) -> None:
        request = type("Request", (), {"user": editors[n], "META": {}, "headers": {}})()
        with acting(request):
            users.filter(pk=guests[n].pk).update(is_staff=True)

    at_once([lambda n=n: change(n) for n in range(8)])
    told = Event.objects.filter(kind="changed").values_list("actor", "user")
    assert set(told) == {(f"ed{n}", f"guest{n}") for n in range(8)}


def test_what_was_tried_is_known_to_every_node() -> None:
    assert issubclass(Tries, AxesDatabaseHandler)


@pytest.mark.skipif(connection.vendor != "sqlite" or IN_A_FILE in os.environ, reason="is what this starts")
def test_all_of_this_holds_with_sqlite_in_a_file(tmp_path: Path) -> None:
    environment = {**os.environ, IN_A_FILE: str(tmp_path / "test.sqlite3"), "DATA_DIR": str(tmp_path)}
    environment.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "slow", str(Path(__file__))]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
