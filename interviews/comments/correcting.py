"""A reader's correction arrives, is judged as a comment is, and becomes the editors' text or does not."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from interviews.comments import arrival, typed
from interviews.comments.arrival import Circumstances, Refused
from interviews.comments.limits import seconds_to_wait
from interviews.comments.models import Comment, Correction, Letter, NetworkKey
from interviews.comments.models.correction import CorrectionQuerySet
from interviews.comments.moderation import Rules
from interviews.comments.said import said
from interviews.documents.changed_words import changed_words
from interviews.models import Interview, Segment
from interviews.models.attribution import attributed
from interviews.store.beside import draft_beside
from interviews.store.correcting import correct

#: Whatever a site thinks of comments, an editor reads a correction first.
_RULES = Rules()


def words_of(segment: Segment) -> tuple[str, str]:
    """Question and answer as readers may correct them: freed of what nobody can see, as what they send is."""
    return typed.paragraphs(segment.question), typed.paragraphs(segment.answer)


def version_of(segment: Segment) -> str:
    """By which a form knows the words that it was given out with."""
    return blake2b("\0".join(words_of(segment)).encode(), digest_size=12).hexdigest()


def receive(correction: Correction, circumstances: Circumstances) -> Correction:
    """Stores a correction for the editors, and gives it, or the one it repeats. `Refused` where it is not taken."""
    network = circumstances.network
    with attributed(), transaction.atomic():
        NetworkKey.one_at_a_time()
        marks = NetworkKey.marks(network)
        if earlier := correction.twin():
            return earlier
        if seconds := seconds_to_wait(marks, correction.interview):
            raise Refused(Refused.TOO_FAST, seconds)
        remark = as_comment(correction)
        waiting = Correction.objects.filter(interview=correction.interview, status=Correction.Status.WAITING)
        verdict = arrival.verdict_on(remark, said(remark.body), circumstances, _RULES, waiting)
        if not verdict.refused:
            correction.network = next(iter(marks), "")
            correction.reasons = [str(reason) for reason in verdict.reasons]
            is_spam = verdict.status == Comment.Status.SPAM
            correction.status = Correction.Status.SPAM if is_spam else Correction.Status.WAITING
            correction.save(force_insert=True)
            return correction
    raise Refused(Refused.BLOCKED)


def as_comment(correction: Correction) -> Comment:
    """What the rules judge: the words that the reader adds to ours, as if they stood in a comment. Never stored."""
    pairs = ((correction.was_question, correction.question), (correction.was_answer, correction.answer))
    added = [piece.text for was, now in pairs for piece in changed_words(was, now) if piece.kind == "added"]
    body = "\n\n".join(filter(None, (*added, correction.why)))
    return Comment(interview=correction.interview, name=correction.name, email=correction.email, body=body)


def accept(
    correction: Correction, *, question: str, answer: str, by: Any, reply: str = "", credit: bool | None = None
) -> Correction:
    """Gives the entry these words, where editors write (`store.correct`), and thanks the reader.

    The reader is named on the page where the reader wishes it and `credit` says nothing else.

    Raises AlreadyDecidedError, or DocumentError where the entry is gone; then nothing changed.
    """
    with transaction.atomic():
        # The interview before all else, as everybody locks them.
        live = Interview.objects.select_for_update().get(pk=correction.interview_id)
        row = Correction.locked(correction.pk)
        target, state = correct(live, row.uid, question=question, answer=answer, by=by, note=note_of(row))
        into_draft = target if target.edits_id else None
        row.decided(
            Correction.Status.ACCEPTED,
            by,
            reply=reply,
            draft=into_draft,
            state=state,
            published_at=None if into_draft else timezone.now(),
            credit=row.credit if credit is None else row.credit and credit,
        )
        Letter.answer(row)
    return row


def decline(correction: Correction, *, by: Any, reply: str = "") -> Correction:
    """Leaves the words as they are. What was taken for spam is answered with nothing."""
    with transaction.atomic():
        was_spam = correction.status == Correction.Status.SPAM
        row = Correction.locked(correction.pk)
        row.decided(Correction.Status.DECLINED, by, reply=reply)
        if reply and not was_spam:
            Letter.answer(row)
    return row


def note_of(correction: Correction) -> str:
    """What the history says beside the state that it made."""
    if correction.name:
        return gettext("suggested by %(name)s") % {"name": correction.name}
    return gettext("suggested by a reader")


def put_on_the_page(draft: Interview, by: Any = None) -> None:
    """The draft is published: what was accepted into it is on the page from now on."""
    accepted = Correction.objects.filter(draft=draft, status=Correction.Status.ACCEPTED, published_at=None)
    accepted.update(published_at=timezone.now())


def corrections_for(request: HttpRequest, site: AdminSite) -> CorrectionQuerySet | None:
    """Those that this editor may decide about: all, for who may change all interviews; None for others."""
    if not site.get_model_admin(Interview).may_change_all(request):
        return None
    return Correction.objects.exclude(interview__status=Interview.Status.TRASHED)


def edited_words(correction: Correction) -> Segment | None:
    """The entry where editors write it: in the draft beside the page, else on the page. None where it is gone."""
    there = draft_beside(correction.interview) or correction.interview
    return there.segments.filter(uid=correction.uid).first()
