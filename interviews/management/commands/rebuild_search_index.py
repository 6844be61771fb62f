"""Makes the search index anew: `manage.py rebuild_search_index [--if-empty]`."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from interviews.models import Interview
from interviews.progress import Progress
from interviews.search.index import is_empty, rebuild


class Command(BaseCommand):
    help = (
        "Makes the search index anew from the interviews, after an update of the software or a repair of the "
        "database. Searches find what was there until it is done; on SQLite, writing waits until then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="only where there are interviews and none can be found"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            return
        total, started = Interview.objects.without_copies().count(), time.monotonic()
        with Progress(total, quiet=not options["verbosity"]) as progress:
            entries = rebuild(progress.reach)
        if options["verbosity"]:
            seconds = time.monotonic() - started
            self.stdout.write(f"{total:,} interviews can be found, in {entries:,} entries ({seconds:.1f} s).")
