"""Makes the copies of portraits that pages show: `manage.py make_renditions [--all]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.models import Bio
from interviews.models.portrait import render
from interviews.progress import Progress


class Command(BaseCommand):
    help = (
        "Makes the copies of portraits that pages show, where they are missing; harmless twice. "
        "Exit status: 0 all well, 1 of some portraits none could be made (they are shown as they are)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="make those anew that are there, too")

    def handle(self, *args: Any, **options: Any) -> None:
        portrait = Bio._meta.get_field("portrait")
        wanted = list(_portraits(anew=options["all"]))
        progress = Progress(len(wanted), quiet=not options["verbosity"])
        failed = 0
        for name in wanted:
            try:
                known = render(portrait.storage, name)
            except Exception as error:  # whatever a file, or a storage on the network, may be: the others have theirs
                failed += 1
                progress.clear()
                self.stderr.write(self.style.WARNING(f"{name}: {error}"))
            else:
                # One picture may introduce a person in several biographies.
                Bio.objects.filter(portrait=name).update(portrait_renditions=known)
            progress.step(name)
        progress.clear()
        if options["verbosity"]:
            self.stdout.write(f"{len(wanted) - failed} made, {failed} failed")
        if failed:
            raise CommandError(f"no copies could be made of {failed} of {len(wanted)} portraits", returncode=1)


def _portraits(*, anew: bool) -> Iterator[str]:
    """The names of those that want copies, each once."""
    seen = set()
    columns = Bio.objects.only("portrait", "portrait_renditions")
    for bio in columns.exclude(portrait="").order_by("pk").iterator(chunk_size=500):
        if bio.portrait.name not in seen and (anew or not bio.portrait_as_shown):
            seen.add(bio.portrait.name)
            yield bio.portrait.name
