"""Following a conversation by e-mail: asking for it, confirming the address, ending it.

What a letter leads to changes nothing when it is fetched: mailboxes fetch each address to look for harm. The keys in
these addresses are known to the reader of the mailbox alone, so no form needs a token beside them.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interviews.comments import following, keys
from interviews.comments.follow_form import FollowForm
from interviews.comments.models import Letter, NetworkKey, Subscription
from interviews.comments.network import network_of
from interviews.comments.spoken_on import published
from interviews.comments.views.answers import is_sent_from_here, not_here, private, takes_forms
from interviews.models import Interview

GONE = 410
TOO_MANY = 429


@takes_forms
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for an address; the answer is the same whether or not that one follows already."""
    interview = published(slug)
    if not settings.SENDS_LETTERS:
        return not_here(request, _("This site sends no letters."), interview)
    context = {"interview": interview, "with_token": False, "done": False}
    if request.method != "POST":
        return render(request, "comments/follow.html", context | {"form": FollowForm(), "status": 200})
    form = FollowForm(request.POST)
    status = _asked(request, form, interview)
    context |= {"form": form, "status": status, "with_token": status == 403, "done": status == 200}
    return private(render(request, "comments/follow.html", context, status=status))


def _asked(request: HttpRequest, form: FollowForm, interview: Interview) -> int:
    """What became of it, as a status of HTTP."""
    if not is_sent_from_here(request):
        return 403
    if not form.is_valid():
        return 422
    if form.cleaned_data["topic"]:
        return 200  # a robot's, which need not know
    marks = NetworkKey.marks(network_of(request))
    return 200 if following.ask_reader(form.cleaned_data["email"], interview, marks) else TOO_MANY


@takes_forms
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """A page that asks, and the confirmation when its button is pressed."""
    try:
        letter = keys.letter_of(key)
    except keys.Expired:
        return private(render(request, "comments/confirm.html", {"expired": True}, status=GONE))
    if letter is None or not _is_public(letter):
        return not_here(request, _("This address confirms nothing: it is not whole, or what it confirmed is gone."))
    others = [other for other in following.waiting_with(letter) if _is_public(other)]
    context = {"letter": letter, "others": others, "done": request.method == "POST", "shown": False}
    if request.method == "POST":
        ticked = request.POST.getlist("also")
        right = [letter, *(other for other in others if str(other.pk) in ticked)]
        shown = [one for one in right if following.confirm(one)]
        context["shown"] = bool(shown)
    return private(render(request, "comments/confirm.html", context))


@takes_forms
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """A page with a button; its POST, or that of a mailbox's own button (RFC 8058), ends the letters at once."""
    if not keys.is_ending_key(key):
        return not_here(request, _("This address ends nothing: it is not whole."))
    subscription = keys.subscription_of(key)
    interview = subscription.interview if subscription else None
    shown = interview if interview and Interview.objects.published().filter(pk=interview.pk).exists() else None
    context = {"interview": shown, "to_replies": subscription and subscription.comment_id, "done": not subscription}
    if request.method == "POST" and subscription:
        ended = Subscription.objects.filter(pk=subscription.pk)
        (Subscription.objects.of(subscription.email) if "all" in request.POST else ended).delete()
        context["done"] = True
    return private(render(request, "comments/unsubscribe.html", context))


def _is_public(letter: Letter) -> bool:
    """Whether what the letter speaks of is there, and may be named."""
    about = letter.about
    return about is not None and Interview.objects.published().filter(pk=about.interview_id).exists()
