"""Drops what is kept of accounts for a while only: `manage.py purge_account_log`, for cron."""

from __future__ import annotations

import datetime as dt
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import Event, Pace
from portal.accounts.models.pace import FORGOTTEN


class Command(BaseCommand):
    help = "Drops lines of the log of accounts older than ACCOUNT_LOG_DAYS, and wrong tries that count no more."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with transaction.atomic():
            lines = Event.objects.purge(now - dt.timedelta(days=settings.ACCOUNT_LOG_DAYS))
            tries = Pace.objects.filter(last_at__lt=now - FORGOTTEN).delete()[0]
            tries += AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()[0]
        if options["verbosity"]:
            self.stdout.write(f"{lines} lines of the log and {tries} counts of wrong tries dropped")
