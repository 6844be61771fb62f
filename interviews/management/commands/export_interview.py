"""Writes interviews to files: `manage.py export_interview [SLUG... | --all] --format F --output PLACE`."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.documents.errors import DocumentError
from interviews.documents.writers import WRITERS
from interviews.exporting.site import export_each, export_site
from interviews.exporting.targets import names_one_file, target_for
from interviews.models import Interview
from interviews.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes interviews to files. --all as JSON is the whole site (drafts, comments and media too) and loads into "
        "an empty one with import_interview. Exit status: 0 all well, 1 something could not be written, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the last part of an interview's address")
        parser.add_argument("--all", action="store_true", help="all interviews")
        parser.add_argument("--format", choices=WRITERS, default="json")
        parser.add_argument(
            "--output", default="-", metavar="DIR|FILE|FILE.zip|-", help="where to; - is standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slugs, everything = options["slugs"], options["all"]
        if bool(slugs) == everything:
            raise CommandError("name interviews, or give --all", returncode=2)
        if everything and options["output"] == "-":
            raise CommandError("--all needs --output DIR or FILE.zip", returncode=2)
        suffix = PurePath(f"x{WRITERS[options['format']].SUFFIX}").suffix
        if len(slugs) != 1 and names_one_file(options["output"], suffix):
            problem = f"{options['output']} is one file, and these are several interviews; name a folder or a .zip"
            raise CommandError(problem, returncode=2)
        found = Interview.objects.kept().select_related("series").order_by("slug")
        if slugs:
            found = found.filter(slug__in=slugs)
            missing = set(slugs) - set(found.values_list("slug", flat=True))
            if missing:
                raise CommandError(f"there is no interview {', '.join(sorted(missing))}", returncode=2)
        left_out = []
        try:
            progress = Progress(found.count(), quiet=not options["verbosity"])
            with progress, target_for(options["output"], suffix) as target:
                written = []
                if everything and options["format"] == "json":
                    export = export_site(target)
                else:
                    export = export_each(found, WRITERS[options["format"]], target)
                for slug, fits in export:
                    written.append((slug, fits))
                    progress.step(slug)
        except (DocumentError, OSError) as error:
            raise CommandError(f"nothing whole was written: {error}", returncode=1) from error
        left_out = [slug for slug, fits in written if not fits]
        for slug in left_out:
            self.stderr.write(self.style.WARNING(f"{slug}: nothing of it can be said as {options['format']}; left out"))
        if options["output"] != "-":
            self.stdout.write(f"{len(written) - len(left_out)} written to {options['output']}")
        if left_out and len(left_out) == len(written):
            raise CommandError("nothing was written", returncode=1)
