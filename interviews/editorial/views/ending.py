"""Getting no more letters from the desk: a page with a button, for whoever has the address from a letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interviews.editorial.letters import whose_letters
from interviews.editorial.models import NoticeChoice
from interviews.editorial.preview import kept_private


@csrf_exempt  # the key is known to the reader of the mailbox alone, and mailboxes send this themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def notices_end(request: HttpRequest, key: str) -> HttpResponse:
    """Fetching it changes nothing: mailboxes fetch each address to look for harm."""
    user = whose_letters(key)
    if user is None:
        raise Http404
    choice = NoticeChoice.objects.of(user)
    done = choice.how in (NoticeChoice.How.DESK, NoticeChoice.How.NOT)
    if request.method == "POST" and not done:
        NoticeChoice.objects.update_or_create(user=user, defaults={"how": NoticeChoice.How.DESK})
        done = True
    return kept_private(render(request, "editorial/notices_end.html", {"done": done}))
