"""Rules on what is shown, held, taken for spam or refused. PURE: knows no Django, stores nothing.

What is refused is told to its author, with the cure, and everything typed is kept. All else is stored: spam too, and
an editor can still approve it. Where something cannot be known (a service is down), a comment waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: A reader may well cite a shelf of sources; nobody but a robot leaves more.
MANY_LINKS = 8
#: More links than these are read by an editor first, even where comments are shown at once.
LINKS_OF_STRANGERS, LINKS_OF_TRUSTED = 2, 10
#: Nobody reads a form and writes a sentence in less.
QUICKEST = 3.0
#: The same words so often elsewhere are no opinion.
MANY_REPEATS = 3
#: Comments of strangers that wait on one interview before all others are asked to prove some work.
MANY_WAITING = 60

#: The markup of forums, which this site never had: what posts it does so everywhere.
_FORUM_LINK = re.compile(r"\[(?:url|link)=|\[/(?:url|link)\]", re.IGNORECASE)


class Reason(StrEnum):
    """Why a comment was held or taken for spam; each has its words in `wording.py`."""

    TRAP = "trap"
    FORUM_MARKUP = "forum_markup"
    MANY_LINKS = "many_links"
    LINKS = "links"
    REPEATED = "repeated"
    QUICK = "quick"
    NO_STAMP = "no_stamp"
    BLOCKED = "blocked"
    POSES = "poses"
    SPAM_SERVICE = "spam_service"
    SERVICE_DOWN = "service_down"
    NO_PROOF = "no_proof"
    EDITED = "edited"


#: What was true of how a comment came stays so, whatever it says later.
_LASTING = {Reason.TRAP, Reason.QUICK, Reason.NO_STAMP, Reason.NO_PROOF, Reason.EDITED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What is known of a comment that arrives. All that is not given speaks for it."""

    links: int = 0
    forum_markup: bool = False
    trap: bool = False
    #: Seconds since the form was given out; None where the form says nothing that is signed here.
    age: float | None = 60.0
    #: How often the same words came lately, elsewhere or under another name.
    repeats: int = 0
    #: What the block rules that match want: "hold", "spam", "refuse".
    blocked: frozenset[str] = frozenset()
    #: Its name is, or looks like, the name of somebody who can sign in here or takes part.
    poses: bool = False
    #: Signed in, and speaks as guest, interviewer or editor.
    voice: bool = False
    #: So many earlier comments were approved with a confirmed address, and this one's address is confirmed too.
    approved_before: int = 0
    #: What the spam service said: "ham", "spam", "down"; empty where none was asked.
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the conversation on one interview is kept."""

    mode: str = "approve_first"
    closed: bool = False
    #: When it will be, or was, by the number of days that the site sets; None where it sets none.
    closes_at: datetime | None = None
    trusted_after: int | None = None
    slow_mode: int = 0
    takes_urls: bool = True
    takes_questions: bool = True

    def trusts(self, approved: int) -> bool:
        return self.trusted_after is not None and approved >= max(self.trusted_after, 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status that a comment begins with, and why; `refused` where it is not taken at all."""

    status: str
    reasons: tuple[Reason, ...] = field(default=())
    refused: bool = False


def has_forum_markup(body: str) -> bool:
    return bool(_FORUM_LINK.search(body))


def judge(given: Submission, rules: Rules) -> Verdict:
    """What becomes of a comment that arrives. Whether the conversation is closed was asked before."""
    if "refuse" in given.blocked:
        return Verdict("", (Reason.BLOCKED,), refused=True)
    if given.voice:
        return Verdict("approved")
    trusted = rules.trusts(given.approved_before)
    spam = tuple(_signs_of_spam(given, trusted=trusted))
    if spam:
        return Verdict("spam", spam)
    doubts = tuple(_doubts(given, LINKS_OF_TRUSTED if trusted else LINKS_OF_STRANGERS))
    at_once = rules.mode == "open" or trusted
    return Verdict("approved" if at_once and not doubts else "pending", doubts)


def is_risky(verdict: Verdict, waiting: int) -> bool:
    """Whether to ask for some work before a comment goes to the editors: it is doubtful, or very many wait already."""
    return verdict.status == "pending" and (bool(verdict.reasons) or waiting >= MANY_WAITING)


def without_proof(verdict: Verdict) -> Verdict:
    """What becomes of a risky comment whose browser did no work, or none that counts."""
    return Verdict("spam", (Reason.NO_PROOF, *verdict.reasons))


def _signs_of_spam(given: Submission, *, trusted: bool) -> Iterable[Reason]:
    if given.trap:
        yield Reason.TRAP
    if "spam" in given.blocked:
        yield Reason.BLOCKED
    if given.forum_markup:
        yield Reason.FORUM_MARKUP
    if given.links > MANY_LINKS and not trusted:
        yield Reason.MANY_LINKS
    if given.repeats >= MANY_REPEATS:
        yield Reason.REPEATED
    if given.service == "spam":
        yield Reason.SPAM_SERVICE


def _doubts(given: Submission, links: int) -> Iterable[Reason]:
    if given.poses:
        yield Reason.POSES
    if "hold" in given.blocked:
        yield Reason.BLOCKED
    if given.links > links:
        yield Reason.LINKS
    if 0 < given.repeats < MANY_REPEATS:
        yield Reason.REPEATED
    if given.age is None:
        yield Reason.NO_STAMP
    elif given.age < QUICKEST:
        yield Reason.QUICK
    if given.service == "down":
        yield Reason.SERVICE_DOWN


def after_edit(status: str, before: Iterable[str], verdict: Verdict, *, voice: bool) -> Verdict:
    """The status of a comment that its author has changed, and why; `verdict` is what the new words by themselves
    deserve, `before` why it was held until now.

    Words that nobody read are not public, where new ones would not be. What was never shown is not shown by an edit,
    and what is spam remains so: an editor may think otherwise.
    """
    if verdict.refused:
        return verdict
    earlier = set(before)
    if status == "spam":
        then, kept = status, {reason for reason in Reason if reason in earlier}
    elif status == "approved" and not voice:
        then, kept = verdict.status, _LASTING & earlier
    else:
        then, kept = "spam" if verdict.status == "spam" else status, _LASTING & earlier
    edited = {Reason.EDITED} if status == "approved" != then else set()
    reasons = {*kept, *edited, *verdict.reasons}
    # An editor is told first what happened.
    return Verdict(then, tuple(sorted((reason for reason in Reason if reason in reasons), key=_is_no_edit)))


def _is_no_edit(reason: Reason) -> bool:
    return reason != Reason.EDITED
