"""Who may fetch a stored file before readers may: the desk, and the guest to whom a draft was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from interviews.editorial.admin.ownership import OWN
from interviews.editorial.models import DraftLink
from interviews.models import Interview
from interviews.numbers import whole_number
from interviews.store.beside import as_edited
from interviews.stored_files import interviews_with

_SALT = "interviews.editorial.early"


def may_fetch(request: HttpRequest, name: str) -> bool:
    return _at_the_desk(request.user, name) or _by_a_link(request.GET.get("key", ""), name)


def keys_of(link: DraftLink) -> Callable[[str], str]:
    """The key to a stored file for whoever reads a draft by this link. It opens nothing else, and nothing once the link
    has ended."""
    return lambda name: f"{link.pk}-{_signature(link, name)}"


def _at_the_desk(user: Any, name: str) -> bool:
    """Who sees all interviews sees all files, also those that no row names; who writes sees those of their own."""
    if not (user.is_active and user.is_staff):
        return False
    if any(user.has_perm(f"interviews.{verb}_interview") for verb in ("view", "change")):
        return True
    mine = Q(owner=user.pk) | Q(assigned_to=user.pk)
    return user.has_perm(OWN) and interviews_with(name).filter(mine).exists()


def _by_a_link(key: str, name: str) -> bool:
    number, _, signature = key.partition("-")
    link = DraftLink.objects.open().filter(pk=whole_number(number)).select_related("interview").first()
    if link is None or link.interview.status == Interview.Status.TRASHED:
        return False
    if not constant_time_compare(signature, _signature(link, name)):
        return False
    # The draft of changes may have begun, or have ended, since the page was opened.
    shown = {link.interview_id, as_edited(link.interview).pk}
    return interviews_with(name).filter(pk__in=shown).exists()


def _signature(link: DraftLink, name: str) -> str:
    return signing.Signer(salt=_SALT).signature(f"{link.key}:{name}")
