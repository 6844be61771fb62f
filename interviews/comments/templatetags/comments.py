"""``{% load comments %}``: the conversation below an interview."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from interviews.comments import moments
from interviews.comments.forms import CommentForm
from interviews.comments.models import Comment
from interviews.models import Interview

register = template.Library()

#: Long texts that the list does not show, and an address that no public page may.
_NOT_SHOWN = ("email", "body", "segment__answer_html", "segment__question_html")


@register.inclusion_tag("comments/thread.html")
def comment_thread(interview: Interview) -> dict[str, Any]:
    """The approved comments, oldest first, and the form for another one. One query."""
    rows = interview.comments.approved().oldest_first().select_related("segment").defer(*_NOT_SHOWN)
    comments = list(rows)
    shown = {comment.pk: comment for comment in comments}
    for number, comment in enumerate(comments, start=1):
        comment.number = number
        # None also where there is a parent that is not approved: its author's name is not for the public.
        comment.answered = shown.get(comment.parent_id)
    length = interview.duration
    return {"interview": interview, "comments": comments, "length": length, "form": CommentForm(interview)}


@register.filter
def body_of(comment: Comment) -> SafeString:
    """The comment's HTML."""
    # Safe because `richtext.prose` made it: Markdown without HTML, then cleaned to a list of tags.
    return mark_safe(comment.body_html)  # noqa: S308


@register.filter
def playable(comment: Comment, length: timedelta | None) -> SafeString:
    """The same, and times within a recording of that length are links to the moment."""
    return mark_safe(moments.linked(comment.body_html, length))  # noqa: S308 (see above; `linked` adds nothing typed)
