"""The way of an interview from its first words to the page: who sends it on, and who has it on the desk.

Whoever wants to know registers itself (see `on_move` and `on_assignment`) and is told within the transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from interviews.models import Interview


class Move(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted for review")
    SENT_BACK = "sent_back", _("Sent back")
    READY = "ready", _("Called ready to publish")
    PUBLISHED = "published", _("Published")


#: Called with the interview (of a draft of changes: the one it changes), the move, who made it, and the note.
on_move: list[Callable[[Interview, Move, Any, str], None]] = []
#: Called with the interview, who has it from now on (None: nobody), who said so, and the note.
on_assignment: list[Callable[[Interview, Any, Any, str], None]] = []

AGAIN = _("It was ready to publish, or set for a moment to come, and was changed: it waits for review again.")

_VERBS = {
    Move.SUBMITTED: Interview.submit_for_review,
    Move.SENT_BACK: Interview.send_back,
    Move.READY: Interview.mark_ready,
}


def send(interview: Interview, move: Move, by: Any = None, note: str = "") -> bool:
    """Sends an interview, or a draft of changes, on its way. False, and nobody is told, where it was there already."""
    with transaction.atomic():
        if not _VERBS[move](interview):
            return False
        tell(interview, move, by, note)
        return True


def tell(interview: Interview, move: Move, by: Any = None, note: str = "") -> None:
    """A move that a verb of the interview made."""
    for told in on_move:
        told(interview.live, move, by, note)


def waits_again(interview: Interview, by: Any) -> None:
    """What was ready was changed by who may not say that it is: told in the log, and to those who review."""
    if by is not None:
        LogEntry.objects.log_actions(by.pk, [interview.live], CHANGE, str(AGAIN))
    tell(interview, Move.SUBMITTED, by)


def changes_published(draft: Interview, by: Any) -> None:
    tell(draft, Move.PUBLISHED, by)


def assign(interview: Interview, to: Any, by: Any = None, note: str = "") -> bool:
    """From now on they have it on the desk (None: nobody has). False where they had it already."""
    live = interview.live
    with transaction.atomic():
        row = Interview.objects.select_for_update().get(pk=live.pk)
        if row.assigned_to_id == (to.pk if to else None):
            return False
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        for told in on_assignment:
            told(row, to, by, note)
    live.assigned_to = to
    return True
