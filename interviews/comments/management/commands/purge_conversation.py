"""Drops what is kept for a while only: `manage.py purge_conversation`, for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from interviews.comments.keeping import purge


class Command(BaseCommand):
    help = (
        "Empties the marks by which networks are told apart after 60 days and destroys the keys they were made with; "
        "drops subscriptions that nobody confirmed within 7 days. Harmless twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        purged = purge()
        if options["verbosity"]:
            self.stdout.write(
                f"{purged.marks} marks emptied, {purged.keys} keys destroyed, "
                f"{purged.subscriptions} unconfirmed subscriptions and {purged.letters} letters dropped"
            )
