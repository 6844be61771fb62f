"""Gives out all that is known of one person: `manage.py export_person ADDRESS [--output FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.comments.personal import exported


class Command(BaseCommand):
    help = "Writes all that the conversation knows of who uses an e-mail address, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address, in whatever case")
        parser.add_argument("--output", metavar="FILE", help="where to write it (standard output, where not given)")

    def handle(self, *args: Any, **options: Any) -> None:
        text = exported(options["address"].strip())
        if not options["output"]:
            self.stdout.write(text)
            return
        try:
            Path(options["output"]).write_text(f"{text}\n", "utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}") from error
