"""For who lost the phone and the recovery codes: `manage.py reset_second_factor USERNAME`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.second_factor import turn_off


class Command(BaseCommand):
    help = (
        "Turns an account's second step off and ends its sessions. Make sure that it is its owner who asks: the "
        "password alone signs in after that, or, where STAFF_SECOND_FACTOR is required, lets a new one be set up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model()._default_manager.select_related("standing").filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”. Names are told apart by capitals.")
        done = turn_off(user)
        self.stdout.write(f"The second step of {username} is off" if done else f"{username} has no second step")
