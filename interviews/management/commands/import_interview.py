"""Loads interview documents: `manage.py import_interview PATH...`; docs/importing.md says all of it."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interviews.documents.diff import in_words
from interviews.documents.linting import as_findings, blocking
from interviews.documents.readers import READERS
from interviews.importing.interruption import Interruption
from interviews.importing.loading import AT_ONCE, Request, load
from interviews.importing.report import ReportLine
from interviews.importing.sources import FoundFile, found_in
from interviews.intake import Terms
from interviews.models import ImportBatch, Interview
from interviews.progress import Progress


def positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 64:
        raise ArgumentTypeError(f"{text} is not a number from 1 to 64")
    return int(text)


def words_up_to(longest: int) -> Callable[[str], str]:
    def words(text: str) -> str:
        if not text.strip() or len(text) > longest:
            raise ArgumentTypeError(f"“{text[:40]}” is empty, or longer than {longest} characters")
        return text.strip()

    return words


class Command(BaseCommand):
    help = (
        "Loads interview documents. A second run changes nothing. "
        "Exit status: 0 all well, 1 some sources failed (the others are in), 2 wrong usage, 130 stopped by Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=words_up_to(4000), metavar="PATH", help="a file, a folder, a .zip, a pattern, or -"
        )
        parser.add_argument("--format", choices=READERS, default="", help="what the files are; otherwise they tell")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--publish", action="store_true", help="make new interviews public at once")
        parser.add_argument("--overwrite", action="store_true", help="let the source win over an editor's change")
        parser.add_argument(
            "--tag",
            action="append",
            default=[],
            type=words_up_to(100),
            metavar="T",
            help="give each this tag (repeatable)",
        )
        parser.add_argument("--series", type=words_up_to(200), metavar="S", help="put each into this series")
        parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="read with so many processes")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each source, as JSON")
        parser.add_argument("--fail-fast", action="store_true", help="stop at the first source that fails")

    def handle(self, *args: Any, **options: Any) -> None:
        report_file: Path | None = options["report"]
        if report_file:
            self._try_to_write(report_file)
        # One moment for the whole batch: what is published together is listed by when it was recorded.
        batch = None
        if not options["dry_run"]:
            origin = " ".join(options["paths"])[:400]
            batch = ImportBatch(origin=origin, tags=options["tag"], series=options["series"] or "")
        terms = Terms(
            publish_at=timezone.now() if options["publish"] else None,
            overwrite=options["overwrite"],
            dry_run=options["dry_run"],
            tags=tuple(options["tag"]),
            series=options["series"] or "",
            batch=batch,
        )
        request = Request(
            format_name=options["format"],
            terms=terms,
            jobs=options["jobs"],
            at_once=1 if options["fail_fast"] else AT_ONCE,
        )
        lines: list[ReportLine] = []
        with Interruption() as interruption:
            stopped = not self._load(request, lines, interruption, **options)
            if report_file:
                data = json.dumps([line.as_data() for line in lines], ensure_ascii=False, indent=2)
                report_file.write_text(data + "\n", encoding="utf-8")
            self._sum_up(lines, request.terms, quiet=not options["verbosity"], stopped=stopped)
            if stopped:
                raise CommandError("stopped", returncode=interruption.status)

    def _load(self, request: Request, lines: list[ReportLine], interruption: Interruption, **options: Any) -> bool:
        """Takes the files in; false where Ctrl-C, or the first failure, stopped it before the end."""
        try:
            # Archives lie unpacked until the last file is stored.
            with Progress(quiet=not options["verbosity"]) as progress, ExitStack() as unpacked:
                files: list[FoundFile] = []
                for path in options["paths"]:
                    progress.say(f"looking into {path}")
                    files += unpacked.enter_context(found_in(path))
                progress.total = len(files)
                before = ""
                for line in load(files, request, interruption.unbroken):
                    lines.append(line)
                    file = line.source.rpartition("#")[0]
                    if options["verbosity"] or line.outcome == "failed":
                        progress.clear()
                        self._tell(line)
                    progress.step(line.source, unforeseen=bool(file) and file == before)
                    before = file
                    if options["fail_fast"] and line.outcome == "failed":
                        return False
        except KeyboardInterrupt:
            return False
        return True

    def _try_to_write(self, report_file: Path) -> None:
        """Before the first document goes in, not after the last."""
        try:
            report_file.open("a", encoding="utf-8").close()
        except OSError as error:
            raise CommandError(f"--report {report_file} cannot be written ({error.strerror})", returncode=2) from error

    def _tell(self, line: ReportLine) -> None:
        draft = " (not public)" if line.url and line.status != Interview.Status.PUBLISHED else ""
        self.stdout.write(f"{line.outcome:<9}  {line.url or '-'}{draft}  {line.source}")
        if line.changes:
            self.stdout.write(f"{'':<9}  changes: {in_words(line.changes)}")
        if line.status == Interview.Status.PUBLISHED:
            for told in as_findings(blocking(line.flaws)):
                self.stderr.write(self.style.WARNING(f"{line.source}: public, although: {told}"))
        for finding in line.findings:
            style = self.style.ERROR if line.outcome == "failed" else self.style.WARNING
            self.stderr.write(style(f"{line.source}: {finding}"))

    def _sum_up(self, lines: list[ReportLine], terms: Terms, *, quiet: bool, stopped: bool) -> None:
        counts = Counter(line.outcome for line in lines)
        told = ", ".join(f"{counts[name]} {name}" for name in ("created", "updated", "unchanged", "failed"))
        if not quiet:
            self.stdout.write(f"{told}{' (dry run: nothing was kept)' if terms.dry_run else ''}")
            if terms.publish_at is None and any(line.status in Interview.IN_THE_MAKING for line in lines):
                self.stdout.write("Drafts are not public: publish them in the admin, or import them with --publish.")
            if held := sum(bool(blocking(line.flaws)) for line in lines):
                self.stdout.write(
                    f"Of {held}, findings stand against publishing: manage.py check_interviews tells them."
                )
        if stopped:
            self.stderr.write("Stopped before the end; run it again for the rest: what is in says “unchanged”.")
        if not lines and not stopped:
            raise CommandError("no documents were found there; docs/importing.md lists what is read", returncode=2)
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} of {len(lines)} sources failed", returncode=1)
