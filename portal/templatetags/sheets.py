"""Style sheets of a page: those it uses, and no more."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def sheets(*names: str) -> SafeString:
    """A link to each sheet of static/css. Their order says little: what wins, the layers decide (layers.css)."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in names))
