"""Makes a backup of the whole site: `manage.py backup FOLDER [--keep N] [--verify]`."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from interviews.progress import Progress
from portal.backups.making import make, verify
from portal.backups.manifest import BackupError
from portal.watching.last_backup import note_backup


class Command(BaseCommand):
    help = (
        "Makes a backup of the database, of all media, and of the secret key where the site made it for itself, in a "
        "folder of its own below the one that is named. The site goes on meanwhile. Media that did not change since "
        "the backup before take no room a second time. Whoever can read a backup can read all that is on the site."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backups are; best on another disk")
        parser.add_argument("--keep", type=_number, default=0, help="remove the oldest, so that only so many stay")
        parser.add_argument("--verify", action="store_true", help="read all of it again, and compare it")
        parser.add_argument("--anew", action="store_true", help="copy unchanged media too, not only name them again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Progress(quiet=not options["verbosity"]) as progress:
                tell = progress.step
                made = make(options["folder"], keep=options["keep"], anew=options["anew"], tell=tell)
                if options["verify"]:
                    verify(made.folder, tell)
        except (BackupError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"No backup was made: {error}.") from error
        with suppress(OSError):  # it is made all the same
            note_backup()
        missing = made.manifest.missing
        for name in missing:
            self.stderr.write(f"missing: a row names {name}, and there is no such file")
        if options["verbosity"]:
            media, size = len(made.manifest.media), made.manifest.size
            told = f", {made.forgotten} old ones removed" if made.forgotten else ""
            whole = " and read again" if options["verify"] else ""
            self.stdout.write(
                f"{made.folder}: the database and {media:,} files ({made.copied:,} of them new), {size:,} bytes, "
                f"written{whole}{told}"
            )


def _number(typed: str) -> int:
    number = int(typed) if typed.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{typed!r} is no number of backups to keep: it is 1 or more")
    return number
