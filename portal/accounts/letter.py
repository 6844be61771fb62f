"""The letter that leads to a new password."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import default_token_generator
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from interviews.mailing import Message, machine_headers, server_of_mail
from portal.accounts.models import Event
from portal.accounts.models.event import log

logger = logging.getLogger(__name__)

#: Letters an account gets in an hour: nobody's mailbox is filled by strangers.
MOST = 3
_HOUR = dt.timedelta(hours=1)


def send_reset(request: HttpRequest, address: str, language: str | None) -> None:
    """To each account with that address that may sign in by a password. What fails is in the log of the machine."""
    try:
        for user in PasswordResetForm().get_users(address):
            lately = Event.objects.filter(
                kind=Event.Kind.RESET_ASKED, user_id=user.pk, at__gt=timezone.now() - _HOUR
            ).count()
            if lately < MOST:
                log(Event.Kind.RESET_ASKED, request=request, user=user)
                with translation.override(language):
                    _letter(user).send()
    except (OSError, ValueError, DatabaseError) as error:
        logger.warning("A letter that leads to a new password was not sent: %s", error)


def _letter(user: AbstractBaseUser) -> Message:
    key = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    context = {
        "site_name": settings.SITE_NAME,
        "name": user.get_username(),
        "address": settings.SITE_URL + reverse("accounts:new-password", kwargs=key),
        "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
    }
    subject = translation.gettext("A new password for %(site)s") % {"site": settings.SITE_NAME}
    text = render_to_string("accounts/letters/reset.txt", context)
    return Message(subject, text, to=[user.email], headers=machine_headers(), connection=server_of_mail())
