"""What somebody does who signs in."""

from __future__ import annotations

import re
import time
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a long pass phrase"
DESK, GUESTS = "/admin/login/", "/account/sign-in/"
CODE = {DESK: "/admin/login/code/", GUESTS: "/account/sign-in/code/"}
FACTOR = "/admin/second-factor/"


def from_network(address: str, **given: Any) -> Client:
    return Client(REMOTE_ADDR=address, **given)


def sign_in(client: Client, name: str, password: str = PASSWORD, door: str = DESK) -> HttpResponse:
    return client.post(door, {"username": name, "password": password})


def is_signed_in(client: Client, page: str = "/admin/password_change/") -> bool:
    return client.get(page).status_code == 200


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What the phone shows now, or will so many half minutes from now."""
    return f"{totp(device.bin_key, drift=steps):06d}"


def secret_shown(html: str) -> bytes:
    from base64 import b32decode

    shown = re.search(r'class="account-secret">([A-Z2-7 ]+)<', html)
    return b32decode(shown[1].replace(" ", ""))


def enrol(client: Client, password: str | None = PASSWORD) -> tuple[TOTPDevice, list[str]]:
    """Sets the second step up on its page; gives the device and the recovery codes that were shown."""
    key = secret_shown(client.get(FACTOR).content.decode())
    sent = {"code": f"{totp(key):06d}"} | ({"password": password} if password else {})
    html = client.post(FACTOR, sent).content.decode()
    codes = re.findall(r"<code>([a-z0-9-]{19})</code>", html)
    device = TOTPDevice.objects.get(key=key.hex())
    # The next code of the same half minute would not be taken: for what follows it was typed long ago.
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=int(time.time()) // 30 - 10)
    return device, codes
