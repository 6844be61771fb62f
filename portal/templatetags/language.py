"""A page's versions in the site's languages, for `<head>` and for the reader."""

from __future__ import annotations

from django import template
from django.template import RequestContext

from portal.language import Version, versions_of

register = template.Library()


@register.simple_tag(takes_context=True)
def versions(context: RequestContext) -> list[Version]:
    """As `versions_of`; none on a page that is shown without a request."""
    request = context.get("request")
    return versions_of(request, context.get("lasting_query")) if request else []
