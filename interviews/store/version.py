"""The version of an interview's row: what a page was opened on is compared with it before anything is changed."""

from __future__ import annotations

import datetime as dt

from interviews.models import Interview


def written(version: dt.datetime) -> str:
    """To the microsecond: two editors may save within one second."""
    return version.isoformat(timespec="microseconds")


def version_of(interview: Interview) -> str:
    return written(interview.updated_at)
