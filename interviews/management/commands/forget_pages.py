"""All pages that are kept, anywhere, are made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from interviews.models import RenderedPage
from interviews.models.generation import EVERYTHING, count


class Command(BaseCommand):
    help = (
        "Forgets all pages that were kept, in every process and on every node. Needed only after rows were changed "
        "past the portal, as by a restored dump or by hand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            RenderedPage.objects.all().delete()
            count(EVERYTHING)
        if options["verbosity"]:
            self.stdout.write("All pages will be made anew.")
