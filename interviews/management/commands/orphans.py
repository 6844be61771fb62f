"""Files that no row names, and rows whose file is gone: `manage.py orphans [--remove] [--days N]`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.store.media_files import FOLDERS, FRESH, all_unused, gone


class Command(BaseCommand):
    help = (
        "Tells which stored files nothing uses (no row, no state of the history, no import that could be undone), and "
        "which rows name a file that is not there. Exit status: 0 none of either is left, 1 some are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete the files that nothing uses")
        parser.add_argument(
            "--days", type=int, default=FRESH.days, help="only files stored so many days ago; by default %(default)s"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days is at least 1: the row of a file that was stored just now may be on its way.")
        removed, found, size = 0, 0, 0
        for folder in FOLDERS:
            for one in all_unused(folder, fresh=dt.timedelta(days=options["days"])):
                found, size = found + 1, size + one.size
                if options["remove"]:
                    default_storage.delete(one.name)
                    removed += 1
                self.stdout.write(f"{'removed' if options['remove'] else 'unused'}: {one.name} ({one.size:,} bytes)")
        missing = 0
        for row, name in gone():
            missing += 1
            self.stdout.write(f"missing: {name}, named by {row._meta.label_lower} {row.pk}")
        if options["verbosity"]:
            self.stdout.write(f"{found:,} files that nothing uses ({size:,} bytes), {missing:,} files missing")
        if found > removed or missing:
            raise CommandError("Some files have no row, or some rows no file; see above.", returncode=1)
