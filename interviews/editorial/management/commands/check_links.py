"""Asks for the addresses to which interviews lead: `manage.py check_links`."""

from __future__ import annotations

import json
import time
from argparse import ArgumentTypeError
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interviews.editorial.links import round as rounds
from interviews.editorial.links.asking import Answer, ask
from interviews.editorial.models import CheckedLink
from interviews.progress import Progress


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0.5 <= value <= 600:
        raise ArgumentTypeError(f"{text} is not a number of seconds from 0.5 to 600")
    return value


def number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


class Command(BaseCommand):
    help = (
        "Asks for the addresses to which interviews lead, those that are due, one server after the other. The desk and "
        "check_interviews tell of what is dead. Exit status: 0 whatever was found, 2 wrong usage, 130 stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="ask for all, and not only for those that are due")
        parser.add_argument("--limit", type=number, metavar="N", help="ask for so many at most")
        parser.add_argument(
            "--delay", type=seconds, default=rounds.DELAY, metavar="S", help="seconds between two questions to a server"
        )
        parser.add_argument("--json", action="store_true", help="write what came of each, one line of JSON for each")

    def handle(self, *args: Any, **options: Any) -> None:
        linked = rounds.linked_addresses()
        rounds.forget_all_but(linked)
        urls = list(linked) if options["all"] else rounds.due(linked, timezone.now())
        urls = urls[: options["limit"]]
        progress = Progress(len(urls), quiet=not options["verbosity"])
        counts: Counter[str] = Counter()
        agent = agent_of_this_site()
        stopped = False
        try:
            for url, answer in rounds.go_round(
                urls, linked, lambda url, sound: ask(url, agent, sound=sound), delay=options["delay"], sleep=time.sleep
            ):
                row = rounds.keep(url, answer)
                counts[answer.problem] += 1
                progress.clear()
                self._tell(row, answer, as_json=options["json"])
                progress.step(url)
        except KeyboardInterrupt:
            stopped = True
        progress.clear()
        if options["verbosity"] and not options["json"]:
            told = f"{counts['']} there, {counts['gone']} gone, {counts['down']} without an answer"
            private = f", {counts['private']} in private networks (not asked)" if counts["private"] else ""
            left = len(urls) - counts.total()
            self.stdout.write(f"{told}{private}{f', {left} left for another day' if left else ''}")
        if stopped:
            raise CommandError("stopped; what was asked is written down", returncode=130)

    def _tell(self, row: CheckedLink, answer: Answer, *, as_json: bool) -> None:
        if as_json:
            data = {
                "url": row.url,
                "status": row.status,
                "problem": row.problem,
                "dead": row.is_dead,
                "failing_since": row.failing_since and row.failing_since.isoformat(),
                "accepts_ranges": row.accepts_ranges,
                "length": row.length,
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False))
        elif answer.problem:
            dead = "dead" if row.is_dead else "to be asked again"
            self.stdout.write(f"{answer.problem:<8}{row.status or '-':<5}{row.url}  ({dead})")


def agent_of_this_site() -> str:
    """Who asks, for those who look into their logs: a name, and where to complain."""
    name = settings.SITE_NAME.encode("ascii", "ignore").decode().strip() or "interviews"
    at = f" (+{settings.SITE_URL})" if settings.SITE_URL else ""
    return f"link check of {name}{at}"
