from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.comments.models.comment import Comment
from interviews.models import Interview


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self) -> SubscriptionQuerySet:
        """Those whose reader has shown to want them: nobody else is ever written to."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> SubscriptionQuerySet:
        return self.filter(confirmed_at=None)

    def of(self, email: str) -> SubscriptionQuerySet:
        return self.filter(email__iexact=email)

    def told_of(self, comment: Comment) -> SubscriptionQuerySet:
        """Who is to hear of the comment: who follows what it answers or all that is said there, but for its author."""
        follows = models.Q(comment=None)
        if comment.parent_id:
            follows |= models.Q(comment=comment.parent_id)
        told = self.confirmed().filter(follows, interview=comment.interview_id)
        for own in filter(None, [comment.email, comment.user and comment.user.email]):
            told = told.exclude(email__iexact=own)
        return told


class Subscription(models.Model):
    """Somebody wants letters about the replies to one comment, or about all that is said of an interview.

    Before it is confirmed (double opt-in) it is but a question; unsubscribing deletes it.
    """

    on_pages = "never"

    email = models.EmailField(_("e-mail"))
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="subscriptions", verbose_name=_("interview"))
    #: Whose replies are followed; None: the whole conversation.
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="subscriptions", verbose_name=_("comment")
    )
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    last_letter_at = models.DateTimeField(_("last letter"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "comment",
                condition=models.Q(comment__isnull=False),
                name="subscription_to_replies_once",
            ),
            models.UniqueConstraint(
                Lower("email"), "interview", condition=models.Q(comment=None), name="subscription_to_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.comment or self.interview}"
