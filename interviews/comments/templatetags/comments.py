"""``{% load comments %}``: the conversation below an interview."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from interviews.comments import moments
from interviews.comments.forms import CommentForm
from interviews.comments.models import Comment
from interviews.comments.outline import DEEPEST_SHOWN, Sort, pages
from interviews.comments.talk import Talk, talk_of
from interviews.models import Interview, Segment

register = template.Library()

SORTS = ((Sort.OLDEST, _("Oldest first")), (Sort.NEWEST, _("Newest first")), (Sort.MOST_REPLIED, _("Most replies")))


@register.simple_tag
def conversation_on(interview: Interview) -> Talk:
    """What is said of the interview: for the marks on its entries, and for `comment_thread`. One query."""
    return talk_of(interview)


@register.inclusion_tag("comments/thread.html")
def comment_thread(talk: Talk) -> dict[str, Any]:
    """The first page of the conversation, oldest first, and the form for another comment. Three queries."""
    interview = talk.interview
    rules = talk.rules
    form = CommentForm(interview, rules=rules)
    paged = pages(talk.outline.threads)
    return {
        "here": True,  # times and entries are on this page
        "interview": interview,
        "talk": talk,
        "threads": talk.shown(paged[0]),
        "page_count": len(paged),
        "sort": Sort.OLDEST,
        "sorts": SORTS,
        "rules": rules,
        "closed": rules.closed,
        "follows": settings.SENDS_LETTERS,
        "length": form.end,
        "form": form,
    }


@register.filter
def on(talk: Talk | str, segment: Segment) -> int:
    """How many comments speak of the segment; 0 on pages without a conversation."""
    return talk.on(segment) if isinstance(talk, Talk) else 0


class About(NamedTuple):
    """What a comment speaks of, and whom it answers, as far as the page does not show that by itself."""

    reply: bool
    answered: Comment | None
    answered_url: str
    number: int | None
    moment: timedelta | None
    url: str


@register.simple_tag(takes_context=True)
def about(context: template.Context, comment: Comment) -> About | None:
    """None where there is nothing to tell."""
    # What stands right below its thread's beginning need not say that it answers it.
    hangs = comment.parent_id is not None and comment.parent_id != comment.root_id
    unseen = comment.parent_id is not None and comment.answered_number is None
    reply = hangs or unseen or comment.level >= DEEPEST_SHOWN
    if not (reply or comment.moment is not None or comment.segment or comment.about or comment.is_question):
        return None
    url = ""
    if comment.segment:
        page = context["interview"].get_absolute_url()
        url = f"#{comment.segment.anchor}" if context.get("here") else page + comment.segment.place
    answered_url = ""
    if comment.answered:
        alone = context.get("alone")
        answered_url = comment.answered.get_absolute_url() if alone else f"#{comment.answered.anchor}"
    return About(reply, comment.answered, answered_url, comment.answered_number, comment.moment_now, url)


@register.filter
def body_of(comment: Comment) -> SafeString:
    """The comment's HTML."""
    # Safe because `richtext.remark` made it: Markdown without HTML, then cleaned to a list of tags.
    return mark_safe(comment.body_html)  # noqa: S308


@register.simple_tag(takes_context=True)
def playable(context: template.Context, comment: Comment) -> SafeString:
    """The same, and times within the recording are links to the moment."""
    page = "" if context.get("here") else context["interview"].get_absolute_url()
    # Safe as `body_of` is; `linked` adds nothing that was typed.
    return mark_safe(moments.linked(comment.body_html, context.get("length"), page))  # noqa: S308
