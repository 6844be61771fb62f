"""Erases all that is known of one person: `manage.py erase_person ADDRESS [--dry-run | --yes]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.comments.personal import Erased, erasable, erase


class Command(BaseCommand):
    help = (
        "Erases all that the conversation knows of who uses an e-mail address: comments, their earlier words, "
        "subscriptions, letters. A comment that was answered leaves an empty place. There is no way back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address, in whatever case")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].strip()
        if "@" not in address:
            raise CommandError(f"{address!r} is not an e-mail address")
        would = erasable(address)
        if options["dry_run"]:
            self._tell("Would erase", would)
            return
        if not options["yes"]:
            self._tell("This erases", would)
            if input("Type the address again to erase it all: ").strip().casefold() != address.casefold():
                raise CommandError("Nothing was erased.")
        self._tell("Erased", erase(address))

    def _tell(self, what: str, erased: Erased) -> None:
        self.stdout.write(f"{what}: {erased}")
        for place in erased.left:
            self.stdout.write(f"Left, since only you can tell: {place}")
