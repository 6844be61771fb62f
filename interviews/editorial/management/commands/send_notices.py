"""Sends editors what they are to be told by mail: `manage.py send_notices`, for cron."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.editorial.sending import send_due


class Command(BaseCommand):
    help = (
        "Sends the notices of those who want them at once and could not be sent then; with --digest those of who hear "
        "of them once a day. One letter a person, each notice once. Harmless twice, and beside a worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--digest", action="store_true", help="the letter of the day")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_LETTERS:
            raise CommandError("This site sends no mail. Set EMAIL_URL and SITE_URL: see docs/deploying.md.")
        sent = send_due(digest=options["digest"])
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent")
