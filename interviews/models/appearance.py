from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews.models.interview import Interview
from interviews.models.speaker import Bio, Speaker

#: What stands in an interview, by when that was published.
NEWEST_FIRST = ("-interview__published_at", "-interview_id", "position")


class AppearanceQuerySet(models.QuerySet):
    def published(self) -> AppearanceQuerySet:
        return self.filter(interview__in=Interview.objects.published())

    def newest_first(self) -> AppearanceQuerySet:
        return self.order_by(*NEWEST_FIRST)

    def guests_first(self) -> AppearanceQuerySet:
        """Those who were asked before those who asked, each newest first."""
        hosting = models.Case(models.When(role__in=Appearance.HOSTING, then=1), default=0)
        return self.order_by(hosting, *NEWEST_FIRST)

    def newest_of_each_speaker(self) -> AppearanceQuerySet:
        """With `language`, that of the interview: a credited title is written in it."""
        newest = models.Window(
            models.functions.RowNumber(),
            partition_by="speaker",
            order_by=NEWEST_FIRST,
        )
        return self.annotate(rank=newest, language=models.F("interview__language")).filter(rank=1)


class Appearance(models.Model):
    """A person taking part in one interview, as credited then."""

    class Role(models.TextChoices):
        GUEST = "guest", _("guest")
        INTERVIEWER = "interviewer", _("interviewer")
        PANELLIST = "panellist", _("panellist")
        MODERATOR = "moderator", _("moderator")

    #: The roles of those who ask; the others are asked.
    HOSTING = (Role.INTERVIEWER, Role.MODERATOR)

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="appearances", verbose_name=_("interview"))
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="appearances", verbose_name=_("speaker"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.GUEST)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name as credited"), max_length=200, blank=True)
    title = models.CharField(_("title as credited"), max_length=400, blank=True)
    organisation = models.CharField(_("organisation as credited"), max_length=200, blank=True)
    post_nominals = models.CharField(_("post-nominals"), max_length=200, blank=True)
    bio = models.ForeignKey(
        Bio, models.SET_NULL, null=True, blank=True, related_name="appearances", verbose_name=_("biography")
    )

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        indexes = [
            models.Index(fields=["speaker", "interview", "role"], name="appearance_by_speaker"),
            models.Index(fields=["role", "interview", "speaker"], name="appearance_by_role"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["interview", "speaker", "role"], name="appearance_once_in_a_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=["guest", "interviewer", "panellist", "moderator"]),
                name="appearance_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.credited_name

    @property
    def credited_name(self) -> str:
        return self.name or self.speaker.name

    @property
    def credited_title(self) -> str:
        """Title and organisation in one line, as they are printed below a name."""
        return ", ".join(part for part in (self.title, self.organisation) if part)

    @property
    def is_host(self) -> bool:
        return self.role in self.HOSTING
