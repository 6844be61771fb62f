"""Reads kept sources again: `manage.py reimport [SLUG... | --all] [--dry-run] [--overwrite]`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.importing.report import ReportLine
from interviews.importing.rereading import reread
from interviews.intake import Terms
from interviews.models import ImportBatch, Source
from interviews.progress import Progress


class Command(BaseCommand):
    help = (
        "Reads the sources that were kept again, with the readers of today, and merges what came of it. "
        "Exit status: 0 all well, 1 some failed (they stay as they are), 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the last part of an interview's address")
        parser.add_argument("--all", action="store_true", help="every source")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--overwrite", action="store_true", help="let the source win over an editor's change")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["slugs"]) == options["all"]:
            raise CommandError("name interviews, or give --all", returncode=2)
        sources = Source.objects.order_by("pk")
        if options["slugs"]:
            sources = sources.filter(interview__slug__in=options["slugs"])
        origin = f"read again: {' '.join(options['slugs']) or 'all'}"[:400]
        batch = None if options["dry_run"] else ImportBatch(origin=origin)
        terms = Terms(dry_run=options["dry_run"], overwrite=options["overwrite"], batch=batch)
        counts: Counter[str] = Counter()
        with Progress(sources.count(), quiet=not options["verbosity"]) as progress:
            for line in reread(sources.iterator(chunk_size=50), terms):
                counts[line.outcome] += 1
                if line.outcome != "unchanged":
                    progress.clear()
                    self._tell(line)
                progress.step(line.source)
        if not counts:
            raise CommandError("no source was kept of that", returncode=2)
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in ("updated", "unchanged", "failed")))
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} of {counts.total()} sources failed", returncode=1)

    def _tell(self, line: ReportLine) -> None:
        self.stdout.write(f"{line.outcome:<9}  {line.url or '-'}  {line.source}")
        for finding in line.findings:
            self.stderr.write(self.style.WARNING(f"{line.source}: {finding}"))
