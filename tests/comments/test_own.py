"""Changing and withdrawing one's own comment, for half an hour."""

from __future__ import annotations

import datetime as dt
import re
import time
from unittest import mock

import pytest
from django.test import Client

from interviews.comments.models import BlockRule, Comment, SitePolicy
from tests.comments.test_writing import TYPED, field, write
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def own(client: Client) -> Comment:
    """A comment that waits, and that the client's browser wrote."""
    write(client, make_interview())
    return Comment.objects.get()


def edited(client: Client, comment: Comment, body: str, revision: int = 1) -> object:
    data = {"body": body, "revision": revision}
    return client.post(f"{comment.get_absolute_url()}edit/", data, headers=HERE)


def test_its_author_is_offered_to_change_it_and_sees_the_new_words(client: Client, own: Comment) -> None:
    receipt = edited(client, own, "Better words.")["Location"]
    page = client.get(receipt).content.decode()
    assert "Better words." in page and "edited" in page
    assert f'href="{own.get_absolute_url()}edit/"' in page
    own.refresh_from_db()
    assert (own.body, own.revision, own.status) == ("Better words.", 2, "pending")
    assert [(one.number, one.body) for one in own.revisions.all()] == [(1, TYPED["body"])]


@pytest.mark.parametrize("way", ["edit", "withdraw"])
def test_nobody_else_may_even_with_the_address_of_the_receipt(client: Client, own: Comment, way: str) -> None:
    address = f"{own.get_absolute_url()}{way}/"
    assert client.get(address).status_code == 200
    for stranger in (Client(), Client(headers=HERE)):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"body": "Mine now.", "revision": 1}, headers=HERE).status_code in (403, 404)
    write(other := Client(), own.interview, name="Jon Aas", body="Another one.")
    other.cookies[f"author-{own.pk}-en"] = other.cookies[f"author-{own.pk + 1}-en"].value
    assert other.post(address, {"body": "Mine now.", "revision": 1}, headers=HERE).status_code in (403, 404)
    own.refresh_from_db()
    assert (own.body, own.status) == (TYPED["body"], "pending")


def test_after_half_an_hour_it_stays_as_it_is_and_the_words_typed_can_be_sent_by_themselves(
    client: Client, own: Comment
) -> None:
    with mock.patch("time.time", return_value=time.time() + 31 * 60):
        asked = client.get(f"{own.get_absolute_url()}edit/")
        assert asked.status_code == 404
        assert "Only the browser that wrote a comment may change it" in asked.content.decode()
        late = edited(client, own, "Too late.")
    assert late.status_code == 403
    assert "Only the browser that wrote a comment may change it" in late.content.decode()
    assert "Too late." in field(late, "body")
    assert f'action="{own.interview.get_absolute_url()}comments/"' in late.content.decode()
    own.refresh_from_db()
    assert own.body == TYPED["body"]


@pytest.mark.parametrize("way", ["edit", "withdraw"])
def test_a_comment_of_somebody_else_and_none_at_all_are_refused_alike(own: Comment, way: str) -> None:
    def answer(pk: int) -> tuple[int, str]:
        sent = {"body": "Mine now.", "revision": 1}
        page = Client().post(f"{own.interview.get_absolute_url()}comments/{pk}/{way}/", sent, headers=HERE)
        return page.status_code, re.sub(r'name="stamp" value="[^"]*"', "", page.content.decode())

    assert answer(own.pk) == answer(own.pk + 1)


@pytest.mark.parametrize("status", ["pending", "spam", "rejected"])
def test_a_reply_that_nobody_has_seen_neither_holds_its_author_up_nor_shows_itself(
    client: Client, own: Comment, status: str
) -> None:
    own.decide("approved")
    make_comment(own.interview, parent=own, status=status)
    assert edited(client, own, "Better words.").status_code == 303
    assert client.post(f"{own.get_absolute_url()}withdraw/", headers=HERE).status_code == 303


def test_a_reply_that_was_public_once_holds_its_author_still(client: Client, own: Comment) -> None:
    own.decide("approved")
    reply = make_comment(own.interview, parent=own, status="pending")
    reply.decide("approved")
    reply.decide("removed")
    assert edited(client, own, "What I never said.").status_code == 409


def test_who_may_no_longer_change_a_comment_is_told_so_before_typing(client: Client, own: Comment) -> None:
    own.decide("approved")
    make_comment(own.interview, parent=own)
    page = client.get(f"{own.get_absolute_url()}edit/")
    assert page.status_code == 409
    assert "Somebody has replied meanwhile" in page.content.decode()
    page = client.get(f"{own.get_absolute_url()}withdraw/")
    assert page.status_code == 409
    assert "Withdraw it</button>" not in page.content.decode()


def test_after_a_reply_it_stays_as_it_is_and_the_words_typed_are_shown(client: Client, own: Comment) -> None:
    own.decide("approved")
    make_comment(own.interview, parent=own)
    page = edited(client, own, "What I never said.")
    assert page.status_code == 409
    assert "Somebody has replied meanwhile" in page.content.decode()
    assert "What I never said." in page.content.decode()
    page = client.post(f"{own.get_absolute_url()}withdraw/", headers=HERE)
    assert page.status_code == 409
    own.refresh_from_db()
    assert (own.body, own.status) == (TYPED["body"], "approved")


def test_what_is_wrong_with_an_edit_is_told_above_it_and_leads_to_it(client: Client, own: Comment) -> None:
    page = edited(client, own, "")
    shown = page.content.decode()
    assert page.status_code == 422
    assert "Your change was not stored" in shown
    assert '<li><a href="#edit-body">Write a comment; it is still empty.</a></li>' in shown
    shown = edited(client, own, "Kept words.", revision="x").content.decode()
    assert "Kept words." in shown and "a comment of its own" not in shown


def test_an_edit_of_what_is_public_goes_back_to_approval(client: Client, own: Comment) -> None:
    own.decide("approved")
    edited(client, own, "Words that nobody read.")
    own.refresh_from_db()
    assert own.status == "pending"
    interview = own.interview
    interview.refresh_from_db()
    assert interview.comment_count == 0
    assert "nobody read" not in client.get(interview.get_absolute_url()).content.decode()


def test_in_an_open_conversation_it_stays_public_and_is_marked(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    comment = make_comment(interview)
    comment.rewrite("Other words.", by=None, status="approved")
    shown = client.get(interview.get_absolute_url()).content.decode()
    assert "Other words." in shown and ", edited</time>" in shown


def test_an_edit_in_an_open_conversation_is_judged_as_a_new_comment_is(client: Client) -> None:
    SitePolicy(mode="open").save()
    write(client, make_interview())
    comment = Comment.objects.get()
    comment.decide("approved")
    edited(client, comment, "https://a.example https://b.example https://c.example buy")
    comment.refresh_from_db()
    assert comment.status == "pending"


ADVERTISED = "Casino! [url=https://evil.example]x[/url]"


@pytest.mark.parametrize("status", ["pending", "approved", "spam"])
def test_an_edit_that_a_block_rule_refuses_changes_nothing_and_says_why(
    client: Client, own: Comment, status: str
) -> None:
    rule = BlockRule.objects.create(kind="word", pattern="casino", action="refuse")
    own.decide(status)
    page = edited(client, own, ADVERTISED)
    assert page.status_code == 422
    assert "The rules of this site refuse it" in page.content.decode() and "Casino!" in page.content.decode()
    own.refresh_from_db()
    rule.refresh_from_db()
    assert (own.body, own.revision, own.status, rule.hits) == (TYPED["body"], 1, status, 1)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("pending", "spam", ["forum_markup", "no_stamp"]),
        ("approved", "spam", ["edited", "forum_markup", "no_stamp"]),
        ("spam", "spam", ["forum_markup", "no_stamp"]),
    ],
)
def test_every_edit_is_judged_and_its_reasons_are_kept(
    client: Client, own: Comment, before: str, after: str, why: list[str]
) -> None:
    own.decide(before)
    edited(client, own, ADVERTISED)
    own.refresh_from_db()
    assert (own.body, own.status, own.reasons) == (ADVERTISED, after, why)


def test_two_windows_do_not_overwrite_each_other(client: Client, own: Comment) -> None:
    edited(client, own, "From the first window.")
    page = edited(client, own, "From the second window.", revision=1)
    assert page.status_code == 409
    assert "From the second window." in page.content.decode()
    own.refresh_from_db()
    assert own.body == "From the first window."


def test_the_same_words_again_are_no_edit(client: Client, own: Comment) -> None:
    edited(client, own, TYPED["body"])
    own.refresh_from_db()
    assert (own.revision, own.edited_at) == (1, None)


def test_an_edit_that_says_nothing_is_refused_with_the_reason(client: Client, own: Comment) -> None:
    for body, reason in ((" \u200b ", "Write a comment"), ("> > >", "Nothing of this would be seen")):
        page = edited(client, own, body)
        assert page.status_code == 422
        assert reason in page.content.decode()


def test_withdrawing_asks_first_and_a_get_changes_nothing(client: Client, own: Comment) -> None:
    own.decide("approved")
    address = f"{own.get_absolute_url()}withdraw/"
    assert "Withdraw your comment?" in client.get(address).content.decode()
    assert Comment.objects.approved().exists()
    receipt = client.post(address, headers=HERE)["Location"]
    assert "You withdrew it" in client.get(receipt).content.decode()
    own.refresh_from_db()
    assert own.status == "withdrawn"
    assert own.body not in client.get(own.interview.get_absolute_url()).content.decode()


def test_a_form_from_elsewhere_changes_nothing_without_the_token(own: Comment, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    page = strict.post(f"{own.get_absolute_url()}edit/", {"body": "Forged.", "revision": 1})
    assert page.status_code == 403
    assert 'name="csrfmiddlewaretoken"' in page.content.decode()
    assert strict.post(f"{own.get_absolute_url()}withdraw/").status_code == 403
    own.refresh_from_db()
    assert (own.body, own.status) == (TYPED["body"], "pending")


def test_who_repeats_what_is_shown_does_not_become_its_author(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    comment = make_comment(interview, status="pending", **TYPED)
    comment.decide("approved")
    answer = write(client, interview)
    assert answer["Location"] == comment.get_absolute_url()
    assert not answer.cookies


def test_the_page_says_for_how_long_without_a_clock(client: Client, own: Comment) -> None:
    receipt = edited(client, own, "Again.")["Location"]
    assert "For 30 minutes more" in client.get(receipt).content.decode()
    Comment.objects.update(created_at=own.created_at - dt.timedelta(minutes=29, seconds=20))
    assert "For 1 minute more" in client.get(receipt).content.decode()


def test_in_another_language_its_author_may_change_it_too(client: Client, own: Comment) -> None:
    receipt = edited(client, own, "Again.")["Location"]
    page = client.get(f"/fr{receipt}").content.decode()
    assert f'href="/fr{own.get_absolute_url()}edit/"' in page
    assert client.get(f"/fr{own.get_absolute_url()}edit/").status_code == 200


def test_what_was_withdrawn_is_neither_thanked_for_nor_waits_for_a_letter(client: Client, settings: object) -> None:
    settings.SENDS_LETTERS = True
    receipt = write(client, make_interview(), follow="on")["Location"]
    page = client.get(receipt).content.decode()
    assert "Thank you" in page and "A letter is on its way" in page
    comment = Comment.objects.get()
    assert "Nobody will see it." in client.get(f"{comment.get_absolute_url()}withdraw/").content.decode()
    client.post(f"{comment.get_absolute_url()}withdraw/", headers=HERE)
    page = client.get(receipt).content.decode()
    assert "Thank you" not in page and "A letter is on its way" not in page
    assert "Your comment is withdrawn" in page


def test_who_sends_the_same_words_from_another_network_may_not_change_what_waits(client: Client) -> None:
    interview = make_interview()
    address = f"{interview.get_absolute_url()}comments/"
    first, again, elsewhere = (
        Client(REMOTE_ADDR=peer).post(address, TYPED, headers=HERE)
        for peer in ("203.0.113.5", "203.0.113.9", "198.51.100.5")
    )
    assert Comment.objects.count() == 1
    assert first.cookies and again.cookies and not elsewhere.cookies
