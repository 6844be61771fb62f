"""The second step: a code of six digits that a phone makes (TOTP, RFC 6238), or a recovery code.

The verbs here change it, end all other sessions of the user and log it, in one transaction.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import sessions
from portal.accounts.models import Event, RecoveryCode, Standing
from portal.accounts.models.event import log


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the code was right; `wait` are seconds for which none is looked at."""

    right: bool
    wait: int = 0
    by_recovery_code: bool = False


def answer(user: AbstractBaseUser, typed: str) -> Answer:
    """Looks at a code, which is worth nothing after that. After wrong ones one must wait 1, 2, 4, … seconds.

    Both kinds of codes share one count of wrong ones, and of two tries at once the second sees what the first did.
    """
    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return Answer(right=False)
        allowed, why = device.verify_is_allowed()
        if not allowed:
            return Answer(right=False, wait=max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds())))
        if re.fullmatch(r"[0-9]{6}", digits):
            return Answer(right=device.verify_token(digits))
        if RecoveryCode.use(user, typed):
            device.throttle_reset()
            return Answer(right=True, by_recovery_code=True)
        device.throttle_increment()
        return Answer(right=False)


def proposed(user: AbstractBaseUser, key: str) -> TOTPDevice:
    """What is to be turned on, which is not stored yet; `key` is its secret in hexadecimal."""
    return TOTPDevice(user=user, key=key, name="phone", confirmed=True)


def is_answered_by(device: TOTPDevice, typed: str) -> bool:
    """Whether that code comes of the secret; it is then not taken a second time."""
    from django_otp.oath import TOTP  # where somebody enrols

    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"[0-9]{6}", digits):
        return False
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    if not totp.verify(int(digits), device.tolerance):
        return False
    device.last_t, device.drift = totp.t(), totp.drift
    return True


def turn_on(request: HttpRequest, user: AbstractBaseUser, device: TOTPDevice) -> list[str]:
    """Stores it in place of what there was; gives the recovery codes, which nobody can be told again."""
    codes, rows = RecoveryCode.made(user)
    with transaction.atomic():
        had_one = Standing.of(user).has_second_factor
        TOTPDevice.objects.filter(user=user).delete()
        device.save()
        RecoveryCode.put(user, rows)
        Standing.turn_over(user, has_second_factor=True)
        kind = Event.Kind.FACTOR_RENEWED if had_one else Event.Kind.FACTOR_ON
        log(kind, request=request, user=user, actor=user)
        if request.user.is_authenticated:
            sessions.stamp_anew(request, user, passed=True)
    return codes


def renew_codes(request: HttpRequest, user: AbstractBaseUser) -> list[str]:
    codes, rows = RecoveryCode.made(user)
    with transaction.atomic():
        RecoveryCode.put(user, rows)
        Standing.turn_over(user)
        log(Event.Kind.FACTOR_RENEWED, request=request, user=user, actor=user, detail="recovery codes")
        sessions.stamp_anew(request, user, passed=True)
    return codes


def turn_off(user: AbstractBaseUser, *, request: HttpRequest | None = None) -> bool:
    """Whether there was one. Without a request it was done at the machine itself, for somebody who lost it."""
    with transaction.atomic():
        if not Standing.of(user).has_second_factor and not TOTPDevice.objects.filter(user=user).exists():
            return False
        TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        Standing.turn_over(user, has_second_factor=False)
        log(Event.Kind.FACTOR_OFF, request=request, user=user, actor=user if request else None)
        if request is not None:
            sessions.stamp_anew(request, user, passed=False)
    return True


def address_for_phones(device: TOTPDevice) -> str:
    """``otpauth://totp/…``, which an authenticator takes the secret from."""
    from urllib.parse import quote, urlencode

    issuer = settings.SITE_NAME.replace(":", "")
    label = quote(f"{issuer}:{device.user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret_of(device), 'issuer': issuer}, quote_via=quote)}"


def secret_of(device: TOTPDevice) -> str:
    """In base 32 (RFC 4648), as authenticators take it where it is typed."""
    from base64 import b32encode

    return b32encode(device.bin_key).decode("ascii")


def picture(address: str) -> str:
    """The address as a QR code: SVG without a style, so that a strict policy lets it be seen."""
    import segno  # half a megabyte that hardly anybody needs

    return segno.make(address, error="m").svg_inline(
        scale=4, border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
