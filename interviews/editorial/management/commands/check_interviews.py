"""Says what stands against interviews, as the desk says it: `manage.py check_interviews [SLUG ...]`."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentTypeError
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from interviews import timecode
from interviews.documents.linting import RULES, Flaw, grouped
from interviews.editorial.links.round import portions
from interviews.editorial.readiness import flaws_of_many
from interviews.lasting import lasting_address
from interviews.models import Interview
from interviews.progress import Progress


def moment(text: str) -> dt.datetime:
    """A day or an instant; in the time zone of the site where it names none."""
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no date (write 2015-09-14, or 2015-09-14T10:30)") from error
    return parsed if parsed.tzinfo else timezone.make_aware(parsed)


class Command(BaseCommand):
    help = (
        "Says what stands against interviews and what is advised, as the desk does before they are published. "
        "Exit status: 0 nothing stands against what is public, 1 something does, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the addresses of interviews; none: all of them")
        parser.add_argument("--published", action="store_true", help="only what the public sees")
        parser.add_argument("--changed-since", type=moment, metavar="WHEN", help="only what was changed since then")
        parser.add_argument("--blocking", action="store_true", help="leave advice out")
        parser.add_argument("--json", action="store_true", help="write a list of all interviews looked at, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        interviews = self._chosen(**options)
        progress = Progress(interviews.count(), quiet=not options["verbosity"])
        counts: Counter[str] = Counter()
        looked_at = blocked = 0
        if options["json"]:
            self.stdout.write("[", ending="")
        for portion in portions(interviews):
            found = flaws_of_many(portion)
            for interview in portion:
                flaws = [flaw for flaw in found[interview.pk] if flaw.blocking or not options["blocking"]]
                counts.update(flaw.code for flaw in flaws)
                blocked += interview.is_published and any(flaw.blocking for flaw in flaws)
                progress.clear()
                if options["json"]:
                    lead = ",\n" if looked_at else "\n"
                    self.stdout.write(lead + json.dumps(_data(interview, flaws), ensure_ascii=False), ending="")
                elif flaws:
                    self._tell(interview, flaws)
                looked_at += 1
                progress.step(interview.slug)
        progress.clear()
        if options["json"]:
            self.stdout.write("\n]")
        elif options["verbosity"]:
            self._sum_up(looked_at, counts)
        if blocked:
            raise CommandError(f"findings stand against {blocked} public interviews", returncode=1)

    def _chosen(self, **options: Any) -> QuerySet:
        interviews = Interview.objects.published() if options["published"] else Interview.objects.kept()
        if options["changed_since"]:
            interviews = interviews.filter(updated_at__gte=options["changed_since"])
        if options["slugs"]:
            known = set(Interview.objects.kept().filter(slug__in=options["slugs"]).values_list("slug", flat=True))
            if missing := [slug for slug in options["slugs"] if slug not in known]:
                raise CommandError(f"no interview has the address {', '.join(missing)}", returncode=2)
            interviews = interviews.filter(slug__in=options["slugs"])
        return interviews.order_by("pk")

    def _tell(self, interview: Interview, flaws: list[Flaw]) -> None:
        self.stdout.write(f"{interview.slug} ({interview.status}): {interview.title}")
        for group in grouped(flaws):
            kind = self.style.ERROR("blocks") if group.rule.blocking else "advice"
            times = f" ×{group.count}" if group.count > 1 else ""
            self.stdout.write(f"  {kind}  {group.rule.code}{times}: {_where(group.flaws[0])}{_words(group.flaws[0])}")

    def _sum_up(self, looked_at: int, counts: Counter[str]) -> None:
        self.stdout.write(f"{looked_at} interviews, {counts.total()} findings")
        for code, count in counts.most_common():
            self.stdout.write(f"  {count:>6}  {code}: {RULES[code].about}")


def _where(flaw: Flaw) -> str:
    return f"{timecode.written(flaw.place.moment)}: " if flaw.place.moment is not None else ""


def _words(flaw: Flaw) -> str:
    return flaw.rule.message % flaw.given


def _data(interview: Interview, flaws: list[Flaw]) -> dict[str, Any]:
    return {
        "slug": interview.slug,
        "url": settings.SITE_URL + lasting_address(interview),
        "status": interview.status,
        "findings": [
            {
                "code": flaw.code,
                "blocking": flaw.blocking,
                "where": flaw.place.key,
                "field": flaw.place.field,
                "segment": flaw.place.uid,
                "start": timecode.written(flaw.place.moment) if flaw.place.moment is not None else None,
                "message": _words(flaw),
                "advice": flaw.rule.advice,
            }
            for flaw in flaws
        ],
    }
