"""Where a form was sent from."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from interviews.comments.models import Comment
from interviews.comments.origin import comes_from
from tests.comments.test_writing import TYPED, field
from tests.factories import make_interview

OWN = "https://talks.example"


@pytest.mark.parametrize(
    ("fetch_site", "origin"),
    [("same-origin", ""), ("same-origin", "null"), ("", OWN), ("none", OWN)],
)
def test_a_form_of_this_site_is_known_by_either_header(fetch_site, origin):
    assert comes_from(OWN, fetch_site, origin)


@pytest.mark.parametrize(
    ("fetch_site", "origin"),
    [
        ("", ""),
        ("none", ""),
        ("", "null"),
        ("cross-site", ""),
        ("same-site", "https://other.talks.example"),
        ("cross-site", "https://evil.example"),
        ("", "http://talks.example"),
        ("", "https://talks.example:8443"),
        ("", "https://talks.example.evil.example"),
        ("Same-Origin ", ""),
    ],
)
def test_anything_else_proves_nothing(fetch_site, origin):
    assert not comes_from(OWN, fetch_site, origin)


def test_trusted_origins_are_read_as_django_reads_them():
    trusted = ["https://embed.example", "https://*.partner.example"]
    assert comes_from(OWN, "cross-site", "https://embed.example", trusted)
    assert comes_from(OWN, "cross-site", "https://a.partner.example", trusted)
    assert not comes_from(OWN, "cross-site", "http://a.partner.example", trusted)
    assert not comes_from(OWN, "cross-site", "https://evilpartner.example", trusted)
    assert not comes_from(OWN, "cross-site", "https://[", trusted)


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(db):
    return reverse("comments:comments", args=[make_interview().slug])


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_a_post_from_a_page_of_this_site_needs_no_token(strict, address, headers):
    answer = strict.post(address, TYPED, headers=headers)
    assert answer.status_code == 303
    assert Comment.objects.count() == 1


def test_the_sites_own_origin_is_that_of_the_request(strict, address):
    headers = {"Origin": "http://testserver"}
    assert strict.post(address, TYPED, headers=headers, secure=True).status_code == 403
    headers = {"Origin": "https://testserver"}
    assert strict.post(address, TYPED, headers=headers, secure=True).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    ],
)
def test_any_other_post_is_refused_with_the_text_kept_and_taken_with_the_token(strict, address, headers):
    page = strict.post(address, TYPED, headers=headers)
    assert page.status_code == 403
    assert "no-store" in page["Cache-Control"]
    assert not Comment.objects.exists()
    for name, value in TYPED.items():
        assert value in field(page, name)
    again = {name: re.search(r'value="([^"]*)"', field(page, name))[1] for name in ("name", "email", "url")}
    again["csrfmiddlewaretoken"] = re.search(r'value="([^"]*)"', field(page, "csrfmiddlewaretoken"))[1]
    answer = strict.post(address, {**again, "body": TYPED["body"]})
    assert answer.status_code == 303
    assert Comment.objects.get().body == TYPED["body"]


def test_the_token_stays_in_the_form_until_it_is_sent(strict, address):
    token = re.search(r'value="([^"]*)"', field(strict.post(address, TYPED), "csrfmiddlewaretoken"))[1]
    page = strict.post(address, {**TYPED, "name": "", "csrfmiddlewaretoken": token})
    assert page.status_code == 422
    assert 'name="csrfmiddlewaretoken"' in page.content.decode()


def test_another_site_does_not_get_in_with_a_token_it_made_up(strict, address):
    strict.post(address, TYPED)  # the cookie is set
    forged = {**TYPED, "csrfmiddlewaretoken": "a" * 64}
    assert strict.post(address, forged).status_code == 403
    assert not Comment.objects.exists()


def test_the_form_itself_sets_no_cookie_and_carries_no_token(strict, address):
    page = strict.get(address)
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()
