"""Loads interview documents: `manage.py import_interview PATH... [--dry-run] [--publish] [--report FILE]`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interviews.importing import ReportLine, import_file, sources_in


class Command(BaseCommand):
    help = (
        "Loads interview documents (pages of an archive as plain text). A second run changes nothing. "
        "Exit status: 0 all well, 1 some sources failed (the others are in), 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document, or a folder of them")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--publish", action="store_true", help="make new interviews public at once")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each source, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report_file: Path | None = options["report"]
        if report_file:
            self._try_to_write(report_file)
        # One moment for the whole batch: what is published together is listed by when it was recorded.
        publish_at = timezone.now() if options["publish"] else None
        lines = []
        for path in options["paths"]:
            for source in sources_in(path):
                line = import_file(source, publish_at=publish_at, dry_run=options["dry_run"])
                if options["verbosity"] or line.outcome == "failed":
                    self._tell(line)
                lines.append(line)
        if report_file:
            data = json.dumps([line.as_data() for line in lines], ensure_ascii=False, indent=2)
            report_file.write_text(data + "\n", encoding="utf-8")
        self._sum_up(lines, dry_run=options["dry_run"], quiet=not options["verbosity"])

    def _try_to_write(self, report_file: Path) -> None:
        """Before the first document goes in, not after the last."""
        try:
            report_file.open("a", encoding="utf-8").close()
        except OSError as error:
            raise CommandError(f"--report {report_file} cannot be written ({error.strerror})", returncode=2) from error

    def _tell(self, line: ReportLine) -> None:
        draft = " (not public)" if line.url and not line.is_public else ""
        self.stdout.write(f"{line.outcome:<9}  {line.url or '-'}{draft}  {line.source}")
        for finding in line.findings:
            style = self.style.ERROR if line.outcome == "failed" else self.style.WARNING
            self.stderr.write(style(f"{line.source}: {finding}"))

    def _sum_up(self, lines: list[ReportLine], *, dry_run: bool, quiet: bool) -> None:
        counts = Counter(line.outcome for line in lines)
        told = ", ".join(f"{counts[name]} {name}" for name in ("created", "updated", "unchanged", "failed"))
        if not quiet:
            self.stdout.write(f"{told}{' (dry run: nothing was kept)' if dry_run else ''}")
        if any(line.url and not line.is_public for line in lines) and not quiet:
            self.stdout.write("What is not public yet: publish it in the admin, or drafts with --publish.")
        if not lines:
            raise CommandError("no documents were found there; a folder's *.txt files are read", returncode=2)
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} of {len(lines)} sources failed", returncode=1)
