"""What is done behind an answer (`TASKS` in docs/deploying.md)."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

from interviews.editorial import sending


@task
def send(notices: list[int]) -> int:
    """Sends those of these notices that are due; gives how many letters that were."""
    return sending.send(notices)
