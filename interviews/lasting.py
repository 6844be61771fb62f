"""Addresses that leave the site and must last: in citations, documents, exports, feeds and letters.

A page has an address in each of the site's languages. Which one wrote a citation says nothing of whoever follows it,
so these are always the plain ones, in the site's own language.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def lasting_address(shown: HasPage) -> str:
    """The path of its page, without a language: ``/interviews/ola-berg/``."""
    with translation.override(settings.LANGUAGE_CODE):
        return shown.get_absolute_url()


def lasting_page(name: str, *arguments: object) -> str:
    """The path of a page that shows no single thing: ``/interviews/``."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=arguments)


def absolute(address: str, origin: str) -> str:
    """The whole address of a file, which may lie on another site."""
    return address if "://" in address else origin + address
