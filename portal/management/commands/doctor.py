"""`manage.py doctor [--json]`: what is wrong with this site, and how to mend it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.doctor.rounds import findings

_SIGNS = {"ok": "ok   ", "advice": "hint ", "wrong": "WRONG"}


class Command(BaseCommand):
    help = (
        "Looks at this site and says of each thing whether it is as it should be, and if not, how to mend it. It "
        "leaves nothing behind, and needs no database to tell that there is none. Exit status: 1 if something is wrong."
    )
    requires_system_checks: list[str] = []  # they are among what it tells

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of all that was looked at, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for finding in findings():
            found.append(finding)
            if not options["json"] and (options["verbosity"] or finding.state == "wrong"):
                self.stdout.write(f"{_SIGNS[finding.state]} {finding.name}: {finding.told}")
                if finding.cure:
                    self.stdout.write(f"      {finding.cure}")
                self.stdout.flush()
        counts = Counter(finding.state for finding in found)
        if options["json"]:
            self.stdout.write(json.dumps([finding._asdict() for finding in found], ensure_ascii=False, indent=1))
        elif options["verbosity"]:
            self.stdout.write(f"{counts['wrong']} wrong, {counts['advice']} hints, {counts['ok']} as it should be.")
        if counts["wrong"]:
            raise SystemExit(1)
