"""What waits for whoever is at the desk."""

from __future__ import annotations

from typing import Any

from django import template

from interviews.editorial.looking import seen_by
from interviews.editorial.models import Notice

register = template.Library()


@register.simple_tag
def unseen_notices(user: Any) -> int:
    """How many notices they have not seen, of interviews that they may look at: one query."""
    if not user.is_staff:
        return 0
    return Notice.objects.unseen().filter(user=user, interview__in=seen_by(user).values("pk")).count()
