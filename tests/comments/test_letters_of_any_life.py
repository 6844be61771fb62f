"""Whatever happens to comments and subscriptions, in whatever order: no letter tells of what is not shown when it is
sent, none goes to somebody who has not confirmed, and none goes twice."""

from __future__ import annotations

import random

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from interviews.comments import following, keys
from interviews.comments.models import Comment, Letter, Subscription
from interviews.comments.posting import post
from tests.factories import make_comment, make_interview

pytestmark = pytest.mark.django_db

ADDRESSES = ["mia@example.org", "jan@example.org", "eva@example.org"]

#: What may happen, and how often beside the rest: lives are told by chance, for a search that prefers what is simple
#: never comes to a reply that is shown.
STEPS = {
    "submit": 5,
    "decide": 8,
    "follow": 2,
    "confirm": 4,
    "unsubscribe": 1,
    "worker": 3,
    "withdraw": 2,
    "publish": 3,
}
STATUSES = ["approved", "approved", "approved", "rejected", "spam", "removed"]
LENGTH = 60


@pytest.mark.parametrize("queued", [False, True], ids=["at once", "by a worker"])
@pytest.mark.parametrize("seed", range(12))
def test_nothing_hidden_is_told_and_nobody_is_written_to_unasked(seed, queued, settings, monkeypatch):
    settings.SENDS_LETTERS, settings.SITE_URL = True, "https://interviews.example"
    # Here all is one transaction. A worker comes by now and then; else each letter leaves where it is put down.
    monkeypatch.setattr(Letter, "post", lambda keys: None if queued else post(list(keys)))
    life = Life(random.Random(seed))  # noqa: S311
    for _ in range(LENGTH):
        life.step()
    assert life.told or seed or queued, "at least the first life has something to see"


class Life:
    """A conversation to which anything happens."""

    def __init__(self, chance):
        cache.clear()
        self.chance, self.seen, self.told = chance, 0, set()
        self.interview = make_interview()
        make_comment(self.interview, email=ADDRESSES[0])

    def step(self):
        (name,) = self.chance.choices(list(STEPS), STEPS.values())
        getattr(self, name)()
        self.look()

    def look(self):
        """At what was sent by the last step."""
        self.interview.refresh_from_db()
        for letter in mail.outbox[self.seen :]:
            (to,) = letter.to
            ends = letter.extra_headers.get("List-Unsubscribe")
            if ends is None:  # asks to confirm
                assert "Well said" not in letter.body
                continue
            subscription = keys.subscription_of(ends.rstrip("/>").rpartition("/")[2])
            assert subscription.email == to and subscription.confirmed_at is not None
            comment = Comment.objects.get(pk=letter.body.partition("/comments/")[2].partition("/")[0])
            assert comment.status == "approved" and comment.email != to
            assert self.interview.status == "published"
            assert (comment.pk, to) not in self.told
            self.told.add((comment.pk, to))
        self.seen = len(mail.outbox)

    def any(self, rows):
        """One of the last rows: what is new is what things happen to."""
        found = list(rows.order_by("-pk")[:5])
        return self.chance.choice(found) if found else None

    def submit(self):
        comment = Comment.objects.create(
            interview=self.interview,
            parent=self.any(Comment.objects.all()),
            name="X",
            email=self.chance.choice(ADDRESSES),
            body=f"Well said {Comment.objects.count()}",
        )
        following.ask_author(comment, follows=self.chance.random() < 0.7)

    def decide(self):
        self.any(Comment.objects.all()).decide(self.chance.choice(STATUSES))

    def follow(self):
        following.ask_reader(self.chance.choice(ADDRESSES), self.interview, [])

    def confirm(self):
        if letter := self.any(Letter.objects.unanswered()):
            Client().post(f"/comments/confirm/{keys.confirming_key(letter)}/")

    def unsubscribe(self):
        if subscription := self.any(Subscription.objects.all()):
            Client().post(f"/comments/unsubscribe/{keys.ending_key(subscription)}/", {"List-Unsubscribe": "One-Click"})

    def withdraw(self):
        self.interview.withdraw()

    def publish(self):
        self.interview.publish()

    def worker(self):
        post(Letter.objects.due().values_list("pk", flat=True))
