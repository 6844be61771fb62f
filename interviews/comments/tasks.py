"""What is done behind an answer (`TASKS` in docs/deploying.md)."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

from interviews.comments import posting


@task
def post(letters: list[int]) -> int:
    """Sends those of these letters that are due; gives how many were sent."""
    return posting.post(letters)
