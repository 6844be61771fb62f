"""Notices in words, and where each leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from interviews.editorial.models import Notice, NoticeKind
from interviews.names import account_name

#: Kinds that are told of notes, and of links to a draft.
_OF_NOTES = (NoticeKind.MENTIONED, NoticeKind.REPLIED)
_OF_LINKS = (NoticeKind.APPROVED, NoticeKind.CORRECTIONS)


def sentence_of(notice: Notice) -> str:
    """Who did what; the interview is told beside it."""
    if notice.kind == NoticeKind.APPROVED:
        return _("A guest approved the text of the draft")
    if notice.kind == NoticeKind.CORRECTIONS:
        return _("A guest asked for corrections to the draft")
    if notice.by is None:
        return _without_name(notice.kind)
    who = {"who": account_name(notice.by)}
    match notice.kind:
        case NoticeKind.MENTIONED:
            return _("%(who)s mentioned you in a note") % who
        case NoticeKind.REPLIED:
            return _("%(who)s replied to your note") % who
        case NoticeKind.ASSIGNED:
            return _("%(who)s assigned it to you") % who
        case NoticeKind.SUBMITTED:
            return _("%(who)s submitted it for review") % who
        case NoticeKind.SENT_BACK:
            return _("%(who)s sent it back") % who
        case NoticeKind.READY:
            return _("%(who)s found it ready to publish") % who
    return _("%(who)s published it") % who


def _without_name(kind: str) -> str:
    """Of an account that is gone, or where nobody in particular did it."""
    match kind:
        case NoticeKind.MENTIONED:
            return _("You were mentioned in a note")
        case NoticeKind.REPLIED:
            return _("Your note was replied to")
        case NoticeKind.ASSIGNED:
            return _("It was assigned to you")
        case NoticeKind.SUBMITTED:
            return _("It was submitted for review")
        case NoticeKind.SENT_BACK:
            return _("It was sent back")
        case NoticeKind.READY:
            return _("It is ready to publish")
    return _("It was published")


def place_of(notice: Notice) -> str:
    """The page of the desk where it is seen."""
    name = "notes" if notice.kind in _OF_NOTES else "share" if notice.kind in _OF_LINKS else "change"
    return reverse(f"admin:interviews_interview_{name}", args=[notice.interview_id])
