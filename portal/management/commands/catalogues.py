"""Brings the catalogues of the interface's languages up to date with the sources; translators fill in what is empty."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemessages

SOURCE_LANGUAGE = "en"  # what stands in the code
NOT_THE_PRODUCT = ["tests", "docs", "benchmarks", "var"]


class _Extraction(makemessages.Command):
    # A guess at a translation is worse than none: it looks done.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


class Command(BaseCommand):
    help = "Extracts what is to be translated into locale/, and compiles what is. Needs GNU gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with contextlib.chdir(settings.BASE_DIR):  # where Django looks for sources
            self._bring_up_to_date(options["verbosity"])

    def _bring_up_to_date(self, verbosity: int) -> None:
        languages = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
        Path("locale").mkdir(exist_ok=True)
        call_command(
            _Extraction(stdout=self.stdout, stderr=self.stderr),
            locale=languages,
            ignore_patterns=NOT_THE_PRODUCT,
            no_location=True,  # a moved line is no change of a catalogue
            no_obsolete=True,
            no_wrap=True,
            verbosity=verbosity,
        )
        for language in languages:
            self._without_its_moment(Path("locale", language, "LC_MESSAGES", "django.po"))
        call_command("compilemessages", locale=languages, ignore_patterns=[*NOT_THE_PRODUCT, ".*"], verbosity=0)

    def _without_its_moment(self, catalogue: Path) -> None:
        """Without the moment of the extraction, which would make every run a change."""
        lines = catalogue.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
        fresh = catalogue.with_suffix(".new")
        fresh.write_text("".join(kept), "utf-8")
        os.replace(fresh, catalogue)
