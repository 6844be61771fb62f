"""All that is known of one person: given out whole, and erased; others lose nothing."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.comments import entries
from interviews.comments.models import (
    BlockRule,
    Comment,
    CommentRevision,
    Letter,
    ModerationEvent,
    NetworkKey,
    Overtaken,
    Report,
    SpeakerAccount,
    Subscription,
)
from interviews.comments.personal import erase
from interviews.models import Interview
from interviews.models.search_entry import SearchEntry
from interviews.search.hits import search
from interviews.search.query import parse
from tests.factories import make_comment, make_editor, make_interview, make_speaker
from tests.letters import make_subscription

pytestmark = pytest.mark.django_db

HERS = "mia@example.org"


@pytest.fixture
def interview(db):
    """Mia wrote four comments: one that Jan answered, one that she answered herself, and that answer, and one alone."""
    interview = make_interview(guest="Ola Berg", slug="ola-berg")
    given = {"email": "Mia@Example.org", "name": "Mia Marlowe", "url": "https://mia.example/"}
    answered = make_comment(interview, body="Marlowe was here first.", **given)
    make_comment(interview, parent=answered, name="Jan", email="jan@example.org", body="Indeed.")
    own = make_comment(interview, body="Marlowe was here again.", **given)
    make_comment(interview, parent=own, body="Marlowe answers.", **given)
    make_comment(interview, body="Marlowe waits.", status="pending", **given)
    answered.rewrite("Marlowe was here once.", by=None)
    answered.reports.create(reason="private", network="aa")
    make_subscription(interview, HERS, comment=answered)
    make_subscription(interview, "jan@example.org")
    return interview


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


# Given out


def test_the_export_is_whole_and_tells_of_nobody_else(interview):
    BlockRule.objects.create(kind="address", pattern=HERS)
    data = json.loads(run("export_person", "MIA@example.org"))
    assert [row["body"] for row in data["comments"]] == [
        "Marlowe was here once.", "Marlowe was here again.", "Marlowe answers.", "Marlowe waits.",
    ]  # fmt: skip
    first = data["comments"][0]
    assert first["earlier_words"][0]["body"] == "Marlowe was here first."
    assert first["reports_against_it"][0]["reason"] == "private"
    assert first["decisions"][0]["after"] == "approved"
    assert (first["name"], first["email"], first["url"]) == ("Mia Marlowe", "Mia@Example.org", "https://mia.example/")
    assert [row["email"] for row in data["subscriptions"]] == [HERS]
    assert [row["pattern"] for row in data["block_rules"]] == [HERS]
    assert "jan@example.org" not in json.dumps(data) and "Indeed" not in json.dumps(data)


def test_the_export_of_an_account_has_what_was_written_signed_in(interview):
    user = make_editor(email="ola@example.org")
    make_comment(interview, user=user, voice="guest", name="Ola Berg", body="I say so.")
    data = json.loads(run("export_person", "ola@example.org"))
    assert [row["body"] for row in data["comments"]] == ["I say so."]


def test_the_export_goes_to_a_file_or_says_why_not(interview, tmp_path):
    assert run("export_person", HERS, output=str(tmp_path / "mia.json")) == ""
    assert json.loads((tmp_path / "mia.json").read_text("utf-8"))["address"] == HERS
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_person", HERS, output=str(tmp_path))


# Erased


def counts():
    return Comment.objects.count(), Subscription.objects.count(), CommentRevision.objects.count()


def test_a_dry_run_tells_and_changes_nothing(interview):
    before = counts()
    said = run("erase_person", HERS, dry_run=True)
    assert said.startswith("Would erase: 3 comments, 1 more of which the place is left, 1 subscription,")
    assert counts() == before
    assert Comment.objects.filter(email__iexact=HERS).count() == 4


def test_nothing_is_erased_without_a_yes(interview, monkeypatch):
    before = counts()
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        run("erase_person", HERS)
    with pytest.raises(CommandError, match="not an e-mail address"):
        run("erase_person", "Mia", yes=True)
    assert counts() == before
    monkeypatch.setattr("builtins.input", lambda prompt: HERS)
    assert "Erased: 3 comments" in run("erase_person", HERS)


def test_what_was_answered_leaves_an_empty_place_with_its_replies(interview, client):
    erase(HERS)
    place = Comment.objects.get(erased_at__isnull=False)
    said = (place.name, place.email, place.url, place.body, place.body_html, place.gist, place.network, place.status)
    assert said == ("", "", "", "", "", "", "", "removed")
    assert place.replies.get().body == "Indeed."
    page = client.get(interview.get_absolute_url()).content.decode()
    assert "Indeed." in page and "The comment that stood here is no longer shown." in page
    assert "Marlowe" not in page


def test_everything_follows(interview, client):
    assert search(parse("marlowe"))[:5]
    ModerationEvent.objects.update(at=timezone.now() - timedelta(minutes=1))
    earlier = timezone.now() - timedelta(minutes=1)
    Interview.objects.update(updated_at=earlier, published_at=earlier)
    feed = reverse("comment_documents:feed")
    before = client.get(feed)
    erase(HERS)
    interview.refresh_from_db()
    assert interview.comment_count == 1
    assert not search(parse("marlowe"))[:5]
    assert not SearchEntry.objects.filter(body__icontains="marlowe").exists()
    after = client.get(feed, headers={"If-Modified-Since": before["Last-Modified"]})
    assert after.status_code == 200 and "Marlowe" not in after.content.decode()
    assert not CommentRevision.objects.exists() and not Report.objects.exists()
    assert [one.email for one in Subscription.objects.all()] == ["jan@example.org"]
    assert not Letter.objects.to(HERS).exists()


def test_no_row_of_the_conversation_or_of_the_desk_names_them(interview):
    desk = Client()
    desk.force_login(make_editor(email="ed@example.org"))
    waiting = Comment.objects.get(status="pending")
    kept = {"name": waiting.name, "email": waiting.email, "url": waiting.url, "body": "Marlowe, edited."}
    kept |= {"segment": "", "seen": waiting.revision}
    desk.post(reverse("admin:comments_comment_change", args=[waiting.pk]), kept)
    assert LogEntry.objects.filter(object_repr__contains="Marlowe").exists()
    erase(HERS)
    for model in (Comment, CommentRevision, Report, Subscription, Letter, LogEntry, SearchEntry):
        for row in model._base_manager.values():
            assert "marlowe" not in str(row).casefold() and "mia@" not in str(row).casefold(), model


def test_the_others_lose_nothing(interview):
    erase("nobody@example.org")
    assert counts() == (5, 2, 1)
    erase("jan@example.org")
    assert Comment.objects.filter(email__iexact=HERS).count() == 4


def test_to_erase_twice_is_harmless_and_an_empty_place_goes_with_its_last_reply(interview):
    erase(HERS)
    again = erase(HERS)
    assert (again.deleted, again.emptied, again.subscriptions) == (0, 0, 0)
    assert erase("jan@example.org").deleted == 2
    assert not Comment.objects.exists()


def test_an_account_loses_what_it_wrote_and_stays(interview):
    user = make_editor(email="ola@example.org")
    SpeakerAccount.objects.create(user=user, speaker=make_speaker("Ola"))
    make_comment(interview, user=user, voice="guest", name="Ola Berg", body="I say so.")
    erased = erase("ola@example.org")
    assert erased.deleted == 1
    assert erased.left == ["the account of editor"]


def test_it_is_told_what_else_names_them(interview):
    BlockRule.objects.create(kind="address", pattern=HERS)
    other = make_comment(interview, name="Eva", body=f"Write to {HERS}!")
    said = run("erase_person", HERS, yes=True)
    assert "block rule: mia@example.org" in said
    assert f"the words of another comment: {other.get_absolute_url()}" in said


@pytest.mark.parametrize("status", ["approved", "pending", "spam"])
def test_nothing_can_be_made_of_an_empty_place(interview, status):
    erase(HERS)
    place = Comment.objects.get(erased_at__isnull=False)
    assert place.decide(status) is False and place.status == "removed"
    assert place.rewrite("New words.", by=None) is False
    with pytest.raises(Overtaken):
        place.undo(place.events.last(), by=make_editor("other"))
    desk = Client()
    desk.force_login(make_editor(email="ed@example.org"))
    kept = {"name": "Eva", "email": "", "url": "", "body": "Words put there.", "segment": ""}
    answer = desk.post(reverse("admin:comments_comment_change", args=[place.pk]), kept)
    assert answer.status_code == 200
    place.refresh_from_db()
    assert (place.name, place.body, place.status) == ("", "", "removed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=place.pk).update(status=status)


def test_a_comment_that_was_not_erased_still_says_something(interview):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(email__iexact=HERS).update(body="")


def test_an_empty_place_goes_into_documents_and_out_of_them(interview):
    erase(HERS)
    written = list(entries.entries_of(interview))
    other = make_interview()
    added, findings = entries.add(other, written)
    assert (added, findings) == (2, [])
    place = other.comments.get(erased_at__isnull=False)
    assert place.replies.get().body == "Indeed."


# Kept for a while


def test_after_sixty_days_nothing_tells_where_a_comment_came_from(interview):
    key = NetworkKey.of_month(timezone.now().date())
    old, new = timezone.now() - timedelta(days=61), timezone.now() - timedelta(days=59)
    first, second = Comment.objects.oldest_first()[:2]
    Comment.objects.filter(pk=first.pk).update(network="aa", created_at=old)
    Comment.objects.filter(pk=second.pk).update(network="bb", created_at=new)
    Report.objects.update(network="aa", at=old)
    ancient = NetworkKey.of_month((timezone.now() - timedelta(days=100)).date())
    said = run("purge_conversation")
    assert said.startswith("2 marks emptied, 1 keys destroyed")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.network, second.network) == ("", "bb")
    assert not Report.objects.exclude(network="").exists()
    assert list(NetworkKey.objects.all()) == [key] and ancient not in NetworkKey.objects.all()


def test_a_key_is_kept_as_long_as_a_mark_that_was_made_with_it(interview):
    from interviews.comments.keeping import purge

    day = timezone.now().replace(year=2026, month=1, day=31, hour=12)
    NetworkKey.of_month(day.date())
    assert purge(day + timedelta(days=59)).keys == 0
    assert purge(day + timedelta(days=62)).keys == 1


def test_what_nobody_confirmed_within_a_week_is_dropped(interview):
    old = timezone.now() - timedelta(days=8)
    make_subscription(interview, "eva@example.org", confirmed_at=None, created_at=old)
    make_subscription(interview, "ada@example.org", confirmed_at=None)
    Subscription.objects.confirmed().update(created_at=old)
    run("purge_conversation")
    assert set(Subscription.objects.values_list("email", flat=True)) == {HERS, "jan@example.org", "ada@example.org"}
