from __future__ import annotations

from typing import Any

from django import template

from interviews.names import account_name

register = template.Library()


@register.filter
def colleague(account: Any) -> str:
    """What colleagues know an account by; a dash for one that is gone."""
    return account_name(account) if account else "–"
