"""The version of an interview's row: what a page was opened on is compared with it before anything is changed."""

from __future__ import annotations

from interviews.models import Interview


def version_of(interview: Interview) -> str:
    """To the microsecond: two editors may save within one second."""
    return interview.updated_at.isoformat(timespec="microseconds")
