"""Sends the letters that are due: `manage.py send_letters`, for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from interviews.comments.models import Letter
from interviews.comments.posting import post


class Command(BaseCommand):
    help = (
        "Tries the letters again that could not be sent, ten minutes after the first time, then after twenty and so "
        "on, for four days. Harmless twice, and beside a worker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        due = list(Letter.objects.due().values_list("pk", flat=True))
        sent = post(due)
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent, {len(due) - sent} kept")
