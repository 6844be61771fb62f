"""Reads a backup and compares it with its manifest: `manage.py verify_backup FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.progress import Progress
from portal.backups.making import verify
from portal.backups.manifest import BackupError


class Command(BaseCommand):
    help = "Reads all of a backup, and tells whether it is as it was when it was made. Nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup, which has a manifest.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Progress(quiet=not options["verbosity"]) as progress:
                manifest = verify(options["backup"], progress.step)
        except BackupError as error:
            raise CommandError(str(error)) from error
        for name in manifest.missing:
            self.stderr.write(f"missing: a row names {name}, and there was no such file")
        if options["verbosity"]:
            self.stdout.write(
                f"Whole: version {manifest.version}, {manifest.engine}, made at {manifest.made_at}, "
                f"{len(manifest.media):,} files, {manifest.size:,} bytes."
            )
