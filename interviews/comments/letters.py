"""What letters say. Written when they are sent, so nothing is told that may not be told by then."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from interviews import richtext
from interviews.comments import keys, typed
from interviews.comments.models import Comment, Correction, Letter, Subscription
from interviews.comments.models.letter import recipient_of
from interviews.lasting import lasting_address
from interviews.mailing import Message, machine_headers
from interviews.models import Interview

#: Characters of a name and of a title in a subject: more is cut by every mailbox.
LONGEST_NAME, LONGEST_TITLE = 40, 80


def message_of(letter: Letter) -> Message | None:
    """The letter as it is to be sent now; None where there is nothing (any more) that it may say."""
    with translation.override(letter.language):
        return _KINDS[letter.kind](letter)


def written(
    subject: str, name: str, context: dict[str, Any], to: str, headers: dict[str, str] | None = None
) -> Message:
    """A letter from `templates/comments/letters/`, in plain text and, where there is a template, as HTML."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "subject": subject, **context}
    text = render_to_string(f"comments/letters/{name}.txt", context)
    html = render_to_string(f"comments/letters/{name}.html", context)
    message = Message(
        subject=subject,
        body=f"{text.strip()}\n",
        to=[to],
        headers=headers or machine_headers(),
    )
    message.attach_alternative(html, "text/html")
    return message


def _reply(letter: Letter) -> Message | None:
    comment = letter.comment
    subscription = letter.subscription
    if not subscription or not subscription.confirmed_at or recipient_of(subscription.email) != letter.recipient:
        return None
    public = Comment.objects.approved().filter(interview__in=Interview.objects.published())
    comment = public.select_related("interview").filter(pk=letter.comment_id).first()
    if comment is None:
        return None
    name, title = typed.one_line(comment.shown_name), typed.one_line(comment.interview.title)
    names = {"name": _short(name, LONGEST_NAME), "interview": _short(title, LONGEST_TITLE)}
    if subscription.comment_id:
        subject = _("%(name)s replied to your comment on “%(interview)s”") % names
    else:
        subject = _("%(name)s wrote on “%(interview)s”") % names
    unsubscribing = unsubscribing_address(subscription)
    context = {
        "comment": comment,
        "interview": comment.interview,
        "name": name,
        "title": title,
        "to_own": subscription.comment_id is not None,
        "lines": [f"> {line}".rstrip() for line in richtext.plain_words(comment.body).splitlines()],
        "address": settings.SITE_URL + lasting_address(comment),
        "unsubscribing": unsubscribing,
    }
    return written(subject, "reply", context, subscription.email, machine_headers(unsubscribing))


def _confirmation(letter: Letter) -> Message | None:
    """Carries nothing that was typed: whoever types a stranger's address must not write to the stranger by that."""
    comment, subscription = letter.comment, letter.subscription
    to = subscription.email if subscription else comment.email if comment else ""
    interview = subscription.interview if subscription else comment.interview if comment else None
    shown = comment is None or comment.status in (Comment.Status.PENDING, Comment.Status.APPROVED)
    if letter.answered_at or not shown or recipient_of(to) != letter.recipient:
        return None
    if not Interview.objects.published().filter(pk=interview.pk).exists():
        return None
    context = {
        "interview": interview,
        "title": typed.one_line(interview.title),
        "comment": comment,
        "follows": subscription is not None,
        "days": keys.CONFIRMS_FOR.days,
        "address": settings.SITE_URL + reverse("comments:confirm", args=[keys.confirming_key(letter)]),
    }
    return written(_("Is this your address? · %(site)s") % {"site": settings.SITE_NAME}, "confirm", context, to)


def _of_correction(letter: Letter) -> Message | None:
    """Carries nothing that the reader typed: nobody showed that the address is theirs."""
    correction = letter.correction
    decided = (Correction.Status.ACCEPTED, Correction.Status.DECLINED)
    if correction is None or correction.status not in decided or recipient_of(correction.email) != letter.recipient:
        return None
    interview = Interview.objects.published().filter(pk=correction.interview_id).first()
    if interview is None:
        return None
    segment = interview.segments.filter(uid=correction.uid).first()
    title = typed.one_line(interview.title)
    context = {
        "interview": interview,
        "title": title,
        "accepted": correction.status == Correction.Status.ACCEPTED,
        "published": correction.published_at is not None,
        "reply": correction.reply,
        "address": settings.SITE_URL + lasting_address(segment or interview),
    }
    subject = _("Your correction to “%(interview)s”") % {"interview": _short(title, LONGEST_TITLE)}
    return written(subject, "correction", context, correction.email)


_KINDS = {Letter.Kind.REPLY: _reply, Letter.Kind.CONFIRM: _confirmation, Letter.Kind.CORRECTION: _of_correction}


def unsubscribing_address(subscription: Subscription) -> str:
    """In the language that is active: who opens it reads that one."""
    return settings.SITE_URL + reverse("comments:unsubscribe", args=[keys.ending_key(subscription)])


def _short(text: str, longest: int) -> str:
    """For a header; isolated (UAX 9) where it runs from the right, lest it turn what follows."""
    line = Truncator(text).chars(longest)
    runs_back = any(unicodedata.bidirectional(character) in ("R", "AL") for character in line)
    return f"\N{FIRST STRONG ISOLATE}{line}\N{POP DIRECTIONAL ISOLATE}" if runs_back else line
