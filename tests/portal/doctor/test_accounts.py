"""`doctor` suggests the second step to a site that did not think of it."""

from __future__ import annotations

from typing import Any

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.doctor.accounts import second_step
from tests.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def unsaid(settings: Any) -> Any:
    settings.STAFF_SECOND_FACTOR, settings.STAFF_SECOND_FACTOR_GIVEN = "optional", False
    return settings


def test_editors_without_one_are_counted_and_a_cure_is_told(unsaid: Any) -> None:
    TOTPDevice.objects.create(user=make_editor("one"), name="phone", confirmed=True)
    TOTPDevice.objects.create(user=make_editor("other"), name="phone", confirmed=False)
    gone = make_editor("gone")
    gone.is_active = False
    gone.save()
    (found,) = second_step()
    assert (found.state, found.told) == ("advice", "1 of 2 editors have one")
    assert "STAFF_SECOND_FACTOR=required" in found.cure


@pytest.mark.parametrize(("said", "given"), [("required", True), ("optional", True)])
def test_where_somebody_decided_nothing_is_suggested(unsaid: Any, said: str, given: bool) -> None:
    unsaid.STAFF_SECOND_FACTOR, unsaid.STAFF_SECOND_FACTOR_GIVEN = said, given
    make_editor()
    assert [found.state for found in second_step()] == ["ok"]


def test_where_all_have_one_nothing_is_suggested(unsaid: Any) -> None:
    TOTPDevice.objects.create(user=make_editor(), name="phone", confirmed=True)
    assert [found.state for found in second_step()] == ["ok"]
