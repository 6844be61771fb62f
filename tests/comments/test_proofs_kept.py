"""Proofs of work that were handed in are kept as long as they could be handed in again, and no longer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from interviews.comments import proof
from interviews.comments.keeping import PROOFS_KEPT, purge
from interviews.comments.models import UsedProof


@pytest.mark.django_db
def test_those_that_are_too_old_to_be_handed_in_go_and_others_stay() -> None:
    now = timezone.now()
    for name, age in (("old", dt.timedelta(days=2)), ("new", dt.timedelta(minutes=5))):
        UsedProof.objects.create(signature=name)
        UsedProof.objects.filter(signature=name).update(at=now - age)
    for _time in range(2):
        purge(now)
        assert list(UsedProof.objects.values_list("signature", flat=True)) == ["new"]


def test_none_could_be_handed_in_again_by_then() -> None:
    assert PROOFS_KEPT > proof.LASTS
