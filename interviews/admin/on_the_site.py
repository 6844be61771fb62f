"""From the desk to the page that readers see."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from interviews.admin.seen import seen


def page_of(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """In the place of Django's own, which tells the address of any row to whoever may sign in."""
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    desk = admin.site._registry.get(model) if model else None
    rows = seen(request, model) if desk is not None and model is not None else None
    row = rows.filter(pk=object_id).first() if rows is not None and object_id.isdecimal() else None
    if desk is None or row is None:
        raise Http404
    address = desk.view_on_site(row) if callable(desk.view_on_site) else getattr(row, "get_absolute_url", str)()
    if not address or not address.startswith("/"):
        raise Http404
    return HttpResponseRedirect(address)
