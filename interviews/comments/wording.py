"""The words for what the rules of the conversation know by short names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interviews.comments.models import Comment
from interviews.comments.moderation import Reason
from interviews.templatetags import moments

Status = Comment.Status

#: Why a comment was held or taken for spam, as editors read it.
REASONS: dict[str, Promise] = {
    Reason.TRAP: _("filled in a field that only robots see"),
    Reason.FORUM_MARKUP: _("links written as in forums"),
    Reason.MANY_LINKS: _("a great many links"),
    Reason.LINKS: _("more links than usual"),
    Reason.REPEATED: _("the same words were sent before"),
    Reason.QUICK: _("sent within seconds"),
    Reason.NO_STAMP: _("not sent from a form of this site"),
    Reason.BLOCKED: _("meets a block rule"),
    Reason.POSES: _("the name is, or looks like, somebody else’s"),
    Reason.SPAM_SERVICE: _("the spam service says spam"),
    Reason.SERVICE_DOWN: _("the spam service did not answer"),
    Reason.NO_PROOF: _("doubtful, and its browser did not do the work asked for"),
    Reason.EDITED: _("changed after it was approved"),
}

#: What a button says: by the status that a comment has, and the one it gets. The same twice confirms it.
DECISIONS: dict[tuple[str, str], Promise] = {
    (Status.PENDING, Status.APPROVED): _("Approve"),
    (Status.PENDING, Status.REJECTED): _("Reject"),
    (Status.PENDING, Status.SPAM): pgettext_lazy("a decision", "Spam"),
    (Status.SPAM, Status.APPROVED): _("No spam: approve"),
    (Status.SPAM, Status.REJECTED): _("No spam, but reject"),
    (Status.SPAM, Status.SPAM): _("It is spam"),
    (Status.APPROVED, Status.APPROVED): _("Set the reports aside"),
    (Status.APPROVED, Status.REMOVED): _("Remove"),
    (Status.APPROVED, Status.SPAM): pgettext_lazy("a decision", "Spam"),
    (Status.REJECTED, Status.APPROVED): _("Approve after all"),
    (Status.REJECTED, Status.SPAM): pgettext_lazy("a decision", "Spam"),
    (Status.REMOVED, Status.APPROVED): _("Show again"),
    (Status.REMOVED, Status.SPAM): pgettext_lazy("a decision", "Spam"),
}

#: Why an answer was not taken, as its editor reads it.
REFUSALS: dict[str, Promise] = {
    "closed": _("This conversation is closed: nothing new is taken, not even from you. Open it in its rules."),
    "locked": _("This thread takes no more replies."),
    "blocked": _("A block rule refuses a word or a link in your answer."),
    "too_fast": _("Too much was written from your network just now. Send it again in a minute."),
}


def wait_in_words(seconds: int) -> str:
    """``40 seconds``, ``59 minutes``, ``20 hours``: rounded up, so that who waits as long may write."""
    for unit in (3600, 60):
        if seconds >= 2 * unit:
            seconds = -(-seconds // unit) * unit
            break
    return moments.in_words(timedelta(seconds=seconds))


def in_words(reasons: Iterable[str]) -> list[Promise | str]:
    """What is not known (it came from a later version) stands as it is."""
    return [REASONS.get(reason, reason) for reason in reasons]
