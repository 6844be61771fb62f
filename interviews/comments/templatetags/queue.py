"""``{% load queue %}``: what the pages of the editors' queue show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.safestring import SafeString, mark_safe

from interviews.comments.models import Comment
from interviews.comments.unlinked import unlinked

register = template.Library()


@register.filter
def words_of(comment: Comment) -> SafeString:
    """The comment as it is shown, but for its links, which are only told."""
    # Safe because `richtext.remark` made it: Markdown without HTML, then cleaned to a list of tags.
    return mark_safe(unlinked(comment.body_html))  # noqa: S308


@register.filter
def undo_of(message: Message) -> Sequence[str]:
    """The decisions that a message tells of and that can be taken back; see `Deciding`."""
    first, *events = (message.extra_tags or "").split() or [""]
    return events if first == "undo" else ()


@register.filter
def after(dossiers: Sequence[Any], number: int) -> int | str:
    """The key of the comment after the one of that number (from 0), else of the one before it, else nothing."""
    neighbours = [*dossiers[number + 1 : number + 2], *dossiers[max(number - 1, 0) : number]]
    return neighbours[0].comment.pk if neighbours else ""
