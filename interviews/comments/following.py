"""Following a conversation by e-mail: asked for, confirmed by whoever reads that mailbox, ended at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language

from interviews.comments.arrival import approved_of_address, reconsider
from interviews.comments.models import Comment, Letter, NetworkKey, Subscription, recounted
from interviews.comments.models.letter import recipient_of
from interviews.comments.rules import rules_of
from interviews.models import Interview

#: An address that has not answered gets no second question before this.
ASKED_AGAIN_AFTER = dt.timedelta(days=1)
#: What was never confirmed is dropped then.
UNCONFIRMED_FOR = dt.timedelta(days=7)
#: Questions that one network may cause in a day without writing a comment.
MOST_FROM_A_NETWORK = 5


def ask_author(comment: Comment, *, follows: bool) -> None:
    """Asks a comment's author to confirm the address: where replies are to be told, or where it makes a difference.

    What was taken for spam sends nothing; the wish is put down, for `ask_after_all`.
    """
    if not _may_be_asked(comment):
        return
    public = comment.status in (Comment.Status.PENDING, Comment.Status.APPROVED)
    if follows:
        subscription = _subscription(comment.email, comment.interview, comment)
        if public and not subscription.confirmed_at:
            _ask(comment.email, comment=comment, subscription=subscription)
    elif public and not comment.email_confirmed_at and _would_be_trusted(comment):
        _ask(comment.email, comment=comment)


def ask_after_all(comment: Comment) -> None:
    """The same for a comment that was taken for spam and is shown now: once, in the language in which it was asked for.

    Belongs into the transaction that shows it.
    """
    if not _may_be_asked(comment):
        return
    for subscription in comment.subscriptions.unconfirmed().of(comment.email).filter(letters=None):
        with translation.override(subscription.language):
            _ask(comment.email, comment=comment, subscription=subscription)


def ask_reader(email: str, interview: Interview, marks: Sequence[str], comment: Comment | None = None) -> bool:
    """Asks whoever reads that mailbox whether to tell them of all that is said there, or in reply to that comment.

    False when the stranger's network has caused too many such letters; else True, whether or not one was sent.
    """
    with recounted([interview.pk]):  # in the order in which `receive` locks, or each could wait for the other
        NetworkKey.one_at_a_time()  # two clicks at once send one letter
        since = timezone.now() - dt.timedelta(days=1)
        caused = Letter.objects.filter(network__in=[mark for mark in marks if mark], created_at__gt=since)
        if caused.count() >= MOST_FROM_A_NETWORK:
            return False
        subscription = _subscription(email, interview, comment)
        if not subscription.confirmed_at:
            _ask(email, comment=comment, subscription=subscription, network=next(iter(marks), ""))
    return True


def is_awaited(comment: Comment) -> bool:
    """Whether its author is still to confirm the address it was written under."""
    return comment.letters.unanswered().exists()


def waiting_with(letter: Letter) -> list[Letter]:
    """What else waits for an answer of the same mailbox; there was no letter about it, as this one was on its way."""
    since = timezone.now() - UNCONFIRMED_FOR
    others = Letter.objects.unanswered().filter(recipient=letter.recipient, created_at__gt=since).exclude(pk=letter.pk)
    others = others.select_related("comment__interview", "subscription__interview")
    seen = {(letter.comment_id, letter.subscription_id), (None, None)}
    fresh = []
    for other in others:
        what = other.comment_id, other.subscription_id
        if what not in seen:
            seen.add(what)
            fresh.append(other)
    return fresh


def confirm(letter: Letter) -> bool:
    """The address is right, for what the letter spoke of. True where a comment that waited is shown by that.

    Harmless twice: what an editor decided since is not touched.
    """
    comment = letter.comment
    now = timezone.now()
    with recounted([comment.interview_id] if comment else []):
        if not Letter.objects.unanswered().filter(pk=letter.pk).update(answered_at=now, due_at=None):
            return False
        Subscription.objects.unconfirmed().filter(pk=letter.subscription_id).update(confirmed_at=now)
        if comment is None or recipient_of(comment.email) != letter.recipient:
            return False
        Comment.objects.filter(pk=comment.pk, email_confirmed_at=None).update(email_confirmed_at=now)
        return reconsider(comment)


def _subscription(email: str, interview: Interview, comment: Comment | None) -> Subscription:
    own = Subscription.objects.of(email).filter(interview=interview, comment=comment).first()
    given = {"email": email, "interview": interview, "comment": comment, "language": _language()}
    return own or Subscription.objects.create(**given)


def _ask(
    email: str, *, comment: Comment | None = None, subscription: Subscription | None = None, network: str = ""
) -> None:
    """Puts down a question, and sends it where the address has no other to answer; that one's page shows this too."""
    with transaction.atomic():
        NetworkKey.one_at_a_time()  # two clicks at once send one letter
        lately = Letter.objects.to(email).unanswered().filter(created_at__gt=timezone.now() - ASKED_AGAIN_AFTER)
        on_their_way = lately.exclude(sent_at=None, due_at=None)
        if lately.filter(comment=comment, subscription=subscription).exists():
            return
        letter = Letter.objects.create(
            kind=Letter.Kind.CONFIRM,
            recipient=recipient_of(email),
            comment=comment,
            subscription=subscription,
            language=_language(),
            network=network,
            due_at=None if on_their_way.exists() else timezone.now(),
        )
        if letter.due_at:
            Letter.post([letter.pk])


def _may_be_asked(comment: Comment) -> bool:
    return bool(settings.SENDS_LETTERS and comment.email)


def _would_be_trusted(comment: Comment) -> bool:
    """Whether nothing but an unconfirmed address keeps a comment waiting."""
    if comment.status != Comment.Status.PENDING or comment.reasons:
        return False
    return rules_of(comment.interview).trusts(approved_of_address(comment))


def _language() -> str:
    asked = get_language() or settings.LANGUAGE_CODE
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
