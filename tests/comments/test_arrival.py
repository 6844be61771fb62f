"""A comment arrives: rules of the site, limits, block rules, names that pose, and who is trusted."""

from __future__ import annotations

import datetime as dt
import time
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from interviews.comments.models import BlockRule, Comment, InterviewPolicy, NetworkKey, SitePolicy, SpeakerAccount
from interviews.comments.stamps import FORM_LASTS, age_of, form_stamp
from interviews.models import Interview
from tests.comments.test_writing import TYPED
from tests.factories import make_comment, make_editor, make_interview, make_speaker

pytestmark = pytest.mark.django_db


def send(client: Client, interview: Interview, address: str = "203.0.113.5", **typed: object) -> object:
    return client.post(
        f"{interview.get_absolute_url()}comments/",
        {**TYPED, "stamp": aged_stamp(), **typed},
        headers={"Sec-Fetch-Site": "same-origin"},
        REMOTE_ADDR=address,
    )


def aged_stamp(seconds: float = 60) -> str:
    """A form that was given out so long ago."""
    with mock.patch("time.time", return_value=time.time() - seconds):
        return form_stamp()


def later(**by: float) -> None:
    """Moves all that was written into the past."""
    for comment in Comment.objects.all():
        Comment.objects.filter(pk=comment.pk).update(created_at=comment.created_at - dt.timedelta(**by))


def test_in_an_open_conversation_a_plain_comment_is_shown_at_once(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    assert send(client, interview).status_code == 303
    assert Comment.objects.get().status == "approved"
    interview.refresh_from_db()
    assert interview.comment_count == 1
    assert TYPED["body"] in client.get(interview.get_absolute_url()).content.decode()


def test_an_interview_may_be_stricter_than_the_site(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    InterviewPolicy.objects.create(interview=interview, mode="approve_first")
    send(client, interview)
    assert Comment.objects.get().status == "pending"


@pytest.mark.parametrize(
    "closing",
    [
        lambda interview: SitePolicy(mode="closed").save(),
        lambda interview: SitePolicy(closes_after_days=0).save(),
        lambda interview: InterviewPolicy.objects.create(interview=interview, mode="closed"),
        lambda interview: InterviewPolicy.objects.create(interview=interview, closes_on=timezone.localdate()),
    ],
    ids=["the site", "after days", "the interview", "on a day"],
)
def test_a_closed_conversation_offers_no_form_and_refuses_with_the_text_kept(client: Client, closing: object) -> None:
    interview = make_interview()
    assert 'name="body"' in client.get(interview.get_absolute_url()).content.decode()
    closing(interview)
    shown = client.get(interview.get_absolute_url()).content.decode()
    assert 'name="body"' not in shown
    assert "This conversation is closed" in shown
    page = send(client, interview)
    assert page.status_code == 403
    assert "was closed in the meantime" in page.content.decode()
    assert TYPED["body"] in page.content.decode()
    assert not Comment.objects.exists()


def test_a_date_of_its_own_keeps_a_conversation_open_longer(client: Client) -> None:
    SitePolicy(closes_after_days=0).save()
    interview = make_interview()
    InterviewPolicy.objects.create(interview=interview, closes_on=timezone.localdate() + dt.timedelta(days=1))
    assert send(client, interview).status_code == 303


def test_a_network_that_writes_too_fast_is_told_when_it_may_and_keeps_its_text(client: Client) -> None:
    interview = make_interview()
    assert send(client, interview, body="One.").status_code == 303
    page = send(client, interview, "203.0.113.99", body="Two.")  # the same /24
    assert page.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 10
    assert "send it again in" in page.content.decode()
    assert "Two." in page.content.decode()
    assert send(client, interview, "198.51.100.5", body="Two.").status_code == 303
    later(seconds=11)
    assert send(client, interview, body="Three.").status_code == 303


def test_five_in_ten_minutes_and_twenty_in_a_day_are_enough(client: Client) -> None:
    interview = make_interview()
    for number in range(20):
        assert send(client, interview, body=f"Number {number}.").status_code == 303
        later(seconds=151)
    assert send(client, interview, body="One more.").status_code == 429
    later(hours=24)
    assert send(client, interview, body="One more.").status_code == 303
    for number in range(4):
        later(seconds=11)
        send(client, interview, body=f"Again {number}.")
    later(seconds=11)
    page = send(client, interview, body="The sixth.")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 60


def test_a_made_up_header_does_not_get_around_the_limit(client: Client) -> None:
    interview = make_interview()
    send(client, interview, body="One.")
    page = client.post(
        f"{interview.get_absolute_url()}comments/",
        {**TYPED, "body": "Two."},
        headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "198.51.100.1"},
        REMOTE_ADDR="203.0.113.5",
    )
    assert page.status_code == 429


def test_the_limit_holds_over_the_end_of_a_month(client: Client) -> None:
    interview = make_interview()
    before = timezone.now().date().replace(day=1) - dt.timedelta(days=1)
    make_comment(interview, status="pending", network=NetworkKey.of_month(before).mark("203.0.113.0/24"))
    assert send(client, interview, body="One.").status_code == 429


def test_a_second_click_is_no_second_comment_and_is_not_too_fast(client: Client) -> None:
    interview = make_interview()
    assert [send(client, interview).status_code for _click in range(2)] == [303, 303]
    assert Comment.objects.count() == 1


def test_slow_mode_is_for_one_conversation(client: Client) -> None:
    slow, other = make_interview(), make_interview()
    InterviewPolicy.objects.create(interview=slow, slow_mode=3600)
    send(client, slow, body="One.")
    later(minutes=1)
    page = send(client, slow, body="Two.")
    assert page.status_code == 429
    assert "In this conversation everybody waits a while" in page.content.decode()
    assert "send it again in 59 minutes." in page.content.decode()
    assert send(client, other, body="Two.").status_code == 303


def test_a_form_may_be_open_for_a_day_and_one_sent_at_once_is_held(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    send(client, interview, body="A day.", stamp=aged_stamp(24 * 3600))
    later(minutes=1)
    send(client, interview, body="At once.", stamp=form_stamp())
    later(minutes=1)
    send(client, interview, body="Made up.", stamp="f.1abc.nonsense")
    found = {comment.body: (comment.status, comment.reasons) for comment in Comment.objects.all()}
    assert found == {
        "A day.": ("approved", []),
        "At once.": ("pending", ["quick"]),
        "Made up.": ("pending", ["no_stamp"]),
    }
    assert age_of(aged_stamp(FORM_LASTS.total_seconds() + 60)) is None


@pytest.mark.parametrize(
    "name",
    [
        *("Anne Mi1ler", "Dr. Anne Miller", "A. Miller", "Anne Catherine Miller", "Jo Doe", "Ed Itor", "Ola Berg"),
        *("Interviewer", "Guest", "Invité", "The editors", "La rédaction", "Recorded Interviews"),
    ],
)
def test_nobody_writes_unread_under_the_name_of_who_takes_part_or_signs_in_or_of_the_site(
    client: Client, name: str
) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview(guest="Anne Catherine Miller", host="Jo Doe")
    interview.appearances.filter(role="guest").update(name="Dr. Anne Miller")
    make_editor("ed", first_name="Ed", last_name="Itor")
    SpeakerAccount.objects.create(user=make_editor("ola"), speaker=make_speaker("Ola Berg"))
    send(client, interview, name=name)
    comment = Comment.objects.get()
    assert (comment.status, comment.reasons, comment.voice) == ("pending", ["poses"], "")


@pytest.mark.parametrize("name", ["Mia Ek", "Anne", "Creditor", "ed"])
def test_other_names_are_anybodys(client: Client, name: str) -> None:
    SitePolicy(mode="open").save()
    make_editor("ed")
    send(client, make_interview(guest="Anne Miller", host="Jo Doe"), name=name)
    assert Comment.objects.get().status == "approved"


@pytest.mark.parametrize(
    ("kind", "pattern", "typed"),
    [
        ("word", "cheap watches", {"body": "Buy CHEAP, watches!"}),
        ("word", "eve", {"name": "Ève"}),
        ("word", "casino", {"body": "The best **ca**sino!"}),
        ("word", "casino", {"body": "The [best](https://a.example/casino/)."}),
        ("address", "mia@example.org", {}),
        ("address", "@example.org", {"email": "other@EXAMPLE.org"}),
        ("link", "spam.example", {"body": "See https://www.spam.example/x now."}),
        ("link", "spam.example", {"url": "https://a.spam.example/"}),
        ("link", "spam.example", {"body": "[See](https&#58;//spam%2Eexample)."}),
        ("link", "www.spämmer.example", {"body": "[See](https:xn--spmmer-cua.example)."}),
        ("network", "203.0.113.0/24", {}),
        ("network", "203.0.113.5", {}),
    ],
)
def test_a_block_rule_holds_marks_or_refuses(client: Client, kind: str, pattern: str, typed: dict[str, str]) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    rule = BlockRule.objects.create(kind=kind, pattern=pattern, action="hold")
    for action, status in (("hold", "pending"), ("spam", "spam"), ("refuse", "")):
        BlockRule.objects.update(action=action)
        Comment.objects.all().delete()
        page = send(client, interview, **typed)
        assert page.status_code == (303 if status else 403)
        assert [comment.status for comment in Comment.objects.all()] == [status] * bool(status)
    assert "The rules of this site refuse it" in page.content.decode()
    rule.refresh_from_db()
    assert rule.hits == 3


def test_links_are_counted_as_readers_can_click_on_them(client: Client) -> None:
    SitePolicy(mode="open").save()
    send(client, make_interview(), body="[x](https&#58;//a.example) " * 3)
    later(minutes=1)
    send(client, make_interview(), body="[x](https:a.example) " * 20)
    assert [comment.reasons for comment in Comment.objects.order_by("pk")] == [["links"], ["many_links"]]


def test_a_comment_links_to_no_page_of_this_site_by_half_an_address(client: Client) -> None:
    SitePolicy(mode="open").save()
    interview = make_interview()
    send(client, interview, body="[one](/admin/logout/) [two](//evil.example) [three](https://a.example)")
    page = client.get(interview.get_absolute_url()).content.decode()
    assert '<p>one two <a href="https://a.example"' in page


def test_a_block_rule_speaks_of_whole_words_other_domains_and_not_for_ever(client: Client) -> None:
    SitePolicy(mode="open").save()
    BlockRule.objects.create(kind="word", pattern="ass", action="refuse")
    BlockRule.objects.create(kind="link", pattern="pam.example", action="refuse")
    BlockRule.objects.create(kind="network", pattern="203.0.113.0/24", action="refuse", expires_on=timezone.localdate())
    assert send(client, make_interview(), body="The class of https://spam.example/").status_code == 303


def test_the_same_long_words_elsewhere_are_held_then_spam_whatever_marks_they_bear(client: Client) -> None:
    SitePolicy(mode="open").save()
    for number, marks in enumerate(["", "!", " :-)", "\n\n* * *"]):
        words = f"A truly great article, I have bookmarked it all!{marks}"
        send(client, make_interview(), f"198.51.{number}.5", body=words)
    assert [comment.status for comment in Comment.objects.order_by("pk")] == ["approved", "pending", "pending", "spam"]


def test_a_confirmed_address_that_was_approved_often_enough_is_trusted_and_a_typed_one_is_not(client: Client) -> None:
    from interviews.comments.arrival import reconsider

    SitePolicy(trusted_after=2).save()
    interview = make_interview()
    for _earlier in range(2):
        make_comment(interview, email="mia@example.org", email_confirmed_at=timezone.now())
    send(client, interview)
    comment = Comment.objects.get(body=TYPED["body"])
    assert comment.status == "pending"
    assert not reconsider(comment)
    Comment.objects.filter(pk=comment.pk).update(email_confirmed_at=timezone.now())
    assert reconsider(comment)
    assert Comment.objects.get(pk=comment.pk).status == "approved"


def test_the_words_of_a_refused_comment_are_nowhere_stored(client: Client) -> None:
    BlockRule.objects.create(kind="word", pattern="rope", action="refuse")
    send(client, make_interview(), body="My rope.")
    assert not Comment.objects.exists()


def test_a_locked_thread_takes_no_replies(client: Client) -> None:
    interview = make_interview()
    root = make_comment(interview)
    reply = make_comment(interview, parent=root)
    root.lock()
    page = send(client, interview, parent=reply.pk)
    assert page.status_code == 403
    assert "closed this thread" in page.content.decode()
    root.unlock()
    assert send(client, interview, parent=reply.pk).status_code == 303
