"""``{% load keys %}``: the keys of the page that is shown."""

from __future__ import annotations

from typing import Any

from django import template

from interviews.admin.keys.groups import Group, groups

register = template.Library()


@register.simple_tag(takes_context=True)
def keys_here(context: Any) -> list[Group]:
    request = context["request"]
    found = request.resolver_match
    return groups(request, (found.url_name if found else "") or "")
