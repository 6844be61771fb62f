"""What readers said, to follow: on one interview, or anywhere on the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from interviews import richtext
from interviews.comments.models import Comment, ModerationEvent
from interviews.feeds.atom import AtomForm
from interviews.feeds.entries import SUMMARY, Answered, Entry, Person
from interviews.feeds.followed import PAGE_LENGTH, Asked, FollowedFeed
from interviews.feeds.identity import entry_id
from interviews.lasting import lasting_address
from interviews.models import Interview


class CommentsFeed(FollowedFeed):
    """The approved comments, those approved last first: one may have waited while others were read."""

    def __init__(self) -> None:
        super().__init__(AtomForm)

    def title(self, asked: Asked) -> str:
        return _("Comments · %(site)s") % {"site": settings.SITE_NAME}

    def comments(self, asked: Asked) -> QuerySet:
        return Comment.objects.approved().filter(interview__in=Interview.objects.published())

    def entries(self, asked: Asked) -> Sequence[Entry]:
        begin = (asked.page - 1) * PAGE_LENGTH
        shown_by = Q(events__after=Comment.Status.APPROVED) & ~Q(events__before=Comment.Status.APPROVED)
        approved = Max("events__at", filter=shown_by)
        shown = self.comments(asked).annotate(shown_at=Coalesce(approved, F("created_at")))
        # The address of who wrote it is no part of a feed, so it does not leave the database.
        page = shown.order_by("-shown_at", "-pk").select_related("interview", "parent").defer("email", "parent__email")
        return [_entry(comment, asked.origin) for comment in page[begin : begin + PAGE_LENGTH + 1]]

    def changed_at(self, asked: Asked) -> dt.datetime | None:
        """When anything was last decided, or an interview published or withdrawn."""
        decided = ModerationEvent.objects.aggregate(at=Max("at"))["at"]
        return max(filter(None, [decided, super().changed_at(asked)]), default=None)


class InterviewCommentsFeed(CommentsFeed):
    def about(self, request: HttpRequest, **named: str) -> Interview:
        return Interview.objects.published().with_people().get(slug=named["slug"])

    def title(self, asked: Asked) -> str:
        return _("Comments on %(interview)s · %(site)s") % {
            "interview": asked.of.headline,
            "site": settings.SITE_NAME,
        }

    def link(self, asked: Asked) -> str:
        return f"{asked.origin}{lasting_address(asked.of)}#comments"

    def comments(self, asked: Asked) -> QuerySet:
        return super().comments(asked).filter(interview=asked.of)


def _entry(comment: Comment, origin: str) -> Entry:
    interview = comment.interview
    words = " ".join(richtext.plain_words(comment.body).split())
    return Entry(
        id=_id(comment),
        title=_("%(name)s on %(interview)s") % {"name": comment.shown_name, "interview": interview.title},
        url=origin + lasting_address(comment),
        language=interview.language,
        published=comment.created_at,
        updated=comment.shown_at,
        html=comment.body_html,
        summary=Truncator(words).chars(SUMMARY),
        authors=(Person(comment.shown_name, comment.web_address),),
        answers=_answered(comment, origin),
    )


def _id(comment: Comment) -> str:
    return entry_id(comment.interview.feed_guid, f"comment-{comment.uid}")


def _answered(comment: Comment, origin: str) -> Answered:
    """The comment that it answers, where that is shown; else the interview."""
    parent = comment.parent
    if parent and parent.status == Comment.Status.APPROVED:
        parent.interview = comment.interview
        return Answered(_id(parent), origin + lasting_address(parent))
    return Answered(entry_id(comment.interview.feed_guid), origin + lasting_address(comment.interview))
