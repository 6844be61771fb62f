"""When the site was backed up last: the time of a file that whoever backs it up leaves behind."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.conf import settings


def last_backup() -> dt.datetime | None:
    """None where no backup has told of itself. Raises OSError where the file cannot be looked at."""
    try:
        seconds = Path(settings.BACKUP_MARK).stat().st_mtime
    except FileNotFoundError:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def note_backup() -> None:
    """One is whole, as of now. Raises OSError."""
    mark = Path(settings.BACKUP_MARK)
    mark.touch()
    os.utime(mark)
