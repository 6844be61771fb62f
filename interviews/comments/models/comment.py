from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews import richtext
from interviews.comments.models.counting import CommentQuerySet, recounted
from interviews.comments.models.decisions import Decided
from interviews.comments.said import shown
from interviews.models import Interview, Segment
from interviews.models.attribution import attributed
from interviews.models.fields import RenderedField, TimecodeField
from interviews.models.prepared import Given, Prepared
from interviews.models.segment import new_uid
from interviews.search.index import refresh_offered
from interviews.search.scopes import COMMENT

#: An answer to a comment this deep hangs on the same parent as that comment: no talk goes so far, only a hostile tower.
DEEPEST = 1_000

#: The same words of the same person again within this time are a second click, not a second opinion.
REPEATED_WITHIN = timedelta(hours=1)

#: What a name may link to: `javascript:` and its like are no addresses of a person.
WEB_SCHEMES = ["http", "https"]


class Comment(Decided, models.Model):
    """A reader's remark on an interview, perhaps on one of its segments, perhaps in reply to another."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed by an editor")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        QUESTION = "question", _("question to the guest")

    class Voice(models.TextChoices):
        """As what somebody speaks who had signed in; nobody else ever has one."""

        GUEST = "guest", _("Guest")
        INTERVIEWER = "interviewer", _("Interviewer")
        EDITOR = "editor", _("Editor")

    uid = models.CharField(_("uid"), max_length=40, default=new_uid, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="comments", verbose_name=_("interview"))
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    #: What the thread begins with; None for that comment itself.
    root = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="thread", editable=False, verbose_name=_("thread")
    )
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    segment = models.ForeignKey(
        Segment, models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name=_("segment")
    )
    moment = TimecodeField(_("moment"), null=True, blank=True)
    #: Where the segment began then: what is retimed takes the moments of its comments along.
    begun = TimecodeField(null=True, blank=True, editable=False)
    about = models.CharField(
        _("about"), max_length=300, blank=True, editable=False, help_text=_("The segment’s words, as they were then.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    answer = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name=_("answer")
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    voice = models.CharField(_("speaks as"), max_length=12, choices=Voice, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    #: Its author showed, for this comment, to read what is sent to that address.
    email_confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    url = models.URLField(_("web address"), blank=True, validators=[URLValidator(schemes=WEB_SCHEMES)])
    body = models.TextField(_("comment"))
    body_html = RenderedField(render="rendered_body")
    #: By which the same words are found again (`Said.gist`); rendered after the HTML that it is made of.
    gist = RenderedField(render="rendered_gist")
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PENDING, editable=False)
    #: Why it was held or taken for spam: `moderation.REASONS`, the weightiest first.
    reasons = models.JSONField(_("reasons"), default=list, blank=True, editable=False)
    picked_at = models.DateTimeField(_("picked by the editors"), null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(_("takes no replies since"), null=True, blank=True, editable=False)
    #: From which network, told by a key that is destroyed (`NetworkKey`); empty where not known or purged.
    network = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    #: Its author asked to be forgotten: nothing is left but the place, on which the replies hang.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can approve and reject comments")),
            ("export_person", _("Can export all of one person")),
            ("erase_person", _("Can erase all of one person")),
        ]
        indexes = [
            models.Index(fields=["interview", "created_at"], name="comment_thread"),
            models.Index(fields=["status", "-created_at"], name="comment_queue"),
            models.Index(fields=["network", "created_at"], condition=~models.Q(network=""), name="comment_network"),
            models.Index(fields=["email", "created_at"], condition=~models.Q(email=""), name="comment_author"),
            models.Index(fields=["gist", "created_at"], condition=~models.Q(gist=""), name="comment_gist"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["pending", "approved", "rejected", "spam", "removed", "withdrawn"]),
                name="comment_status_known",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["comment", "question"]), name="comment_kind_known"),
            models.CheckConstraint(
                condition=models.Q(voice__in=["", "guest", "interviewer", "editor"]), name="comment_voice_known"
            ),
            models.CheckConstraint(
                condition=models.Q(depth=0, root=None) | models.Q(depth__gt=0, root__isnull=False),
                name="comment_root_of_a_reply",
            ),
            models.UniqueConstraint(fields=["interview", "uid"], name="comment_uid_once_in_an_interview"),
            models.CheckConstraint(condition=models.Q(depth__lte=DEEPEST), name="comment_depth_bounded"),
            models.CheckConstraint(
                condition=~models.Q(body="") | models.Q(erased_at__isnull=False), name="comment_body_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(status="removed", name="", email="", url="", voice="", user=None)
                & models.Q(body="", body_html="", gist=""),
                name="comment_erased_says_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(moment=None) | models.Q(moment__gte=timedelta(0)), name="comment_moment_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        if is_new:
            self.hang()
            self.remember()
        with attributed(), transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            if not is_new or self.status == self.Status.APPROVED:
                refresh_offered(COMMENT, self.interview_id, self.pk)

    def get_absolute_url(self) -> str:
        """Always leads to the comment, on whatever page of the conversation it stands."""
        return reverse("comments:comment", args=[self.interview.slug, self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes the comment. One that was answered cannot go before its answers (`RestrictedError`)."""
        key = self.pk
        with recounted([self.interview_id]):
            deleted = super().delete(*args, **kwargs)
            refresh_offered(COMMENT, self.interview_id, key)
        return deleted

    def clean(self) -> None:
        """A comment, what it answers and what it speaks of are of one interview. What was erased stays empty."""
        if self.erased_at:
            raise ValidationError(_("This was erased at its author’s request: nothing can be written in its place."))
        wrong = {
            name: _("This belongs to another interview.")
            for name in ("parent", "segment")
            if getattr(self, name) and getattr(self, name).interview_id != self.interview_id
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def shown_name(self) -> str:
        """The name it stands under; what was imported may have none."""
        return self.name or gettext("Somebody")

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def moment_now(self) -> timedelta | None:
        """The moment it speaks of, moved as its segment was since."""
        if self.moment is None or self.begun is None or not self.segment or self.segment.start is None:
            return self.moment
        return max(self.moment + self.segment.start - self.begun, timedelta(0))

    @property
    def is_question(self) -> bool:
        """Whether it asks the guest."""
        return self.kind == self.Kind.QUESTION

    @property
    def takes_no_replies(self) -> bool:
        """Whether an editor locked it, or anything above it. One query."""
        thread = Comment.objects.filter(models.Q(pk=self.root_id or self.pk) | models.Q(root=self.root_id or self.pk))
        above = {pk: (parent, locked) for pk, parent, locked in thread.values_list("pk", "parent_id", "locked_at")}
        pk: int | None = self.pk
        while pk in above:
            pk, locked = above[pk]
            if locked:
                return True
        return False

    @property
    def reply_url(self) -> str:
        return reverse("comments:reply", args=[self.interview.slug, self.pk])

    def rendered_body(self) -> str:
        return richtext.remark(self.body, self.interview.language)

    def rendered_gist(self) -> str:
        return shown(self.body_html).gist

    @property
    def web_address(self) -> str:
        """The author's address where a page may link to it, else nothing: rows may come from elsewhere."""
        return self.url if self.url.startswith(tuple(f"{scheme}://" for scheme in WEB_SCHEMES)) else ""

    def hang(self) -> None:
        """Hangs a new comment on what it answers, never deeper than DEEPEST; harmless twice."""
        if self.parent:
            if self.parent.depth >= DEEPEST:
                self.parent = self.parent.parent
            self.depth = self.parent.depth + 1
            self.root_id = self.parent.root_id or self.parent.pk

    def remember(self) -> None:
        """Keeps the moment and the words of the segment it speaks of, which may be edited or go."""
        if self.segment:
            self.begun = self.segment.start
            self.moment = self.segment.start if self.moment is None else self.moment
            self.about = self.about or self.segment.heading[: self._meta.get_field("about").max_length]

    def twin(self, marks: Sequence[str] = ()) -> Comment | None:
        """What this new comment repeats, as after a second click: the same words of the same person about the same.

        Once an editor has decided about them, the same words are another comment.
        """
        known = {"interview": self.interview_id, "name": self.name, "since": timezone.now() - REPEATED_WITHIN}
        rows = [pk for pk, body in _LATELY(**known) if body == self.body]
        if not rows:
            return None
        same = Comment.objects.filter(
            pk__in=rows,
            parent=self.parent,
            segment=self.segment,
            moment=self.moment,
            kind=self.kind,
            status__in=[self.Status.PENDING, self.Status.SPAM, self.Status.APPROVED],
        )
        by_people = self.events.model.objects.decisions().filter(comment=models.OuterRef("pk"), actor__isnull=False)
        same = same.exclude(models.Exists(by_people))
        return next((earlier for earlier in same.oldest_first() if self._repeats(earlier, marks)), None)

    def _repeats(self, earlier: Comment, marks: Sequence[str]) -> bool:
        """Whether the addresses allow it. What waits may be given one that was left out, from the same network."""
        if earlier.status == self.Status.APPROVED:
            return self.url == earlier.url  # were e-mail addresses compared, anybody could find out the author's
        own, theirs = (self.email, self.url), (earlier.email, earlier.url)
        compatible = all(one == two or "" in (one, two) for one, two in zip(own, theirs, strict=True))
        return own == theirs or (compatible and earlier.network in marks)

    def complete(self, again: Comment) -> None:
        """Takes up the addresses that its repetition gives and it left out, as long as it is not public."""
        if self.status == self.Status.APPROVED:
            return
        added = {name: getattr(again, name) for name in ("email", "url") if not getattr(self, name)}
        for name, value in added.items():
            setattr(self, name, value)
        if any(added.values()):
            type(self).objects.filter(pk=self.pk).update(**added)


_LATELY = Prepared(
    lambda: (
        Comment.objects.filter(
            interview=Given("interview", models.BigIntegerField()),
            name=Given("name", models.CharField()),
            created_at__gte=Given("since", models.DateTimeField()),
        )
        .order_by()
        .values_list("pk", "body")
    )
)
