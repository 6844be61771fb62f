"""Which view answers at an address, for those who stand before Django."""

from __future__ import annotations

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path


def match_at(path_info: str) -> ResolverMatch | None:
    """None where there is no such page. `path_info` is as WSGI has it."""
    path = path_info.encode("latin-1").decode("utf-8", "replace")
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None
