"""Tells by e-mail what waits: `manage.py send_digest`, for cron."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interviews.comments.digest import letters_of_today
from interviews.mailing import server_of_mail


class Command(BaseCommand):
    help = (
        "Tells those who may moderate what waits in the queue, and guests with an account what readers ask them. "
        "Sends nothing where nothing waits. Exit status 1: some letters could not be sent."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_LETTERS:
            raise CommandError("This site sends no mail. Set EMAIL_URL and SITE_URL: see docs/deploying.md.")
        sent, failed = 0, []
        for letter in letters_of_today():
            try:
                server_of_mail().send_messages([letter])
            except OSError as error:  # the others have theirs
                failed.append(f"{', '.join(letter.to)}: {error}")
            else:
                sent += 1
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent, {len(failed)} failed")
        if failed:
            raise CommandError("\n".join(failed), returncode=1)
