"""Who signs in, as far as it is a question of the site and not of a person: nobody is named."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.doctor.finding import Finding, advice, ok


def second_step() -> Iterator[Finding]:
    """Where it is required, nobody comes in without; where it was said to be optional, that was thought of."""
    editors = get_user_model().objects.filter(is_active=True, is_staff=True)
    theirs = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    without, of = editors.exclude(Exists(theirs)).count(), editors.count()
    told = f"{of - without} of {of} editors have one"
    if not without or settings.STAFF_SECOND_FACTOR == "required":
        yield ok("second step", told)
    elif settings.STAFF_SECOND_FACTOR_GIVEN:
        yield ok("second step", f"{told}, and STAFF_SECOND_FACTOR says that it is optional")
    else:
        cure = "Set STAFF_SECOND_FACTOR=required; or optional, in so many words, and this is not said again."
        yield advice("second step", told, cure)
