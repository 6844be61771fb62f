"""The pages of accounts say nothing in English where they are French."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import linebreaks
from django.utils.translation import trans_real
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_editor
from tests.portal.accounts.steps import PASSWORD, enrol, from_network, sign_in
from tests.words_of_pages import InBrackets, left_in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """French is what stands in brackets."""
    monkeypatch.setitem(trans_real._translations, "fr", InBrackets(trans_real.translation("fr")))
    settings.SITE_NAME, settings.SENDS_LETTERS = "Φωνές", True
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://interviews.example", ["testserver"]


def without_secrets(html: str) -> str:
    """What nobody reads as words: the secret, codes, names that are typed."""
    html = re.sub(r"<code[^>]*>.*?</code>", "", html)
    return html.replace("TOTP", "").replace("CSV", "")


@pytest.mark.usefixtures("brackets")
def test_signing_in_says_nothing_in_english() -> None:
    make_editor("εδ", email="ed@example.org")
    client = from_network("203.0.113.7")
    pages = []
    for door in ("/fr/admin/login/", "/fr/account/sign-in/"):
        pages.append(client.get(door))
        pages.append(sign_in(client, "ρεα", "another pass phrase", door))
        pages += [sign_in(from_network("198.51.100.7"), "εδ", "another pass phrase", door) for _ in range(3)]
    forgotten = "/fr/account/password/forgotten/"
    pages += [client.get(forgotten), client.post(forgotten, {"email": "ρ"}), client.get(f"{forgotten}sent/")]
    client.post(forgotten, {"email": "ed@example.org"})
    (letter,) = mail.outbox
    assert "⟦" in letter.subject
    assert left_in_english(f'<html lang="fr"><p>{linebreaks(letter.body)}') == []
    page = client.get(re.search(r"example(/fr/\S+)", letter.body)[1]).headers["Location"]
    pages += [client.get(page), client.post(page, {"new_password1": "ρ", "new_password2": "ρ"})]
    pages += [client.get("/fr/account/password/new/MQ/x/"), client.get("/fr/account/password/new/done/")]
    client.force_login(make_editor("ρεα"))
    pages += [client.get("/fr/account/password/"), client.get("/fr/account/password/changed/")]
    pages += [client.get("/fr/admin/password_change/")]
    for response in pages:
        assert left_in_english(without_secrets(response.content.decode())) == [], response.request["PATH_INFO"]


@pytest.mark.usefixtures("brackets")
def test_the_second_step_says_nothing_in_english() -> None:
    make_editor("εδ")
    desk = Client()
    sign_in(desk, "εδ")
    pages = [desk.get("/fr/admin/second-factor/"), desk.post("/fr/admin/second-factor/", {"code": "1"})]
    enrol(desk)
    pages += [desk.get("/fr/admin/second-factor/"), desk.get("/fr/admin/second-factor/?renew=1")]
    pages.append(desk.post("/fr/admin/second-factor/off/", {"off-password": "ρ"}))
    pages.append(desk.post("/fr/admin/second-factor/codes/", {"codes-password": PASSWORD}))
    for door in ("/fr/admin/login/", "/fr/account/sign-in/"):
        client = Client()
        step = sign_in(client, "εδ", door=door).headers["Location"]
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        pages += [client.get(step), client.post(step, {"code": "000000"}), client.post(step, {"code": "000000"})]
    pages.append(Client().post("/fr/admin/interviews/interview/add/", {"_sign_in": "1", "username": "εδ"}))
    pages += [desk.get("/fr/admin/accounts/log/"), desk.get("/fr/admin/accounts/waits/")]
    for response in pages:
        assert response.status_code in (200, 422, 429)
        html = re.sub(r'<span class="account-detail">.*?</span>', "", response.content.decode())
        assert left_in_english(without_secrets(html)) == [], response.request["PATH_INFO"]
