"""Following by e-mail: asked in a form, confirmed from the mailbox, ended at any time; no GET changes anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.comments import keys
from interviews.comments.models import BlockRule, Comment, Letter, SitePolicy, Subscription
from tests.comments.test_writing import field, write
from tests.factories import make_comment, make_interview
from tests.letters import make_subscription, paths_in

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def interview(db):
    return make_interview(guest="Ola Berg", slug="ola-berg")


def written(posting, interview, **typed):
    """The letters that a comment brings about."""
    with posting() as letters:
        assert write(Client(), interview, **typed).status_code == 303
    return letters


def confirm(posting, letter, **also):
    with posting() as letters:
        answer = Client(enforce_csrf_checks=True).post(paths_in(letter)[0], also)
    return answer, letters


# The form


def test_a_site_without_mail_offers_no_letters(client, interview):
    assert "Tell me by e-mail" not in client.get(interview.get_absolute_url()).content.decode()
    assert client.get(reverse("comments:follow", args=[interview.slug])).status_code == 404
    for address in (interview.get_absolute_url(), reverse("comments:comments", args=[interview.slug])):
        assert "follow/" not in client.get(address).content.decode()


def test_the_page_of_an_interview_and_its_conversation_lead_to_it_as_long_as_something_can_be_written(
    client, interview, posting
):
    addresses = (interview.get_absolute_url(), reverse("comments:comments", args=[interview.slug]))
    assert all("comments/follow/" in client.get(address).content.decode() for address in addresses)
    SitePolicy(mode="closed").save()
    assert not any("comments/follow/" in client.get(address).content.decode() for address in addresses)


def test_nobody_follows_without_asking_for_it(client, interview, posting):
    page = client.get(interview.get_absolute_url())
    assert "checked" not in field(page, "follow")
    assert written(posting, interview) == []
    assert not Subscription.objects.exists()


def test_to_ask_for_letters_without_an_address_is_refused_with_the_cure(client, interview, posting):
    answer = write(client, interview, email="", follow="on")
    assert answer.status_code == 422
    assert "Write where you want to be told of replies" in answer.content.decode()
    assert "checked" in field(answer, "follow")
    assert not Comment.objects.exists()


# The first letter


def test_who_ticks_it_gets_one_letter_that_asks(interview, posting):
    letters = written(posting, interview, follow="on")
    assert [letter.to for letter in letters] == [["mia@example.org"]]
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at is None and subscription.comment == Comment.objects.get()


def test_it_carries_nothing_that_was_typed(interview, posting):
    words = {"name": "Buy here", "body": "Buy at https://evil.example now.", "url": "https://evil.example"}
    letter = written(posting, interview, follow="on", **words)[0]
    said = letter.subject + letter.body + letter.alternatives[0][0]
    assert "evil" not in said and "Buy" not in said


def test_what_is_taken_for_spam_sends_nothing(interview, posting):
    assert written(posting, interview, follow="on", topic="I am a robot") == []
    assert Comment.objects.get().status == "spam"


def test_an_address_is_asked_once_a_day_as_long_as_it_does_not_answer(interview, posting):
    assert len(written(posting, interview, follow="on")) == 1
    assert written(posting, interview, follow="on", body="Another.", email="MIA@example.org") == []
    assert len(written(posting, interview, follow="on", body="Third.", email="eva@example.org")) == 1
    Letter.objects.update(created_at=timezone.now() - timedelta(hours=25))
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert len(written(posting, interview, follow="on", body="Fourth.")) == 1


def test_questions_that_were_held_back_hold_back_no_others(interview, posting):
    written(posting, interview, follow="on")
    written(posting, interview, follow="on", body="Another.")
    sent = Letter.objects.exclude(sent_at=None)
    sent.update(created_at=timezone.now() - timedelta(hours=25))
    assert len(written(posting, interview, follow="on", body="Third.")) == 1


def test_who_answered_may_be_asked_about_the_next_comment(interview, posting):
    letter = written(posting, interview, follow="on")[0]
    confirm(posting, letter)
    assert len(written(posting, interview, follow="on", body="Another.")) == 1


def test_its_page_shows_what_else_waits_and_confirms_what_is_ticked(interview, posting):
    letter = written(posting, interview, follow="on")[0]
    written(posting, interview, follow="on", body="Mine too.")
    written(posting, interview, follow="on", body="A stranger's.")
    page = Client().get(paths_in(letter)[0]).content.decode()
    assert "Mine too." in page and "A stranger&#x27;s." in page and "checked" not in page
    mine = Letter.objects.get(comment__body="Mine too.")
    confirm(posting, letter, also=[mine.pk])
    confirmed = Subscription.objects.confirmed().values_list("comment__body", flat=True)
    assert set(confirmed) == {"Words that took an hour to find.", "Mine too."}


def test_it_confirms_nothing_of_another_address(interview, posting):
    letter = written(posting, interview, follow="on")[0]
    written(posting, interview, follow="on", body="Eva's.", email="eva@example.org")
    confirm(posting, letter, also=[Letter.objects.get(comment__body="Eva's.").pk])
    assert Subscription.objects.unconfirmed().get().email == "eva@example.org"


# Confirming


def test_a_confirmed_address_is_confirmed_for_the_comment_and_gets_the_letters(interview, posting):
    letter = written(posting, interview, follow="on")[0]
    comment = Comment.objects.get()
    answer, _letters = confirm(posting, letter)
    comment.refresh_from_db()
    assert answer.status_code == 200
    assert comment.email_confirmed_at is not None
    assert comment.status == "pending"  # the site trusts nobody
    comment.decide("approved")
    with posting() as letters:
        make_comment(interview, parent=comment, name="Jan")
    assert [letter.to for letter in letters] == [["mia@example.org"]]


def trusting(interview):
    """A site that trusts after one comment; Mia has one, with a confirmed address."""
    SitePolicy.objects.create(trusted_after=1)
    make_comment(interview, email="mia@example.org", email_confirmed_at=timezone.now(), body="The first.")


def old_stamp(monkeypatch):
    from interviews.comments import stamps

    monkeypatch.setattr(stamps, "age_of", lambda stamp: 60.0)


def test_a_trusted_reader_confirms_and_is_shown(interview, posting, monkeypatch):
    trusting(interview)
    old_stamp(monkeypatch)
    letters = written(posting, interview)  # without following anything
    assert len(letters) == 1 and not Subscription.objects.exists()
    answer, _letters = confirm(posting, letters[0])
    assert Comment.objects.get(body="Words that took an hour to find.").status == "approved"
    assert "Your comment is shown now" in answer.content.decode()


def test_what_speaks_against_it_by_then_is_looked_at_before_it_is_shown(interview, posting, monkeypatch):
    trusting(interview)
    old_stamp(monkeypatch)
    letters = written(posting, interview)
    BlockRule.objects.create(kind="word", pattern="hour", action="hold")
    answer, _letters = confirm(posting, letters[0])
    comment = Comment.objects.get(body="Words that took an hour to find.")
    assert (comment.status, comment.reasons) == ("pending", ["blocked"])
    assert "Your comment is shown now" not in answer.content.decode()


def test_who_types_a_trusted_address_gains_nothing(interview, posting, monkeypatch):
    trusting(interview)
    old_stamp(monkeypatch)
    written(posting, interview, name="Not Mia")
    assert Comment.objects.get(name="Not Mia").status == "pending"


def test_nobody_is_asked_where_the_answer_would_change_nothing(interview, posting, monkeypatch):
    old_stamp(monkeypatch)
    SitePolicy.objects.create(trusted_after=2)
    make_comment(interview, email="mia@example.org", email_confirmed_at=timezone.now())
    assert written(posting, interview) == []


def test_what_waits_for_another_reason_waits_on(interview, posting):
    trusting(interview)
    letter = written(posting, interview, follow="on")[0]  # sent within a second: somebody should look at it
    confirm(posting, letter)
    assert Comment.objects.get(body="Words that took an hour to find.").status == "pending"


@pytest.mark.parametrize("status", ["rejected", "spam", "removed", "withdrawn"])
def test_confirming_brings_nothing_back(interview, posting, monkeypatch, status):
    trusting(interview)
    old_stamp(monkeypatch)
    letter = written(posting, interview)[0]
    comment = Comment.objects.get(body="Words that took an hour to find.")
    comment.decide(status)
    confirm(posting, letter)
    confirm(posting, letter)
    comment.refresh_from_db()
    assert comment.status == status


def test_a_comment_that_an_editor_gave_another_address_is_not_confirmed(interview, posting):
    letter = written(posting, interview, follow="on")[0]
    Comment.objects.update(email="eva@example.org")
    confirm(posting, letter)
    assert Comment.objects.get().email_confirmed_at is None


def test_a_letter_that_is_too_old_confirms_nothing_and_says_so(interview, posting, monkeypatch):
    letter = written(posting, interview, follow="on")[0]
    monkeypatch.setattr(keys, "CONFIRMS_FOR", timedelta(seconds=-1))
    answer, _letters = confirm(posting, letter)
    assert answer.status_code == 410 and "too old" in answer.content.decode()
    assert not Subscription.objects.confirmed().exists()


def forgeries(subscription, letter):
    confirming, ending = keys.confirming_key(letter), keys.ending_key(subscription)
    return {
        "confirm": ["x", f"{letter.pk}", confirming[:-1], f"9{confirming}", ending, f"{confirming}x"],
        "unsubscribe": ["x", f"{subscription.pk}", ending[:-1], f"9{ending}", confirming, f"{ending}x"],
    }


def test_keys_that_were_made_up_or_are_for_something_else_open_nothing(interview, posting):
    written(posting, interview, follow="on")
    subscription, letter = Subscription.objects.get(), Letter.objects.get()
    for name, made_up in forgeries(subscription, letter).items():
        for key in made_up:
            address = reverse(f"comments:{name}", args=[key])
            assert Client().get(address).status_code == 404, key
            assert Client().post(address).status_code == 404, key
    assert Subscription.objects.unconfirmed().get() == subscription


# Following without a comment


def ask(posting, interview, email="mia@example.org", **more):
    with posting() as letters:
        address = reverse("comments:follow", args=[interview.slug])
        answer = Client(headers=HERE).post(address, {"email": email, **more}, REMOTE_ADDR="203.0.113.7")
    return answer, letters


def test_a_reader_who_writes_nothing_can_follow_the_conversation(interview, posting):
    answer, letters = ask(posting, interview)
    assert answer.status_code == 200 and len(letters) == 1
    confirm(posting, letters[0])
    with posting() as letters:
        make_comment(interview, email="jan@example.org")
    assert [letter.to for letter in letters] == [["mia@example.org"]]


def test_the_answer_does_not_tell_who_follows(interview, posting):
    make_subscription(interview, "eva@example.org")
    known, to_known = ask(posting, interview, "eva@example.org")
    new, to_new = ask(posting, interview, "mia@example.org")
    assert to_known == [] and len(to_new) == 1
    assert known.content == new.content


@pytest.mark.parametrize(("typed", "status"), [({"email": "mia"}, 422), ({"email": ""}, 422), ({"topic": "x"}, 200)])
def test_what_is_no_address_or_comes_from_a_robot_sends_nothing(interview, posting, typed, status):
    answer, letters = ask(posting, interview, **{"email": "mia@example.org", **typed})
    assert answer.status_code == status and letters == []
    assert not Subscription.objects.exists()


def test_one_network_has_so_many_letters_sent_and_no_more(interview, posting):
    for number in range(5):
        assert len(ask(posting, interview, f"reader-{number}@example.org")[1]) == 1
    answer, letters = ask(posting, interview, "one-more@example.org")
    assert answer.status_code == 429 and letters == []


def test_a_form_from_elsewhere_is_asked_again_with_a_token(interview, posting):
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    with posting() as letters:
        answer = client.post(reverse("comments:follow", args=[interview.slug]), {"email": "mia@example.org"})
    assert answer.status_code == 403 and letters == []
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_an_interview_that_is_hidden_cannot_be_followed(posting):
    answer, letters = ask(posting, make_interview(published=False))
    assert answer.status_code == 404 and letters == []


# Ending it


def told(posting, interview):
    """A letter to somebody who follows the conversation."""
    make_subscription(interview)
    with posting() as letters:
        make_comment(interview, email="jan@example.org")
    return letters[0]


def ending(letter):
    return next(path for path in paths_in(letter) if "unsubscribe" in path)


def test_the_button_of_a_mailbox_ends_it_without_cookie_token_or_login(interview, posting):
    letter = told(posting, interview)
    client = Client(
        enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    )
    answer = client.post(ending(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.cookies
    assert not Subscription.objects.exists()
    assert client.post(ending(letter), {"List-Unsubscribe": "One-Click"}).status_code == 200  # harmless twice


def test_its_page_has_a_button_and_knows_no_address(interview, posting):
    letter = told(posting, interview)
    page = Client().get(ending(letter))
    assert 'method="post"' in page.content.decode() and "mia@" not in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex" and "no-store" in page["Cache-Control"]
    assert Subscription.objects.exists()


def test_only_that_one_ends_or_all_where_that_is_wanted(interview, posting):
    letter = told(posting, interview)
    make_subscription(make_interview())
    make_subscription(interview, "eva@example.org")
    Client().post(ending(letter))
    assert Subscription.objects.of("mia@example.org").count() == 1
    again = make_subscription(interview)
    Client().post(reverse("comments:unsubscribe", args=[keys.ending_key(again)]), {"all": "1"})
    assert Subscription.objects.get().email == "eva@example.org"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_names_an_interview_that_is_withdrawn_and_letters_about_it_still_end(interview, posting, method):
    asking = written(posting, interview, follow="on")[0]
    letter = told(posting, interview)
    interview.withdraw()
    assert getattr(Client(), method)(paths_in(asking)[0]).status_code == 404
    page = getattr(Client(), method)(ending(letter))
    assert page.status_code == 200 and "Ola Berg" not in page.content.decode()
    assert Subscription.objects.confirmed().exists() is (method == "get")


# GET


def everything():
    """All rows of the conversation and what it counts, as they lie in the database."""
    models = [*apps.get_app_config("comments").get_models(), *apps.get_app_config("interviews").get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_no_address_of_any_letter_changes_anything_when_it_is_fetched(interview, posting, monkeypatch):
    trusting(interview)
    old_stamp(monkeypatch)
    written(posting, interview, follow="on")
    ask(posting, interview, "eva@example.org")
    told(posting, make_interview(guest="Eva Holm"))
    paths = [path for letter in mail.outbox for path in paths_in(letter)]
    assert len(paths) == 4
    before = everything()
    for path in paths:
        for client in (Client(), Client(headers=HERE)):
            assert client.get(path, follow=True).status_code == 200
            assert client.head(path).status_code in (200, 302)
    assert everything() == before
    assert not Subscription.objects.of("eva@example.org").confirmed().exists()
