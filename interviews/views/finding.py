"""What search engines ask for first: robots.txt (RFC 9309), and the sitemap that it names."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from interviews.kept import kept
from interviews.sitemaps import SECTIONS
from interviews.views.origin import origin_of

#: Seconds for which a copy serves: engines come by once a day.
MAX_AGE = 3600


@kept()
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of which the sitemap consists; a section with nothing in it has none."""
    origin = origin_of(request)
    addresses = []
    for name, section in SECTIONS.items():
        paginator = section().paginator
        if paginator.count:
            pages = [reverse("documents:sitemap", args=[name])]
            pages += [reverse("documents:sitemap_page", args=[name, page]) for page in paginator.page_range[1:]]
            addresses += [origin + page for page in pages]
    return _xml(request, "interviews/sitemap_index.xml", {"addresses": addresses})


@kept()
@require_safe
def sitemap(request: HttpRequest, section: str, page: int = 1) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    try:
        entries = list(SECTIONS[section]().entries(page, origin_of(request)))
    except EmptyPage as error:
        raise Http404 from error
    if not entries:
        raise Http404
    return _xml(request, "interviews/sitemap.xml", {"entries": entries, "default": settings.LANGUAGE_CODE})


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps crawlers from where there is nothing to index: the desk, forms, and what is asked of pages."""
    kept = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            home = reverse("interviews:home")
            kept += [reverse("admin:index"), f"{reverse('interviews:search')}?", f"{home}interviews/*/comments/"]
            kept += [f"{home}interviews/*/cite/?", f"{home}interviews/*?*find="]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in kept), ""]
    lines += [f"Sitemap: {origin_of(request)}{reverse('documents:sitemap_index')}", ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
