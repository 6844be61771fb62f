"""What letters to those at the desk say, and the signed address that ends them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.editorial.models import Notice
from interviews.editorial.wording import place_of, sentence_of
from interviews.mailing import Message, machine_headers

#: Characters of a title in a subject: more is cut by every mailbox.
LONGEST_TITLE = 80

_END = signing.Signer(sep=".", salt="interviews.editorial.notices.end")


def message_of(user: Any, notices: Sequence[Notice]) -> Message:
    """One letter with all of these, in the language that is active."""
    ends_at = settings.SITE_URL + reverse("editorial:notices_end", args=[ending_key(user)])
    told = [
        {
            "sentence": sentence_of(one),
            "title": _one_line(one.interview.title),
            "words": one.words,
            "address": settings.SITE_URL + place_of(one),
        }
        for one in notices
    ]
    context = {
        "site_name": settings.SITE_NAME,
        "notices": told,
        "page": settings.SITE_URL + reverse("desk_notices"),
        "ends_at": ends_at,
    }
    body = render_to_string("editorial/letters/notices.txt", context)
    return Message(subject=_subject(told), body=f"{body.strip()}\n", to=[user.email], headers=machine_headers(ends_at))


def _subject(told: Sequence[dict[str, str]]) -> str:
    if len(told) == 1:
        said = {"what": told[0]["sentence"], "interview": Truncator(told[0]["title"]).chars(LONGEST_TITLE)}
        return _("%(what)s: “%(interview)s”") % said
    words = ngettext("%(count)d notice from the editor’s desk", "%(count)d notices from the editor’s desk", len(told))
    return words % {"count": len(told)}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def ending_key(user: Any) -> str:
    """For good: a letter may be found after years, and must end what it belongs to."""
    return _END.sign(f"{user.pk}-{_owner(user)}")


def whose_letters(key: str) -> Any | None:
    """Whose letters the key ends; None where it is not whole, or the account has another address by now."""
    try:
        number, _dash, owner = _END.unsign(key).partition("-")
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=number).first()
    return user if user is not None and _owner(user) == owner else None


def _owner(user: Any) -> str:
    # A number may name another account one day, in a database that was loaded anew.
    return salted_hmac("interviews.editorial.notices", user.email.casefold(), algorithm="sha256").hexdigest()[:8]
