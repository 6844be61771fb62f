"""Lets somebody sign in again at once: `manage.py lift_sign_in_wait USERNAME`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import Event
from portal.accounts.models.event import log
from portal.accounts.trying import lift


class Command(BaseCommand):
    help = "Ends what an account has to wait for after wrong passwords, from every network. Harmless twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”. Names are told apart by capitals.")
        lifted = lift(user)
        if lifted:
            log(Event.Kind.LIFTED, request=None, user=user)
        self.stdout.write(f"{username} can sign in at once" if lifted else f"{username} did not have to wait")
