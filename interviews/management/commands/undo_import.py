"""Takes an import back: `manage.py undo_import [NUMBER]`; without a number it lists the latest."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from interviews.importing.undoing import undo
from interviews.models import ImportBatch
from interviews.progress import Progress

LISTED = 20


class Command(BaseCommand):
    help = "Takes an import back; what people did since stays. Without a number, lists the latest imports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", type=int, metavar="NUMBER")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        if number is None:
            for batch in ImportBatch.objects.all()[:LISTED]:
                undone = "  (undone)" if batch.undone_at else ""
                self.stdout.write(f"{batch.pk:>6}  {localtime(batch.started_at):%Y-%m-%d %H:%M}  {batch}{undone}")
            return
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"there is no import {number}; without a number, the latest are listed", returncode=2)
        if batch.undone_at:
            raise CommandError(f"import {number} was taken back already", returncode=2)
        with Progress(batch.lines.count(), quiet=not options["verbosity"]) as progress:
            undone = undo(batch, progress=progress)
        for slug, reason in undone.kept:
            self.stderr.write(self.style.WARNING(f"{slug} stays: {reason}"))
        if undone.shared:
            counted = (f"{count} {model._meta.verbose_name_plural}" for model, count in undone.shared.items())
            self.stdout.write(f"gone too, since the import had made them and nothing uses them: {', '.join(counted)}")
        self.stdout.write(
            f"{len(undone.deleted)} deleted, {len(undone.put_back)} as before, {len(undone.kept)} kept as they are"
        )
