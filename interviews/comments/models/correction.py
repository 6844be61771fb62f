"""What a reader would have otherwise in the words of an entry, and what became of that."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.comments import typed
from interviews.models import Interview, Segment

#: The same words again within this time are a second click.
REPEATED_WITHIN = dt.timedelta(hours=1)


class AlreadyDecidedError(Exception):
    """Another editor was faster."""


class CorrectionQuerySet(models.QuerySet):
    def undecided(self) -> CorrectionQuerySet:
        """What an editor has to decide about: also what was accepted into a draft that nobody published."""
        return self.filter(models.Q(status="waiting") | models.Q(status="accepted", draft=None, published_at=None))

    def suspected(self) -> CorrectionQuerySet:
        return self.filter(status="spam")

    def decided(self) -> CorrectionQuerySet:
        published = models.Q(status="accepted", published_at__isnull=False)
        return self.filter(published | models.Q(status="accepted", draft__isnull=False) | models.Q(status="declined"))

    def credited_on(self, segment: Segment) -> list[Correction]:
        """Those that the words of a published entry owe something to, with the names that may be told, in one query.

        Only what readers see: not while it stands in a draft, nor after the words are again what they were.
        """
        rows = self.filter(interview=segment.interview_id, uid=segment.uid, status="accepted", credit=True)
        rows = rows.filter(published_at__lte=timezone.now()).exclude(name="").order_by("published_at", "pk")
        return [row for row in rows if row.stands_in(segment)]


class Correction(models.Model):
    """A reader's other words for one entry. Never public by itself: what becomes of it is the editors' text."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SPAM = "spam", _("taken for spam")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="corrections", verbose_name=_("interview"))
    #: The entry by its uid: what is imported anew, or restored, is the same.
    uid = models.CharField(_("uid"), max_length=40)
    #: What the reader saw.
    was_question = models.TextField(_("question as it was"), blank=True)
    was_answer = models.TextField(_("answer as it was"), blank=True)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    why = models.TextField(_("why"), blank=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    credit = models.BooleanField(_("wants to be named"), default=False)
    #: In which the reader read, and is written to.
    language = models.CharField(max_length=10)
    #: Of the network, as in a comment, and as long.
    network = models.CharField(max_length=32, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who decided")
    )
    #: What the editors say to the reader.
    reply = models.TextField(_("answer to the reader"), blank=True)
    #: The draft beside the page into which it was accepted, as long as that is there.
    draft = models.ForeignKey(Interview, models.SET_NULL, null=True, related_name="+")
    #: The number of the state that it made.
    state = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField(_("on the page since"), null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["created_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("readers’ corrections")
        indexes = [
            models.Index(fields=["interview", "uid"], name="correction_entry"),
            models.Index(fields=["status", "created_at"], name="correction_queue"),
            models.Index(fields=["network", "created_at"], condition=~models.Q(network=""), name="correction_network"),
            models.Index(fields=["email"], condition=~models.Q(email=""), name="correction_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "spam", "accepted", "declined"]),
                name="correction_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "spam"], decided_at=None)
                | models.Q(status__in=["accepted", "declined"], decided_at__isnull=False),
                name="correction_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(question=models.F("was_question"), answer=models.F("was_answer")),
                name="correction_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview}, {self.uid}"

    @property
    def is_open(self) -> bool:
        """Whether it can be decided: also where what it was accepted into is gone, unpublished."""
        if self.status == self.Status.ACCEPTED:
            return self.draft_id is None and self.published_at is None
        return self.status != self.Status.DECLINED

    def twin(self) -> Correction | None:
        """The same of the same entry, sent a moment ago: a second click."""
        since = timezone.now() - REPEATED_WITHIN
        same = Correction.objects.filter(interview=self.interview_id, uid=self.uid, created_at__gt=since)
        return same.filter(question=self.question, answer=self.answer, name=self.name, email=self.email).first()

    def stands_in(self, segment: Segment) -> bool:
        """Whether something that it changed is not (again) what it was."""
        return any(
            becomes != was and typed.paragraphs(there) != was
            for becomes, was, there in (
                (self.question, self.was_question, segment.question),
                (self.answer, self.was_answer, segment.answer),
            )
        )

    def decided(self, status: str, by: models.Model, *, reply: str = "", **given: object) -> None:
        """Stores the decision. Belongs into a transaction that has locked the row (`locked`)."""
        self.status, self.decided_by, self.decided_at, self.reply = status, by, timezone.now(), reply
        for name, value in given.items():
            setattr(self, name, value)
        self.save(update_fields=["status", "decided_by", "decided_at", "reply", *given])

    @classmethod
    def locked(cls, pk: int) -> Correction:
        """The row, for who decides. Raises AlreadyDecidedError where that is done."""
        row = cls.objects.select_for_update(of=("self",)).select_related("interview", "draft").get(pk=pk)
        if not row.is_open:
            raise AlreadyDecidedError
        return row
