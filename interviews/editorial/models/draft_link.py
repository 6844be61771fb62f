from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview

_SALT = "interviews.editorial.draft-link"


def new_key() -> str:
    return get_random_string(22)


class DraftLinkQuerySet(models.QuerySet):
    def open(self) -> DraftLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def at(self, token: str) -> DraftLink | None:
        """The link of an address, whether or not it is still open; None where the address is not one of ours."""
        try:
            key = signing.Signer(salt=_SALT).unsign(token)
        except signing.BadSignature:
            return None
        return self.filter(key=key).select_related("interview", "created_by").first()


class DraftLink(models.Model):
    """Somebody without an account may read an interview before readers do: its draft of changes, where there is one.

    Whoever has the address may, until it expires or is revoked; it is signed, so that nobody finds one by trying.
    """

    on_pages = "never"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", verbose_name=_("interview"))
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    reader = models.CharField(_("for whom"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = DraftLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        indexes = [models.Index(fields=["interview", "-created_at"], name="draft_link_of_interview")]

    def __str__(self) -> str:
        return self.reader

    def get_absolute_url(self) -> str:
        return reverse("editorial:draft", args=[self.token])

    @property
    def token(self) -> str:
        return signing.Signer(salt=_SALT).sign(self.key)

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> bool:
        """The address shows nothing from now on. False where it did not any more."""
        done = DraftLink.objects.open().filter(pk=self.pk).update(revoked_at=timezone.now())
        self.refresh_from_db(fields=["revoked_at"])
        return bool(done)


class DraftAnswer(models.Model):
    """What a reader of a draft said of it: that it may be published, or what is to be corrected.

    `state` is the number of the revision that was read: what changed since was not approved.
    """

    on_pages = "never"

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        CORRECTIONS = "corrections", _("corrections asked for")

    link = models.ForeignKey(DraftLink, models.CASCADE, related_name="answers", verbose_name=_("link"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    words = models.TextField(_("words"), blank=True)
    state = models.PositiveIntegerField(_("state"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("answer about a draft")
        verbose_name_plural = _("answers about drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="approved") | models.Q(verdict="corrections") & ~models.Q(words=""),
                name="draft_answer_corrections_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
