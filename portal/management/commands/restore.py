"""Puts a backup in the place of the site: `manage.py restore FOLDER [--overwrite]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from interviews.progress import Progress
from portal.backups.manifest import BackupError
from portal.backups.restoring import restore


class Command(BaseCommand):
    help = (
        "Reads all of a backup, and puts it in the place of the site's database and media, brought up to this version. "
        "Stop the site and its timers before. Everybody signs in again afterwards. Until the last step the site is as "
        "it was; broken off, it can be run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup, which has a manifest.json")
        parser.add_argument(
            "--overwrite", action="store_true", help="also where the site has content, which is lost then"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Progress(quiet=not options["verbosity"]) as progress:
                manifest, stored = restore(options["backup"], overwrite=options["overwrite"], tell=progress.step)
        except (BackupError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The database is as it was: {error}.") from error
        for name in manifest.missing:
            self.stderr.write(f"missing: a row names {name}, and there was no such file")
        if options["verbosity"]:
            self.stdout.write(
                f"The site is as it was at {manifest.made_at}; {stored:,} of {len(manifest.media):,} files were stored."
            )
