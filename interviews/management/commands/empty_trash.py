"""Deletes for good what lay in the trash long enough: `manage.py empty_trash`, for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from interviews.models.trash import KEPT_DAYS
from interviews.store.trash import empty_trash


class Command(BaseCommand):
    help = (
        f"Deletes the interviews that were put into the trash more than {KEPT_DAYS} days ago. One with comments stays, "
        "unless --with-comments is given: they would be deleted with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--with-comments", action="store_true", help="delete those with comments too")

    def handle(self, *args: Any, **options: Any) -> None:
        emptied = empty_trash(with_remarks=options["with_comments"])
        for slug in emptied.kept:
            self.stdout.write(f"kept {slug}: readers commented on it; delete it with --with-comments")
        if options["verbosity"]:
            self.stdout.write(f"{len(emptied.deleted)} interviews deleted, {len(emptied.kept)} kept")
