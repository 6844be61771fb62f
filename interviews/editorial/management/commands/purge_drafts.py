"""Drops unsaved work that nobody came back for: `manage.py purge_drafts`, for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from interviews.editorial.keeping import purge


class Command(BaseCommand):
    help = (
        "Drops what editors typed and neither saved nor took up again within DRAFTS_KEPT_DAYS (90), and the states of "
        "interviews that only such forms needed; and notices that were seen 90 days ago. Harmless twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        dropped = purge()
        if options["verbosity"]:
            self.stdout.write(f"{dropped} drafts dropped")
