"""Every letter that was to be sent, so that none is sent twice and none is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from interviews.comments.models.comment import Comment
from interviews.comments.models.correction import Correction
from interviews.comments.models.subscription import Subscription

#: After a first failure; each further wait is twice as long.
RETRIED_AFTER = dt.timedelta(minutes=10)
#: What could not be sent for so long is not sent any more.
GIVEN_UP_AFTER = dt.timedelta(days=4)


def recipient_of(email: str) -> str:
    """Tells addresses apart without being one: letters outlive the subscription they were sent for."""
    return salted_hmac("interviews.comments.letter", email.casefold(), algorithm="sha256").hexdigest()[:32]


class LetterQuerySet(models.QuerySet):
    def to(self, email: str) -> LetterQuerySet:
        return self.filter(recipient=recipient_of(email))

    def due(self) -> LetterQuerySet:
        """What is to be sent now. Young enough, for the news of last week are none."""
        now = timezone.now()
        return self.filter(sent_at=None, due_at__lte=now, created_at__gt=now - GIVEN_UP_AFTER)

    def unanswered(self) -> LetterQuerySet:
        """Those that ask whether an address is right, and nobody has said so yet."""
        return self.filter(kind="confirm", answered_at=None)


class Letter(models.Model):
    """One letter to one address. It is written anew each time it is tried, from what is true by then."""

    on_pages = "never"

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("asks to confirm the address")
        REPLY = "reply", _("tells of a reply")
        CORRECTION = "correction", _("tells what became of a correction")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    recipient = models.CharField(max_length=32, db_index=True)
    #: What it tells of; or, where it asks to confirm, what was written under that address.
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="letters")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="letters")
    correction = models.ForeignKey(Correction, models.CASCADE, null=True, related_name="letters")
    language = models.CharField(max_length=10)
    #: Of the network that caused it, as in a comment.
    network = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    #: When it may be tried (again). None: it was sent, or is not to be.
    due_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["created_at", "pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "recipient"], condition=models.Q(kind="reply"), name="letter_of_a_reply_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["confirm", "reply", "correction"]), name="letter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.created_at:%Y-%m-%d})"

    @property
    def about(self) -> Comment | Subscription | Correction | None:
        """Each tells which interview it is about; None where all are gone."""
        return self.comment or self.subscription or self.correction

    def claim(self) -> bool:
        """Whether it is this caller's to send. For everybody else it is due again only after a while."""
        now = timezone.now()
        again = now + RETRIED_AFTER * 2 ** min(self.tries, 8)
        open_ones = Letter.objects.filter(pk=self.pk, sent_at=None, due_at__lte=now)
        return bool(open_ones.update(due_at=again, tries=models.F("tries") + 1))

    def release(self) -> None:
        """Due as before: there is nothing to be told of it now."""
        Letter.objects.filter(pk=self.pk).update(due_at=timezone.now())

    def sent(self) -> None:
        now = timezone.now()
        Letter.objects.filter(pk=self.pk).update(sent_at=now, due_at=None)
        Subscription.objects.filter(pk=self.subscription_id).update(last_letter_at=now)

    @classmethod
    def announce(cls, comment: Comment) -> None:
        """Puts down a letter to each who is to hear that the comment is shown, once for each address and for good.

        Belongs into the transaction that shows it. They are sent after that, if it still is shown by then.
        """
        if not settings.SENDS_LETTERS:
            return
        # Who follows one comment and the whole conversation gets one letter, about the reply to the comment.
        told = {
            recipient_of(one.email): one
            for one in Subscription.objects.told_of(comment).order_by(models.F("comment").asc(nulls_first=True), "pk")
        }
        now = timezone.now()
        # What was given up is news again; nobody is at it any more.
        old = cls.objects.filter(
            comment=comment, kind=cls.Kind.REPLY, sent_at=None, created_at__lte=now - GIVEN_UP_AFTER
        )
        old.update(created_at=now, due_at=now)
        cls.objects.bulk_create(
            [
                cls(
                    kind=cls.Kind.REPLY,
                    recipient=recipient,
                    comment=comment,
                    subscription=one,
                    language=one.language,
                    due_at=now,
                )
                for recipient, one in told.items()
            ],
            ignore_conflicts=True,
        )
        cls.post(cls.objects.due().filter(comment=comment, kind=cls.Kind.REPLY).values_list("pk", flat=True))

    @classmethod
    def answer(cls, correction: Correction) -> None:
        """Puts down a letter that tells what became of a correction, where its reader gave an address.

        Belongs to a decision that was just made. One that was not sent yet, of an earlier decision, is dropped.
        """
        if not settings.SENDS_LETTERS or not correction.email:
            return
        told = {"kind": cls.Kind.CORRECTION, "correction": correction}
        cls.objects.due().filter(**told).delete()
        letter = cls.objects.create(
            **told,
            recipient=recipient_of(correction.email),
            language=correction.language,
            due_at=timezone.now(),
        )
        cls.post([letter.pk])

    @staticmethod
    def post(letters: Iterable[int]) -> None:
        """Has these sent once the transaction is through. Whatever becomes of that, what was decided stays."""
        from interviews.comments.tasks import post

        if keys := list(letters):
            transaction.on_commit(partial(post.enqueue, keys), robust=True)
