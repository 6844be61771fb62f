from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.http import HttpRequest

from interviews.comments.network import network_of


class Acting(models.Model):
    """Who changes accounts in this very transaction, for the triggers that log it (`portal/accounts/triggers.py`).

    A row is written and removed within one transaction, so no other ever sees it, on either database.
    """

    on_pages = "never"

    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150, blank=True)
    network = models.CharField(max_length=43, blank=True)

    def __str__(self) -> str:
        return self.actor


@contextmanager
def acting(request: HttpRequest, user: AbstractBaseUser | None = None) -> Iterator[None]:
    """What is changed within is logged as done by the user, or by whoever sent the request. Opens a transaction."""
    with transaction.atomic():
        user = user or request.user
        row = Acting.objects.create(actor_id=user.pk, actor=user.get_username()[:150], network=network_of(request))
        yield
        row.delete()
